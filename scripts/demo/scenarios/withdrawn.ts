import { signReceipts } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { checklist, WATER_WORKS } from '../outer-works.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import { builder, commit, dateAhead, fileNeedsWorks, prepare, restore, startWorks, SUPERVISOR } from '../works-steps.ts'

const { line } = WATER_WORKS

export const withdrawn: Scenario = {
  name: 'withdrawn',
  city: 'drill',
  title: '施工中撤回：整改了结，路面恢复原貌，才算办结',
  async run(context: Context): Promise<void> {
    const services = { water: { business: 'new', tonsPerDay: 60 } } as const
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm({ name: '演练市望山食品有限公司', creditCode: '91350200MA2YJ1XR9G' }, { services }),
    )
    await signReceipts(driven, context)
    for (const org of ['zigui', 'chengguan'])
      await driven.act(officer(org), 'fileOpinion', { remarks: '同意占道开挖' }, '踏勘意见：同意占道开挖')
    await fileNeedsWorks(driven, WATER_WORKS)
    await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
    await commit(driven, context, WATER_WORKS)
    await prepare(driven, context, WATER_WORKS)
    await startWorks(driven, WATER_WORKS)
    const order = { requirement: '补设围挡', dueDate: dateAhead(context.city.hours, 1) }
    await driven.act(
      SUPERVISOR,
      'fileInspection',
      { line, checklist: checklist({ promise: 1, evidence: '无围挡' }), order },
      `施工监管检查：无围挡，责令${order.requirement}`,
    )
    await driven.act(INTAKE, 'withdrawApplication', { reason: '项目另行选址' }, '用户撤回申请：项目另行选址')
    await windUp(driven, context)
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'withdrawn' && end.awaiting.length === 0, '应为撤回办结，无人再等')
    expect(
      end.rectifications.every(({ closedAt }) => closedAt !== undefined) &&
        end.lines.every(({ works }) => works?.restorationConfirmedAt !== undefined),
      '整改应已了结，路面应已恢复',
    )
    await driven.finish(auditor('fagai'))
  },
}

/** nothing new is built, but what was opened is put back, and orders are settled. */
async function windUp(driven: DrivenCase, { tell }: Context): Promise<void> {
  const { stage, awaiting } = await driven.look()
  expect(
    stage !== 'closed' &&
      awaiting.some(({ kind }) => kind === 'rectify') &&
      awaiting.some(({ kind }) => kind === 'restoreSite'),
    '撤回后应等待整改与恢复原貌',
  )
  tell.note('撤回不等于一走了之：还等整改与恢复原貌')
  await driven.refused(
    builder(WATER_WORKS),
    'reportProgress',
    { line, percent: 50 },
    'application-closed',
    '撤回后还要接着施工',
  )
  await driven.act(
    builder(WATER_WORKS),
    'reportRectified',
    { order: `${line}:1`, remarks: '已补设围挡并清场' },
    '报告整改完成：已补设围挡并清场',
  )
  await driven.act(SUPERVISOR, 'reinspect', { order: `${line}:1`, passed: true, evidence: '现场照片' }, '复查通过')
  await restore(driven, WATER_WORKS)
}
