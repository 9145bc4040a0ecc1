import type { ActType } from '../act/act.ts'
import { TASK_CLOCKS } from '../clocks/deadline.ts'
import type { TaskClock } from '../clocks/deadline.ts'

/** What somebody is awaited for. */
export const TASK_KINDS = [
  'acceptDemand',
  'acknowledgeReceipt',
  'fileOpinion',
  'signCommitment',
  'signHandover',
  'startWorks',
  'completeWorks',
  'inspectWorks',
  'rectify',
  'reinspect',
  'acceptWorks',
  'restoreSite',
  'confirmRestoration',
  'reportConnected',
  'supplementDemand',
  'applyForApprovals',
  'decideApproval',
  'issueJointResult',
  'supplyApproval',
  'redesign',
  'decideExtension',
  'fileEmergencyRepair',
  'fileDesign',
  'fileConstructionPlan',
  'reportProgress',
  'conveneSurvey',
  'fileResurvey',
  'answerOffer',
  'answerMissed',
  'decideMissed',
  'verifyPromise',
  'answerRevocation',
  'holdHearing',
  'decideRevocation',
  'makeSiteSafe',
  'decideWorksExtension',
  'decideVariation',
  'inviteToAcceptance',
  'fileAcceptance',
  'laySurface',
] as const
export type TaskKind = (typeof TASK_KINDS)[number]

export const TASK_NAMES: Readonly<Record<TaskKind, string>> = {
  acceptDemand: '核对需求并受理',
  acknowledgeReceipt: '签收推送',
  fileOpinion: '提交踏勘意见',
  signCommitment: '签署承诺书',
  signHandover: '管线交底',
  startWorks: '开工',
  completeWorks: '完工',
  inspectWorks: '施工监管检查',
  rectify: '限期整改',
  reinspect: '整改复查',
  acceptWorks: '竣工验收',
  restoreSite: '恢复原貌',
  confirmRestoration: '确认恢复原貌',
  reportConnected: '报告接入完成',
  supplementDemand: '补正需求',
  applyForApprovals: '申请并联审批',
  decideApproval: '并联审批',
  issueJointResult: '出具并联审批结果',
  supplyApproval: '补正审批材料',
  redesign: '修改设计方案',
  decideExtension: '决定整改延期',
  fileEmergencyRepair: '补办抢修手续',
  fileDesign: '提交设计方案',
  fileConstructionPlan: '提交施工方案',
  reportProgress: '报告施工进度',
  conveneSurvey: '发出联合踏勘函告',
  fileResurvey: '提交复勘结果',
  answerOffer: '答复所提时间',
  answerMissed: '答复失约报告',
  decideMissed: '认定失约',
  verifyPromise: '回填前核查承诺',
  answerRevocation: '对拟撤销陈述申辩',
  holdHearing: '举行听证',
  decideRevocation: '决定是否撤销',
  makeSiteSafe: '保证现场安全',
  decideWorksExtension: '决定施工延期',
  decideVariation: '决定施工变更',
  inviteToAcceptance: '组织竣工验收',
  fileAcceptance: '竣工验收备案',
  laySurface: '报告临时路面',
}

/** R-33⁺: the clocks of tasks, by the tasks' names. */
export const TASK_CLOCK_NAMES = Object.fromEntries(TASK_CLOCKS.map((kind) => [kind, TASK_NAMES[kind]])) as Readonly<
  Record<TaskClock, string>
>

/**
 * who of an organisation is named as a task opens, by kind of task; `otherwise` for all that are not named. A
 * name or a post, as the organisation gives it.
 */
export type Duty = { readonly [K in TaskKind | 'otherwise']?: string | undefined }

/** The act that does it, and what of it a task names in the act's body. */
interface Doing {
  readonly act: ActType
  readonly names?: 'line' | 'order' | 'approval' | 'repair' | 'utility' | 'claim' | 'revocation' | 'variation'
}

export const TASK_DOINGS: Readonly<Record<TaskKind, Doing>> = {
  acceptDemand: { act: 'acceptDemand' },
  acknowledgeReceipt: { act: 'acknowledgeReceipt' },
  fileOpinion: { act: 'fileOpinion' },
  signCommitment: { act: 'signCommitment' },
  signHandover: { act: 'signHandover', names: 'line' },
  startWorks: { act: 'startWorks', names: 'line' },
  completeWorks: { act: 'completeWorks', names: 'line' },
  inspectWorks: { act: 'fileInspection', names: 'line' },
  rectify: { act: 'reportRectified', names: 'order' },
  reinspect: { act: 'reinspect', names: 'order' },
  acceptWorks: { act: 'acceptWorks', names: 'line' },
  restoreSite: { act: 'reportRestored', names: 'line' },
  confirmRestoration: { act: 'confirmRestoration', names: 'line' },
  reportConnected: { act: 'reportConnected', names: 'line' },
  supplementDemand: { act: 'supplementDemand' },
  applyForApprovals: { act: 'applyForApprovals' },
  decideApproval: { act: 'decideApproval', names: 'approval' },
  issueJointResult: { act: 'issueJointResult', names: 'utility' },
  supplyApproval: { act: 'supplyApproval', names: 'approval' },
  redesign: { act: 'fileDesign', names: 'line' },
  decideExtension: { act: 'decideExtension', names: 'order' },
  fileEmergencyRepair: { act: 'fileEmergencyRepair', names: 'repair' },
  fileDesign: { act: 'fileDesign', names: 'line' },
  fileConstructionPlan: { act: 'fileConstructionPlan', names: 'line' },
  reportProgress: { act: 'reportProgress', names: 'line' },
  conveneSurvey: { act: 'conveneSurvey' },
  fileResurvey: { act: 'fileResurvey', names: 'line' },
  answerOffer: { act: 'answerOffer', names: 'line' },
  answerMissed: { act: 'answerMissed', names: 'claim' },
  decideMissed: { act: 'decideMissed', names: 'claim' },
  verifyPromise: { act: 'fileInspection', names: 'line' },
  answerRevocation: { act: 'answerRevocation', names: 'revocation' },
  holdHearing: { act: 'holdHearing', names: 'revocation' },
  decideRevocation: { act: 'decideRevocation', names: 'revocation' },
  makeSiteSafe: { act: 'reportSiteSafe', names: 'revocation' },
  decideWorksExtension: { act: 'decideWorksExtension', names: 'line' },
  decideVariation: { act: 'decideVariation', names: 'variation' },
  inviteToAcceptance: { act: 'inviteToAcceptance', names: 'line' },
  fileAcceptance: { act: 'fileAcceptance', names: 'line' },
  laySurface: { act: 'laySurface', names: 'line' },
}

/** `id` is `serviceNumber:kind:org[:line or order]`; derived from events only. */
export interface Task {
  readonly id: string
  readonly kind: TaskKind
  readonly org: string
  readonly line?: string
  /** The person within the organisation, by its duty list; null where it has none. */
  readonly person: string | null
  readonly deadlineId?: string
  readonly openedSeq: number
  readonly openedAt: string
  readonly closedSeq?: number
  readonly closedAt?: string
}

/** What a task names in the body of its act: the end of its id; nothing where the act says it by itself. */
export function namedBy({ id, kind }: Pick<Task, 'id' | 'kind'>): Readonly<Record<string, string>> {
  const { names } = TASK_DOINGS[kind]
  return names === undefined ? {} : { [names]: id.split(':').slice(3).join(':') }
}
