import { roadWorksOn } from '../../db/queries/road-works.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { RoadWorks } from '../../domain/trench/joint-plan.ts'
import { allNamesOf, roadKeysIn } from '../../domain/city/city-parts.ts'
import { commonSection } from '../../domain/trench/road-section.ts'
import type { RoadKeys } from '../../domain/trench/road-section.ts'
import type { KnownFacts } from '../../workflows/application/core/act-rule.ts'
import { roadWorksOf } from '../../workflows/application/core/trench.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { correctedBy, correctionFacts } from '../temporal/corrections.ts'
import { creditFacts, isAskedForCredit } from '../temporal/credit-facts.ts'
import { isAskedForIdentity, withIdentity } from '../temporal/identity-facts.ts'

const MOST_OTHERS = 500

/** What the API tells a case with an act of this type, before there is a body. Throws `DatabaseError`. */
export async function knownFacts(
  deps: Dependencies,
  type: ActType,
  caller: Caller,
  state: CaseState,
): Promise<KnownFacts | undefined> {
  if (type === 'agreeSharedTrench') return { shareable: await shareableOf(deps, caller, state) }
  const what = correctedBy(type, caller)
  const { serviceNumber } = state
  const corrections = what === undefined ? {} : await correctionFacts(deps, { serviceNumber, what })
  if (isAskedForIdentity(type)) return withIdentity(caller, corrections).facts
  if (what !== undefined) return corrections.facts
  return isAskedForCredit(type) ? (await creditFacts(deps, caller)).facts : undefined
}

/** whatever other cases have not built yet on the same stretches. */
async function shareableOf(
  { database }: Dependencies,
  { city, org }: Caller,
  state: CaseState,
): Promise<NonNullable<KnownFacts['shareable']>> {
  const own = roadWorksOf(state).filter(({ utility }) => utility === org)
  const others = await roadWorksOn(database, {
    city: city.key,
    roads: allNamesOf(
      city,
      own.map(({ road }) => road),
    ),
    limit: MOST_OTHERS,
  })
  const open = others.filter(
    ({ serviceNumber, completedAt, restoredAt }) =>
      serviceNumber !== state.serviceNumber && completedAt === null && restoredAt === null,
  )
  const pairs = own.flatMap((one) => open.flatMap((other) => sharing(one, other, roadKeysIn(city))))
  return [...new Map(pairs.map((pair) => [JSON.stringify([pair.line, pair.with]), pair])).values()]
}

function sharing(own: RoadWorks, other: RoadWorks, keyOf: RoadKeys): NonNullable<KnownFacts['shareable']> {
  const common = commonSection(own, other, { keyOf })
  if (common === undefined) return []
  const { road, from, to } = common
  return [
    {
      line: own.line,
      with: { serviceNumber: other.serviceNumber, line: other.line },
      section: { road, from, to },
    },
  ]
}
