/** an auditor's replay of one case: whether its history runs on the code of today and tells what was lived. */

export const REPLAY_STATUSES = ['pending', 'running', 'exact', 'different', 'unreplayable'] as const
export type ReplayStatus = (typeof REPLAY_STATUSES)[number]

export const REPLAY_STATUS_NAMES: Readonly<Record<ReplayStatus, string>> = {
  pending: '等待重放',
  running: '正在重放',
  exact: '与亲历的一致',
  different: '与亲历的不同',
  unreplayable: '不能重放',
}

/** What a replay came to; names of fields and numbers only, nothing of what stands in the case. */
export interface ReplayResult {
  readonly status: Exclude<ReplayStatus, 'pending' | 'running'>
  /** Of the code on which it was replayed. */
  readonly release: string
  /** Workflow runs, by continue-as-new and by mending. */
  readonly runs: number
  readonly historyEvents: number
  readonly bytes: number
  /** The case's own. */
  readonly events: number
  /** Sentences. */
  readonly problems: readonly string[]
}
