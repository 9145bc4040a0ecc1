/** All deadlines of a city fall due at one instant: how long until our tables have it, and who waits meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { connectable } from '../../scripts/demo/scenarios/connectable.ts'
import { until } from '../../scripts/demo/wait.ts'
import { databaseUrl } from '../../environment.ts'
import { playScenario } from '../play.ts'
import { chibi } from '../product.ts'
import { AT_ONCE } from './acts.ts'
import { ClockedClient } from './clocked-client.ts'
import type { Answered } from './clocked-client.ts'
import { drainOf, keptIn, passedIn, recordedIn } from './drained.ts'
import { percentilesOf } from './memory.ts'
import type { Side } from './side.ts'

const OTHERS_BEGIN_MS = 15_000
const DRAINED_WITHIN_MS = 60_000
const MS_FOR_EACH = 250
const STILL_MS = 5_000

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
      meanwhile: {
        count: meanwhile.length,
        acts: percentilesOf(ms('act')),
        reads: percentilesOf(ms('read')),
        refused: meanwhile.filter(({ taken }) => !taken).length,
        casesGivenUp: others.givenUp,
      },
    }
  } finally {
    await others.end()
    await sql.end()
  }
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

/**
 * Cases of another city go on, four at once, until they are told to end. One that does not come on within the driver's
 * patience is given up, and told.
 */
async function playOthers(side: Side) {
  const city = chibi()
  const tokens = await side.tokens(city.key)
  const answered: Answered[] = []
  const givenUp: string[] = []
  let over = false
  const lane = async () => {
    while (!over)
      await playScenario(connectable, city, new ClockedClient(side.product.nextUrl(), tokens, answered)).catch(
        (error: unknown) => void givenUp.push(error instanceof Error ? error.message : String(error)),
      )
  }
  const lanes = Promise.all(Array.from({ length: AT_ONCE }, lane))
  return {
    givenUp,
    async end(): Promise<readonly Answered[]> {
      over = true
      await lanes
      return answered
    },
  }
}
