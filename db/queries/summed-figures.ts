/** the figures of a period's deadlines from the sums of its months, whatever else there is (ADR 0063). */
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { charged, isCharge, NO_FIGURES } from '../../domain/assessment/assessment.ts'
import type { AssessedCount, Charge, Figures, SummedDeadlines } from '../../domain/assessment/assessment.ts'
import { lateUse, localDay, UNMEASURED } from '../../domain/assessment/summing.ts'
import type { Meter } from '../../domain/assessment/summing.ts'
import type { DeadlineKind } from '../../domain/clocks/deadline.ts'
import { CalendarRangeError } from '../../domain/clocks/working-time.ts'
import type { Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { deadline } from '../schema/deadline.ts'
import { laterInspection } from '../schema/later-inspection.ts'
import { countedEvents, countedInspections } from './assessment.ts'
import { addedBy, changesOf, sumsNow } from './figure-changes.ts'
import type { Added } from './figure-changes.ts'
import { figuresOfDeadlines, figuresOfInspections } from './figures.ts'
import type { FiguresRequest } from './figures.ts'
import { allowed, isLate } from './late-deadlines.ts'
import { isSummedBy, meterBy } from './summed-cities.ts'

/** With more that is not folded yet it is better to count. */
const MOST_CHANGES = 5_000

/**
 * As `figuresOfDeadlines`, in a transaction that is at one moment of the database. What the sums do not tell is
 * counted: there are none yet, or by other hours; a use beyond the calendar; the longest use was just taken away.
 */
export async function periodFigures(transaction: Transaction, request: FiguresRequest): Promise<PeriodFigures> {
  return guarded(async () => {
    const months = monthsOf(request)
    const { summed, inspected } = await standing(transaction, request)
    const sums = months !== undefined && summed ? await fromSums(transaction, request, months) : undefined
    if (sums === undefined)
      return {
        deadlines: await figuresOfDeadlines(transaction, request),
        counts: ofOwners(await countedEvents(transaction, request), request),
      }
    if (!inspected) return sums
    return {
      deadlines: [...sums.deadlines, ...(await figuresOfInspections(transaction, request))],
      counts: [...sums.counts, ...ofOwners(await countedInspections(transaction, request), request)],
    }
  })
}

/** `counts`: what events charge, of whatever link. */
interface PeriodFigures {
  readonly deadlines: readonly SummedDeadlines[]
  readonly counts: readonly AssessedCount[]
}

function ofOwners(counts: readonly AssessedCount[], { owners }: FiguresRequest): readonly AssessedCount[] {
  return owners === undefined ? counts : counts.filter(({ org }) => owners.includes(org))
}

interface Months {
  readonly first: string
  readonly end: string
  readonly today: string
}

/** Local days; nothing where the period is not one of whole months. */
function monthsOf({ from, to, now, hours: { utcOffsetMinutes } }: FiguresRequest): Months | undefined {
  const [first, end] = [from, to].map((instant) => {
    const local = new Date(Date.parse(instant) + utcOffsetMinutes * 60_000).toISOString()
    return local.endsWith('-01T00:00:00.000Z') ? local.slice(0, 10) : undefined
  })
  return first === undefined || end === undefined ? undefined : { first, end, today: localDay(now, utcOffsetMinutes) }
}

async function standing(transaction: Transaction, request: FiguresRequest) {
  const [row] = await transaction.execute<{ summed: boolean; inspected: boolean }>(sql`
    select ${isSummedBy(request.city, request)} as summed, exists (select from ${laterInspection}
      where ${laterInspection.city} = ${request.city}) as inspected`)
  return { summed: row?.summed === true, inspected: row?.inspected === true }
}

async function fromSums(
  transaction: Transaction,
  request: FiguresRequest,
  months: Months,
): Promise<PeriodFigures | undefined> {
  const changes = await changesOf(transaction, request.city, MOST_CHANGES)
  if (changes.length === MOST_CHANGES) return undefined
  const meter = meterBy(request)
  const added = addedBy(changes, meter)
  try {
    const reading = { months, meter, added }
    const [rows, late] = await Promise.all([
      summedRows(transaction, request, reading),
      longestLate(transaction, request, reading),
    ])
    if (late === undefined) return undefined
    return figuresWith(rows, late, takenIn(added, months))
  } catch (error) {
    if (error instanceof CalendarRangeError) return undefined
    throw error
  }
}

interface Reading {
  readonly months: Months
  readonly meter: Meter
  readonly added: readonly Added[]
}

type Group = Pick<SummedDeadlines, 'owner' | 'advisory'> & { readonly kind: DeadlineKind | Charge }
type SummedRow = Group &
  Pick<Figures, 'volume' | 'onTime' | 'overdue' | 'running' | 'measured' | 'useSum' | 'worstUse'> & {
    readonly beyond: number
  }

const isSeconds = sql`(allowed like 'seconds:%')`

async function summedRows(
  transaction: Transaction,
  request: FiguresRequest,
  { months: { first, end, today }, meter, added }: Reading,
): Promise<readonly SummedRow[]> {
  const { city, now } = request
  const reached = sql`case when ${isSeconds} then ${Date.parse(now)}::numeric
    else ${meter.minutesUntil(now)}::numeric end`
  const quantity = sql`split_part(allowed, ':', 2)::numeric * case when ${isSeconds} then 1000 else 1 end`
  const uses = sql`case when part <> 'late' then use_sum when allowed = ${UNMEASURED} then 0
    else measured + (measured * ${reached} - due_sum) / (${quantity}) end`
  return transaction.execute<SummedRow>(sql`
    select owner, kind, advisory, sum(volume)::integer as volume,
      coalesce(sum(volume - overdue) filter (where part = 'settled'), 0)::integer as "onTime",
      sum(overdue)::integer as overdue,
      coalesce(sum(volume) filter (where part in ('running', 'standing')), 0)::integer as running,
      sum(measured)::integer as measured, sum(${uses})::double precision as "useSum", max(worst_use) as "worstUse",
      sum(beyond)::integer as beyond
    from ${sumsNow(city, added)} where ${narrowed(request)} and (part in ('settled', 'running', 'late', 'charged')
      and bucket >= ${first}::date and bucket < ${end}::date or part = 'standing' and bucket < ${end}::date
      and greatest(bucket, ${today}::date) >= ${first}::date and ${today}::date < ${end}::date)
    group by owner, kind, advisory having sum(volume) <> 0 or sum(beyond) <> 0`)
}

function narrowed({ owners, kinds }: FiguresRequest): SQL {
  const among = (column: string, of: readonly string[] | undefined) =>
    of === undefined
      ? sql`true`
      : sql`${sql.raw(column)} in (select jsonb_array_elements_text(${JSON.stringify(of)}::jsonb))`
  return sql`${among('owner', owners)} and (${among('kind', kinds)} or part = 'charged')`
}

/** By group; nothing where one is not due yet, whose use would be less than nothing. */
async function longestLate(
  transaction: Transaction,
  request: FiguresRequest,
  { months: { first, end }, meter, added }: Reading,
): Promise<ReadonlyMap<string, number> | undefined> {
  const { city, from, to, now } = request
  const due = (which: 'min' | 'max') => sql`(select ${sql.raw(which)}(${deadline.dueAt}) from ${deadline}
    where ${deadline.city} = ${city} and ${deadline.owner} = k.owner and ${deadline.kind} = k.kind::deadline_kind
      and ${deadline.advisory} = k.advisory and ${allowed} = k.allowed and ${isLate}
      and ${deadline.dueAt} >= ${from}::timestamptz and ${deadline.dueAt} < ${to}::timestamptz)`
  const rows = await transaction.execute<
    Group & { allowed: string; earliest: string | null; latest: string | null }
  >(sql`
    select *, ${due('min')} as earliest, ${due('max')} as latest from (select distinct owner, kind, advisory, allowed
      from ${sumsNow(city, added)} where part = 'late' and bucket >= ${first}::date and bucket < ${end}::date
      and ${narrowed(request)}) k`)
  const longest = new Map<string, number>()
  for (const { allowed: time, earliest, latest, ...group } of rows) {
    if (earliest === null || latest === null) continue
    if (Date.parse(latest) > Date.parse(now)) return undefined
    const use = time === UNMEASURED ? 0 : lateUse(time, new Date(earliest).toISOString(), now, meter)
    longest.set(keyOf(group), Math.max(longest.get(keyOf(group)) ?? 0, use))
  }
  return longest
}

/** The longest use of settled ones that the sums still have, and the rows have not. */
function takenIn(added: readonly Added[], { first, end }: Months): ReadonlyMap<string, number> {
  const taken = new Map<string, number>()
  for (const { sign, use, bucket, ...group } of added)
    if (sign < 0 && use !== null && bucket >= first && bucket < end)
      taken.set(keyOf(group), Math.max(taken.get(keyOf(group)) ?? 0, use))
  return taken
}

function figuresWith(
  rows: readonly SummedRow[],
  late: ReadonlyMap<string, number>,
  taken: ReadonlyMap<string, number>,
): PeriodFigures | undefined {
  const unknown = rows.some(
    (row) => row.beyond !== 0 || (row.worstUse > 0 && (taken.get(keyOf(row)) ?? 0) >= row.worstUse),
  )
  if (unknown) return undefined
  return {
    counts: rows.flatMap(({ owner: org, kind, advisory, volume }) =>
      isCharge(kind) ? [charged(kind, volume, { org, advisory })] : [],
    ),
    deadlines: rows.flatMap(({ owner, kind, advisory, beyond: _none, ...figures }) => {
      if (isCharge(kind)) return []
      const worstUse = Math.max(figures.worstUse, late.get(keyOf({ owner, kind, advisory })) ?? 0)
      return [{ owner, kind, advisory, figures: { ...NO_FIGURES, ...figures, worstUse } }]
    }),
  }
}

function keyOf({
  owner,
  kind,
  advisory,
}: {
  readonly owner: string
  readonly kind: string
  readonly advisory: boolean
}) {
  return JSON.stringify([owner, kind, advisory])
}
