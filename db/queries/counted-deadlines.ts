/** the deadlines behind the figures of a period, by pages. */
import { and, asc, eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { AssessedDeadline, Result } from '../../domain/assessment/assessment.ts'
import type { DeadlineKind } from '../../domain/clocks/deadline.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { deadline } from '../schema/deadline.ts'
import { laterInspection } from '../schema/later-inspection.ts'
import { matterDeadline } from '../schema/matter.ts'
import {
  endedAt,
  hasInspections,
  inspectionEndedAt,
  isOfInspection,
  isToday,
  ofCases,
  ofInspections,
} from './counting.ts'
import type { CountedSpan } from './counting.ts'

/** A deadline with the case it belongs to. */
export interface CountedDeadline extends AssessedDeadline {
  readonly serviceNumber: string
  /**
   * the inspection after the case that it belongs to; its id names the order, and so is none of the case's own.
   */
  readonly laterInspection: string | null
  readonly id: string
  readonly line: string | null
  readonly startedAt: string
  /** When it was decided, or is due. */
  readonly countedAt: string
}

export type CountedCursor = Pick<CountedDeadline, 'countedAt' | 'serviceNumber' | 'id'>

export interface CountedFilter extends CountedSpan {
  readonly result?: Result | undefined
  readonly cursor?: CountedCursor | undefined
  readonly limit: number
}

/** Null is passed by. */
const nullableInstant = (value: string): string | null => new Date(value).toISOString()

/** of a case, and so of what is inspected after it. */
const isAdvisory = sql<boolean>`(${application.area} = 'elsewhere')`

/**
 * The earliest first, by keyset; those of later inspections among them. `next` is there when more follow. Throws
 * `DatabaseError`.
 */
export async function countedDeadlines(
  database: Database | Transaction,
  filter: CountedFilter,
): Promise<{ items: CountedDeadline[]; next?: CountedCursor }> {
  const { limit } = filter
  const rows = await guarded(() =>
    unionAll(
      deadlinesOfCases(database, filter, ofCases.dated(filter)),
      // Each branch is a range of an index of its own; what is not asked for is none.
      deadlinesOfCases(database, filter, isToday(filter) ? ofCases.standing(filter) : sql`false`),
      deadlinesOfInspections(database, filter),
    )
      .orderBy(sql`counted_at, service_number, id`)
      .limit(limit + 1),
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined
    ? { items, next: { countedAt: last.countedAt, serviceNumber: last.serviceNumber, id: last.id } }
    : { items }
}

function after({ cursor }: CountedFilter, countedAt: SQL, ofCase: PgColumn, id: PgColumn): SQL | undefined {
  if (cursor === undefined) return undefined
  return sql`(${countedAt}, ${ofCase}, ${id}) > (${cursor.countedAt}::timestamptz, ${cursor.serviceNumber},
    ${cursor.id})`
}

function deadlinesOfCases(database: Database | Transaction, filter: CountedFilter, which: SQL | undefined) {
  const { result, limit } = filter
  const { countedAt, resultIs } = ofCases
  return database
    .select({
      serviceNumber: deadline.serviceNumber,
      laterInspection: sql<string | null>`null::text`.as('later_inspection'),
      id: deadline.id,
      kind: sql<DeadlineKind>`${deadline.kind}::text`.as('kind'),
      line: deadline.line,
      owner: deadline.owner,
      advisory: deadline.advisory,
      length: deadline.length,
      minutes: deadline.minutes,
      startedAt: deadline.startedAt,
      dueAt: deadline.dueAt,
      stoppedAt: deadline.stoppedAt,
      passedAt: deadline.passedAt,
      metAt: deadline.metAt,
      countedAt: countedAt.mapWith(deadline.dueAt).as('counted_at'),
      endedAt: endedAt.mapWith(nullableInstant).as('ended_at'),
    })
    .from(deadline)
    .where(
      and(
        which,
        result === undefined ? undefined : resultIs[result],
        after(filter, countedAt, deadline.serviceNumber, deadline.id),
      ),
    )
    .orderBy(asc(countedAt), asc(deadline.serviceNumber), asc(deadline.id))
    .limit(limit + 1)
}

function deadlinesOfInspections(database: Database | Transaction, filter: CountedFilter) {
  const { result, limit } = filter
  const { countedAt, resultIs, dated } = ofInspections
  return database
    .select({
      serviceNumber: laterInspection.serviceNumber,
      laterInspection: sql<string | null>`${matterDeadline.matterId}`.as('later_inspection'),
      id: matterDeadline.id,
      kind: sql<DeadlineKind>`${matterDeadline.kind}::text`.as('kind'),
      line: matterDeadline.line,
      owner: matterDeadline.owner,
      advisory: isAdvisory.as('advisory'),
      length: matterDeadline.length,
      minutes: matterDeadline.minutes,
      startedAt: matterDeadline.startedAt,
      dueAt: matterDeadline.dueAt,
      stoppedAt: sql<string | null>`null::timestamptz`.as('stopped_at'),
      passedAt: matterDeadline.passedAt,
      metAt: matterDeadline.metAt,
      countedAt: countedAt.mapWith(deadline.dueAt).as('counted_at'),
      endedAt: inspectionEndedAt.mapWith(nullableInstant).as('ended_at'),
    })
    .from(matterDeadline)
    .innerJoin(laterInspection, isOfInspection)
    .innerJoin(application, eq(application.serviceNumber, laterInspection.serviceNumber))
    .where(
      and(
        hasInspections(filter) ? dated({ ...filter, kinds: undefined }) : sql`false`,
        result === undefined ? undefined : resultIs[result],
        after(filter, countedAt, laterInspection.serviceNumber, matterDeadline.id),
      ),
    )
    .orderBy(asc(countedAt), asc(laterInspection.serviceNumber), asc(matterDeadline.id))
    .limit(limit + 1)
}
