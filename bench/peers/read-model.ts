/** The rows of ours, written by hand: one statement, with only what has changed. */
import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { caseRows, eventRows } from '../../db/rows.ts'
import type { CaseRows, Step } from '../../db/rows.ts'
import { accessLog } from '../../db/schema/access-log.ts'
import { application } from '../../db/schema/application.ts'
import { charge } from '../../db/schema/charge.ts'
import { concern } from '../../db/schema/concern.ts'
import { deadline } from '../../db/schema/deadline.ts'
import { event, outbox } from '../../db/schema/event.ts'
import { findable } from '../../db/schema/findable.ts'
import { opinion, participant, serviceLine } from '../../db/schema/parts.ts'
import { roadSection } from '../../db/schema/road-section.ts'
import { task } from '../../db/schema/task.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'

export interface Write {
  readonly table: PgTable
  /** Columns of the key by which a row that is there already is overwritten; none: rows are only added. */
  readonly key?: readonly string[]
  readonly rows: readonly object[]
}

type Part = Exclude<keyof CaseRows, 'application'>
const PARTS: Readonly<Record<Part, Omit<Write, 'rows'>>> = {
  serviceLines: { table: serviceLine, key: ['service_number', 'id'] },
  participants: { table: participant, key: ['service_number', 'org'] },
  deadlines: { table: deadline, key: ['service_number', 'id'] },
  tasks: { table: task, key: ['id'] },
  opinions: { table: opinion, key: ['service_number', 'org'] },
  roadSections: { table: roadSection, key: ['service_number', 'line', 'number'] },
  concerns: { table: concern, key: ['service_number', 'org'] },
  findables: { table: findable, key: ['service_number'] },
}

/** Where the case stands. No section of a road goes away in a standard case. */
export function standingWrites(before: CaseState | undefined, after: CaseState): readonly Write[] {
  const [known, rows] = [before === undefined ? undefined : caseRows(before), caseRows(after)]
  return [
    { table: application, key: ['service_number'], rows: [rows.application] },
    ...Object.entries(PARTS).map(([part, where]) => {
      const there = new Set((known?.[part as Part] ?? []).map((row) => JSON.stringify(row)))
      return { ...where, rows: rows[part as Part].filter((row) => !there.has(JSON.stringify(row))) }
    }),
  ]
}

export function eventWrites(steps: readonly Step[]): readonly Write[] {
  return [{ table: event, rows: eventRows(steps).events }]
}

/** What is told of the events, and charged by them. */
export function followingWrites(steps: readonly Step[]): readonly Write[] {
  const rows = eventRows(steps)
  return [
    { table: outbox, rows: rows.outbox },
    { table: charge, rows: rows.charges },
  ]
}

/** who did it, kept as ours is. */
export function accessWrite(entry: typeof accessLog.$inferInsert): Write {
  return { table: accessLog, rows: [entry] }
}

export interface Statement {
  readonly text: string
  readonly values: string[]
}

/** All of it in one statement, behind the `first` values that `also` speaks of: parts of a `with`. */
export function statementOf(writes: readonly Write[], also: readonly string[], first: readonly string[]): Statement {
  const wanted = writes.filter(({ rows }) => rows.length > 0)
  const parts = [...also, ...wanted.map((write, index) => insertOf(write, first.length + index + 1))]
  const named = parts.map((part, index) => `w${index} as (${part})`)
  return {
    text: `with ${named.join(', ')} select 1`,
    values: [...first, ...wanted.map(({ table, rows }) => JSON.stringify(rows.map((row) => byColumn(table, row))))],
  }
}

/** A row by the names of its columns. */
function byColumn(table: PgTable, row: object): Readonly<Record<string, unknown>> {
  const columns = getTableColumns(table)
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [columns[key]?.name ?? key, value]))
}

function insertOf({ table, key, rows }: Write, parameter: number): string {
  const name = `"${getTableName(table)}"`
  const names = new Set(rows.flatMap((row) => Object.keys(byColumn(table, row))))
  const columns = [...names].map((column) => `"${column}"`)
  const list = columns.join(', ')
  const set = columns.map((column) => `${column} = excluded.${column}`).join(', ')
  const conflict = key === undefined ? '' : ` on conflict (${key.join(', ')}) do update set ${set}`
  return (
    `insert into ${name} (${list}) ` +
    `select ${list} from jsonb_populate_recordset(null::${name}, $${parameter}::text::jsonb)${conflict}`
  )
}
