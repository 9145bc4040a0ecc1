import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { ACT_TYPES, ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { refusalOf } from '../../workflows/lib/core/choices.ts'
import type { Offer } from '../../workflows/lib/core/choices.ts'
import { mayDo, offerOf } from '../../workflows/application/core/can.ts'
import { actorOf, requireRole } from '../auth/caller.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { hrefOfAct } from '../views/act-address.ts'
import type { Offers } from '../views/offers.schema.ts'
import { writingFor } from '../views/writing.ts'
import { offerAfterTheCase } from './after-the-case.ts'
import { caseOptionNames } from './case-options.ts'
import { isAskedForIdentity, withIdentity } from '../temporal/identity-facts.ts'
import { knownFacts } from './known-facts.ts'
import { offersView } from './offers-view.ts'

/** What the caller may do now with a case, by the rules that will judge it, and why nothing else. */
export async function offersOfCase(deps: Dependencies, state: CaseState, caller: Caller): Promise<Offers> {
  const { serviceNumber } = state
  const policy = (await deps.policies.of([serviceNumber], caller.city))(serviceNumber)
  const found = await Promise.all(
    ACT_TYPES.map(async (type) => ({
      type,
      name: ACTS[type].name,
      rule: ACTS[type].rule,
      href: hrefOfAct(serviceNumber, type),
      body: ACT_BODIES[type],
      offer: await offered(deps, type, { state, caller, policy }),
    })),
  )
  return offersView(found, caseOptionNames(state, policy, writingFor(caller.city, deps.now())))
}

interface Asked {
  readonly state: CaseState
  readonly caller: Caller
  readonly policy: City
}

/** What is not known from the case is looked for only where that could still decide. */
async function offered(deps: Dependencies, type: ActType, { state, caller, policy }: Asked): Promise<Offer> {
  const unfit = refusalOf(() => requireRole(caller, ACTS[type].roles))
  if (unfit !== undefined) return { refusal: unfit }
  if (state.closedAt !== undefined) return offerAfterTheCase(deps, type, state, caller)
  // Whom a token vouches for is known without asking anybody.
  const facts = isAskedForIdentity(type) ? withIdentity(caller, {}).facts : undefined
  const intent = { type, actor: actorOf(caller), at: deps.now().toISOString(), facts }
  const refusal = refusalOf(() => mayDo(state, intent, policy))
  if (refusal !== undefined) return { refusal }
  return offerOf(state, { ...intent, facts: await knownFacts(deps, type, caller, state) }, policy)
}
