import { roadKey } from './road-section.ts'
import type { RoadSection } from './road-section.ts'
import { yearsLater } from './years-later.ts'

/** A road as the city's register has it; dates are YYYY-MM-DD in the city. */
export interface RegisteredRoad {
  readonly name: string
  readonly aliases?: readonly string[] | undefined
  /** 交付使用 and 大修竣工, the last ones. */
  readonly deliveredOn?: string | undefined
  readonly overhauledOn?: string | undefined
}

/** for how many years a road is not opened after which of the two. */
export interface ClosedYears {
  readonly afterDelivery: number
  readonly afterOverhaul: number
}

/** a road that is not opened until the end of a day (YYYY-MM-DD) without the city government's approval. */
export interface ClosedRoad {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly since: 'delivery' | 'overhaul'
  readonly on: string
  readonly until: string
}

/** Those that are closed on this day: of delivery and overhaul whichever closes it longer. */
export function closedRoads(roads: readonly RegisteredRoad[], years: ClosedYears, day: string): ClosedRoad[] {
  return roads.flatMap(({ name, aliases, deliveredOn, overhauledOn }) => {
    const terms = [
      ...(deliveredOn === undefined ? [] : [termOf('delivery', deliveredOn, years.afterDelivery)]),
      ...(overhauledOn === undefined ? [] : [termOf('overhaul', overhauledOn, years.afterOverhaul)]),
    ].toSorted((a, b) => (a.until < b.until ? 1 : -1))
    const [longest] = terms
    if (longest === undefined || longest.until < day) return []
    return [{ name, ...(aliases === undefined ? {} : { aliases }), ...longest }]
  })
}

function termOf(since: ClosedRoad['since'], on: string, years: number): Pick<ClosedRoad, 'since' | 'on' | 'until'> {
  return { since, on, until: yearsLater(on, years) }
}

/** The first of these stretches that lies on a road closed on this day, by its name or an alias. */
export function closedOn(
  roads: readonly ClosedRoad[],
  sections: readonly RoadSection[],
  day: string,
): ClosedRoad | undefined {
  const wanted = new Set(sections.map(({ road }) => roadKey(road)))
  return roads.find(
    ({ name, aliases = [], until }) => until >= day && [name, ...aliases].some((each) => wanted.has(roadKey(each))),
  )
}

/** Why it is closed, and until when; Chinese. */
export function closedWords({ name, since, on, until }: ClosedRoad): string {
  return `${name}于 ${on} ${since === 'delivery' ? '交付使用' : '大修竣工'}，${until} 前不得挖掘`
}
