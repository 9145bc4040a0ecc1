/** what a matter records of how its case stands. */
import type { CaseStanding, InstalmentsBody } from '../../../domain/instalments/instalments.ts'
import type { ApplicantSide } from '../../../domain/actor/applicant-side.ts'
import { marked, settled } from '../../../domain/matter/matter.ts'
import type { InstalmentsEvent } from '../../../domain/instalments/instalments.ts'
import { isOver, leftFenOf, planNumber, signingId, statusOf } from './state.ts'
import type { InstalmentsState } from './state.ts'

/** Its clock. */
export const SETTLEMENT = 'settlement'

/** Nothing where it knows it already, is over, or was agreed in the case itself. */
export function followed(state: InstalmentsState, { side, parties, ended }: CaseStanding): readonly InstalmentsBody[] {
  if (state.wished === undefined || state.closedAt !== undefined || isOver(state)) return []
  const moved: InstalmentsBody[] = sameSide(state.side, side)
    ? []
    : [{ type: 'userSideChanged', rule: 'R-01', data: { side, parties } }]
  if (ended === undefined || state.ended !== undefined) return moved
  const data = { why: ended, leftFen: leftFenOf(state), effect: effectOn(state) }
  return [...moved, { type: 'serviceEnded', rule: 'R-37', data }]
}

function sameSide(one: ApplicantSide, other: ApplicantSide): boolean {
  return one.applicant === other.applicant && one.intake === other.intake && one.channel === other.channel
}

function effectOn(state: InstalmentsState): 'lapses' | 'settles' | 'stands' {
  switch (statusOf({ ...state, ended: { at: '', why: 'dropped' } })) {
    case 'lapsed':
      return 'lapses'
    case 'settling':
      return 'settles'
    default:
      return 'stands'
  }
}

/** nobody is bound by what a side before them proposed: the utility may offer anew. */
export function sideChanged(
  state: InstalmentsState,
  { at, data }: Extract<InstalmentsEvent, { type: 'userSideChanged' }>,
): InstalmentsState {
  const { proposal, ...rest } = state
  const changed = { ...rest, ...data }
  if (proposal === undefined) return changed
  if (proposal.by === 'utility') return { ...changed, proposal }
  const deadlines = marked(state.deadlines, signingId(proposal.number), { supersededAt: at })
  return { ...changed, declinedAt: at, deadlines }
}

/** what was not signed lapses; what was signed is settled, or stands where the works were built before. */
export function serviceEnded(
  state: InstalmentsState,
  { at, data: { why, effect } }: Extract<InstalmentsEvent, { type: 'serviceEnded' }>,
): InstalmentsState {
  const ended = { at, why }
  if (effect === 'stands') return { ...state, ended }
  const { proposal: _answeredByNobody, ...rest } = state
  return { ...rest, ended, deadlines: settled(state.deadlines, at) }
}

/** the utility's clock is met when nothing is left to settle. */
export function withSettlement(state: InstalmentsState, at: string): InstalmentsState {
  if (state.ended === undefined || statusOf(state) === 'settling' || planNumber(state) === 0) return state
  const clock = state.deadlines[SETTLEMENT]
  if (clock === undefined || clock.metAt !== undefined) return state
  return { ...state, deadlines: marked(state.deadlines, SETTLEMENT, { metAt: at }) }
}
