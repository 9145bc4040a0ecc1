/** pg-boss: the act sends its jobs in its own transaction, and a worker writes the read model behind it. */
import type { PgBoss } from 'pg-boss'
import type postgres from 'postgres'
import type { CaseStore, Taken } from './case-store.ts'

export const PROJECT = 'project'
export const DEADLINE = 'deadline'

export interface ProjectJob {
  readonly number: string
}

/** One job to write the rows, and one for each clock that the act has started. */
export function jobsBeside(boss: PgBoss): CaseStore['beside'] {
  return async (transaction, { number, before, after }: Taken) => {
    const db = { executeSql: (text: string, values: unknown[] = []) => execute(transaction, text, values) }
    await boss.send(PROJECT, { number } satisfies ProjectJob, { db })
    const known = before?.deadlines ?? {}
    for (const { id, dueAt } of Object.values(after.deadlines))
      if (known[id] === undefined) await boss.send(DEADLINE, { number, id }, { db, startAfter: new Date(dueAt) })
  }
}

async function execute(transaction: postgres.TransactionSql, text: string, values: unknown[]) {
  const rows = await transaction.unsafe(text, values as (string | number)[], { prepare: true })
  return { rows: [...rows] as unknown[] }
}
