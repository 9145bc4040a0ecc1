/** how what both sides sign, and the money that moves by it, change the matter. */
import { allocated, sumFen } from '../../../domain/instalments/agreement.ts'
import type { Movement, PlanSignature, SignedPlan } from '../../../domain/instalments/agreement.ts'
import { defined } from '../../../domain/defined.ts'
import { instalmentDeadlineId } from '../../../domain/instalments/instalments.ts'
import type { InstalmentsEvent } from '../../../domain/instalments/instalments.ts'
import { marked, settled } from '../../../domain/matter/matter.ts'
import type { MatterState } from '../../../domain/matter/matter.ts'
import { movedOf, offerId, planNumber, signingId } from './state.ts'
import type { InstalmentsState } from './state.ts'

const TYPES = [
  'planProposed',
  'planSigned',
  'planDeclined',
  'moneyReceived',
  'moneyRefunded',
  'instalmentsGivenUp',
] as const
type AgreementEvent = Extract<InstalmentsEvent, { type: (typeof TYPES)[number] }>
type Of<T extends AgreementEvent['type']> = Extract<AgreementEvent, { type: T }>

export function isOfAgreement(event: InstalmentsEvent): event is AgreementEvent {
  return TYPES.some((type) => type === event.type)
}

export function foldAgreement(state: InstalmentsState, event: AgreementEvent): InstalmentsState {
  const { at } = event
  switch (event.type) {
    case 'planProposed':
      return proposed(state, event)
    case 'planSigned':
      return signed(state, event)
    case 'planDeclined': {
      const { proposal: _answered, ...rest } = state
      const ended = event.data.by === 'party' ? { metAt: at } : {}
      return { ...rest, declinedAt: at, deadlines: marked(state.deadlines, signingId(event.data.plan), ended) }
    }
    case 'moneyReceived': {
      const { amountFen, receivedOn: on } = event.data
      const next = { ...state, receipts: [...(state.receipts ?? []), { amountFen, on }] }
      return state.wished?.mode === 'deposit' ? deposited(next, at) : moved(next, at)
    }
    case 'moneyRefunded': {
      const { amountFen, refundedOn: on } = event.data
      const next = { ...state, refunds: [...(state.refunds ?? []), { amountFen, on }] }
      // Of a service that has ended no part is due any more.
      return state.ended === undefined ? moved(next, at) : next
    }
    case 'instalmentsGivenUp':
      return { ...state, givenUp: { at, ...event.data }, deadlines: settled(state.deadlines, at) }
  }
}

/** The utility's own offer meets its clock; the user's makes it needless. */
function proposed(state: InstalmentsState, { at, data }: Of<'planProposed'>): InstalmentsState {
  const { plan: number, by, parts, reason } = data
  const offered = by === 'utility' ? { metAt: at } : { supersededAt: at }
  return {
    ...state,
    proposed: number,
    proposal: { number, by, parts, ...defined({ reason }), signature: signatureOf(at, data) },
    deadlines: state.deadlines[offerId(state)] === undefined ? state.deadlines : mark(state, offerId(state), offered),
  }
}

function mark({ deadlines }: InstalmentsState, id: string, change: Parameters<typeof marked>[2]) {
  return marked(deadlines, id, change)
}

/** the plan before is over and so are its clocks; what was paid by it is kept. */
function signed(state: InstalmentsState, { at, data }: Of<'planSigned'>): InstalmentsState {
  const { proposal, plans = [], ...rest } = state
  if (proposal === undefined) throw new Error('no plan was proposed')
  const plan: SignedPlan = { ...proposal, countersignature: signatureOf(at, data) }
  const next: InstalmentsState = {
    ...rest,
    plans: [...plans, plan],
    agreedAt: plans.length === 0 ? at : state.agreedAt,
    deadlines: marked(withoutPlan(state, at), signingId(proposal.number), { metAt: at }),
    parts: allocated(plan.parts, movedOf(state)),
  }
  return state.wished?.mode === 'deposit' ? deposited(next, at) : next
}

function withoutPlan(state: InstalmentsState, at: string): MatterState['deadlines'] {
  const number = planNumber(state)
  const own = state.parts.map((_, index) => instalmentDeadlineId(index + 1, number))
  const running = Object.fromEntries(Object.entries(state.deadlines).filter(([id]) => own.includes(id)))
  return { ...state.deadlines, ...settled(running, at) }
}

function signatureOf(
  at: string,
  { org, signer, signedOn, scanSha256 }: Omit<PlanSignature, 'at'> & { readonly scanSha256?: string },
): PlanSignature {
  return { at, org, signer, signedOn, ...defined({ scanSha256 }) }
}

/** The parts as they stand after a movement; the clocks of those that are whole now are met. */
function moved(state: InstalmentsState, at: string): InstalmentsState {
  const plan = state.plans?.at(-1)
  if (plan === undefined) throw new Error('no plan was signed')
  const parts = allocated(plan.parts, movedOf(state))
  const whole = parts.flatMap(({ paidOn }, index) =>
    paidOn !== undefined && state.parts[index]?.paidOn === undefined
      ? [instalmentDeadlineId(index + 1, plan.number)]
      : [],
  )
  return { ...state, parts, deadlines: whole.reduce((all, id) => marked(all, id, { metAt: at }), state.deadlines) }
}

function deposited(state: InstalmentsState, at: string): InstalmentsState {
  if (state.depositedAt !== undefined) return state
  return totalOf(state.receipts) < sumFen(state.parts) ? state : { ...state, depositedAt: at }
}

function totalOf(movements: readonly Movement[] = []): number {
  return sumFen(movements)
}
