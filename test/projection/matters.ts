/** Made-up matters from their opening to their end. */
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { InstalmentMode } from '../../domain/instalments/agreement.ts'
import type { InstalmentPlan } from '../../domain/instalments/instalments.ts'
import { laterInspectionId, laterOrderId } from '../../domain/later-inspection/later-inspection.ts'
import type { MatterEvent, MatterKind } from '../../domain/matter/matter.ts'
import type { AccountOpening } from '../../domain/transfer/transfer.ts'
import { CREDIT } from '../../workflows/credit/core/acts.ts'
import { RATING } from '../../workflows/rating/core/acts.ts'
import { TRANSFER } from '../../workflows/transfer/core/acts.ts'
import type { ReportContent } from '../../domain/assessment/meeting-report.ts'
import { INSTALMENTS } from '../../workflows/instalments/core/acts.ts'
import { inputOf } from '../../workflows/instalments/messages.ts'
import { LATER_INSPECTION } from '../../workflows/later-inspection/core/acts.ts'
import { brokenPromises, creditOpeningOf, promiseBrokenBy } from '../../domain/supervision/rectification.ts'
import { MEETING_REPORT } from '../../workflows/meeting-report/core/acts.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import {
  creditInput,
  INSTALMENT_PLAN,
  laterInspectionInput,
  proposedInput,
  ratingInput,
  signedPlanInput,
  transferInput,
  POWER,
  WATER,
} from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { NO_CONTENT, reportInput } from '../fixtures/reports.ts'

export interface WholeMatter {
  readonly kind: MatterKind
  readonly id: string
  readonly events: readonly MatterEvent[]
}

const OPENED = { city: 'chibi', policyHash: 'policy', origin: { keyHash: 'key', bodyHash: 'body' } } as const
const ACCOUNTS: AccountOpening[] = [
  { id: WATER, service: 'water', utility: 'shuiwu', accountNumber: '4200118' },
  { id: POWER, service: 'power', utility: 'guowang', accountNumber: '4221300556' },
]

/** reported, contested, decided after its deadline, and withdrawn. */
export function withdrawnRecord(
  id: string,
  change: Record<string, unknown> = {},
  contestedBy: Actor = officer('shuiwu', 'lead'),
): WholeMatter {
  const { kind, subject, source, reason, decider, sanctioners } = creditInput(id, change)
  const the = new PureMatter(
    CREDIT,
    id,
    {
      type: 'recordOpened',
      rule: 'R-29',
      data: { ...OPENED, kind, subject, source, reason, decider, expiresAt: '2029-11-23T01:00:00.000Z' },
    },
    officer('chengguan'),
  )
  the.record({
    type: 'recordReported',
    rule: 'R-29',
    data: { platform: 'creditPlatform', sanctioners: [...sanctioners] },
  })
  the.act('contestRecord', contestedBy, { reason: '整改已按期完成' })
  the.clock({ id: 'decision', kind: 'decision', owner: 'office' }, '2026-12-07T01:00:00.000Z')
  the.at = '2026-12-08T01:00:00.000Z'
  the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: 'decision', owner: 'office' } })
  the.act('decideContest', officer('office'), { upheld: false, reason: '复查记录有误' })
  return { kind: 'creditRecord', id, events: the.events }
}

/** proposed by an officer of 城管局, its clock running; 城管局 or the office may confirm it. */
function proposedRecord(id: string, change: Record<string, unknown> = {}) {
  const { kind, subject, source, reason, decider, confirmers = [], sanctioners } = proposedInput(id, change)
  const the = new PureMatter(
    CREDIT,
    id,
    {
      type: 'recordOpened',
      rule: 'R-29',
      data: {
        ...OPENED,
        kind,
        subject,
        source,
        reason,
        decider,
        confirmers: [...confirmers],
        expiresAt: '2029-11-23T01:00:00.000Z',
      },
    },
    officer('chengguan'),
  )
  the.clock({ id: 'confirmation', kind: 'confirmation', owner: 'chengguan' }, '2026-11-30T01:00:00.000Z')
  return { the, sanctioners: [...sanctioners] }
}

/** confirmed by a second person, reported, and in force. */
export function confirmedRecord(id: string, change: Record<string, unknown> = {}): WholeMatter {
  const { the, sanctioners } = proposedRecord(id, change)
  the.at = '2026-11-24T01:00:00.000Z'
  the.act('confirmRecord', officer('chengguan', 'lead'), { confirmed: true, remarks: '照片已核对' })
  const data = { platform: 'creditPlatform', sanctioners, expiresAt: '2029-11-24T01:00:00.000Z' }
  the.record({ type: 'recordReported', rule: 'R-29', data })
  return { kind: 'creditRecord', id, events: the.events }
}

