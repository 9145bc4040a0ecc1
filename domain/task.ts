/** What somebody is awaited for. */
export const TASK_KINDS = ['acceptDemand', 'acknowledgeReceipt', 'fileOpinion', 'reportConnected'] as const
export type TaskKind = (typeof TASK_KINDS)[number]

export const TASK_NAMES: Readonly<Record<TaskKind, string>> = {
  acceptDemand: '核对需求并受理', acknowledgeReceipt: '签收推送', fileOpinion: '提交踏勘意见', reportConnected: '接入服务',
}

/** `id` is `serviceNumber:kind:org[:line]`; derived from events only. */
export interface Task {
  readonly id: string
  readonly kind: TaskKind
  readonly org: string
  readonly line?: string
  /** The person within the organisation; null until one is named. */
  readonly person: string | null
  readonly deadlineId?: string
  readonly openedSeq: number
  readonly openedAt: string
  readonly closedSeq?: number
  readonly closedAt?: string
}
