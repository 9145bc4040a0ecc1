import { applyFor, approve, handOut } from '../approval-steps.ts'
import { appoint, connectAppointed, fileConnectable, nextHalfHour, signReceipts } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { NEW_CORRIDOR } from '../outer-works.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import {
  builder,
  commit,
  completeAndAccept,
  fileNeedsWorks,
  inspectPassed,
  prepare,
  restore,
  startWorks,
} from '../works-steps.ts'

const { line } = NEW_CORRIDOR

export const parallelApproval: Scenario = {
  name: 'parallel-approval',
  city: 'chibi',
  title: '占路以承诺替代，规划许可不能替代：并联审批，一次补正，另一项不等它',
  async run(context: Context): Promise<void> {
    const services = {
      water: { business: 'new', tonsPerDay: 120 },
      power: { business: 'new', kilovoltAmperes: 800 },
    } as const
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm({ name: '湖北赤马港新材料有限公司', creditCode: '91440101MA5CJQ4N59' }, { services }),
    )
    await signReceipts(driven, context)
    for (const org of ['zigui', 'chengguan'])
      await driven.act(
        officer(org),
        'fileOpinion',
        { remarks: '新辟管位须办规划许可' },
        '踏勘意见：新辟管位须办规划许可',
      )
    await fileConnectable(driven, 'power:guowang', { remarks: '环网柜已到红线' })
    await fileNeedsWorks(driven, NEW_CORRIDOR)
    await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
    await clear(driven, context)
    await prepare(driven, context, NEW_CORRIDOR)
    await startWorks(driven, NEW_CORRIDOR)
    await inspectPassed(driven, NEW_CORRIDOR)
    await completeAndAccept(driven, NEW_CORRIDOR)
    await connectAppointed(driven, await appoint(driven, nextHalfHour()))
    await restore(driven, NEW_CORRIDOR)
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(
      end.outcome === 'connected' && end.deadlines.every(({ light }) => light === 'green'),
      '应全部接入，全部为绿灯',
    )
    await driven.finish(auditor('fagai'))
  },
}

/** what a promise replaces is given at once; the rest is decided, while power is connected. */
async function clear(driven: DrivenCase, context: Context): Promise<void> {
  await commit(driven, context, NEW_CORRIDOR)
  await driven.refused(builder(NEW_CORRIDOR), 'startWorks', { line }, 'commitment-required', '规划许可未批就要开工')
  const asked = await applyFor(driven, context, NEW_CORRIDOR, 'worksPlanning')
  await connectAppointed(driven, await appoint(driven, nextHalfHour()))
  const meanwhile = await driven.look()
  expect(
    meanwhile.lines
      .map(({ status }) => status)
      .toSorted()
      .join() === 'connected,outerWorks',
    '用电应已接入，用水应仍在审批',
  )
  context.tell.note('用电不等用水的审批，先行接入')
  await driven.act(
    officer(asked.authority),
    'requestApprovalSupplement',
    { approval: asked.id, message: '补管线综合图' },
    '一次性告知：补管线综合图，审批停表',
  )
  const stopped = await driven.look()
  expect(
    stopped.deadlines.some(({ id, stoppedAt }) => id === `approval:${asked.id}` && stoppedAt !== undefined),
    '补正期间审批时限应停表',
  )
  await driven.act(
    builder(NEW_CORRIDOR),
    'supplyApproval',
    { approval: asked.id, message: '已补管线综合图' },
    '已补管线综合图，继续计时',
  )
  await driven.until('恢复计时', ({ deadlines }) =>
    deadlines.some(({ id, stoppedAt }) => id === `approval:${asked.id}` && stoppedAt === undefined),
  )
  await approve(driven, context, NEW_CORRIDOR, asked)
  await handOut(driven, context, NEW_CORRIDOR)
}
