import type { ActBodies } from '../../domain/act/act.schema.ts'
import { checkActDates } from '../../domain/act/act-dates.ts'
import type { ActType } from '../../domain/act/act.ts'
import { longestDeadlineOf } from '../../domain/city/city-parts.ts'
import { defined } from '../../domain/defined.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import type { Act } from '../../workflows/application/messages.ts'
import { actorOf } from '../auth/caller.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { commonSectionFacts } from '../temporal/common-section.ts'
import { overlapFacts, plannedBy } from '../temporal/overlap-facts.ts'
import { creditFacts, isAskedForCredit } from '../temporal/credit-facts.ts'
import { correctedBy, correctionFacts } from '../temporal/corrections.ts'
import { isIdentityNeeded, withIdentity } from '../temporal/identity-facts.ts'
import type { ActRequest } from '../temporal/perform-act.ts'
import { requireKnownPerson } from './known-person.ts'

/** What only the calendar can tell of an act's dates; throws a `Refusal`. */
export function checkDates<A extends ActType>(
  { calendars, now }: Pick<Dependencies, 'calendars' | 'now'>,
  { city }: Caller,
  type: A,
  body: ActBodies[A],
): void {
  checkActDates(type, body, {
    hours: city.hours,
    calendar: calendars[city.calendar],
    today: localDate(now().toISOString(), city.hours),
    // Of most acts it is not asked for.
    get longest() {
      return longestDeadlineOf(city)
    },
  })
}

interface Sent {
  readonly serviceNumber: string
  readonly type: ActType
  readonly body: ActBodies[ActType]
  readonly bodyHash: string
  readonly updateId: string
  /** what the sender had seen, `If-Match`. */
  readonly seen?: number | undefined
}

/** As it is put to the case: with who acts, and with what only the API can know at this moment. */
export async function caseAct(
  deps: Dependencies,
  caller: Caller,
  { serviceNumber, type, body, bodyHash, updateId, seen }: Sent,
): Promise<ActRequest> {
  if (type === 'reassignTask') await requireKnownPerson(deps, caller, body as ActBodies['reassignTask'])
  const facts = await factsFor(deps, type, caller, serviceNumber, body)
  const act: Act = { actor: actorOf(caller), bodyHash, body, ...facts, ...defined({ seen }) }
  return { serviceNumber, type, updateId, act }
}

/**
 * What only the API can know at this moment. A retry of an act that was done is answered by the case as before,
 * whatever the credit file says since.
 */
async function factsFor(
  deps: Dependencies,
  type: ActType,
  caller: Caller,
  serviceNumber: string,
  body: ActBodies[ActType],
): Promise<Pick<Act, 'facts'>> {
  if (type === 'agreeSharedTrench')
    return commonSectionFacts(deps, caller, serviceNumber, body as ActBodies['agreeSharedTrench'])
  const overlaps = await overlapFacts(deps, caller.city, serviceNumber, plannedBy(type, body))
  const what = correctedBy(type, caller)
  const corrections = what === undefined ? {} : await correctionFacts(deps, { serviceNumber, what })
  const identified = isIdentityNeeded(type, body)
  const known = identified ? withIdentity(caller, corrections) : corrections
  const facts = { ...known.facts, ...overlaps }
  if (Object.keys(facts).length > 0) return { facts }
  if (identified || what !== undefined) return {}
  return isAskedForCredit(type) ? creditFacts(deps, caller) : {}
}
