/** the deadlines and events that count in a period; see domain/assessment.ts for when a deadline counts. */
import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { AssessedCount, AssessedDeadline, ExceptionItem, ExceptionKind, Result } from '../../domain/assessment.ts'
import type { DeadlineKind } from '../../domain/deadline.ts'
import type { Period } from '../../domain/period.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { deadline } from '../schema/deadline.ts'
import { event } from '../schema/event.ts'

type Span = Pick<Period, 'from' | 'to'>

/** A deadline with the case it belongs to. */
export interface CountedDeadline extends AssessedDeadline {
  readonly serviceNumber: string
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

// The index `deadline_counted` has the same expression.
const inTime = sql`${deadline.metAt} is not null and ${deadline.passedAt} is null and coalesce(${deadline.stoppedAt}, ${deadline.metAt}) <= ${deadline.dueAt}`
const countedAt = sql<string>`(case when ${inTime} then ${deadline.metAt} else ${deadline.dueAt} end)`
const counts = sql`(${deadline.supersededAt} is null or ${deadline.metAt} is not null or ${deadline.passedAt} is not null)`
const open = and(isNull(deadline.metAt), isNull(deadline.passedAt), isNull(deadline.supersededAt))
const beyondWithdrawal = sql`${deadline.kind} in ('rectification', 'emergencyRepair')`
/** a clock that still ran when its case ended has no object any more. */
const withoutObject = sql`(${deadline.metAt} is null and ${deadline.passedAt} is null and (${application.closedAt} is not null or (not ${beyondWithdrawal} and jsonb_exists(${application.state}, 'withdrawn'))))`
/** the survey's own deadline closes it. */
const endedAt = sql<string | null>`(case when ${deadline.metAt} is not null or ${deadline.passedAt} is null then null else coalesce(${deadline.supersededAt},
  case when ${deadline.kind} = 'survey' then ${deadline.passedAt} when ${beyondWithdrawal} then ${application.closedAt}
  else coalesce((${application.state} -> 'withdrawn' ->> 'at')::timestamptz, ${application.closedAt}) end) end)`

const RESULT_IS: Readonly<Record<Result, SQL>> = {
  onTime: inTime,
  running: sql`${deadline.metAt} is null and ${deadline.passedAt} is null`,
  overdue: sql`(${deadline.passedAt} is not null or coalesce(${deadline.stoppedAt}, ${deadline.metAt}) > ${deadline.dueAt} and ${deadline.metAt} is not null)`,
}

/** The earliest first, by keyset. `next` is there when more follow. Throws `DatabaseError`. */
export async function countedDeadlines(database: Database | Transaction, filter: CountedFilter): Promise<{ items: CountedDeadline[]; next?: CountedCursor }> {
  const { city, owners, kinds, result, cursor, limit } = filter
  const rows = await guarded(() => database.select({
    serviceNumber: deadline.serviceNumber, id: deadline.id, kind: deadline.kind, line: deadline.line, owner: deadline.owner, advisory: deadline.advisory, length: deadline.length,
    minutes: deadline.minutes, startedAt: deadline.startedAt, dueAt: deadline.dueAt, stoppedAt: deadline.stoppedAt, passedAt: deadline.passedAt, metAt: deadline.metAt,
    countedAt: countedAt.mapWith(deadline.dueAt), endedAt: endedAt.mapWith(deadline.metAt),
  }).from(deadline).innerJoin(application, eq(application.serviceNumber, deadline.serviceNumber)).where(and(
    eq(deadline.city, city), counts, inSpan(filter), sql`not ${withoutObject}`,
    owners === undefined ? undefined : inArray(deadline.owner, [...owners]),
    kinds === undefined ? undefined : inArray(deadline.kind, [...kinds]),
    result === undefined ? undefined : RESULT_IS[result],
    cursor === undefined ? undefined : sql`(${countedAt}, ${deadline.serviceNumber}, ${deadline.id}) > (${cursor.countedAt}::timestamptz, ${cursor.serviceNumber}, ${cursor.id})`,
  )).orderBy(asc(countedAt), asc(deadline.serviceNumber), asc(deadline.id)).limit(limit + 1))
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: { countedAt: last.countedAt, serviceNumber: last.serviceNumber, id: last.id } } : { items }
}

/** a stopped clock whose due time went by is due today at the earliest. */
function inSpan({ from, to, now }: CountedFilter): SQL | undefined {
  const standing = and(isNotNull(deadline.stoppedAt), open, sql`${deadline.dueAt} < ${now}::timestamptz`)
  const dated = and(sql`${countedAt} >= ${from}::timestamptz and ${countedAt} < ${to}::timestamptz`, sql`not (${standing})`)
  return Date.parse(from) <= Date.parse(now) && Date.parse(now) < Date.parse(to) ? or(dated, standing) : dated
}

