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

/** What two stretches have in common; undefined where they certainly have nothing. */
export function commonSection(a: RoadSection, b: RoadSection): CommonSection | undefined {
  if (roadKey(a.road) !== roadKey(b.road)) return undefined
  const [endsOfA, endsOfB] = [a, b].map(({ from, to }) => [roadKey(from), roadKey(to)].sort())
  if (endsOfA?.join('\n') === endsOfB?.join('\n')) return { ...sectionOf(a), closeness: 'same' }
  const [metresOfA, metresOfB] = [metresOf(a), metresOf(b)]
  if (metresOfA === undefined || metresOfB === undefined) return { ...sectionOf(a), closeness: 'sameRoad' }
  const [from, to] = [Math.max(metresOfA[0], metresOfB[0]), Math.min(metresOfA[1], metresOfB[1])]
  return from < to ? { road: a.road, from: chainage(from), to: chainage(to), closeness: 'overlapping' } : undefined
}

function sectionOf({ road, from, to }: RoadSection): RoadSection {
  return { road, from, to }
}

function metresOf({ from, to }: RoadSection): readonly [number, number] | undefined {
  const [one, other] = [metre(from), metre(to)]
  return one === undefined || other === undefined ? undefined : [Math.min(one, other), Math.max(one, other)]
}

/** `K1+250` → 1250 */
function metre(place: string): number | undefined {
  const [, kilometres, metres] = /^k(\d{1,4})\+(\d{1,3}(?:\.\d+)?)$/.exec(roadKey(place)) ?? []
  return kilometres === undefined ? undefined : Number(kilometres) * 1000 + Number(metres)
}

function chainage(metres: number): string {
  return `K${Math.floor(metres / 1000)}+${String(metres % 1000).padStart(3, '0')}`
}
