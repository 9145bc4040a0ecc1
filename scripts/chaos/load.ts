/**
 * Open-loop load: what arrives does not wait for what was answered. What is chosen comes from the seed, what can be
 * chosen from the cases.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { randomOf } from '../../test/fixtures/random.ts'
import { CaseActs, pick } from './case-acts.ts'
import type { Span } from './faults.ts'
import { matterActs } from './matter-acts.ts'
import { inspectLater, openCredit, rate, register, requestTransfer } from './openings.ts'
import { sendCaseAct, sendMatterAct } from './send.ts'
import type { World } from './world.ts'

const ARRIVALS_A_SECOND = 10
const MOST_UNDER_WAY = 96
/** However many are open, so that clocks of seconds keep running beside acts. */
const FRESH = 0.03
const MOST_OPEN_TRANSFERS = 6
const CANCEL_EVERY = 60

/**
 * Until the end of the span, with about `mostOpen` cases at once, each of which somebody must finish afterwards;
 * resolves when nothing more arrives, with what is still under way.
 */
export async function runLoad(
  world: World,
  { seed, mostOpen }: { readonly seed: number; readonly mostOpen: number },
  span: Pick<Span, 'end'>,
): Promise<{ readonly underWay: Promise<unknown> }> {
  const [clock, acts] = [randomOf(seed * 7 + 3), new CaseActs(world.city)]
  const underWay = new Set<Promise<void>>()
  let next = Date.now()
  for (let arrival = 1; ; arrival += 1) {
    next += -Math.log(1 - clock()) * (1000 / ARRIVALS_A_SECOND)
    if (next >= span.end) break
    await sleep(Math.max(0, next - Date.now()))
    if (underWay.size >= MOST_UNDER_WAY && arrival % CANCEL_EVERY !== 0) {
      world.shed += 1
      continue
    }
    const work: Promise<void> = arrive(world, acts, { random: randomOf(seed * 1_000_003 + arrival), arrival, mostOpen })
      .catch((error: unknown) => {
        world.say(`负载自身出错：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      })
      .finally(() => {
        underWay.delete(work)
      })
    underWay.add(work)
  }
  return { underWay: Promise.all(underWay) }
}

interface Arrival {
  readonly arrival: number
  readonly mostOpen: number
  readonly random: () => number
}

async function arrive(world: World, acts: CaseActs, { arrival, mostOpen, random }: Arrival): Promise<void> {
  const { subjects } = world
  if (arrival % CANCEL_EVERY === 0) return cancel(world, random)
  const [roll, open] = [random(), subjects.open]
  const count = (kind: string) => open.filter((known) => known.kind === kind).length
  if (roll < FRESH || (count('application') < mostOpen && roll < 0.2)) return register(world, random)
  if (roll < 0.23 && count('transfer') < MOST_OPEN_TRANSFERS) return requestTransfer(world, random)
  if (roll < 0.24) return openCredit(world, random)
  if (roll < 0.27) return rate(world, random)
  if (roll < 0.3) return inspectLater(world, random)
  return roll < 0.5 ? onMatter(world, random) : onCase(world, acts, random)
}

async function onCase(world: World, acts: CaseActs, random: () => number): Promise<void> {
  const known = pick(
    world.subjects.cases.filter(({ state }) => state !== undefined && state.closedAt === undefined),
    random,
  )
  const act = known?.state === undefined ? undefined : acts.choose(known.state, random)
  if (known !== undefined && act !== undefined) await sendCaseAct(world, known, act, random)
}

async function onMatter(world: World, random: () => number): Promise<void> {
  const known = pick(
    world.subjects.matters.filter(({ state }) => state !== undefined && state.closedAt === undefined),
    random,
  )
  if (known === undefined) return
  const legal = matterActs(known, world.city, { legal: random() < 0.9 })
  const forward = legal.filter((one) => one.forward)
  const act = pick(random() < 0.6 && forward.length > 0 ? forward : legal, random)
  if (act !== undefined) await sendMatterAct(world, known, act, random)
}

/** An operator's click on “Request Cancellation”: the case must go on. */
async function cancel(world: World, random: () => number): Promise<void> {
  const known = pick(world.subjects.open, random)
  if (known === undefined) return
  try {
    await world.temporal.withDeadline(Date.now() + 10_000, () => world.temporal.workflow.getHandle(known.id).cancel())
    world.cancels.push(known.id)
  } catch {
    // Closed by now, or Temporal away.
  }
}