/** absences, orders and missed orders of a period, by whom they are charged to. Throws `DatabaseError`. */
export async function countedEvents(database: Database | Transaction, { city, from, to }: Span & { readonly city: string }): Promise<AssessedCount[]> {
  const within = sql`${event.at} >= ${from}::timestamptz and ${event.at} < ${to}::timestamptz and ${application.city} = ${city}`
  const of = sql`from ${event} join ${application} on ${application.serviceNumber} = ${event.serviceNumber}`
  const advisory = sql`${application.area} = 'elsewhere'`
  const rows = await guarded(() => database.execute<{ org: string; what: 'absences' | 'ordered' | 'missed'; advisory: boolean; number: number }>(sql`
    select absent.org as org, 'absences' as what, ${advisory} as advisory, count(*)::integer as number
    ${of} cross join lateral jsonb_array_elements_text(${event.data} -> 'absent') absent(org) where ${event.type} = 'surveyClosed' and ${within} group by 1, 3
    union all select ${event.data} ->> 'utility', 'ordered', ${advisory}, count(*)::integer ${of} where ${event.type} = 'rectificationOrdered' and ${within} group by 1, 3
    union all select ${event.data} ->> 'org', 'missed', ${advisory}, count(*)::integer ${of} where ${event.type} = 'promiseBroken' and ${within} group by 1, 3`))
  return rows.map(({ org, what, advisory: apart, number }) => ({ org, link: what === 'absences' ? 'survey' : 'works', advisory: apart, absences: 0, ordered: 0, missed: 0, [what]: number }))
}

export type ExceptionCursor = Pick<ExceptionItem, 'at' | 'serviceNumber' | 'seq'>

/** With the words of the case, which are for those who review. */
export interface ExceptionDetail extends ExceptionItem {
  readonly words: string
}

export interface ExceptionFilter extends Span {
  readonly city: string
  readonly kind?: ExceptionKind | undefined
  readonly cursor?: ExceptionCursor | undefined
  readonly limit: number
}

/** what stopped, waived or prolonged. */
const EXCEPTION_IS: Readonly<Record<ExceptionKind, SQL>> = {
  stop: sql`(${event.type} in ('clockStopped', 'supplementRequested', 'approvalSupplementRequested') or ${event.type} = 'surveyMoved' and ${event.data} ->> 'stops' = 'true')`,
  waiver: sql`${event.type} = 'surveyWaived'`,
  extension: sql`(${event.type} = 'extensionDecided' and ${event.data} ->> 'granted' = 'true')`,
}
const EXCEPTION_TYPES = sql`${event.type} in ('clockStopped', 'supplementRequested', 'approvalSupplementRequested', 'surveyMoved', 'surveyWaived', 'extensionDecided')`
const exceptionKind = sql<ExceptionKind>`case when ${EXCEPTION_IS.waiver} then 'waiver' when ${EXCEPTION_IS.extension} then 'extension' else 'stop' end`
const exceptionDeadline = sql<string>`case ${event.type} when 'clockStopped' then ${event.data} ->> 'deadline' when 'supplementRequested' then 'registration'
  when 'approvalSupplementRequested' then 'approval:' || (${event.data} ->> 'approval') when 'extensionDecided' then 'rectification:' || (${event.data} ->> 'order') else 'survey' end`
const words = sql<string>`coalesce(${event.data} ->> 'note', ${event.data} ->> 'message', ${event.data} ->> 'reason', ${event.data} ->> 'date', ${event.data} ->> 'dueDate', '')`

/** All stops, waivers and granted extensions of a period, the earliest first, by keyset. Throws `DatabaseError`. */
export async function exceptionsOf(database: Database | Transaction, { city, from, to, kind, cursor, limit }: ExceptionFilter): Promise<{ items: ExceptionDetail[]; next?: ExceptionCursor }> {
  const rows = await guarded(() => database.select({
    kind: exceptionKind, serviceNumber: event.serviceNumber, seq: event.seq, at: event.at, by: event.actorOrg, deadline: exceptionDeadline, owner: deadline.owner,
    advisory: sql<boolean>`${application.area} = 'elsewhere'`, words,
  }).from(event).innerJoin(application, eq(application.serviceNumber, event.serviceNumber))
    .leftJoin(deadline, and(eq(deadline.serviceNumber, event.serviceNumber), eq(deadline.id, exceptionDeadline)))
    .where(and(
      EXCEPTION_TYPES, sql`${event.at} >= ${from}::timestamptz and ${event.at} < ${to}::timestamptz`, eq(application.city, city),
      kind === undefined ? or(...Object.values(EXCEPTION_IS)) : EXCEPTION_IS[kind],
      cursor === undefined ? undefined : sql`(${event.at}, ${event.serviceNumber}, ${event.seq}) > (${cursor.at}::timestamptz, ${cursor.serviceNumber}, ${cursor.seq})`,
    )).orderBy(asc(event.at), asc(event.serviceNumber), asc(event.seq)).limit(limit + 1))
  const items = rows.slice(0, limit).map(({ owner, ...row }) => ({ ...row, ...(owner === null ? {} : { owner }) }))
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: { at: last.at, serviceNumber: last.serviceNumber, seq: last.seq } } : { items }
}

/** How many of each kind a period has. Throws `DatabaseError`. */
export async function countExceptions(database: Database | Transaction, { city, from, to }: Span & { readonly city: string }): Promise<Record<ExceptionKind, number>> {
  const rows = await guarded(() => database.select({ kind: exceptionKind, number: sql<number>`count(*)::integer` })
    .from(event).innerJoin(application, eq(application.serviceNumber, event.serviceNumber))
    .where(and(EXCEPTION_TYPES, sql`${event.at} >= ${from}::timestamptz and ${event.at} < ${to}::timestamptz`, eq(application.city, city), or(...Object.values(EXCEPTION_IS))))
    .groupBy(sql`1`))
  return { stop: 0, waiver: 0, extension: 0, ...Object.fromEntries(rows.map(({ kind, number }) => [kind, number])) }
}
