/** Two tables of one name, the live one and a temporary one that was rebuilt, row by row. */
import { getTableName, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { upgrade } from '../domain/format/state-format.ts'
import type { StateFormat } from '../domain/format/state-format.ts'
import type { Versioned } from '../domain/format/format.ts'
import type { SubjectKind } from '../domain/matter/subject.ts'
import type { Transaction } from './client.ts'
import { fingerprint } from './fingerprint.ts'

/**
 * One column that differs; `column` is `(row)` where one side has no such row. `key`: the key columns' values; the
 * values may be personal data.
 */
export interface Difference {
  readonly table: string
  readonly key: Readonly<Record<string, unknown>>
  readonly column: string
  readonly live: unknown
  readonly rebuilt: unknown
}

export interface Compared {
  readonly table: PgTable
  /** The subject first. */
  readonly key: readonly string[]
  readonly ignored: readonly string[]
  /** Whose state its column `state` holds: its key is one column then. */
  readonly stateOf?: SubjectKind
}

export const MOST_ROWS = 1000

export interface DifferentRow {
  readonly compared: Compared
  readonly differences: readonly Difference[]
}

export interface Comparing {
  /** Subjects; all where none are named. */
  readonly only: readonly string[] | undefined
  readonly formats: Readonly<Record<SubjectKind, StateFormat>>
}

/**
 * At most {@link MOST_ROWS}, in the order of their keys. States are compared as this release has them, whatever version
 * either side was written in. Throws `NewerState`.
 */
export async function differentRows(
  transaction: Transaction,
  compared: Compared,
  comparing: Comparing,
): Promise<readonly DifferentRow[]> {
  const different: DifferentRow[] = []
  let after: unknown
  for (;;) {
    const page = await pageOf(transaction, compared, comparing.only, after)
    const rows = page.map((row) => ({
      compared,
      differences: differencesOf(compared, upgraded(row, compared, comparing)),
    }))
    different.push(...rows.filter(({ differences }) => differences.length > 0))
    if (compared.stateOf === undefined || page.length < MOST_ROWS || different.length >= MOST_ROWS)
      return different.slice(0, MOST_ROWS)
    after = keyOf(compared, page.at(-1))[compared.key[0] ?? '']
  }
}

type Fields = Readonly<Record<string, unknown>>

interface Sides {
  readonly live: Fields | null
  readonly rebuilt: Fields | null
}

/** Rows that are not the same text; `after`: beyond that first column of the key. */
async function pageOf(
  transaction: Transaction,
  { table, key, ignored }: Compared,
  only: Comparing['only'],
  after: unknown,
): Promise<readonly Sides[]> {
  const name = sql.identifier(getTableName(table))
  const [first = ''] = key
  const keys = sql.join(
    key.map((column) => sql.identifier(column)),
    sql`, `,
  )
  const fields = sql.join([sql`to_jsonb(t)`, ...ignored.map((column) => sql.raw(`'${column}'`))], sql` - `)
  const these =
    only === undefined
      ? sql`true`
      : sql`${sql.identifier(first)} in (select jsonb_array_elements_text(${JSON.stringify(only)}::jsonb))`
  const beyond = after === undefined ? sql`true` : sql`${sql.identifier(first)} > ${after}`
  return transaction.execute<{ live: Fields | null; rebuilt: Fields | null }>(sql`
    select live.fields as live, rebuilt.fields as rebuilt
    from (select ${keys}, ${fields} as fields from public.${name} t where ${these}) live
    full join (select ${keys}, ${fields} as fields from pg_temp.${name} t) rebuilt using (${keys})
    where live.fields is distinct from rebuilt.fields and ${beyond}
    order by ${keys} limit ${MOST_ROWS}`)
}

function upgraded({ live, rebuilt }: Sides, { stateOf: kind }: Compared, { formats }: Comparing): Sides {
  if (kind === undefined || live === null || rebuilt === null) return { live, rebuilt }
  const now = (side: Fields) => ({ ...side, state: upgrade(kind, side['state'] as Versioned, formats[kind]) })
  return { live: now(live), rebuilt: now(rebuilt) }
}

function differencesOf(compared: Compared, { live, rebuilt }: Sides): readonly Difference[] {
  const [table, key] = [getTableName(compared.table), keyOf(compared, { live, rebuilt })]
  if (live === null || rebuilt === null) {
    const [here, there] = [live, rebuilt].map((side) => (side === null ? 'absent' : 'present'))
    return [{ table, key, column: '(row)', live: here, rebuilt: there }]
  }
  return Object.keys(live)
    .filter((column) => fingerprint(live[column]) !== fingerprint(rebuilt[column]))
    .map((column) => ({ table, key, column, live: live[column], rebuilt: rebuilt[column] }))
}

function keyOf({ key }: Compared, sides: Sides | undefined): Fields {
  const row = sides?.live ?? sides?.rebuilt
  return Object.fromEntries(key.map((column) => [column, row?.[column]]))
}
