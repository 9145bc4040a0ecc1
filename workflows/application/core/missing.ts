import { missingOf } from '../../../domain/demand/demand-missing.ts'
import type { CaseState, PartyState } from './case-state.ts'
import { linesOf } from './lines.ts'

/** nothing is missing and nothing is in doubt. */
export function isComplete(state: CaseState): boolean {
  return state.warnings.length === 0 && missingDemand(state).length === 0
}

/** what the demand still lacks, of the services that were not dropped. */
export function missingDemand(state: CaseState, form = state.registration.form): readonly string[] {
  const wanted = new Set<string>(
    linesOf(state)
      .filter((line) => line.status !== 'withdrawn')
      .map((line) => line.service),
  )
  return missingOf(form, state.asked).filter((field) => wanted.has(field.split('.')[1] ?? ''))
}

/** a utility whose services were all dropped is waited for no more. */
export function isAwaited(state: CaseState, party: PartyState): boolean {
  return (
    party.kind === 'authority' ||
    linesOf(state).some((line) => line.utility === party.org && line.status !== 'withdrawn')
  )
}

/** the parties whose opinion the survey still waits for: none where it was waived. */
export function missingOpinions(state: CaseState): readonly string[] {
  if (state.survey?.waived !== undefined) return []
  return Object.values(state.parties)
    .filter((party) => party.opinionRequired && state.opinions[party.org] === undefined && isAwaited(state, party))
    .map((party) => party.org)
}
