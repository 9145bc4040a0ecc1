/** What happened, as one would tell it. */
import { CODE_HOLDER_NAME, isCodeHolder } from '../../../domain/actor/code-holder.ts'
import { SERVICE_NAMES, SERVICES } from '../../../domain/case/service.ts'
import { DEADLINE_NAMES, lineWords } from './words.ts'
import type { HistoryEvent } from '../data/types.ts'
import { timeWords } from './times.ts'

type Data = Readonly<Record<string, unknown>>
type NameOf = (org: string) => string
type Tell = (data: Data, who: string, nameOf: NameOf, timeOf: (value: unknown) => string) => string

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const lineOf = (data: Data, nameOf: NameOf): string => lineWords(text(data['line']), nameOf)
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const linesOf = (data: Data, nameOf: NameOf): string =>
  list(data['lines'])
    .map((line) => lineWords(text(line), nameOf))
    .join('、')
const said = (value: unknown): string => (text(value) === '' ? '' : `：${text(value)}`)
const orgs = (value: unknown, nameOf: NameOf): string =>
  list(value)
    .map((org) => nameOf(text(org)))
    .join('、')

/** 签署承诺书 of `signCommitment:…`, and so on. */
const deadlineOf = (data: Data, nameOf: NameOf): string => {
  const [kind = '', ...line] = text(data['deadline']).split(':')
  const name = DEADLINE_NAMES[kind as keyof typeof DEADLINE_NAMES] ?? '办理'
  return line.length < 2 ? `“${name}”` : `“${name}（${lineWords(line.slice(0, 2).join(':'), nameOf)}）”`
}

const eachOf = (clocks: unknown, field: string): readonly string[] => [
  ...new Set(list(clocks).map((clock) => (isRecord(clock) ? text(clock[field]) : ''))),
]
const ownersOf = (clocks: unknown, nameOf: NameOf): string => orgs(eachOf(clocks, 'owner'), nameOf)

/** Several that began together, each kind once. */
const deadlinesOf = (clocks: unknown): string =>
  eachOf(clocks, 'kind')
    .map((kind) => `“${DEADLINE_NAMES[kind as keyof typeof DEADLINE_NAMES] ?? '办理'}”`)
    .join('')

const MISSED_BY: Readonly<Record<string, string>> = {
  user: '用户失约',
  utility: '承办单位失约',
  neither: '双方均不算失约',
}

const OUTCOMES: Readonly<Record<string, string>> = {
  withdrawn: '已撤回，办结',
  notTakenUp: '逾期未补正，不予受理，办结',
}

/** R-03: 用气、网络, or nothing of none. */
const services = (value: unknown, tell: (names: string) => string): string => {
  const names = list(value).flatMap((service) =>
    SERVICES.flatMap((key) => (key === service ? [SERVICE_NAMES[key]] : [])),
  )
  return names.length === 0 ? '' : tell(names.join('、'))
}

