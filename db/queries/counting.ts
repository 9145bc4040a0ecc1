/** when a deadline counts, in terms of SQL; domain/assessment/assessment.ts says it in words. */
import { and, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { DeadlineKind } from '../../domain/clocks/deadline.ts'
import type { Period } from '../../domain/assessment/period.ts'
import type { Result } from '../../domain/assessment/assessment.ts'
import { deadline } from '../schema/deadline.ts'
import { laterInspection } from '../schema/later-inspection.ts'
import { matterDeadline } from '../schema/matter.ts'

/** What is left out does not narrow. `now`: ISO UTC, the day of asking. */
export interface CountedSpan extends Pick<Period, 'from' | 'to'> {
  readonly city: string
  readonly now: string
  readonly owners?: readonly string[] | undefined
  readonly kinds?: readonly DeadlineKind[] | undefined
}

type Clock = Readonly<Record<'metAt' | 'passedAt' | 'dueAt' | 'city' | 'owner' | 'kind', PgColumn>>

/**
 * `endedAt`: as that column of `deadline`. A later inspection's clock is never stopped. `assessed`: R-33⁺, which clocks
 * count at all.
 */
function countingOf(clock: Clock, stoppedAt: SQL, endedAt: SQL, assessed?: SQL) {
  // The index `deadline_counted` has the same expressions.
  const inTime = sql`${clock.metAt} is not null and ${clock.passedAt} is null
    and coalesce(${stoppedAt}, ${clock.metAt}) <= ${clock.dueAt}`
  const countedAt = sql<string>`(case when ${inTime} then ${clock.metAt} else ${clock.dueAt} end)`
  const counts = sql`(${clock.metAt} is not null or ${clock.passedAt} is not null or ${endedAt} is null)`
  const stands = sql`(${stoppedAt} is not null and ${clock.passedAt} is null and ${endedAt} is null)`
  const running = sql`(${clock.metAt} is null and ${clock.passedAt} is null)`
  const resultIs: Readonly<Record<Result, SQL>> = {
    onTime: inTime,
    running,
    overdue: sql`(not ${running} and not (${inTime}))`,
  }
  const narrowed = ({ city, owners, kinds }: CountedSpan): SQL | undefined =>
    and(
      sql`${clock.city} = ${city}`,
      assessed,
      owners === undefined ? undefined : inArray(clock.owner, [...owners]),
      kinds === undefined ? undefined : inArray(clock.kind, [...kinds]),
    )
  return {
    countedAt,
    resultIs,
    /** In whatever period. */
    ofCity: (city: string) => and(sql`${clock.city} = ${city}`, assessed, counts),
    /** In the period by a time of its own. */
    dated: (span: CountedSpan) =>
      and(
        narrowed(span),
        counts,
        sql`${countedAt} >= ${span.from}::timestamptz and ${countedAt} < ${span.to}::timestamptz`,
        sql`not (${stands} and ${clock.dueAt} < ${span.now}::timestamptz)`,
      ),
    /** a stopped clock whose due time went by is due today at the earliest: in the period that today is in. */
    standing: (span: CountedSpan) => and(narrowed(span), stands, sql`${clock.dueAt} < ${span.now}::timestamptz`),
  }
}

export const ofCases = countingOf(
  deadline,
  sql`${deadline.stoppedAt}`,
  sql`${deadline.endedAt}`,
  sql`${deadline.unassessed} = false`,
)
export const ofInspections = countingOf(matterDeadline, sql`null::timestamptz`, sql`${matterDeadline.supersededAt}`)

/** As `resultOf` in the domain. */
export function resultOf({ resultIs }: Pick<typeof ofCases, 'resultIs'>): SQL {
  return sql`case when ${resultIs.running} then 'running' when ${resultIs.onTime} then 'onTime' else 'overdue' end`
}

/** Of inspections, and of `matter_deadline` their orders' clocks. */
export const isOfInspection: SQL = sql`${matterDeadline.matterKind} = 'laterInspection'
  and ${matterDeadline.kind} = 'rectification' and ${laterInspection.id} = ${matterDeadline.matterId}`

export function hasInspections({ kinds }: Pick<CountedSpan, 'kinds'>): boolean {
  return kinds === undefined || kinds.includes('rectification')
}

export function isToday({ from, to, now }: Pick<CountedSpan, 'from' | 'to' | 'now'>): boolean {
  return Date.parse(from) <= Date.parse(now) && Date.parse(now) < Date.parse(to)
}

/** Of a case's clock that passed and was never met: when it ended all the same. */
export const endedAt: SQL<string | null> = sql`(case when ${deadline.metAt} is null and ${deadline.passedAt} is not null
  then ${deadline.endedAt} end)`
/** The same of an inspection's. */
export const inspectionEndedAt: SQL<string | null> = sql`(case when ${matterDeadline.metAt} is null
  and ${matterDeadline.passedAt} is not null
  then coalesce(${matterDeadline.supersededAt}, ${laterInspection.closedAt}) end)`
