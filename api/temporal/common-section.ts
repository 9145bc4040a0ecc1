import { roadWorksOn } from '../../db/queries/road-works.ts'
import { allNamesOf, roadKeysIn } from '../../domain/city/city-parts.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import { commonSection } from '../../domain/trench/road-section.ts'
import type { RoadSection } from '../../domain/trench/road-section.ts'
import type { ActFacts } from '../../workflows/application/core/act-rule.ts'
import { roadWorksOf } from '../../workflows/application/core/trench.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { polled } from './polled.ts'
import { readCase } from './read-case.ts'
import { SETTLED_MS } from './settled.ts'

/**
 * what a line has in common with one of another case, whose works are not over; a case knows its own only. What
 * was filed a moment ago is waited for.
 */
export async function commonSectionFacts(
  deps: Dependencies,
  caller: Caller,
  serviceNumber: string,
  body: ActBodies['agreeSharedTrench'],
): Promise<{ facts?: ActFacts }> {
  if (body.with.serviceNumber === serviceNumber) return { facts: { centimetres: true } }
  const common = await polled(SETTLED_MS, () => commonSectionOf(deps, caller, serviceNumber, body))
  return common === undefined
    ? {}
    : { facts: { commonSection: { road: common.road, from: common.from, to: common.to } } }
}

async function commonSectionOf(
  deps: Dependencies,
  { city }: Caller,
  serviceNumber: string,
  { line, with: other }: ActBodies['agreeSharedTrench'],
): Promise<RoadSection | undefined> {
  const own = roadWorksOf(await readCase(deps, serviceNumber)).filter((works) => works.line === line)
  const others = await roadWorksOn(deps.database, {
    city: city.key,
    roads: allNamesOf(
      city,
      own.map((works) => works.road),
    ),
    serviceNumber: other.serviceNumber,
    limit: 200,
  })
  const open = others.filter(
    (works) => works.line === other.line && works.completedAt === null && works.restoredAt === null,
  )
  return own.flatMap((one) => open.flatMap((works) => commonSection(one, works, { keyOf: roadKeysIn(city) }) ?? []))[0]
}
