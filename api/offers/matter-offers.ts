import { lineWords } from '../../domain/case/service.ts'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { MatterKind, MatterState } from '../../domain/matter/matter.ts'
import { refusalOf } from '../../workflows/lib/core/choices.ts'
import { logicOf } from '../../workflows/core/matter-logics.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { offerOf } from '../../workflows/matter/core/matter-logic.ts'
import { actorOf, requireRole } from '../auth/caller.ts'
import type { Caller } from '../auth/caller.ts'
import type { MatterApi } from '../matters/matter-api.ts'
import { hrefOfAct } from '../views/act-address.ts'
import type { Offers } from '../views/offers.schema.ts'
import { writingFor } from '../views/writing.ts'
import { offersView } from './offers-view.ts'
import type { Found } from './offers-view.ts'

type Described = Omit<Found, 'offer' | 'type'> & { readonly roles: Parameters<typeof requireRole>[1] }

interface Asked {
  readonly caller: Caller
  readonly now: Date
  /** The matter's own address. */
  readonly self: string
}

/** What the caller may do now with a matter, by the rules that will judge it, and why nothing else. */
export function offersOfMatter<Kind extends MatterKind>(
  api: MatterApi<Kind>,
  state: MatterStates[Kind],
  { caller, now, self }: Asked,
): Offers {
  const logic = logicOf(api.kind)
  const found = Object.keys(logic.acts).map((type): Found => {
    const { roles, ...described } = describedIn(api, type, state, self)
    const unfit = refusalOf(() => requireRole(caller, roles))
    const intent = { type, actor: actorOf(caller), at: now.toISOString() }
    return { type, ...described, offer: unfit === undefined ? offerOf(logic, state, intent) : { refusal: unfit } }
  })
  const { nameOf } = writingFor(caller.city, now)
  return offersView(found, (of, value) => {
    if (of === 'resolution') return `第 ${JSON.stringify(value)} 项`
    if (of === 'part') return `第 ${JSON.stringify(value)} 期`
    if (typeof value !== 'string') return JSON.stringify(value)
    const [, utility] = value.split(':')
    return of === 'account' && utility !== undefined ? `${lineWords(value)} · ${nameOf(utility)}` : value
  })
}

/** At its own address, or at that of the application that it goes on from. */
function describedIn<Kind extends MatterKind>(
  { acts, bodies }: MatterApi<Kind>,
  type: string,
  state: MatterState & { readonly serviceNumber?: string },
  self: string,
): Described {
  const [own, body] = [acts[type], bodies[type]]
  if (own !== undefined && body !== undefined) {
    const { name, rule, path, roles } = own
    return { name, rule, roles, body, href: `${self}/${path}` }
  }
  const act = type as ActType
  const { name, rule, roles } = ACTS[act]
  return { name, rule, roles, body: ACT_BODIES[act], href: hrefOfAct(state.serviceNumber ?? '', act) }
}