/** rejected by the office's lead after its deadline. */
export function rejectedRecord(id: string, change: Record<string, unknown> = {}): WholeMatter {
  const { the } = proposedRecord(id, change)
  the.at = '2026-12-01T01:00:00.000Z'
  the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: 'confirmation', owner: 'chengguan' } })
  the.act('confirmRecord', officer('office', 'lead'), { confirmed: false, reason: '照片不是该工地' })
  return { kind: 'creditRecord', id, events: the.events }
}

/** the water account is moved, the power account late, and not at all. */
export function partlyTransferred(id: string): WholeMatter {
  const { request, leader } = transferInput(id)
  const the = new PureMatter(
    TRANSFER,
    id,
    { type: 'transferRequested', rule: 'R-28', data: { ...OPENED, request, leader, accounts: ACCOUNTS } },
    INTAKE,
  )
  the.clock({ id: 'ownership', kind: 'ownership', owner: 'zigui' }, '2026-11-24T01:00:00.000Z')
  the.act('decideOwnership', officer('zigui'), { confirmed: true })
  the.clock({ id: `account:${POWER}:1`, kind: 'account', owner: 'guowang' }, '2026-11-24T01:00:00.000Z')
  the.act('confirmAccount', officer('shuiwu'), { account: WATER, newAccountNumber: '4200999' })
  the.at = '2026-11-25T01:00:00.000Z'
  the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: `account:${POWER}:1`, owner: 'guowang' } })
  the.act('reportAccountFailed', officer('guowang'), { account: POWER, reason: '原户主欠费' })
  the.act('closeAccount', officer('zigui'), { account: POWER, reason: '另行申请' })
  the.record({ type: 'transferClosed', rule: 'R-28', data: { outcome: 'partly' } })
  return { kind: 'transfer', id, events: the.events }
}

/** a bad rating, answered and added to. */
export function answeredRating(serviceNumber: string): WholeMatter {
  const { id, rating, answerer, parties, side } = ratingInput(serviceNumber)
  const the = new PureMatter(
    RATING,
    id,
    {
      type: 'caseRated',
      rule: 'R-32',
      data: { ...OPENED, serviceNumber, rating, bad: true, answerer, parties: [...parties], side },
    },
    INTAKE,
  )
  the.clock({ id: 'answer', kind: 'answer', owner: 'office' }, '2026-11-30T01:00:00.000Z')
  the.act('answerRating', officer('office'), { answer: '已致歉并约谈承办单位' })
  the.act('addToRating', INTAKE, { text: '处理及时' })
  the.record({ type: 'ratingClosed', rule: 'R-32', data: {} })
  return { kind: 'rating', id, events: the.events }
}

/** the first of two parts overdue and paid late, the second no longer asked for. */
export function overdueInstalments(serviceNumber: string, change: Partial<InstalmentPlan> = {}): WholeMatter {
  const { id, plan } = inputOf({ ...INSTALMENT_PLAN, serviceNumber, ...change }, { city: CHIBI, policyHash: 'policy' })
  const the = new PureMatter(
    INSTALMENTS,
    id,
    { type: 'instalmentsOpened', rule: 'R-26', data: { ...OPENED, utcOffsetMinutes: 480, ...plan } },
    THE_CASE,
  )
  const clock = { id: 'instalment:1', kind: 'instalment', owner: 'applicant' } as const
  the.clock(clock, '2026-12-01T09:30:00.000Z')
  the.at = '2026-11-29T01:00:00.000Z'
  the.record({ type: 'deadlineWarned', rule: 'R-33', data: { deadline: clock.id, owner: clock.owner } })
  the.at = '2026-12-01T09:30:00.000Z'
  the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: clock.id, owner: clock.owner } })
  the.at = '2026-12-03T01:00:00.000Z'
  the.act('recordPayment', officer('shuiwu'), { line: plan.line, part: 1, paidOn: '2026-12-02' })
  the.act('releaseInstalments', officer('shuiwu'), { reason: '余额核减' })
  the.record({ type: 'instalmentsClosed', rule: 'R-23', data: {} })
  return { kind: 'instalments', id, events: the.events }
}

