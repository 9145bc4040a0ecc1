import { HistoryPageSchema } from './answers.ts'
import type { WorkflowFigures } from './case-in-temporal.ts'
import { checkTraces } from './check-history.ts'
import type { Trace } from './check-history.ts'
import { expect } from './driven-case.ts'
import { auditor } from './party.ts'
import type { Context } from './scenario.ts'
import { until } from './wait.ts'

export interface EndedMatter {
  /** The workflow's id. */
  readonly id: string
  /** Below `/api/v1`. */
  readonly path: string
  readonly name: string
  /** The last event of all. */
  readonly closing: string
  readonly traces: readonly Trace[]
  /** How many acts were sent to it; unknown where others may have sent some. */
  readonly acts?: number
}

/**
 * The end of a matter: what was done is in its events without a gap, and in Temporal's history; gives what is there,
 * where its server is known.
 */
export async function checkMatter(
  { client, tell, progress, temporal }: Context,
  { id, path, name, closing, traces, acts }: EndedMatter,
): Promise<Omit<WorkflowFigures, 'status'> | null> {
  const reader = auditor('fagai')
  const { items } = await until(
    `${name}全部事件入库`,
    () => client.get(reader, `/api/v1/${path}/history?limit=500`, HistoryPageSchema),
    (page) => page.items.at(-1)?.type === closing,
    { withinMs: 20_000 },
  )
  checkTraces(items, traces)
  progress.events += items.length
  tell.act(
    reader.org,
    `核对${name}全程：${items.length} 条事件，序号连续${traces.length === 0 ? '' : `，${traces.length} 件事逐一有据`}`,
  )
  if (temporal === undefined) return null
  const { status, ...workflow } = await temporal.figures(id)
  expect(
    status === 'COMPLETED' && (acts === undefined || workflow.updatesAccepted === acts),
    `Temporal 流程 ${id} ${status}，其中办理 ${workflow.updatesAccepted} 次，实际 ${acts ?? '若干'} 次`,
  )
  tell.note(
    `核对 Temporal 流程历史 ${id}：${workflow.events} 个事件，其中办理 ${workflow.updatesAccepted} 次，流程已完成`,
  )
  return workflow
}
