import { defined } from '../defined.ts'
import { commonSection, roadKey } from './road-section.ts'
import type { CommonSection, RoadKeys, RoadSection } from './road-section.ts'
import type { LineId } from '../case/service.ts'
import { yearsLater } from './years-later.ts'

/** One line of one case. */
export interface LineRef {
  readonly serviceNumber: string
  readonly line: LineId
}

/**
 * outer works on one stretch of road. Dates are YYYY-MM-DD in the city, inclusive, and null until somebody signed
 * them; instants are ISO UTC.
 */
export interface RoadWorks extends LineRef, RoadSection {
  readonly utility: string
  readonly worksFrom: string | null
  readonly worksTo: string | null
  /** Works started: the road was opened. */
  readonly openedAt: string | null
  readonly completedAt: string | null
  /** The road was put back as it was. */
  readonly restoredAt: string | null
  /** With whom this line agreed to share its trench. */
  readonly agreedWith: readonly LineRef[]
}

/** Dates, inclusive. */
interface DateWindow {
  readonly from: string
  readonly to: string
}

/** Two works that could open the road once; `first` is the earlier service number and line. */
export interface SharedTrench {
  readonly first: RoadWorks
  readonly second: RoadWorks
  readonly section: CommonSection
  /** When both are at work; undefined where their dates do not meet or are not known yet. */
  readonly window?: DateWindow
  /** `share`: same time and place. `align`: the dates should be brought together. `settle`: dates are not known yet. */
  readonly advice: 'share' | 'align' | 'settle'
  /** Who said yes: `both` is what makes it agreed. */
  readonly agreed: 'none' | 'first' | 'second' | 'both'
}

/** a road that was opened lately and is to be opened again before `until`. */
export interface OpenedLately {
  readonly works: RoadWorks
  readonly earlier: RoadWorks
  readonly section: CommonSection
  /** When the earlier works closed the road, or opened it where that is not known; ISO UTC. */
  readonly since: string
  /** YYYY-MM-DD: the moratorium's last day. */
  readonly until: string
}

export interface JointPlan {
  readonly trenches: readonly SharedTrench[]
  readonly openedLately: readonly OpenedLately[]
}

export interface PlanTerms {
  /** Years in which a road is not opened again. */
  readonly moratoriumYears: number
  /** YYYY-MM-DD, for works whose dates are not known. */
  readonly today: string
  /** Of an instant in the city. */
  readonly dateOf: (instant: string) => string
  /** Which road a name means in the city; by its spelling alone, unless told. */
  readonly roadKeys?: RoadKeys
}

/** what the works of one case (`own`) have in common with each other and with those of other cases (`others`). */
export function jointPlan(own: readonly RoadWorks[], others: readonly RoadWorks[], terms: PlanTerms): JointPlan {
  const pairs = [
    ...own.flatMap((one, index) => own.slice(index + 1).map((other) => [one, other] as const)),
    ...own.flatMap((one) => others.map((other) => [one, other] as const)),
  ]
  const both = pairs.filter(([one, other]) => !isSameLine(one, other))
  return {
    trenches: unique(
      both.flatMap(([one, other]) => sharedTrench(one, other, terms)),
      terms.roadKeys ?? roadKey,
    ),
    openedLately: both.flatMap(([one, other]) => [
      ...openedLately(one, other, terms),
      ...(one.serviceNumber === other.serviceNumber ? openedLately(other, one, terms) : []),
    ]),
  }
}

/** Works that are over share no trench. */
function sharedTrench(one: RoadWorks, other: RoadWorks, { roadKeys = roadKey }: PlanTerms): SharedTrench[] {
  const section = commonSection(one, other, { keyOf: roadKeys })
  if (section === undefined || isOver(one) || isOver(other)) return []
  const [first, second] = keyOf(one) < keyOf(other) ? ([one, other] as const) : ([other, one] as const)
  const window = commonWindow(first, second)
  const known = [first, second].every(({ worksFrom, worksTo }) => worksFrom !== null && worksTo !== null)
  return [
    {
      first,
      second,
      section,
      agreed: agreement(first, second),
      advice: window !== undefined ? 'share' : known ? 'align' : 'settle',
      ...defined({ window }),
    },
  ]
}

function openedLately(
  works: RoadWorks,
  earlier: RoadWorks,
  { moratoriumYears, today, dateOf, roadKeys = roadKey }: PlanTerms,
): OpenedLately[] {
  const section = commonSection(works, earlier, { keyOf: roadKeys })
  const since = earlier.restoredAt ?? earlier.completedAt
  if (section === undefined || since === null || works.completedAt !== null || works.restoredAt !== null) return []
  // Whose works ran at the same time opened the road once.
  if (works.openedAt !== null && Date.parse(works.openedAt) <= Date.parse(since)) return []
  const until = yearsLater(dateOf(since), moratoriumYears)
  const day = works.openedAt === null ? later(works.worksFrom ?? today, today) : dateOf(works.openedAt)
  return day <= until ? [{ works, earlier, section, since, until }] : []
}

function commonWindow(a: RoadWorks, b: RoadWorks): DateWindow | undefined {
  if (a.worksFrom === null || a.worksTo === null || b.worksFrom === null || b.worksTo === null) return undefined
  const [from, to] = [later(a.worksFrom, b.worksFrom), a.worksTo < b.worksTo ? a.worksTo : b.worksTo]
  return from <= to ? { from, to } : undefined
}

function agreement(first: RoadWorks, second: RoadWorks): SharedTrench['agreed'] {
  const [one, other] = [hasAgreed(first, second), hasAgreed(second, first)]
  return one && other ? 'both' : one ? 'first' : other ? 'second' : 'none'
}

function hasAgreed({ agreedWith }: RoadWorks, other: LineRef): boolean {
  return agreedWith.some((ref) => isSameLine(ref, other))
}

/** Two sections of a line may meet the same section of another: told once. */
function unique(trenches: readonly SharedTrench[], roadKeys: RoadKeys): readonly SharedTrench[] {
  const rank = { same: 0, overlapping: 1, sameRoad: 2 } as const
  const best = new Map<string, SharedTrench>()
  for (const trench of trenches) {
    const key = [
      keyOf(trench.first),
      keyOf(trench.second),
      roadKeys(trench.section.road),
      ...(trench.section.closeness === 'sameRoad' ? [] : [trench.section.from, trench.section.to]),
    ].join('\n')
    if (rank[trench.section.closeness] < rank[best.get(key)?.section.closeness ?? 'sameRoad'] || !best.has(key))
      best.set(key, trench)
  }
  return [...best.values()]
}

function isOver({ completedAt, restoredAt }: RoadWorks): boolean {
  return completedAt !== null || restoredAt !== null
}

function isSameLine(a: LineRef, b: LineRef): boolean {
  return a.serviceNumber === b.serviceNumber && a.line === b.line
}

function keyOf({ serviceNumber, line }: LineRef): string {
  return `${serviceNumber}/${line}`
}

function later(a: string, b: string): string {
  return a > b ? a : b
}