const TELL: Readonly<Record<string, Tell>> = {
  registered: (_, who) => `${who}登记了这件申请`,
  demandAccepted: ({ how, remarks }, who) =>
    how === 'confirmed'
      ? `${who}核对需求，予以受理${said(remarks)}`
      : how === 'deemed'
        ? '逾期未告知补正，视为受理'
        : '需求完整，自动受理',
  demandPushed: (data, _, nameOf) => {
    const whose = data['lines'] === undefined ? '' : `${linesOf(data, nameOf)}的`
    return `${whose}需求推送给 ${orgs(data['recipients'], nameOf)}`
  },
  demandNotTakenUp: (data, _, nameOf) => `${linesOf(data, nameOf)}逾期未补正，不予受理`,
  receiptAcknowledged: (_, who) => `${who}签收`,
  surveyProposed: ({ parties, visitAt }, _, nameOf, timeOf) =>
    `建议 ${timeOf(visitAt)} 联合踏勘：${orgs(parties, nameOf)}`,
  surveyConvened: ({ parties, visitAt, how }, _, nameOf, timeOf) => {
    const when = visitAt === undefined ? '' : `（${timeOf(visitAt)}）`
    return `${how === 'silence' ? '无人更改，照建议' : ''}发出联合踏勘函告${when}：${orgs(parties, nameOf)}`
  },
  opinionFiled: ({ late, corrects, byJointRecord, org }, who, nameOf) => {
    const whose = byJointRecord === true ? nameOf(text(org)) : who
    return `${whose}${corrects === undefined ? '提交' : '更正'}踏勘意见${late === true ? '（迟到）' : ''}`
  },
  opinionsDated: ({ dueAt }, _, _nameOf, timeOf) => `各单位踏勘意见的时限：${timeOf(dueAt)}`,
  lineResultStood: ({ lines }, _, nameOf) => `踏勘结果已形成：${linesOf({ lines: eachOf(lines, 'line') }, nameOf)}`,
  attendanceRecorded: ({ people }, _, nameOf) => `踏勘到场：${orgs(eachOf(people, 'org'), nameOf)}`,
  resurveyOrdered: (data, who, nameOf) => `${who}要求${lineOf(data, nameOf)}复勘${said(data['reason'])}`,
  lineResurveyed: ({ opinion, remarks }, who, nameOf) =>
    `${who}提交${isRecord(opinion) ? lineOf(opinion, nameOf) : ''}复勘结果${said(remarks)}`,
  surveyClosed: ({ absent }, _, nameOf) =>
    list(absent).length === 0 ? '联合踏勘结束，各方意见齐全' : `联合踏勘结束，缺席：${orgs(absent, nameOf)}`,
  commitmentSigned: (data, who, nameOf) => `${who}签署承诺书（${linesOf(data, nameOf)}）`,
  approvalGranted: ({ authority, approvals }, _, nameOf) =>
    `${nameOf(text(authority))}的 ${list(approvals).length} 项审批以承诺即时办结`,
  designFiled: (data, who, nameOf) =>
    `${who}提交${lineOf(data, nameOf)}设计方案第 ${text(data['version'])} 版${said(data['title'])}`,
  constructionPlanFiled: (data, who, nameOf) =>
    `${who}提交${lineOf(data, nameOf)}施工方案第 ${text(data['version'])} 版${said(data['title'])}`,
  handoverSigned: (data, who, nameOf) => `${who}就${lineOf(data, nameOf)}外线完成管线交底`,
  worksStarted: (data, who, nameOf) => `${who}的${lineOf(data, nameOf)}外线工程开工`,
  progressReported: (data, who, nameOf) =>
    `${who}报告${lineOf(data, nameOf)}施工进度 ${text(data['percent'])}%${said(data['remarks'])}`,
  worksExtensionRequested: (data, who, nameOf) =>
    `${who}申请把${lineOf(data, nameOf)}施工延至 ${text(data['dueDate'])}${said(data['reason'])}`,
  worksExtensionDecided: (data, who, nameOf) =>
    `${who}${data['granted'] === true ? '同意' : '不同意'}${lineOf(data, nameOf)}施工延至 ${text(data['dueDate'])}${said(
      data['reason'],
    )}`,
  variationRequested: (data, who, nameOf) =>
    `${who}申请变更${lineOf(data, nameOf)}施工，由${orgs(data['approvers'], nameOf)}决定${said(data['reason'])}`,
  variationDecided: (data, who) =>
    `${who}${data['approved'] === true ? '同意' : '不同意'}施工变更${said(data['reason'])}`,
  worksVaried: (data, _, nameOf) => `各部门均已同意，${lineOf(data, nameOf)}施工变更生效`,
  trenchSharingAgreed: (data, who, nameOf) => `${who}同意${lineOf(data, nameOf)}共享沟槽`,
  overlapFound: (data, _who, nameOf) => {
    const { serviceNumber } = data['with'] as { readonly serviceNumber: string }
    const { road } = data['section'] as { readonly road: string }
    const whose = nameOf(text(data['utility']))
    return `${lineOf(data, nameOf)}外线与 ${serviceNumber}（${whose}）在${road}路段重叠：请商定共享沟槽、同期施工`
  },
  inspectionFiled: (data, who, nameOf) =>
    `${who}${data['verification'] === undefined ? '检查' : '在回填前核查'}${lineOf(data, nameOf)}施工：${
      data['passed'] === true ? '合格' : '不合格'
    }`,
  rectificationOrdered: (data, who, nameOf) =>
    `${who}责令 ${nameOf(text(data['utility']))} ${data['stop'] === undefined ? '' : '停工，并'}于 ${text(
      data['dueDate'],
    )} 前整改${said(data['requirement'])}`,
  rectificationReported: (data, who) => `${who}报告整改完成${said(data['remarks'])}`,
  reinspected: (data, who) =>
    `${who}复查整改：${data['passed'] === true ? '到位' : '不到位'}${data['resumes'] === true ? '，准予复工' : ''}${said(
      data['evidence'],
    )}`,
  backfilled: (data, who, nameOf) =>
    `${who}报告${lineOf(data, nameOf)}回填${
      list(data['unverified']).length === 0 ? '' : `，时限内未核查：${orgs(data['unverified'], nameOf)}`
    }`,
  revocationProposed: (data, who, nameOf) =>
    `${who}拟撤销 ${nameOf(text(data['utility']))} 凭承诺取得的 ${list(data['approvals']).length} 项审批${said(data['facts'])}`,
  revocationAnswered: (data, who) =>
    data['waived'] === true
      ? `${who}放弃陈述申辩`
      : `${who}陈述申辩${data['hearing'] === true ? '，要求听证' : ''}${said(data['statement'])}`,
  hearingHeld: (data, who) => `${who}举行听证，主持人 ${text(data['chair'])}`,
  siteMadeSafe: (data, who) => `${who}报告现场已处于安全状态${said(data['measures'])}`,
  revocationDecided: (data, who, nameOf) =>
    data['outcome'] === 'revoked'
      ? `${who}决定撤销 ${nameOf(text(data['utility']))} 凭承诺取得的审批，停止施工${said(data['reason'])}`
      : `${who}决定不予撤销${said(data['reason'])}`,
  worksCompleted: (data, who, nameOf) =>
    `${who}的${lineOf(data, nameOf)}外线工程完工${data['late'] === true ? '（超期）' : ''}`,
  acceptanceInvited: (data, who, nameOf, timeOf) =>
    `${who}组织${lineOf(data, nameOf)}外线竣工验收（${timeOf(data['at'])}）：${orgs(data['invited'], nameOf)}`,
  acceptanceFiled: (data, who, nameOf) =>
    `${who}的${lineOf(data, nameOf)}外线竣工验收${data['passed'] === true ? '合格，已备案' : '不合格'}${said(data['report'])}`,
  worksAccepted: (data, who, nameOf) =>
    data['how'] === 'silence'
      ? `期限内无异议，${lineOf(data, nameOf)}外线竣工验收合格`
      : `${who}：${lineOf(data, nameOf)}外线竣工验收合格`,
  surfaceLaid: (data, who, nameOf) => `${who}报告${lineOf(data, nameOf)}临时路面已铺好`,
  restorationRefused: (data, who, nameOf) => `${who}：${lineOf(data, nameOf)}尚未恢复原貌${said(data['reason'])}`,
  acceptanceRefused: (data, who, nameOf) => `${who}：${lineOf(data, nameOf)}外线竣工验收不合格${said(data['reason'])}`,
  siteRestored: (data, who, nameOf) => `${who}报告${lineOf(data, nameOf)}路面、绿化已恢复`,
  restorationConfirmed: (data, who, nameOf) => `${who}确认${lineOf(data, nameOf)}恢复原貌`,
  supplementRequested: (data, who) =>
    `${who}一次性告知补正${services(data['holds'], (names) => `（${names}待补正）`)}${said(data['message'])}`,
  demandSupplemented: ({ releases }, who) => `${who}补正需求${services(releases, (names) => `，${names}已补齐`)}`,
  successorConfirmed: ({ applicant }, who) =>
    `${who}确认由${isRecord(applicant) ? text(applicant['name']) : ''}承接，待其认领`,
  applicationClaimed: ({ as }, who) => `${who}认领申请（${as === 'successor' ? '承接人' : '申请人本人'}）`,
  surveyWaived: (data, who) => `${who}决定免于踏勘${said(data['reason'])}`,
  surveyWaivedByClass: ({ name }) => `${text(name)}：免于踏勘，由承办单位答复`,
  surveyPutOff: (data, who) => `${who}推迟踏勘，时限停着${said(data['reason'])}`,
  surveyTakenUp: (data, who) => `${who}恢复踏勘${said(data['remarks'])}`,
  surveyMoved: ({ date }, who) => `${who}改约踏勘到 ${text(date)}`,
  surveyScheduled: ({ visitAt }, who, _, timeOf) => `${who}确定踏勘时间 ${timeOf(visitAt)}`,
  approvalsApplied: ({ approvals }, who) => `${who}申请并联审批 ${list(approvals).length} 项`,
  approvalDecided: ({ approved, reason }, who) =>
    `${who}${approved === true ? '批准' : '不予批准'}一项审批${said(reason)}`,
  hastened: ({ org, note }, who, nameOf) => `${who}催办 ${nameOf(text(org))}${said(note)}`,
  taskReassigned: ({ person }, who) => `${who}把一项待办转给 ${text(person)}`,
  clockStopped: (data, who, nameOf, timeOf) => {
    const until = data['endsAt'] === undefined ? '' : `，至 ${timeOf(data['endsAt'])} 自行恢复`
    return `${who}暂停${deadlineOf(data, nameOf)}的时限${until}${said(data['note'])}`
  },
  clockResumed: (data, who, nameOf) => `${who}恢复${deadlineOf(data, nameOf)}的时限`,
  contactCorrected: (_, who) => `${who}更正联系方式`,
  serviceDropped: (data, who, nameOf) => `${who}撤销服务：${linesOf(data, nameOf)}${said(data['reason'])}`,
  connectionAppointed: (data, who, nameOf, timeOf) =>
    `${who}${data['moved'] === true ? '改约' : '约定'}接入时间 ${timeOf(data['at'])}（${linesOf(data, nameOf)}）`,
  appointmentCancelled: (data, who, nameOf) => `${who}取消约定（${linesOf(data, nameOf)}）${said(data['reason'])}`,
  timeOffered: (data, who, nameOf, timeOf) =>
    `${who}为${lineOf(data, nameOf)}另提接入时间 ${timeOf(data['at'])}${said(data['reason'])}`,
  offerAnswered: (data, who, nameOf, timeOf) =>
    data['how'] === 'silence'
      ? `用户没有答复，${lineOf(data, nameOf)}以所提时间 ${timeOf(data['at'])} 为准，原时限照旧`
      : data['how'] === 'lapsed'
        ? `用户没有答复而所提时间已到，${lineOf(data, nameOf)}以用户所约为准`
        : `${who}维持${lineOf(data, nameOf)}原约时间`,
  appointmentMissed: (data, who, nameOf) =>
    `${who}报告${lineOf(data, nameOf)}${data['by'] === 'user' ? '用户' : '承办单位'}失约${said(data['note'])}`,
  missedAnswered: (data, who, nameOf) => {
    if (data['how'] !== 'silence')
      return `${who}${data['confirmed'] === true ? '确认' : '不认可'}${lineOf(data, nameOf)}失约${said(data['note'])}`
    return data['confirmed'] === true
      ? `承办单位没有答复，${lineOf(data, nameOf)}失约视为确认`
      : `用户没有答复，${lineOf(data, nameOf)}失约交综窗认定`
  },
  missedDecided: (data, who, nameOf) =>
    `${who}认定${lineOf(data, nameOf)}${MISSED_BY[text(data['missed'])] ?? ''}${said(data['reason'])}`,
  serviceConnected: (data, who, nameOf) =>
    `${who}：${lineOf(data, nameOf)}已接通${data['late'] === true ? '（超期）' : ''}`,
  deadlineStarted: ({ deadline }, _, nameOf) =>
    isRecord(deadline)
      ? `${nameOf(text(deadline['owner']))}的${deadlineOf({ deadline: deadline['id'] }, nameOf)}开始计时`
      : '开始计时',
  taskClocksStarted: ({ clocks }, _, nameOf) => `${deadlinesOf(clocks)}开始计时：${ownersOf(clocks, nameOf)}`,
  jointResultIssued: ({ approvals, remarks }, who) =>
    `${who}出具并联审批结果（${list(approvals).length} 项）${said(remarks)}`,
  deadlineWarned: (data, _, nameOf) => `${nameOf(text(data['owner']))}的${deadlineOf(data, nameOf)}将到期`,
  deadlinePassed: (data, _, nameOf) => `${nameOf(text(data['owner']))}的${deadlineOf(data, nameOf)}超期`,
  deadlineMoved: (data, _, nameOf) => `${deadlineOf(data, nameOf)}的到期时间改变`,
  promiseBroken: ({ org }, _, nameOf) => `${nameOf(text(org))}逾期未整改，承诺未兑现`,
  applicationWithdrawn: ({ reason }, who) => `${who}撤回申请${said(reason)}`,
  applicationClosed: ({ outcome }) => OUTCOMES[text(outcome)] ?? '全部接通，办结',
}

