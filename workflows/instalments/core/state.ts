import type {
  InstalmentWish,
  Movement,
  PlanProposal,
  PlanSide,
  SignedPlan,
} from '../../../domain/instalments/agreement.ts'
import { otherSide, sumFen } from '../../../domain/instalments/agreement.ts'
import { instalmentDeadlineId, isPaid } from '../../../domain/instalments/instalments.ts'
import type { InstalmentPlan, InstalmentsStatus, ServiceEnd } from '../../../domain/instalments/instalments.ts'
import type { MatterState } from '../../../domain/matter/matter.ts'

/** a line's instalments; plain JSON. What is optional is of those that both sides sign, since 0.8. */
export interface InstalmentsState extends MatterState, InstalmentPlan {
  readonly status: InstalmentsStatus
  /** Of the city's time, for dates. */
  readonly utcOffsetMinutes: number
  /** How many plans have been proposed. */
  readonly proposed?: number
  readonly proposal?: PlanProposal
  readonly declinedAt?: string
  /** In their order; the last is in force, those before it stay. */
  readonly plans?: readonly SignedPlan[]
  /** building first is recorded. */
  readonly built?: {
    readonly at: string
    readonly builtOn: string
    readonly unpaidFen: number
    readonly builtFirst: boolean
  }
  readonly receipts?: readonly Movement[]
  readonly refunds?: readonly Movement[]
  /** When the whole deposit had been received. */
  readonly depositedAt?: string
  /** of the service, since when. */
  readonly ended?: { readonly at: string; readonly why: ServiceEnd }
  readonly givenUp?: { readonly at: string; readonly reason: string; readonly org: string }
  readonly released?: {
    readonly at: string
    readonly reason: string
    readonly org: string
    readonly remainingFen: number
  }
}

export function statusOf(state: InstalmentsState): InstalmentsStatus {
  if (state.released !== undefined) return 'released'
  if (state.givenUp !== undefined) return 'givenUp'
  if (hasFallen(state)) return ofEnded(state)
  if (state.wished !== undefined && planNumber(state) === 0)
    return state.proposal === undefined ? 'offering' : 'signing'
  if (state.wished?.mode === 'deposit') return ofDeposit(state)
  if (isPaid(state)) return 'paid'
  if (!state.confirmed) return 'unconfirmed'
  return isOverdue(state) ? 'overdue' : 'paying'
}

/** the service has ended, and no works that are owed had been built. */
export function hasFallen({ ended, wished, built }: Pick<InstalmentsState, 'ended' | 'wished' | 'built'>): boolean {
  return ended !== undefined && (wished?.mode === 'deposit' || built === undefined)
}

/** Of works that are to be paid later the utility says whether it had built; all else is settled with the last fen. */
function ofEnded(state: InstalmentsState): InstalmentsStatus {
  if (planNumber(state) === 0) return 'lapsed'
  if (leftFenOf(state) > 0) return 'settling'
  return state.wished?.mode === 'deposit' || (state.receipts ?? []).length > 0 ? 'lapsed' : 'settling'
}

/** Of what the user paid, what the utility has not given back. */
export function leftFenOf({ receipts = [], refunds = [] }: Pick<InstalmentsState, 'receipts' | 'refunds'>): number {
  return sumFen(receipts) - sumFen(refunds)
}

function ofDeposit(state: InstalmentsState): InstalmentsStatus {
  if (state.depositedAt === undefined) return 'depositing'
  if (isPaid(state)) return 'refunded'
  return isOverdue(state) ? 'overdue' : 'refunding'
}

function isOverdue(state: InstalmentsState): boolean {
  return state.parts.some(
    ({ paidOn }, index) =>
      paidOn === undefined &&
      state.deadlines[instalmentDeadlineId(index + 1, planNumber(state))]?.passedAt !== undefined,
  )
}

/** Whom it waits for: whoever is to sign above all. */
export function awaitedOf(state: InstalmentsState): readonly string[] {
  const { status, utility, wished, proposal } = state
  const signing = proposal === undefined || isOver(state) ? [] : [answererOf(proposal.by, utility)]
  return [...new Set([...signing, ...owing(status, utility, wished)])].sort()
}

function owing(status: InstalmentsStatus, utility: string, wished: InstalmentWish | undefined): readonly string[] {
  switch (status) {
    case 'offering':
    case 'unconfirmed':
    case 'refunding':
    case 'settling':
      return [utility]
    case 'depositing':
    case 'paying':
      return ['applicant']
    case 'overdue':
      return [wished?.mode === 'deposit' ? utility : 'applicant']
    case 'signing':
    case 'paid':
    case 'refunded':
    case 'released':
    case 'givenUp':
    case 'lapsed':
      return []
  }
}

/** The organisation, or `applicant`, that answers what a side proposed. */
export function answererOf(by: PlanSide, utility: string): string {
  return otherSide(by) === 'user' ? 'applicant' : utility
}

export function isOver({ status }: Pick<InstalmentsState, 'status'>): boolean {
  return ['paid', 'refunded', 'released', 'givenUp', 'lapsed'].includes(status)
}

/** Which plan is in force: 1 where a case agreed on it; 0 where none is signed yet. */
export function planNumber({ wished, plans }: Pick<InstalmentsState, 'wished' | 'plans'>): number {
  return wished === undefined ? 1 : (plans?.at(-1)?.number ?? 0)
}

/** Towards the parts: what the user paid, or the utility gave back. */
export function movedOf({ wished, receipts = [], refunds = [] }: InstalmentsState): readonly Movement[] {
  return wished?.mode === 'deposit' ? refunds : receipts
}

/** What is still to come in: of the plan in force. */
export function toReceiveFen(state: InstalmentsState): number {
  return sumFen(state.parts) - sumFen(state.receipts ?? [])
}

export function offerId(state: Pick<InstalmentsState, 'proposed'>): string {
  return `offer:${(state.proposed ?? 0) + 1}`
}

export function signingId(proposal: number): string {
  return `signing:${proposal}`
}

/** From when what was agreed is owed: the works built, or the deposit taken. */
export function owedSince({ wished, built, depositedAt }: InstalmentsState): string | undefined {
  return wished?.mode === 'deposit' ? depositedAt : built?.at
}
