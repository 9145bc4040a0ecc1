/** The rebuild: histories are the truth; the same row code builds the derived tables beside the live ones, and every row is compared. */
import { and, eq, getTableName, gt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { CaseEvent } from '../domain/event.ts'
import type { Database, Transaction } from './client.ts'
import { guarded } from './database-error.ts'
import { stepsOf } from './rows.ts'
import { application } from './schema/application.ts'
import { deadline } from './schema/deadline.ts'
import { event, outbox } from './schema/event.ts'
import { opinion, participant, serviceLine } from './schema/parts.ts'
import { roadSection } from './schema/road-section.ts'
import { task } from './schema/task.ts'
import { lockCase, projectedState, writeCase } from './write-case.ts'

/** All events of a case, from 1 on. */
export interface CaseHistory {
  readonly serviceNumber: string
  readonly events: readonly CaseEvent[]
}

/** One column that differs; `column` is `(row)` where one side has no such row. `key`: the key columns' values; the values may be personal data. */
export interface Difference {
  readonly table: string
  readonly key: Readonly<Record<string, unknown>>
  readonly column: string
  readonly live: unknown
  readonly rebuilt: unknown
}

export interface Comparison {
  readonly applications: number
  readonly events: number
  readonly differences: readonly Difference[]
  /** Of some table more than 1,000 rows differ, and only those are listed. */
  readonly truncated: boolean
}

interface Compared {
  readonly table: PgTable
  readonly key: readonly string[]
  readonly ignored: readonly string[]
}

const COMPARED: readonly Compared[] = [
  { table: application, key: ['service_number'], ignored: [] },
  { table: event, key: ['service_number', 'seq'], ignored: ['recorded_xid'] },
  { table: outbox, key: ['service_number', 'seq'], ignored: ['id', 'created_at'] },
  { table: serviceLine, key: ['service_number', 'id'], ignored: [] },
  { table: participant, key: ['service_number', 'org'], ignored: [] },
  { table: deadline, key: ['service_number', 'id'], ignored: [] },
  { table: task, key: ['service_number', 'id'], ignored: [] },
  { table: opinion, key: ['service_number', 'org'], ignored: [] },
  { table: roadSection, key: ['service_number', 'line', 'number'], ignored: [] },
]

/**
 * Builds the rows of `cases` in temporary tables, by the projection's own code, and compares them with the live ones: with those of the service
 * numbers in `only`, or with all there are, so that a live row of another case is a difference too. Nothing live is changed. Throws
 * `DatabaseError`, and `Error` where events have a gap.
 */
export async function compareRebuilt(
  database: Database, cases: AsyncIterable<CaseHistory> | Iterable<CaseHistory>, { only }: { only?: readonly string[] | undefined } = {},
): Promise<Comparison> {
  return guarded(() => database.transaction(async (transaction) => {
    for (const { table } of COMPARED) await transaction.execute(temporaryLike(table))
    let applications = 0
    let events = 0
    for await (const history of cases) {
      await writeCase(transaction, undefined, stepsOf(history.serviceNumber, undefined, history.events))
      applications += history.events.length > 0 ? 1 : 0
      events += history.events.length
    }
    const rows: DifferentRow[] = []
    for (const compared of COMPARED) rows.push(...await differentRows(transaction, compared, only))
    const truncated = COMPARED.some(({ table }) => rows.filter((row) => row.compared.table === table).length === MOST_ROWS)
    return { applications, events, differences: rows.flatMap(columnsOf), truncated }
  }))
}

/** A temporary table goes before the one of the same name, so that the same statements write to it. */
function temporaryLike(table: PgTable): SQL {
  const name = sql.identifier(getTableName(table))
  return sql`create temporary table ${name} (like public.${name} including all) on commit drop`
}

const MOST_ROWS = 1000

type Fields = Readonly<Record<string, unknown>>

interface DifferentRow {
  readonly compared: Compared
  readonly live: Fields | null
  readonly rebuilt: Fields | null
}

async function differentRows(transaction: Transaction, compared: Compared, only: readonly string[] | undefined): Promise<DifferentRow[]> {
  const { table, key, ignored } = compared
  const name = sql.identifier(getTableName(table))
  const keys = sql.join(key.map((column) => sql.identifier(column)), sql`, `)
  const fields = sql.join([sql`to_jsonb(t)`, ...ignored.map((column) => sql.raw(`'${column}'`))], sql` - `)
  const these = only === undefined ? sql`true` : sql`service_number in (select jsonb_array_elements_text(${JSON.stringify(only)}::jsonb))`
  const rows = await transaction.execute<{ live: Fields | null; rebuilt: Fields | null }>(sql`
    select live.fields as live, rebuilt.fields as rebuilt
    from (select ${keys}, ${fields} as fields from public.${name} t where ${these}) live
    full join (select ${keys}, ${fields} as fields from pg_temp.${name} t) rebuilt using (${keys})
    where live.fields is distinct from rebuilt.fields
    order by ${keys} limit ${MOST_ROWS}`)
  return rows.map(({ live, rebuilt }) => ({ compared, live, rebuilt }))
}

function columnsOf({ compared, live, rebuilt }: DifferentRow): Difference[] {
  const table = getTableName(compared.table)
  const key = Object.fromEntries(compared.key.map((column) => [column, (live ?? rebuilt)?.[column]]))
  if (live === null || rebuilt === null) return [{ table, key, column: '(row)', live: live === null ? 'absent' : 'present', rebuilt: rebuilt === null ? 'absent' : 'present' }]
  // Both come from jsonb, which orders the keys of an object the same way.
  return Object.keys(live).filter((column) => JSON.stringify(live[column]) !== JSON.stringify(rebuilt[column]))
    .map((column) => ({ table, key, column, live: live[column], rebuilt: rebuilt[column] }))
}

/**
 * Puts the derived rows of one case in place of those that stand there; outbox rows that stand keep their identity. Does nothing and says false where
 * the live projection has gone further than `events`. Throws `DatabaseError`.
 */
export async function replaceCase(database: Database, { serviceNumber, events }: CaseHistory): Promise<boolean> {
  return guarded(() => database.transaction(async (transaction) => {
    await lockCase(transaction, serviceNumber)
    const live = await projectedState(transaction, serviceNumber)
    if ((live?.seq ?? 0) > events.length) return false
    for (const part of [event, serviceLine, participant, deadline, task, opinion, roadSection]) await transaction.delete(part).where(eq(part.serviceNumber, serviceNumber))
    await transaction.delete(outbox).where(and(eq(outbox.serviceNumber, serviceNumber), gt(outbox.seq, events.length)))
    await writeCase(transaction, undefined, stepsOf(serviceNumber, undefined, events), { replace: true })
    return true
  }))
}
