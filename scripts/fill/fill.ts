/**
 * Rows of cases that never were, for measuring: the product's own rows of a drawn case of each shape, copied in
 * PostgreSQL with a number and a time of its own. Columns of time are moved to it; what is inside jsonb keeps its own.
 */
import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from '../../db/client.ts'
import { keepSums } from '../../db/fold-sums.ts'
import { caseRows, eventRows, stepsOf } from '../../db/rows.ts'
import { application } from '../../db/schema/application.ts'
import { charge } from '../../db/schema/charge.ts'
import { concern } from '../../db/schema/concern.ts'
import { deadline } from '../../db/schema/deadline.ts'
import { figureSum } from '../../db/schema/figure-sum.ts'
import { event, outbox } from '../../db/schema/event.ts'
import { findable } from '../../db/schema/findable.ts'
import { opinion, participant, serviceLine } from '../../db/schema/parts.ts'
import { registration } from '../../db/schema/registration.ts'
import { roadSection } from '../../db/schema/road-section.ts'
import { task } from '../../db/schema/task.ts'
import { shapeOf } from '../../db/table-shape.ts'
import { recordset, rowsOf } from '../../db/upserts.ts'
import type { TableRows } from '../../db/upserts.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { WorkingCalendar } from '../../domain/clocks/working-time.ts'
import { casesToFill } from './cases-to-fill.ts'
import type { FilledCase } from './cases-to-fill.ts'
import { DRAWN_AT } from './drawn-case.ts'
import type { DrawnCase } from './drawn-case.ts'
import {
  drawnCases,
  DRAWN_CODE,
  DRAWN_NAME,
  DRAWN_NUMBERS,
  DRAWN_ROAD,
  DRAWN_PROJECT,
  numberOfShape,
} from './shapes.ts'

/** There is a case already: what is filled must never stand among real ones. */
export class NotEmpty extends Error {
  override name = 'NotEmpty'
}

export interface FillRequest {
  readonly city: City
  readonly calendar: WorkingCalendar
  readonly applications: number
  /** The last one is registered just before. */
  readonly until: Date
}

const CASES_AT_ONCE = 5_000

/** Into a database that is migrated and holds no case. Throws {@link NotEmpty}. */
export async function fill(
  database: Database,
  { city, calendar, applications, until }: FillRequest,
  told: (done: number) => void = () => {},
): Promise<void> {
  await requireEmpty(database)
  const drawn = [...drawnCases(city, calendar).values()]
  let batch: FilledCase[] = []
  let done = 0
  const write = async () => {
    await database.transaction((transaction) => copy(transaction, drawn, batch))
    done += batch.length
    batch = []
    told(done)
  }
  for (const one of casesToFill(applications, city, until)) {
    batch.push(one)
    if (batch.length === CASES_AT_ONCE) await write()
  }
  if (batch.length > 0) await write()
  await keepSums(database, { city: city.key, hours: city.hours, calendar })
  for (const table of [...tablesOf(drawn).map((rows) => rows.table), figureSum])
    await database.execute(sql`vacuum analyze ${table}`)
}

async function requireEmpty(database: Database): Promise<void> {
  for (const table of [registration, application]) {
    const rows = await database
      .select({ one: sql`1` })
      .from(table)
      .limit(1)
    if (rows.length > 0) throw new NotEmpty(`${getTableName(table)} is not empty`)
  }
}

async function copy(
  transaction: Transaction,
  drawn: readonly DrawnCase[],
  cases: readonly FilledCase[],
): Promise<void> {
  await transaction.execute(sql`set local statement_timeout = 0`)
  await transaction.execute(sql`create temporary table filled (service_number text, shape text,
    registered_at timestamptz, project_code text, credit_code text, name text, road text) on commit drop`)
  const named = cases.map(({ serviceNumber, shape, registeredAt, projectCode, creditCode, name, road }) => ({
    service_number: serviceNumber,
    shape: numberOfShape(shape),
    registered_at: registeredAt,
    project_code: projectCode,
    credit_code: creditCode,
    name,
    road,
  }))
  await transaction.execute(
    sql`insert into filled select * from jsonb_populate_recordset(null::filled, ${JSON.stringify(named)}::jsonb)`,
  )
  // Their sums are counted at the end.
  for (const table of [deadline, charge]) await transaction.execute(sql`alter table ${table} disable trigger user`)
  for (const rows of tablesOf(drawn)) await transaction.execute(copied(rows))
  for (const table of [deadline, charge]) await transaction.execute(sql`alter table ${table} enable trigger user`)
}

