/** the figures of a period's deadlines, added up by PostgreSQL: what `Tally.deadline` does one by one. */
import { eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { NO_FIGURES } from '../../domain/assessment/assessment.ts'
import type { Figures, SummedDeadlines } from '../../domain/assessment/assessment.ts'
import { workingDays } from '../../domain/clocks/working-days.ts'
import type { WorkingDays } from '../../domain/clocks/working-days.ts'
import { CalendarRangeError } from '../../domain/clocks/working-time.ts'
import type { WorkingCalendar, WorkingHours } from '../../domain/clocks/working-time.ts'
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

export interface FiguresRequest extends CountedSpan {
  readonly hours: WorkingHours
  readonly calendar: WorkingCalendar
}

type SummedRow = Pick<SummedDeadlines, 'owner' | 'kind' | 'advisory'> &
  Pick<Figures, 'volume' | 'onTime' | 'overdue' | 'running' | 'measured' | 'useSum' | 'worstUse'> & {
    readonly beyond: number | null
  }

/** By owner, kind and whether it binds. Throws `DatabaseError`, and `CalendarRangeError` as `useOf` does. */
export async function figuresOfDeadlines(
  database: Database | Transaction,
  request: FiguresRequest,
): Promise<readonly SummedDeadlines[]> {
  const { calendar, now } = request
  const { days, before } = daysOf(request)
  const rows = await guarded(() =>
    database.execute<SummedRow>(sql`
    with calendar as materialized (select ${before}::integer[] as before),
    counted as (${countedRows(request)}),
    ended as (select *, coalesce(case when passed_at is null then stopped_at end, met_at, ended_at,
      ${now}::timestamptz) as end_at from counted ${once}),
    minuted as (select *, ${minuteOf('end_at', days)} as end_minute, ${minuteOf('due_at', days)} as due_minute
      from ended ${once}),
    timed as (select *, ${minutesUntil('end_minute', days)} as until_end,
      ${minutesUntil('due_minute', days)} as until_due from minuted ${once}),
    used as (select *, ${use} as use from timed ${once})
    select owner, kind, advisory, count(*)::integer as volume,
      (count(*) filter (where result = 'onTime'))::integer as "onTime",
      (count(*) filter (where result = 'overdue'))::integer as overdue,
      (count(*) filter (where result = 'running'))::integer as running,
      count(use)::integer as measured, coalesce(sum(use), 0) as "useSum", coalesce(max(use), 0) as "worstUse",
      (min(extract(year from case when until_due is null then due_at else end_at end))
        filter (where result <> 'running' and minutes > 0 and use is null))::integer as beyond
    from used group by owner, kind, advisory`),
  )
  return rows.map(({ owner, kind, advisory, beyond, ...figures }) => {
    if (beyond !== null) throw new CalendarRangeError(beyond, calendar)
    return { owner, kind, advisory, figures: { ...NO_FIGURES, ...figures } }
  })
}

/** What is computed of a row is computed once: otherwise each of its uses has the whole of it in its place. */
const once = sql.raw('offset 0')

/** `useOf` in terms of SQL; null beyond the calendar, which `greatest` by itself would pass over. */
const use = sql.raw(`case when result = 'running' then null
  when length ->> 'kind' = 'elapsedSeconds' then greatest(0, 1 +
    round(date_part('epoch', end_at - due_at) * 1000) / ((length ->> 'seconds')::double precision * 1000))
  when minutes = 0 or until_end is null or until_due is null then null
  else greatest(0, (minutes + until_end - until_due)::double precision / minutes) end`)

/** The minute of local time that an instant rounds up to, counted from 1970. */
function minuteOf(instant: string, { utcOffsetMinutes }: WorkingDays): SQL {
  return sql.raw(`(ceil(date_part('epoch', ${instant}) / 60)::integer + ${utcOffsetMinutes})`)
}

/** Working minutes from the calendar's first day to a minute; null beyond its days. */
function minutesUntil(minute: string, { firstDay, sessions, before }: WorkingDays): SQL {
  const day = `(${minute} / 1440 - ${firstDay})`
  const today = sessions.map(({ from, to }) => `greatest(0, least(${minute} % 1440, ${to}) - ${from})`).join(' + ')
  if (before === undefined) {
    const eachDay = sessions.reduce((sum, { from, to }) => sum + to - from, 0)
    return sql.raw(`(${day} * ${eachDay} + ${today})`)
  }
  const [start, end] = [1, 2].map((number) => `((select before from calendar))[${day} + ${number}]`)
  return sql.raw(`(${start} + case when ${end} > ${start} then ${today} else 0 end)`)
}

interface Days {
  readonly days: WorkingDays
  /** As PostgreSQL writes an array. */
  readonly before: string
}

const known = new WeakMap<WorkingCalendar, Map<string, Days>>()

/** Decades of days, the same at every asking. */
function daysOf({ hours, calendar }: Pick<FiguresRequest, 'hours' | 'calendar'>): Days {
  const byHours = known.get(calendar) ?? new Map<string, Days>()
  known.set(calendar, byHours)
  const key = JSON.stringify(hours)
  const there = byHours.get(key)
  if (there !== undefined) return there
  const days = workingDays(hours, calendar)
  const made = { days, before: `{${(days.before ?? []).join()}}` }
  byHours.set(key, made)
  return made
}

function countedRows(request: FiguresRequest): SQL {
  const parts = [
    caseRows(ofCases.dated(request)),
    ...(isToday(request) ? [caseRows(ofCases.standing(request))] : []),
    ...(hasInspections(request) ? [inspectionRows(ofInspections.dated({ ...request, kinds: undefined }))] : []),
  ]
  return sql.join(parts, sql` union all `)
}

function resultOf({ resultIs }: typeof ofCases): SQL {
  return sql`case when ${resultIs.running} then 'running' when ${resultIs.onTime} then 'onTime' else 'overdue' end`
}

function caseRows(which: SQL | undefined): SQL {
  return sql`select ${deadline.owner} as owner, ${deadline.kind}::text as kind, ${deadline.advisory} as advisory,
    ${resultOf(ofCases)} as result, ${deadline.length} as length, ${deadline.minutes} as minutes,
    ${deadline.dueAt} as due_at, ${deadline.stoppedAt} as stopped_at, ${deadline.passedAt} as passed_at,
    ${deadline.metAt} as met_at, ${endedAt} as ended_at from ${deadline} where ${which}`
}

function inspectionRows(which: SQL | undefined): SQL {
  return sql`select ${matterDeadline.owner}, ${matterDeadline.kind}::text, ${application.area} = 'elsewhere',
    ${resultOf(ofInspections)}, ${matterDeadline.length}, ${matterDeadline.minutes}, ${matterDeadline.dueAt},
    null::timestamptz, ${matterDeadline.passedAt}, ${matterDeadline.metAt}, ${inspectionEndedAt}
    from ${matterDeadline} join ${laterInspection} on ${isOfInspection}
    join ${application} on ${eq(application.serviceNumber, laterInspection.serviceNumber)} where ${which}`
}
