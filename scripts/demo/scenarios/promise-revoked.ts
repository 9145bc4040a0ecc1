import { appoint, connectAppointed, signReceipts, soon } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { applyFor, decideAll, handOut } from '../approval-steps.ts'
import { checklist, commitmentOf, WATER_WORKS } from '../outer-works.ts'
import { auditor, INTAKE, lead, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import {
  builder,
  commit,
  completeAndAccept,
  dateAhead,
  fileNeedsWorks,
  inspectPassed,
  prepare,
  progress,
  restore,
  startWorks,
  SUPERVISOR,
} from '../works-steps.ts'

const { line } = WATER_WORKS
const UTILITY = builder(WATER_WORKS)
const DIRECTOR = lead('chengguan')
const REVOKED = {
  revocation: '1',
  outcome: 'revoked',
  reason: '承诺所依据的探测报告系伪造，依照行政许可法第六十九条第二款',
  onAnswer: '补测不改变以虚假报告取得审批的事实，不予采纳',
  official: '吴建国',
} as const

export const promiseRevoked: Scenario = {
  name: 'promise-revoked',
  city: 'drill',
  title: '停工与复工；以欺骗取得的审批依法撤销：告知、听证、先保安全、另一人决定，停工改走审批',
  async run(context: Context): Promise<void> {
    const driven = await begun(context)
    await stopAndGoOn(driven, context)
    await proposed(driven)
    await heard(driven)
    await decided(driven, context)
    await ordinaryWay(driven, context)
    await inspectPassed(driven, WATER_WORKS)
    await completeAndAccept(driven, WATER_WORKS)
    await connectAppointed(driven, await appoint(driven, soon()))
    await restore(driven, WATER_WORKS)
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'connected', '用户的服务应照常接入')
    expect(
      end.rectifications.every(({ creditRecord }) => creditRecord === undefined),
      '撤销本身不产生信用记录',
    )
    await driven.finish(auditor('fagai'))
  },
}

async function begun(context: Context): Promise<DrivenCase> {
  const driven = await DrivenCase.register(
    context,
    INTAKE,
    factoryForm(
      { name: '演练市望山食品有限公司', creditCode: '91350200MA2YJ1XR9G' },
      { services: { water: { business: 'new', tonsPerDay: 60 } } },
    ),
  )
  await signReceipts(driven, context)
  for (const org of ['zigui', 'chengguan'])
    await driven.act(officer(org), 'fileOpinion', { remarks: '同意占道开挖' }, '踏勘意见：同意占道开挖')
  await fileNeedsWorks(driven, WATER_WORKS)
  await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
  await commit(driven, context, WATER_WORKS)
  await prepare(driven, context, WATER_WORKS)
  await startWorks(driven, WATER_WORKS)
  return driven
}

/** grave: works stand still until re-inspected. */
async function stopAndGoOn(driven: DrivenCase, { city }: Context): Promise<void> {
  const order = { requirement: '沟槽支护', dueDate: dateAhead(city.hours, 1), stop: '沟槽无支护，随时坍塌' }
  await driven.act(
    SUPERVISOR,
    'fileInspection',
    { line, checklist: checklist({ promise: 1, evidence: '沟槽无支护' }), order },
    `施工监管检查：沟槽无支护，责令停工并限期${order.requirement}`,
  )
  await driven.refused(UTILITY, 'reportProgress', { line, percent: 30 }, 'works-stopped', '停工期间还要施工')
  await driven.act(UTILITY, 'reportRectified', { order: `${line}:1`, remarks: '已支护' }, '报告整改完成：已支护')
  const passed = { order: `${line}:1`, passed: true, evidence: '现场照片' }
  await driven.act(SUPERVISOR, 'reinspect', passed, '复查通过，准予复工')
  await progress(driven, WATER_WORKS, 30)
}

/** proposed, and so told; nothing is decided before the utility is heard. */
async function proposed(driven: DrivenCase): Promise<void> {
  await driven.act(
    SUPERVISOR,
    'proposeRevocation',
    {
      utility: UTILITY.org,
      approvals: ['roadExcavation'],
      ground: 'deception',
      facts: '承诺书所附地下管线探测报告系伪造，现场未经探测',
      evidence: '探测单位的书面说明、现场勘查记录',
    },
    '拟撤销凭承诺取得的掘路审批，事先告知：探测报告系伪造',
  )
  await driven.until('陈述申辩开始计时', ({ deadlines }) => deadlines.some(({ kind }) => kind === 'answerRevocation'))
  await driven.refused(DIRECTOR, 'decideRevocation', REVOKED, 'answer-pending', '未听陈述申辩就要撤销')
}

async function heard(driven: DrivenCase): Promise<void> {
  await driven.act(
    UTILITY,
    'answerRevocation',
    { revocation: '1', statement: '已委托补测，未造成后果', hearing: true },
    '陈述申辩：已委托补测；要求听证',
  )
  await driven.refused(DIRECTOR, 'decideRevocation', REVOKED, 'hearing-missing', '未举行听证就要撤销')
  await driven.act(
    officer('chengguan'),
    'holdHearing',
    { revocation: '1', chair: '赵明亮', report: '双方到场，就探测报告的真伪陈述、质证' },
    '举行听证',
  )
}

/** the site made safe first; then by a named official, who did not propose it. */
async function decided(driven: DrivenCase, { tell }: Context): Promise<void> {
  await driven.refused(DIRECTOR, 'decideRevocation', REVOKED, 'site-not-safe', '沟槽敞着就要撤销')
  await driven.act(
    UTILITY,
    'reportSiteSafe',
    { revocation: '1', measures: '沟槽铺设钢板，四周围挡，夜间警示' },
    '报告现场已处于安全状态',
  )
  await driven.act(DIRECTOR, 'decideRevocation', REVOKED, `撤销决定：${REVOKED.reason}`)
  const { revocations } = await driven.look()
  expect(revocations[0]?.decision?.outcome === 'revoked', '撤销应已作出')
  tell.note('审批失效，停止施工；是否记入信用档案，另依信用程序')
}

/** the ordinary way, and works go on. */
async function ordinaryWay(driven: DrivenCase, context: Context): Promise<void> {
  await driven.refused(UTILITY, 'reportProgress', { line, percent: 50 }, 'works-stopped', '审批撤销后还要施工')
  const again = commitmentOf(WATER_WORKS, dateAhead(context.city.hours, 0), dateAhead(context.city.hours, 20))
  await driven.refused(UTILITY, 'signCommitment', again, 'promise-beyond-limits', '想再用承诺换审批')
  const asked = await applyFor(driven, context, WATER_WORKS, 'roadExcavation')
  await decideAll(driven, context, asked)
  await handOut(driven, context, WATER_WORKS)
  await progress(driven, WATER_WORKS, 80)
}