/** The head first: the others refer to it. */
function tablesOf(drawn: readonly DrawnCase[]): readonly TableRows[] {
  const rows = drawn.map(({ state }) => caseRows(state))
  const steps = drawn.map(({ state, events }) => eventRows(stepsOf(state.serviceNumber, undefined, events)))
  return [
    rowsOf(
      application,
      rows.map((row) => row.application),
    ),
    rowsOf(
      concern,
      rows.flatMap(({ concerns }) => concerns),
    ),
    rowsOf(
      findable,
      rows.flatMap(({ findables }) => findables),
    ),
    rowsOf(
      serviceLine,
      rows.flatMap(({ serviceLines }) => serviceLines),
    ),
    rowsOf(
      participant,
      rows.flatMap(({ participants }) => participants),
    ),
    rowsOf(
      deadline,
      rows.flatMap(({ deadlines }) => deadlines),
    ),
    rowsOf(
      task,
      rows.flatMap(({ tasks }) => tasks),
    ),
    rowsOf(
      opinion,
      rows.flatMap(({ opinions }) => opinions),
    ),
    rowsOf(
      roadSection,
      rows.flatMap(({ roadSections }) => roadSections),
    ),
    rowsOf(
      event,
      steps.flatMap(({ events }) => events),
    ),
    rowsOf(
      outbox,
      steps.flatMap(({ outbox: sent }) => sent),
    ),
    rowsOf(
      charge,
      steps.flatMap(({ charges }) => charges),
    ),
  ]
}

function copied({ table, rows }: TableRows): SQL {
  const { name, columns } = shapeOf(table)
  return sql`insert into ${name} (${columns}) select ${sql.join(valuesOf(table, rows), sql`, `)}
    from ${recordset(table, rows)} join filled f on f.shape = r.service_number order by f.registered_at`
}

function valuesOf(table: PgTable, rows: TableRows['rows']): SQL[] {
  const { names } = shapeOf(table)
  const moved = `(f.registered_at - '${DRAWN_AT}'::timestamptz)`
  return Object.entries(getTableColumns(table))
    .filter(([property]) => names.has(property))
    .map(([property, column]) => {
      const [value, type] = [`r."${column.name}"`, column.getSQLType()]
      if (type.startsWith('timestamp')) return sql.raw(`${value} + ${moved}`)
      if (type === 'date') return sql.raw(`${value} + extract(day from ${moved})::integer`)
      if (type === 'text' || type === 'jsonb')
        return sql.raw(owned(value, type, JSON.stringify(rows.map((row) => row[property]))))
      return sql.raw(value)
    })
}

/** The drawn case's number, project and applicant, wherever they stand in a text, are the copy's. */
function owned(value: string, type: string, drawn: string): string {
  const replaced = [
    [DRAWN_NUMBERS, 'r.service_number', 'f.service_number'],
    [DRAWN_PROJECT, `'${DRAWN_PROJECT}'`, 'f.project_code'],
    [DRAWN_CODE, `'${DRAWN_CODE}'`, 'f.credit_code'],
    [DRAWN_NAME, `'${DRAWN_NAME}'`, 'f.name'],
    [DRAWN_ROAD, `'${DRAWN_ROAD}'`, 'f.road'],
  ] as const
  const text = replaced.reduce(
    (inner, [mark, from, to]) => (drawn.includes(mark) ? `replace(${inner}::text, ${from}, ${to})` : inner),
    value,
  )
  return `${text}::${type}`
}