/** offered and declined, offered and signed; the money moves in parts, a change is signed by both; open. */
export function signedInstalments(serviceNumber: string, mode: InstalmentMode = 'payLater'): WholeMatter {
  const { id, plan } = inputOf(signedPlanInput(serviceNumber, { mode }).plan, { city: CHIBI, policyHash: 'policy' })
  const opening = {
    type: 'instalmentsOpened',
    rule: 'R-23',
    data: { ...OPENED, utcOffsetMinutes: 480, ...plan },
  } as const
  const the = new PureMatter(INSTALMENTS, id, opening, THE_CASE)
  const day = '2026-11-23'
  const [shuiwu, signature] = [officer('shuiwu'), { signer: '签字人', signedOn: day }]
  const offered = (amounts: readonly number[]) => {
    const parts = amounts.map((amountFen, index) => ({ dueDate: `2027-0${index + 1}-01`, amountFen }))
    the.act('proposePlan', shuiwu, { parts, ...signature })
  }
  offered([1000_00])
  the.act('answerPlan', INTAKE, { signed: false, plan: 1, reason: '分两期' })
  offered([400_00, 600_00])
  the.act('answerPlan', INTAKE, { signed: true, plan: 2, ...signature })
  if (mode === 'payLater') the.act('confirmInnerWorks', shuiwu, { builtOn: day })
  the.act('receiveMoney', shuiwu, { amountFen: mode === 'deposit' ? 1000_00 : 100_00, receivedOn: day })
  if (mode === 'deposit') the.act('refundDeposit', shuiwu, { amountFen: 100_00, refundedOn: day })
  offered([500_00, 500_00])
  the.act('answerPlan', INTAKE, { signed: true, plan: 3, ...signature })
  return { kind: 'instalments', id, events: the.events }
}

/** Dates are YYYY-MM-DD, instants ISO UTC; due at 17:30 of its date. */
interface Ordered {
  readonly filedAt: string
  readonly dueDate: string
  readonly key?: string
}

const dueAtOf = (date: string) => `${date}T09:30:00.000Z`

/** 城管局 has found the restoration wanting and ordered it; the clock runs. */
function ordered(serviceNumber: string, { filedAt, dueDate, key = '0123456789abcdef' }: Ordered) {
  const id = laterInspectionId(serviceNumber, key)
  const order = laterOrderId('water:shuiwu', key)
  const given = laterInspectionInput(id, { id: order, dueDate })
  const finding = { ...given.finding, serviceNumber }
  const the = new PureMatter(
    LATER_INSPECTION,
    id,
    { type: 'laterInspectionFiled', rule: 'R-20', data: { ...OPENED, hours: CHIBI.hours, ...finding } },
    officer('chengguan', 'inspector'),
    filedAt,
  )
  const { line, org, utility, checklist } = finding
  the.record(
    {
      type: 'rectificationOrdered',
      rule: 'R-20',
      data: {
        order,
        line,
        org,
        utility,
        requirement: given.order?.requirement ?? '',
        dueDate,
        promises: brokenPromises(checklist),
      },
    },
    officer('chengguan', 'inspector'),
  )
  the.clock({ id: `rectification:${order}`, kind: 'rectification', owner: utility, line }, dueAtOf(dueDate))
  return { id, order, the, line, utility }
}

type OrderedInspection = ReturnType<typeof ordered>

function rectified({ id, order, the }: OrderedInspection, at: string): WholeMatter {
  the.at = at
  the.act('reportRectified', officer('shuiwu'), { order, remarks: '已重新铺装' })
  the.act('reinspect', officer('chengguan', 'inspector'), { order, passed: true, evidence: '复查照片' })
  the.record({ type: 'laterInspectionClosed', rule: 'R-20', data: {} })
  return { kind: 'laterInspection', id, events: the.events }
}

/** ordered, and put right at that instant, before it is due. */
export function rectifiedInspection(
  serviceNumber: string,
  { rectifiedAt, ...given }: Ordered & { readonly rectifiedAt: string },
): WholeMatter {
  return rectified(ordered(serviceNumber, given), rectifiedAt)
}

