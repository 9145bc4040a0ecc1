/** Cases as this process last read or wrote them: what stands there unchanged is not sent and parsed again. */
import { sql } from 'drizzle-orm'
import type { CaseState } from '../workflows/application/core/case-state.ts'
import { ask } from './client.ts'
import type { Database } from './client.ts'
import { application } from './schema/application.ts'

/** Which version of a case's row stands there: `mark` is its `xmin`, of the transaction that wrote it. */
export interface Standing {
  readonly seq: number
  readonly mark: string
}

interface Known extends Standing {
  readonly state: CaseState
}

const MOST_KNOWN = 500
const known = new WeakMap<Database, Map<string, Known>>()

/** Where the projection of a case stands, outside of a transaction, in one round trip. */
export async function standingState(database: Database, serviceNumber: string): Promise<CaseState | undefined> {
  const before = known.get(database)?.get(serviceNumber)
  const [row] = await ask<{ seq: number; mark: string; state: unknown }>(
    database,
    sql`select ${application.seq}, xmin::text as mark,
      case when xmin::text = ${before?.mark ?? ''} then null else ${application.state} end as state
      from ${application} where ${application.serviceNumber} = ${serviceNumber}`,
  )
  if (row === undefined) return undefined
  if (isSame(before, row)) return before.state
  return keepCase(database, { ...row, state: application.state.mapFromDriverValue(row.state) as CaseState })
}

/** The state that stood there as it was seen a moment ago, where this process knows it without asking. */
export function knownState(database: Database, serviceNumber: string, seen: Standing): CaseState | undefined {
  const last = known.get(database)?.get(serviceNumber)
  return isSame(last, seen) ? last.state : undefined
}

/** The one kept longest goes when there are too many. */
export function keepCase(database: Database, { seq, mark, state }: Known): CaseState {
  const cases = known.get(database) ?? new Map<string, Known>()
  known.set(database, cases)
  cases.delete(state.serviceNumber)
  cases.set(state.serviceNumber, { seq, mark, state })
  const [oldest] = cases.keys()
  if (cases.size > MOST_KNOWN && oldest !== undefined) cases.delete(oldest)
  return state
}

/** Whatever is written there, by whomever, a repair too, has another mark. */
function isSame(last: Known | undefined, { seq, mark }: Standing): last is Known {
  return last !== undefined && last.seq === seq && last.mark === mark
}
