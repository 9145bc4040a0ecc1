/** how much of their time rows used, in terms of SQL: `useOf` beside them is the definition. */
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { workingDays } from '../../domain/clocks/working-days.ts'
import type { WorkingDays } from '../../domain/clocks/working-days.ts'
import type { WorkingCalendar, WorkingHours } from '../../domain/clocks/working-time.ts'

/** `now`: ISO UTC. */
export interface UsedTime {
  readonly hours: WorkingHours
  readonly calendar: WorkingCalendar
  readonly now: string
}

/**
 * A `with` that ends in `used`: the rows of `counted`, which has `result`, `length`, `minutes`, `due_at`, `stopped_at`,
 * `passed_at`, `met_at` and `ended_at` as `AssessedDeadline`, and their `use`. `end_at`: where it was counted until;
 * `until_end`, `until_due`: working minutes from the calendar's first day, null beyond it.
 */
export function withUse(counted: SQL, request: UsedTime): SQL {
  const { days, before } = daysOf(request)
  return sql`with calendar as materialized (select ${before}::integer[] as before),
    counted as (${counted}),
    ended as (select *, coalesce(case when passed_at is null then stopped_at end, met_at, ended_at,
      ${request.now}::timestamptz) as end_at from counted ${once}),
    minuted as (select *, ${minuteOf('end_at', days)} as end_minute, ${minuteOf('due_at', days)} as due_minute
      from ended ${once}),
    timed as (select *, ${minutesUntil('end_minute', days)} as until_end,
      ${minutesUntil('due_minute', days)} as until_due from minuted ${once}),
    used as (select *, ${use} as use from timed ${once})`
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
function daysOf({ hours, calendar }: Pick<UsedTime, 'hours' | 'calendar'>): Days {
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