const isRecord = (value: unknown): value is Data => typeof value === 'object' && value !== null

/** Instants in data are UTC; they are written in the time of the event itself, which is the city's. */
function timeIn(at: string): (value: unknown) => string {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(at) ?? []
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  return (value) => {
    const instant = Date.parse(text(value))
    return Number.isNaN(instant) ? text(value) : timeWords(new Date(instant + offset).toISOString())
  }
}

/** On what authority is part of who it was. */
const applicantWords = (sub: string): string => (isCodeHolder(sub) ? CODE_HOLDER_NAME : '申请人')

export function sentenceOf({ type, name, at, actor, data }: HistoryEvent, nameOf: NameOf): string {
  const who = actor.org === 'system' ? '' : actor.org === 'applicant' ? applicantWords(actor.sub) : actor.orgName
  return TELL[type]?.(data, who, nameOf, timeIn(at)) ?? `${who}${who === '' ? '' : '：'}${name}`
}

/** What the clock does by itself is told on asking. */
const BY_THE_CLOCK: readonly string[] = [
  'deadlineStarted',
  'taskClocksStarted',
  'deadlineWarned',
  'deadlineMoved',
  'actTaken',
  'approvalGranted',
]
export const isBackground = ({ type }: HistoryEvent): boolean => BY_THE_CLOCK.includes(type)
