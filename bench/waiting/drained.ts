/** What our own PostgreSQL has of the cases that were all due at one instant. */
import type postgres from 'postgres'
import { rounded } from '../statistics.ts'
import { BURST } from './city.ts'

/** Counts of cases and clocks: all 0 but `passed`, which is what was registered. */
interface Kept {
  readonly passed: number
  readonly missing: number
  readonly twice: number
  /** Recorded at another instant than that at which it fell due. */
  readonly elsewhen: number
}

const OURS = `${BURST.prefix}-%`

export async function passedIn(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from event where type = 'deadlinePassed' and service_number like ${OURS}`
  return row?.count ?? 0
}

export async function recordedIn(sql: postgres.Sql, due: Date): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from event where at >= ${due} and service_number like ${OURS}`
  return row?.count ?? 0
}

/** Seconds from the instant at which all were due to the transaction that brought an event of it. */
export async function drainOf(sql: postgres.Sql, due: Date) {
  const [row] = await sql<{ events: number; half: number; passed: number; all: number }[]>`
    with brought as (
      select type, extract(epoch from created_at - ${due})::float8 as after from outbox
      where service_number like ${OURS} and (payload ->> 'at')::timestamptz >= ${due}
    )
    select
      count(*)::integer as events,
      percentile_disc(0.5) within group (order by after) filter (where type = 'deadlinePassed') as half,
      max(after) filter (where type = 'deadlinePassed') as passed,
      max(after) as all
    from brought`
  const { events = 0, half = 0, passed = 0, all = 0 } = row ?? {}
  return {
    halfPassedAfterSeconds: rounded(half, 1),
    allPassedAfterSeconds: rounded(passed, 1),
    allWrittenAfterSeconds: rounded(all, 1),
    events,
    eventsASecond: rounded(events / all, 1),
  }
}

/** By our own table: one passing for each case, of its only clock that was due, at its instant. */
export async function keptIn(sql: postgres.Sql, cases: number, due: Date): Promise<Kept> {
  const [row] = await sql<Kept[]>`
    with clock as (
      select service_number, data ->> 'deadline' as id, count(*)::integer as times,
        count(*) filter (where at <> ${due})::integer as elsewhen
      from event where type = 'deadlinePassed' and service_number like ${OURS}
      group by 1, 2
    )
    select
      count(*)::integer as passed,
      ${cases}::integer - count(distinct service_number)::integer as missing,
      count(*) filter (where times > 1 or id <> 'registration')::integer as twice,
      coalesce(sum(elsewhen), 0)::integer as elsewhen
    from clock`
  return row ?? { passed: 0, missing: cases, twice: 0, elsewhen: 0 }
}
