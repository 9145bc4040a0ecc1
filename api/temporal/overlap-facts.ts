import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseError } from '../../db/database-error.ts'
import { roadWorksOn } from '../../db/queries/road-works.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { LineId } from '../../domain/case/service.ts'
import { allNamesOf, roadKeysIn } from '../../domain/city/city-parts.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { Opinion } from '../../domain/survey/opinion.schema.ts'
import type { FoundOverlap } from '../../domain/trench/overlap.ts'
import type { RoadWorks } from '../../domain/trench/joint-plan.ts'
import { commonSection } from '../../domain/trench/road-section.ts'
import type { RoadSection } from '../../domain/trench/road-section.ts'
import type { ActFacts } from '../../workflows/application/core/act-rule.ts'
import type { Dependencies } from '../dependencies.ts'

const MOST_OTHERS = 200
/** Told of one act; the joint plan has all. */
const MOST_TOLD = 20
/** So long an act waits for it. */
const PATIENCE_MS = 1_000

interface Planned {
  readonly line: LineId
  readonly section: RoadSection
}

/**
 * whose works of other cases lie on the stretches that an opinion names. Not told while PostgreSQL is away: acts
 * do not wait for it, and the joint plan shows them all the same.
 */
export async function overlapFacts(
  { database }: Pick<Dependencies, 'database'>,
  city: City,
  serviceNumber: string,
  planned: readonly Planned[],
): Promise<ActFacts> {
  if (planned.length === 0) return {}
  const roads = allNamesOf(
    city,
    planned.map(({ section }) => section.road),
  )
  const asked = roadWorksOn(database, { city: city.key, roads, limit: MOST_OTHERS }).catch((error: unknown) => {
    if (error instanceof DatabaseError && error.unavailable) return undefined
    throw error
  })
  const others = (await Promise.race([asked, sleep(PATIENCE_MS, undefined, { ref: false })])) ?? []
  const open = others.filter(
    (works) => works.serviceNumber !== serviceNumber && works.completedAt === null && works.restoredAt === null,
  )
  const found = planned.flatMap((one) => open.flatMap((works) => overlapOf(one, works, city)))
  const once = new Map(found.map((each) => [`${each.line}\n${each.with.serviceNumber}\n${each.with.line}`, each]))
  const overlaps = [...once.values()].slice(0, MOST_TOLD)
  return overlaps.length === 0 ? {} : { overlaps }
}

function overlapOf({ line, section: own }: Planned, works: RoadWorks, city: City): FoundOverlap[] {
  const common = commonSection(own, works, { keyOf: roadKeysIn(city) })
  if (common === undefined) return []
  const { closeness, ...section } = common
  const { serviceNumber, line: theirs, utility } = works
  return [{ line, with: { serviceNumber, line: theirs }, utility, section, closeness }]
}

/** The stretches that an act plans works on; none of most acts. */
export function plannedBy(type: ActType, body: ActBodies[ActType]): readonly Planned[] {
  switch (type) {
    case 'fileOpinion':
      return plannedIn((body as ActBodies['fileOpinion']).lines)
    case 'fileJointRecord':
      return (body as ActBodies['fileJointRecord']).opinions.flatMap(({ opinion }) => plannedIn(opinion.lines))
    case 'fileResurvey':
      return plannedIn([body as ActBodies['fileResurvey']])
    default:
      return []
  }
}

function plannedIn(lines: Opinion['lines'] = []): readonly Planned[] {
  return lines.flatMap(({ line, outerWorks }) => (outerWorks?.sections ?? []).map((section) => ({ line, section })))
}
