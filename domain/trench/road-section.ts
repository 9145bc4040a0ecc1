import { CENTIMETRES } from './chainage.ts'
import type { Chainages } from './chainage.ts'

/** stretches of road as people write them: by names of places, or by chainage (桩号, `K1+250`). */
export interface RoadSection {
  readonly road: string
  readonly from: string
  readonly to: string
}

/**
 * `same`: the same two ends; `overlapping`: chainages overlap; `sameRoad`: names alone cannot tell, somebody has to
 * look.
 */
type Closeness = 'same' | 'overlapping' | 'sameRoad'

export interface CommonSection extends RoadSection {
  readonly closeness: Closeness
}

/** One road however it is written: widths and blanks do not count. */
export function roadKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()
}

/** Which road is meant: by {@link roadKey}, or by a city's register, which knows roads by their aliases too. */
export type RoadKeys = (road: string) => string

/** two names of one road are one road. */
export function roadKeysOf(
  register: readonly { readonly name: string; readonly aliases?: readonly string[] | undefined }[],
): RoadKeys {
  const known = new Map(
    register.flatMap(({ name, aliases = [] }) =>
      [name, ...aliases].map((each): [string, string] => [roadKey(each), roadKey(name)]),
    ),
  )
  return (road) => known.get(roadKey(road)) ?? roadKey(road)
}

/** What two stretches have in common; undefined where they certainly have nothing. */
export function commonSection(
  a: RoadSection,
  b: RoadSection,
  { chainages = CENTIMETRES, keyOf = roadKey }: { readonly chainages?: Chainages; readonly keyOf?: RoadKeys } = {},
): CommonSection | undefined {
  if (keyOf(a.road) !== keyOf(b.road)) return undefined
  const [endsOfA, endsOfB] = [a, b].map(({ from, to }) => [roadKey(from), roadKey(to)].sort())
  if (endsOfA?.join('\n') === endsOfB?.join('\n')) return { ...sectionOf(a), closeness: 'same' }
  const [spanOfA, spanOfB] = [spanOf(a, chainages), spanOf(b, chainages)]
  if (spanOfA === undefined || spanOfB === undefined) return { ...sectionOf(a), closeness: 'sameRoad' }
  const [from, to] = [Math.max(spanOfA[0], spanOfB[0]), Math.min(spanOfA[1], spanOfB[1])]
  return from < to
    ? { road: a.road, from: chainages.write(from), to: chainages.write(to), closeness: 'overlapping' }
    : undefined
}

function sectionOf({ road, from, to }: RoadSection): RoadSection {
  return { road, from, to }
}

function spanOf({ from, to }: RoadSection, { read }: Chainages): readonly [number, number] | undefined {
  const [one, other] = [read(roadKey(from)), read(roadKey(to))]
  return one === undefined || other === undefined ? undefined : [Math.min(one, other), Math.max(one, other)]
}
