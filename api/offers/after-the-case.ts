/** what a closed case's own addresses still take, for what outlives it (`api/after-the-case`). */
import { findMatter, listMatters } from '../../db/queries/matters.ts'
import type { ActType } from '../../domain/act/act.ts'
import { defined } from '../../domain/defined.ts'
import { instalmentsId } from '../../domain/instalments/instalments.ts'
import { requireUnpaid } from '../../domain/instalments/payment.ts'
import type { Refusal } from '../../domain/problem.ts'
import { instalmentPlansOf, paymentOffer } from '../../workflows/application/core/inner-works.ts'
import type { Intent } from '../../workflows/application/core/act-rule.ts'
import { offerOf } from '../../workflows/application/core/can.ts'
import { inspectionOffer } from '../../workflows/application/core/supervision.ts'
import { INSTALMENTS } from '../../workflows/instalments/core/acts.ts'
import { LATER_INSPECTION } from '../../workflows/later-inspection/core/acts.ts'
import type { LaterInspectionBodies } from '../../workflows/later-inspection/core/acts.ts'
import { refusalOf } from '../../workflows/lib/core/choices.ts'
import type { Offer, Option } from '../../workflows/lib/core/choices.ts'
import { offerOf as offerOfMatter } from '../../workflows/matter/core/matter-logic.ts'
import { actorOf } from '../auth/caller.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'

/** Of one case; further ones are found at their own addresses. */
const MOST_INSPECTIONS = 200

/** Throws `DatabaseError`. */
export async function offerAfterTheCase(
  deps: Dependencies,
  type: ActType,
  state: CaseState,
  caller: Caller,
): Promise<Offer> {
  const intent = { actor: actorOf(caller), at: deps.now().toISOString() }
  switch (type) {
    case 'fileInspection':
      return inspectionOffer(state, { ...intent, type }, caller.city)
    case 'recordPayment':
      return laterPayment(deps, state, { ...intent, type }, caller)
    case 'reportRectified':
    case 'reinspect':
    case 'requestExtension':
    case 'decideExtension':
      return laterRectification(deps, state, { ...intent, type }, caller)
    default:
      return offerOf(state, { ...intent, type }, caller.city)
  }
}

/** By the case as it closed, and the matter that took a plan over. */
async function laterPayment(
  { database }: Dependencies,
  state: CaseState,
  intent: Intent<'recordPayment'>,
  { city }: Caller,
): Promise<Offer> {
  const asClosed = paymentOffer(state, intent, city)
  if (asClosed.refusal !== undefined) return asClosed
  const own = instalmentPlansOf(state).filter(({ utility }) => utility === intent.actor.org)
  const plans = await Promise.all(
    own.map(async ({ line, parts }) => {
      const matter = await findMatter(database, 'instalments', instalmentsId(state.serviceNumber, line))
      const refusal = matter === undefined ? undefined : offerOfMatter(INSTALMENTS, matter, intent).refusal
      return { line, options: partOptions(line, matter?.parts ?? parts, refusal) }
    }),
  )
  const lines = plans.map(({ line, options }): Option => ({ value: line, ...refusedAll(options) }))
  return among(lines, [
    { field: 'line', of: 'line', options: lines },
    { field: 'part', of: 'part', options: plans.flatMap(({ options }) => options) },
  ])
}

/** A paid part says so, whatever became of the rest. */
function partOptions(
  line: string,
  parts: Parameters<typeof requireUnpaid>[0],
  refusal: Refusal | undefined,
): readonly Option[] {
  return parts.map((_part, index) => ({
    value: index + 1,
    line,
    ...defined({ refusal: refusalOf(() => requireUnpaid(parts, index + 1)) ?? refusal }),
  }))
}

async function laterRectification(
  { database }: Dependencies,
  state: CaseState,
  intent: Intent<keyof LaterInspectionBodies>,
  { city }: Caller,
): Promise<Offer> {
  const { items } = await listMatters(database, 'laterInspection', {
    city: city.key,
    equal: { serviceNumber: state.serviceNumber },
    limit: MOST_INSPECTIONS,
  })
  const options = items.flatMap((matter): Option[] => {
    if (matter.order === undefined || matter.closedAt !== undefined) return []
    const { refusal } = offerOfMatter(LATER_INSPECTION, matter, intent)
    return [{ value: matter.order.id, ...defined({ refusal }) }]
  })
  return options.length === 0
    ? offerOf(state, intent, city)
    : among(options, [{ field: 'order', of: 'order', options }])
}

function refusedAll(options: readonly Option[]): { refusal?: Refusal } {
  return options.every(({ refusal }) => refusal !== undefined) ? defined({ refusal: options[0]?.refusal }) : {}
}

/** Where none of them may be named, the refusal of the first whose party the actor is, as `oneOf` has it. */
function among(things: readonly Option[], choices: Extract<Offer, { refusal?: undefined }>['choices']): Offer {
  const refusals = things.flatMap(({ refusal }) => refusal ?? [])
  const refusal = refusals.find(({ code }) => code !== 'not-concerned') ?? refusals[0]
  return refusals.length < things.length || refusal === undefined ? { choices } : { refusal }
}
