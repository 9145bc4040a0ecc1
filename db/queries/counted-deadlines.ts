/** the deadlines that count in a period; see domain/assessment/assessment.ts for when one counts. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { AssessedDeadline, Result } from '../../domain/assessment/assessment.ts'
import type { DeadlineKind } from '../../domain/clocks/deadline.ts'
import type { Period } from '../../domain/assessment/period.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { deadline } from '../schema/deadline.ts'
import { laterInspection } from '../schema/later-inspection.ts'
import { matterDeadline } from '../schema/matter.ts'

type Span = Pick<Period, 'from' | 'to'>

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

/** What is left out does not narrow. `now`: ISO UTC, the day of asking. */
export interface CountedFilter extends Span {
  readonly city: string
  readonly now: string
  readonly owners?: readonly string[] | undefined
  readonly kinds?: readonly DeadlineKind[] | undefined
  readonly result?: Result | undefined
  readonly cursor?: CountedCursor | undefined
  readonly limit: number
}

/** Null is passed by. */
const nullableInstant = (value: string): string | null => new Date(value).toISOString()

/** A table of deadlines as it is counted; `ofCase`: the case's number. A later inspection's clock is never stopped. */
function countingOf(
  clock: Readonly<Record<'metAt' | 'passedAt' | 'dueAt' | 'supersededAt' | 'owner' | 'id', PgColumn>>,
  stoppedAt: SQL,
  ofCase: PgColumn,
) {
  // The index `deadline_counted` has the same expression.
  const inTime = sql`${clock.metAt} is not null and ${clock.passedAt} is null
    and coalesce(${stoppedAt}, ${clock.metAt}) <= ${clock.dueAt}`
  const countedAt = sql<string>`(case when ${inTime} then ${clock.metAt} else ${clock.dueAt} end)`
  const counts = sql`(${clock.supersededAt} is null or ${clock.metAt} is not null or ${clock.passedAt} is not null)`
  const open = sql`(${clock.metAt} is null and ${clock.passedAt} is null and ${clock.supersededAt} is null)`
  const resultIs: Readonly<Record<Result, SQL>> = {
    onTime: inTime,
    running: sql`${clock.metAt} is null and ${clock.passedAt} is null`,
    overdue: sql`(${clock.passedAt} is not null or coalesce(${stoppedAt}, ${clock.metAt}) > ${clock.dueAt}
      and ${clock.metAt} is not null)`,
  }
  /** a stopped clock whose due time went by is due today at the earliest. */
  const inSpan = ({ from, to, now }: CountedFilter): SQL => {
    const standing = sql`(${stoppedAt} is not null and ${open} and ${clock.dueAt} < ${now}::timestamptz)`
    const dated = sql`(${countedAt} >= ${from}::timestamptz and ${countedAt} < ${to}::timestamptz and not ${standing})`
    return Date.parse(from) <= Date.parse(now) && Date.parse(now) < Date.parse(to)
      ? sql`(${dated} or ${standing})`
      : dated
  }
  return {
    countedAt,
    counted: (filter: CountedFilter) =>
      and(
        counts,
        inSpan(filter),
        filter.owners === undefined ? undefined : inArray(clock.owner, [...filter.owners]),
        filter.result === undefined ? undefined : resultIs[filter.result],
        filter.cursor === undefined
          ? undefined
          : sql`(${countedAt}, ${ofCase}, ${clock.id}) > (${filter.cursor.countedAt}::timestamptz,
            ${filter.cursor.serviceNumber}, ${filter.cursor.id})`,
      ),
  }
}

const ofCases = countingOf(deadline, sql`${deadline.stoppedAt}`, deadline.serviceNumber)
const ofInspections = countingOf(matterDeadline, sql`null::timestamptz`, laterInspection.serviceNumber)

const beyondWithdrawal = sql`${deadline.kind} in ('rectification', 'emergencyRepair')`
/** a clock that still ran when its case ended has no object any more. */
const withoutObject = sql`(${deadline.metAt} is null and ${deadline.passedAt} is null
  and (${application.closedAt} is not null
    or (not ${beyondWithdrawal} and jsonb_exists(${application.state}, 'withdrawn'))))`
/** the survey's own deadline closes it. */
const endedAt = sql<string | null>`(case when ${deadline.metAt} is not null or ${deadline.passedAt} is null then null
  else coalesce(${deadline.supersededAt},
  case when ${deadline.kind} = 'survey' then ${deadline.passedAt} when ${beyondWithdrawal} then ${application.closedAt}
  else coalesce((${application.state} -> 'withdrawn' ->> 'at')::timestamptz, ${application.closedAt}) end) end)`
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
  const { kinds, limit } = filter
  const cases = deadlinesOfCases(database, filter)
  const rows = await guarded(() =>
    kinds === undefined || kinds.includes('rectification')
      ? unionAll(cases, deadlinesOfInspections(database, filter))
          .orderBy(sql`counted_at, service_number, id`)
          .limit(limit + 1)
      : cases,
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined
    ? { items, next: { countedAt: last.countedAt, serviceNumber: last.serviceNumber, id: last.id } }
    : { items }
}

function deadlinesOfCases(database: Database | Transaction, filter: CountedFilter) {
  const { city, kinds, limit } = filter
  const { countedAt, counted } = ofCases
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
    .innerJoin(application, eq(application.serviceNumber, deadline.serviceNumber))
    .where(
      and(
        eq(deadline.city, city),
        counted(filter),
        sql`not ${withoutObject}`,
        kinds === undefined ? undefined : inArray(deadline.kind, [...kinds]),
      ),
    )
    .orderBy(asc(countedAt), asc(deadline.serviceNumber), asc(deadline.id))
    .limit(limit + 1)
}

function deadlinesOfInspections(database: Database | Transaction, filter: CountedFilter) {
  const { countedAt, counted } = ofInspections
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
      endedAt: sql<string | null>`(case when ${matterDeadline.metAt} is null
        and ${matterDeadline.passedAt} is not null
        then coalesce(${matterDeadline.supersededAt}, ${laterInspection.closedAt}) end)`
        .mapWith(nullableInstant)
        .as('ended_at'),
    })
    .from(matterDeadline)
    .innerJoin(laterInspection, eq(laterInspection.id, matterDeadline.matterId))
    .innerJoin(application, eq(application.serviceNumber, laterInspection.serviceNumber))
    .where(
      and(
        eq(matterDeadline.city, filter.city),
        eq(matterDeadline.matterKind, 'laterInspection'),
        eq(matterDeadline.kind, 'rectification'),
        counted(filter),
      ),
    )
    .orderBy(asc(countedAt), asc(laterInspection.serviceNumber), asc(matterDeadline.id))
    .limit(filter.limit + 1)
}
