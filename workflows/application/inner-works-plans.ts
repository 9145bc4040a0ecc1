import { applicantSideOf } from '../../domain/actor/applicant-side.ts'
import { partiesOf } from '../../domain/case/parties.ts'
import type { InstalmentPlan } from '../../domain/instalments/instalments.ts'
import type { CaseState, Line } from './case-state.ts'
import { linesOf } from './case-state.ts'

/**
 * the plan of each line that has one, as it stands. A connected line's is owed; of a dropped one its utility says
 * whether the inner works were built.
 */
export function instalmentPlansOf(state: CaseState): readonly InstalmentPlan[] {
  return linesOf(state).flatMap((line) => planOf(state, line))
}

function planOf(state: CaseState, { id: line, service, utility, status, innerWorks }: Line): readonly InstalmentPlan[] {
  if (innerWorks?.parts === undefined) return []
  return [
    {
      serviceNumber: state.serviceNumber,
      line,
      service,
      utility,
      parts: innerWorks.parts,
      agreedAt: innerWorks.agreedAt ?? state.registeredAt,
      confirmed: status === 'connected',
      side: applicantSideOf(state.registration, state.registeredBy),
      parties: partiesOf(state),
    },
  ]
}
