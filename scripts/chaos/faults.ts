/** What is done to the programs: each kind killed and each kind frozen in turn, in an order that the seed chooses. */
import { setTimeout as sleep } from 'node:timers/promises'
import { freeze, PROGRAM_KINDS } from './instance.ts'
import type { Instance, ProgramKind } from './instance.ts'
import type { Programs } from './programs.ts'

type Counts = Record<ProgramKind, number>

export interface FaultFigures {
  readonly kills: Counts
  readonly stops: Counts
  /** Programs that ended although nobody had killed them, each time. */
  readonly ended: Counts
}

interface Fault {
  readonly kind: ProgramKind
  readonly how: 'kill' | 'stop'
}

const FAULTS: readonly Fault[] = PROGRAM_KINDS.flatMap((kind): Fault[] => [
  { kind, how: 'kill' },
  { kind, how: 'stop' },
])
/** Short runs see each kind of fault too. */
const MEAN_MS = { most: 6_000, ofTheRun: 1 / 12 } as const
const FROZEN_MS = { least: 1_000, most: 4_000 } as const
/** Before the end everything may come to itself. */
const LAST_BEFORE_END_MS = 3_000

/**
 * How long the load goes on, milliseconds since 1970: `end` is moved on, as far as `latest`, while a kind of fault is
 * still to come, for on a busy machine programs come back slowly.
 */
export interface Span {
  end: number
  readonly latest: number
}

/**
 * Until the end of the span, one fault every few seconds. A program that ended by itself is brought back too, and that
 * is said.
 */
export async function runFaults(
  programs: Programs,
  random: () => number,
  span: Span,
  say: (text: string) => void,
): Promise<FaultFigures> {
  const under = new UnderWay(say)
  const figures: FaultFigures = { kills: none(), stops: none(), ended: none() }
  const last = () => span.end - LAST_BEFORE_END_MS
  const mean = Math.min(MEAN_MS.most, (span.end - Date.now()) * MEAN_MS.ofTheRun)
  const toCome = new Set(FAULTS)
  let bag: Fault[] = []
  while (Date.now() < last()) {
    await sleep(Math.min(mean * (0.5 + random()), Math.max(0, last() - Date.now())))
    if (bag.length === 0) bag = shuffled(FAULTS, random)
    const [next, choice, length] = [bag.pop(), random(), random()]
    const free = programs.instances.filter((each) => each.kind === next?.kind && !under.has(each))
    const one = free[Math.floor(choice * free.length)]
    if (next === undefined || one === undefined) {
      if (next !== undefined) bag.unshift(next)
    } else if (next.how === 'kill') {
      toCome.delete(next)
      figures.kills[one.kind] += 1
      under.add(one, programs.kill(one))
    } else {
      toCome.delete(next)
      figures.stops[one.kind] += 1
      under.add(one, freeze(one, FROZEN_MS.least + length * (FROZEN_MS.most - FROZEN_MS.least)))
    }
    if (toCome.size > 0 && Date.now() + 2 * mean > last()) span.end = Math.min(span.end + 2 * mean, span.latest)
    for (const ended of programs.instances.filter((each) => !under.has(each) && each.program?.running !== true)) {
      figures.ended[ended.kind] += 1
      say(`${ended.name} 自行结束，重新起动`)
      under.add(ended, programs.kill(ended))
    }
  }
  await under.over()
  return figures
}

/** Programs that something is being done to. */
class UnderWay {
  readonly #say: (text: string) => void
  readonly #work = new Map<Instance, Promise<void>>()

  constructor(say: (text: string) => void) {
    this.#say = say
  }

  has(one: Instance): boolean {
    return this.#work.has(one)
  }

  add(one: Instance, work: Promise<void>): void {
    const told = work.catch((error: unknown) => {
      this.#say(`${one.name} 没有回来：${error instanceof Error ? error.message : String(error)}`)
    })
    this.#work.set(
      one,
      told.then(() => void this.#work.delete(one)),
    )
  }

  async over(): Promise<void> {
    await Promise.all(this.#work.values())
  }
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

function none(): Counts {
  return { worker: 0, api: 0, temporal: 0, postgres: 0 }
}
