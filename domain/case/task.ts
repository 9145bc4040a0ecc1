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
] as const
export type TaskKind = (typeof TASK_KINDS)[number]

export const TASK_NAMES: Readonly<Record<TaskKind, string>> = {
  acceptDemand: '核对需求并受理',
  acknowledgeReceipt: '签收推送',
  fileOpinion: '提交踏勘意见',
  signCommitment: '签署承诺书',
  signHandover: '管线交底',
  startWorks: '开工',
  completeWorks: '完成施工',
  inspectWorks: '施工监管检查',
  rectify: '限期整改',
  reinspect: '整改复查',
  acceptWorks: '竣工验收',
  restoreSite: '恢复原貌',
  confirmRestoration: '确认恢复原貌',
  reportConnected: '接入服务',
  supplementDemand: '补正需求',
  applyForApprovals: '申请并联审批',
  decideApproval: '并联审批',
  issueJointResult: '出具并联审批结果',
  supplyApproval: '补正审批材料',
  redesign: '修改设计方案',
  decideExtension: '决定整改延期',
  fileEmergencyRepair: '补办抢修手续',
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

/** `id` is `serviceNumber:kind:org[:line]`; derived from events only. */
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
