import type { CreditEvent } from '../../../domain/credit/credit-event.ts'
import { applyFor, approve } from '../approval-steps.ts'
import { appoint, connectAppointed, signReceipts, soon } from '../common-steps.ts'
import { recordByDueProcess, repairRecord } from '../credit-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { checklist, commitmentOf, POWER_WORKS } from '../outer-works.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import { receiveAs } from '../receiver.ts'
import type { PushReceiver } from '../receiver.ts'
import type { Context, Scenario } from '../scenario.ts'
import { until } from '../wait.ts'
import {
  builder,
  commit,
  completeAndAccept,
  dateAhead,
  fileNeedsWorks,
  inspectPassed,
  prepare,
  restore,
  startWorks,
  SUPERVISOR,
} from '../works-steps.ts'

const { line } = POWER_WORKS
const PARTIES = { authority: SUPERVISOR.org, subject: builder(POWER_WORKS) }
const BROKEN = { promise: 1, evidence: '沟槽无围挡' }

export const brokenCommitment: Scenario = {
  name: 'broken-commitment',
  city: 'drill',
  title: '逾期未整改，承诺未兑现：事先告知、陈述申辩、认定之后记入信用档案，下一件不能再承诺，改走并联审批，修复后恢复',
  async run(context: Context): Promise<void> {
    const { platform: key } = context.city.credit
    const isThere = context.client.isHere && context.city.organisations.some((organisation) => organisation.key === key)
    const platform = isThere ? await receiveAs(context.client, key) : undefined
    try {
      await playOut(context, platform)
    } finally {
      await platform?.end()
    }
  },
}

async function playOut(context: Context, platform: PushReceiver | undefined): Promise<void> {
  const first = await surveyed(context)
  await commit(first, context, POWER_WORKS)
  await prepare(first, context, POWER_WORKS)
  await startWorks(first, POWER_WORKS)
  const recordId = await missOrder(first, context)
  await told(context, platform, recordId, 'recordReported')
  await finishFirst(first)

  const next = await surveyed(context)
  await blocked(next, context, recordId)
  await prepare(next, context, POWER_WORKS)
  await startWorks(next, POWER_WORKS)
  await finishWorks(next)
  await repairRecord(context, recordId, PARTIES)
  await told(context, platform, recordId, 'recordRepaired')
}

/** the public credit platform hears of the record by a push. */
async function told(
  { tell, city }: Context,
  platform: PushReceiver | undefined,
  recordId: string,
  event: CreditEvent['type'],
): Promise<void> {
  if (platform === undefined) return
  const find = () =>
    Promise.resolve(platform.heard.find(({ subject, data }) => subject === recordId && data.event === event))
  const heard = await until(
    `${tell.nameOf(city.credit.platform)}收到 ${recordId} 的 ${event}`,
    find,
    (found) => found !== undefined,
    { withinMs: 20_000 },
  )
  tell.act(city.credit.platform, `收到推送（已验签）：${heard?.data.name}`)
}

async function surveyed(context: Context): Promise<DrivenCase> {
  const services = { power: { business: 'new', kilovoltAmperes: 800 } } as const
  const driven = await DrivenCase.register(
    context,
    INTAKE,
    factoryForm({ name: '演练市望山食品有限公司', creditCode: '91350200MA2YJ1XR9G' }, { services }),
  )
  await signReceipts(driven, context)
  for (const org of ['zigui', 'chengguan'])
    await driven.act(officer(org), 'fileOpinion', { remarks: '同意占道开挖' }, '')
  await fileNeedsWorks(driven, POWER_WORKS)
  await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
  return driven
}

/** nobody rectifies: promise broken, office told, record proposed and decided. Gives its id. */
async function missOrder(driven: DrivenCase, context: Context): Promise<string> {
  const { tell, city } = context
  const order = { requirement: '补设围挡', dueDate: dateAhead(city.hours, 1) }
  await driven.act(
    SUPERVISOR,
    'fileInspection',
    { line, checklist: checklist(BROKEN), order },
    `施工监管检查：${BROKEN.evidence}，责令${order.requirement}（演练：期限以秒计）`,
  )
  const {
    rectifications: [missed],
  } = await driven.until('整改逾期', ({ rectifications }) => rectifications[0]?.brokenAt !== undefined, 60_000)
  expect(missed?.creditRecord !== undefined, '应已提请记入信用档案')
  tell.note(`红灯：逾期未整改，承诺 ${BROKEN.promise} 记为未兑现，已告${tell.nameOf(city.coordination.office)}`)
  const record = await recordByDueProcess(context, missed.creditRecord, PARTIES)
  expect(record.inForce, '信用记录应在有效期内')
  tell.note(
    `信用记录 ${missed.creditRecord}：${record.statusName}，送 ${record.reportedTo.length} 处（信用平台与联合惩戒单位）`,
  )
  return missed.creditRecord
}

/** Late work is still done, and marked late for good. */
async function finishFirst(driven: DrivenCase): Promise<void> {
  const {
    rectifications: [missed],
  } = await driven.look()
  expect(missed !== undefined, '整改通知应在列')
  await driven.act(
    builder(POWER_WORKS),
    'reportRectified',
    { order: missed.order, remarks: '已补设围挡' },
    '迟到的整改：已补设围挡',
  )
  await driven.act(
    SUPERVISOR,
    'reinspect',
    { order: missed.order, passed: true, evidence: '现场照片' },
    '复查通过；未兑现的记录不因此消失',
  )
  await finishWorks(driven)
}

async function finishWorks(driven: DrivenCase): Promise<void> {
  await inspectPassed(driven, POWER_WORKS)
  await completeAndAccept(driven, POWER_WORKS)
  await connectAppointed(driven, await appoint(driven, soon()))
  await restore(driven, POWER_WORKS)
  const end = await driven.until('办结', ({ stage }) => stage === 'closed')
  expect(end.outcome === 'connected', `办理结果为 ${end.outcome}`)
  await driven.finish(auditor('fagai'))
}

/** an open record blocks the promise; what it would have replaced goes the parallel way. */
async function blocked(driven: DrivenCase, context: Context, recordId: string): Promise<void> {
  const [from, to] = [dateAhead(context.city.hours, 0), dateAhead(context.city.hours, 20)]
  await driven.refused(
    builder(POWER_WORKS),
    'signCommitment',
    commitmentOf(POWER_WORKS, from, to),
    'commitment-blocked',
    '下一件，仍想以承诺替代',
  )
  await approve(driven, context, POWER_WORKS, await applyFor(driven, context, POWER_WORKS, 'roadExcavation'))
  const { commitments } = await driven.look()
  expect(commitments.length === 0, '这一件不应有承诺书')
  context.tell.note(`有 ${recordId} 在，占路改由主管部门审批，批准后才开工`)
}
