/** What is done to the programs: each kind killed and each kind frozen in turn, in an order that the seed chooses. */
import { setTimeout as sleep } from 'node:timers/promises'
import { freeze, PROGRAM_KINDS } from './instance.ts'
import type { Instance, ProgramKind } from './instance.ts'
import type { Programs } from './programs.ts'

export interface FaultFigures {
  readonly kills: Record<ProgramKind, number>
  readonly stops: Record<ProgramKind, number>
}

/** Short runs see each kind of fault too. */
const MEAN_MS = { most: 6_000, ofTheRun: 1 / 12 } as const
const FROZEN_MS = [1_000, 4_000] as const
/** Before the end everything may come to itself. */
const LAST_BEFORE_END_MS = 3_000

/** Until `end`, one fault every few seconds. A program that died by itself is brought back too, and that is said. */
export async function runFaults(
  programs: Programs,
  random: () => number,
  end: number,
  say: (text: string) => void,
): Promise<FaultFigures> {
  const figures: FaultFigures = { kills: none(), stops: none() }
  const mean = Math.min(MEAN_MS.most, (end - Date.now()) * MEAN_MS.ofTheRun)
  const under: Promise<void>[] = []
  const busy = new Set<Instance>()
  let bag: { readonly kind: ProgramKind; readonly how: 'kill' | 'stop' }[] = []
  while (Date.now() < end - LAST_BEFORE_END_MS) {
    await sleep(Math.min(mean * (0.5 + random()), Math.max(0, end - LAST_BEFORE_END_MS - Date.now())))
    if (bag.length === 0)
      bag = shuffled(
        PROGRAM_KINDS.flatMap((kind) => [
          { kind, how: 'kill' as const },
          { kind, how: 'stop' as const },
        ]),
        random,
      )
    const next = bag.pop()
    if (next === undefined) continue
    const [of, length] = [
      programs.instances.filter(({ kind }) => kind === next.kind),
      FROZEN_MS[0] + random() * (FROZEN_MS[1] - FROZEN_MS[0]),
    ]
    const free = of.filter((each) => !busy.has(each))
    const one = free[Math.floor(random() * free.length)]
    if (one === undefined) {
      bag.unshift(next)
      continue
    }
    busy.add(one)
    const work = next.how === 'kill' ? programs.kill(one) : freeze(one, length)
    figures[next.how === 'kill' ? 'kills' : 'stops'][one.kind] += 1
    under.push(
      work
        .catch((error: unknown) => {
          say(`${one.name} 没有回来：${error instanceof Error ? error.message : String(error)}`)
        })
        .finally(() => {
          busy.delete(one)
        }),
    )
    await revive(programs, busy, under, say)
  }
  await Promise.all(under)
  return figures
}

/** A worker that gives up while its servers are away ends by itself. */
async function revive(
  programs: Programs,
  busy: Set<Instance>,
  under: Promise<void>[],
  say: (text: string) => void,
): Promise<void> {
  for (const one of programs.instances.filter((each) => !busy.has(each) && each.program?.running !== true)) {
    busy.add(one)
    say(`${one.name} 自行结束（${(await one.program?.ended) ?? '?'}），重新起动`)
    under.push(
      programs
        .kill(one)
        .catch((error: unknown) => {
          say(`${one.name} 没有回来：${String(error)}`)
        })
        .finally(() => {
          busy.delete(one)
        }),
    )
  }
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

function none(): Record<ProgramKind, number> {
  return { worker: 0, api: 0, temporal: 0, postgres: 0 }
}