/** ordered, prolonged, missed all the same, on the credit file, and put right late. */
export function brokenInspection(
  serviceNumber: string,
  { extendedTo, rectifiedAt, ...given }: Ordered & { readonly extendedTo: string; readonly rectifiedAt: string } = {
    filedAt: '2026-11-24T01:00:00.000Z',
    dueDate: '2026-12-01',
    extendedTo: '2026-12-08',
    rectifiedAt: '2026-12-15T01:00:00.000Z',
  },
): WholeMatter {
  const inspection = ordered(serviceNumber, given)
  const { order, the, line, utility } = inspection
  the.act('requestExtension', officer('shuiwu'), { order, dueDate: extendedTo, reason: '连日降雨' })
  the.act('decideExtension', officer('chengguan'), { order, granted: true, reason: '情况属实' })
  the.clock({ id: `rectification:${order}:2`, kind: 'rectification', owner: utility, line }, dueAtOf(extendedTo))
  the.at = dueAtOf(extendedTo)
  the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: `rectification:${order}:2`, owner: utility } })
  const missed = the.state.order
  if (missed === undefined) throw new Error('no order')
  the.record({ type: 'promiseBroken', rule: 'R-20', data: promiseBrokenBy(missed, serviceNumber, CHIBI) })
  the.record({
    type: 'creditRecordOpened',
    rule: 'R-29',
    data: { order, creditRecord: creditOpeningOf(missed, serviceNumber, CHIBI).recordId },
  })
  return rectified(inspection, rectifiedAt)
}

/** compiled, reviewed late, and closed by the meeting. */
export function heldReport(quarter: string, content: ReportContent = NO_CONTENT): WholeMatter {
  const {
    id,
    period,
    from,
    to,
    roles: { parties, ...roles },
  } = reportInput(quarter)
  const the = new PureMatter(
    MEETING_REPORT,
    id,
    {
      type: 'reportOpened',
      rule: 'R-31',
      data: { ...OPENED, period, from, to, utcOffsetMinutes: 480, ...roles, parties: [...parties] },
    },
    THE_CASE,
    to,
  )
  the.record({ type: 'reportCompiled', rule: 'R-31', data: { version: 1, final: true, content } })
  const later = (days: number) => new Date(Date.parse(to) + days * 86_400_000).toISOString()
  the.clock({ id: 'review', kind: 'review', owner: 'fagai' }, later(14))
  the.at = later(14)
  the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: 'review', owner: 'fagai' } })
  the.at = later(15)
  the.act('reviewReport', officer('fagai', 'lead'), { endorsed: true, findings: '停表均有依据' })
  the.act('recordMeeting', officer('office'), {
    date: later(15).slice(0, 10),
    resolutions: [{ text: '燃气接入一周内办结', org: 'ranqi' }],
  })
  the.record({ type: 'reportClosed', rule: 'R-31', data: {} })
  return { kind: 'meetingReport', id, events: the.events }
}

/** by the policy of today: one resolution done, one sent back and still open, one dropped. */
export function followedReport(quarter: string): WholeMatter {
  const { id, period, from, to, roles } = reportInput(quarter)
  const { parties, ...others } = roles
  const data = { ...OPENED, period, from, to, utcOffsetMinutes: 480, ...others, parties: [...parties] }
  const opening = { type: 'reportOpened', rule: 'R-31', data: { ...data, follows: true } } as const
  const the = new PureMatter(MEETING_REPORT, id, opening, THE_CASE, to)
  const [office, owner] = [officer('office'), officer('shuiwu')]
  const later = (days: number) => new Date(Date.parse(to) + days * 86_400_000).toISOString()
  const day = (days: number) => localDate(later(days), CHIBI.hours)
  the.record({ type: 'reportCompiled', rule: 'R-31', data: { version: 1, final: true, content: NO_CONTENT } })
  the.clock({ id: 'meeting', kind: 'meeting', owner: 'office' }, later(20))
  the.at = later(15)
  the.act('reviewReport', officer('fagai', 'lead'), { endorsed: true, findings: '停表均有依据' })
  const resolutions = ['燃气接入一周内办结', '每周通报', '另行商定'].map((text) => ({
    text,
    org: 'shuiwu',
    dueDate: day(40),
  }))
  the.act('recordMeeting', office, { date: day(15), resolutions })
  for (const number of [1, 2, 3])
    the.clock({ id: `resolution:${number}:1`, kind: 'resolution', owner: 'shuiwu' }, later(40))
  the.at = later(30)
  for (const resolution of [1, 2]) the.act('reportResolution', owner, { resolution, report: '已落实' })
  for (const number of [1, 2])
    the.clock({ id: `check:${number}:1`, kind: 'resolutionCheck', owner: 'office' }, later(35))
  the.at = later(31)
  the.act('checkResolution', office, { outcome: 'done', resolution: 1 })
  the.act('checkResolution', office, { outcome: 'returned', resolution: 2, words: '尚缺三周', dueDate: day(60) })
  the.act('checkResolution', office, { outcome: 'dropped', resolution: 3, words: '并入下季度' })
  return { kind: 'meetingReport', id, events: the.events }
}
