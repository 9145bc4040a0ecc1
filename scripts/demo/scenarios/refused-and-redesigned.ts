import { applyFor, approve, handOut, refuse } from '../approval-steps.ts'
import { appoint, connectAppointed, nextHalfHour, signReceipts } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { GAS_CORRIDOR } from '../outer-works.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import {
  builder,
  completeAndAccept,
  dateAhead,
  fileNeedsWorks,
  inspectPassed,
  prepare,
  startWorks,
} from '../works-steps.ts'

const { line, section, signer } = GAS_CORRIDOR
const WHY = '与规划雨水管位冲突'

export const refusedAndRedesigned: Scenario = {
  name: 'refused-and-redesigned',
  city: 'chibi',
  title: '规划许可不予批准：退回燃气公司改设计，再申请，获批后施工接入，用户不必跑',
  async run(context: Context): Promise<void> {
    const services = { gas: { business: 'new', use: 'production', cubicMetresPerDay: 300 } } as const
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm({ name: '湖北蒲圻精密制造有限公司', creditCode: '91440101MA5CJQ4N59' }, { services }),
    )
    await signReceipts(driven, context)
    for (const org of ['zigui', 'chengguan'])
      await driven.act(
        officer(org),
        'fileOpinion',
        { remarks: '新辟管位须办规划许可' },
        '踏勘意见：新辟管位须办规划许可',
      )
    await fileNeedsWorks(driven, GAS_CORRIDOR)
    await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
    await refuse(driven, await applyFor(driven, context, GAS_CORRIDOR, 'worksPlanning'), WHY)
    await redesign(driven, context)
    await approve(driven, context, GAS_CORRIDOR, await applyFor(driven, context, GAS_CORRIDOR, 'worksPlanning'))
    await handOut(driven, context, GAS_CORRIDOR)
    await prepare(driven, context, GAS_CORRIDOR)
    await startWorks(driven, GAS_CORRIDOR)
    await inspectPassed(driven, GAS_CORRIDOR)
    await completeAndAccept(driven, GAS_CORRIDOR)
    await connectAppointed(driven, await appoint(driven, nextHalfHour()))
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(
      end.outcome === 'connected' && end.deadlines.every(({ light }) => light === 'green'),
      '应全部接入，全部为绿灯',
    )
    expect(end.approvals.map(({ status }) => status).join() === 'refused,approved', '应先不予批准，后批准')
    await driven.finish(auditor('fagai'))
  },
}

/** a refusal goes back to the utility's design; the same again is not taken. */
async function redesign(driven: DrivenCase, { city, tell }: Context): Promise<void> {
  const { awaiting } = await driven.look()
  expect(
    awaiting.some(({ kind, org }) => kind === 'redesign' && org === 'ranqi'),
    '应等待燃气公司修改设计',
  )
  const again = {
    approvals: ['worksPlanning'],
    worksFrom: dateAhead(city.hours, 0),
    worksTo: dateAhead(city.hours, 20),
    sections: [section],
    responsible: signer.responsible,
  }
  await driven.refused(builder(GAS_CORRIDOR), 'applyForApprovals', again, 'plan-missing', '设计未改就要重报')
  await driven.act(
    builder(GAS_CORRIDOR),
    'fileDesign',
    { line, title: '用气外线设计方案（修改）', summary: '管位东移 1.5 米，避让雨水管' },
    '修改设计方案：管位东移 1.5 米，避让雨水管',
  )
  tell.note('退回的是燃气公司的设计：用户不必补任何材料')
}
