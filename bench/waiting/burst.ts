/** All deadlines of a city fall due at one instant: how long until our tables have it, and who waits meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { connectable } from '../../scripts/demo/scenarios/connectable.ts'
import { until } from '../../scripts/demo/wait.ts'
import { databaseUrl } from '../../environment.ts'
import { playScenario } from '../play.ts'
import { chibi } from '../product.ts'
import { rounded } from '../statistics.ts'
import { AT_ONCE } from './acts.ts'
import { BURST } from './city.ts'
import { ClockedClient } from './clocked-client.ts'
import type { Answered } from './clocked-client.ts'
import { percentilesOf } from './memory.ts'
import type { Side } from './side.ts'

const OTHERS_BEGIN_MS = 15_000
const DRAINED_WITHIN_MS = 60_000
const MS_FOR_EACH = 250
const STILL_MS = 5_000

/** Counts of cases and clocks: all 0 but `passed`, which is what was registered. */
interface Kept {
  readonly passed: number
  readonly missing: number
  readonly twice: number
  /** Recorded at another instant than that at which it fell due. */
  readonly elsewhen: number
}

export async function burst(side: Side, cases: number, due: Date) {
  await sleep(Math.max(0, due.getTime() - OTHERS_BEGIN_MS - Date.now()))
  const sql = postgres(databaseUrl(side.product.environment), { max: 1, onnotice: () => {} })
  const others = await playOthers(side)
  try {
    await sleep(Math.max(0, due.getTime() - Date.now()))
    await until(
      `${cases} 件超期都已入库`,
      () => passedIn(sql),
      (passed) => passed >= cases,
      { withinMs: DRAINED_WITHIN_MS + cases * MS_FOR_EACH, everyMs: 500 },
    )
    const drained = Date.now()
    await until('其余事件入库', () => recordedIn(sql, due), isStill(), {
      withinMs: DRAINED_WITHIN_MS + cases * MS_FOR_EACH,
      everyMs: STILL_MS,
    })
    const answered = await others.end()
    const meanwhile = answered.filter(({ from, to }) => to >= due.getTime() && from <= drained)
    const ms = (what: Answered['what']) => meanwhile.filter((one) => one.what === what).map(({ from, to }) => to - from)
    return {
      due: due.toISOString(),
      ...(await drainOf(sql, due)),
      kept: await keptIn(sql, cases, due),
      meanwhile: { count: meanwhile.length, acts: percentilesOf(ms('act')), reads: percentilesOf(ms('read')) },
    }
  } finally {
    await others.end()
    await sql.end()
  }
}

const OURS = `${BURST.prefix}-%`

async function passedIn(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from event where type = 'deadlinePassed' and service_number like ${OURS}`
  return row?.count ?? 0
}

async function recordedIn(sql: postgres.Sql, due: Date): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from event where at >= ${due} and service_number like ${OURS}`
  return row?.count ?? 0
}

/** Whether a number is the same as when it was last looked at. */
function isStill(): (now: number) => boolean {
  let last: number | undefined
  return (now) => {
    const still = now === last
    last = now
    return still
  }
}

/** Seconds from the instant at which all were due to the transaction that brought an event of it. */
async function drainOf(sql: postgres.Sql, due: Date) {
  const [row] = await sql<{ events: number; half: number; passed: number; all: number }[]>`
    select
      count(*)::integer as events,
      extract(epoch from percentile_disc(0.5) within group (order by created_at) filter (where type = 'deadlinePassed') - ${due})::float8 as half,
      extract(epoch from max(created_at) filter (where type = 'deadlinePassed') - ${due})::float8 as passed,
      extract(epoch from max(created_at) - ${due})::float8 as all
    from outbox
    where service_number like ${OURS} and (payload ->> 'at')::timestamptz >= ${due}`
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
async function keptIn(sql: postgres.Sql, cases: number, due: Date): Promise<Kept> {
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

/** Cases of another city go on, four at once, until they are told to end. */
async function playOthers(side: Side): Promise<{ end(): Promise<readonly Answered[]> }> {
  const city = chibi()
  const tokens = await side.tokens(city.key)
  const answered: Answered[] = []
  let over = false
  const lane = async () => {
    while (!over) await playScenario(connectable, city, new ClockedClient(side.product.nextUrl(), tokens, answered))
  }
  const lanes = Promise.allSettled(Array.from({ length: AT_ONCE }, lane))
  return {
    async end() {
      over = true
      for (const end of await lanes) if (end.status === 'rejected') throw end.reason
      return answered
    },
  }
}
