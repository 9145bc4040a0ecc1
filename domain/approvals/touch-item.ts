import { TOUCHED } from '../case/service.ts'
import type { RoadKeys, RoadSection } from '../trench/road-section.ts'
import { roadKey } from '../trench/road-section.ts'

/** Of what sort an item of the list is: one of the four words of an opinion, or none of them. */
export const TOUCH_KINDS = [...TOUCHED, 'other'] as const
export type TouchKind = (typeof TOUCH_KINDS)[number]

/** how far a promise may replace an approval. */
export interface PromiseLimits {
  readonly metres?: number | undefined
  /** No lane is closed to traffic. */
  readonly lanesOpen?: true | undefined
}

/** an item of the city's list: what works may touch, and the approval that it calls for. */
export interface TouchItem {
  readonly key: string
  readonly authority: string
  readonly touches: TouchKind
  /** The word alone does not mean it: an opinion names it. */
  readonly named?: true | undefined
  /** needed where works open a road that is closed to them. */
  readonly opensClosedRoad?: true | undefined
  /** Who may say that works touch it; who approves, unless told. */
  readonly remit?: readonly string[] | undefined
  readonly replaceable: boolean
  readonly limits?: PromiseLimits | undefined
  /** who has to consent beside the authority. */
  readonly jointly?: readonly Consent[] | undefined
}

interface Consent {
  readonly authority: string
  readonly workingDays: number
}

/** who approves, and who consents beside it. */
export function authoritiesOf({
  authority,
  jointly = [],
}: Pick<TouchItem, 'authority' | 'jointly'>): readonly string[] {
  return [authority, ...jointly.map((each) => each.authority)]
}

/** What an opinion says that works touch, by words or keys: the items of the list, in its order. */
export function itemsMeant<T extends Pick<TouchItem, 'key' | 'touches' | 'named'>>(
  list: readonly T[],
  said: readonly string[],
): readonly T[] {
  return list.filter((item) => said.includes(item.key) || (item.named !== true && said.includes(item.touches)))
}

/** Whether the list, or the four words, know it. */
export function isTouchKnown(list: readonly Pick<TouchItem, 'key'>[], said: string): boolean {
  return (TOUCHED as readonly string[]).includes(said) || list.some(({ key }) => key === said)
}

/** who may say that works touch this. */
export function remitOf({ authority, remit }: Pick<TouchItem, 'authority' | 'remit'>): readonly string[] {
  return remit ?? [authority]
}

/** Why a promise may not replace an approval for works of this length, or where lanes are closed; Chinese. */
export function beyondLimits(
  { limits }: Pick<TouchItem, 'limits'>,
  { lengthMetres, lanesClosed }: { readonly lengthMetres: number; readonly lanesClosed: boolean },
): string | undefined {
  if (limits?.metres !== undefined && lengthMetres > limits.metres)
    return `限 ${limits.metres} 米以内，踏勘为 ${lengthMetres} 米`
  return limits?.lanesOpen === true && lanesClosed ? '封闭车道的不适用' : undefined
}

/** The same stretch however it is written, from either end. */
export function isSameSection(a: RoadSection, b: RoadSection, roadKeys: RoadKeys = roadKey): boolean {
  const keyOf = ({ road, from, to }: RoadSection) =>
    [roadKeys(road), ...[from, to].map(roadKey).sort((one, other) => (one < other ? -1 : 1))].join('\n')
  return keyOf(a) === keyOf(b)
}
