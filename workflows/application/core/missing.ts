import { missingOf } from '../../../domain/demand/demand-missing.ts'
import type { CaseState, Line, PartyState } from './case-state.ts'
import { isHeldUp, isInVisit, isOutsideVisit, isWholeHeldUp } from './held-up.ts'
import { isFound, linesOf } from './lines.ts'

/** nothing is missing and nothing is in doubt. */
export function isComplete(state: CaseState): boolean {
  if (isWholeHeldUp(state)) return false
  return state.warnings.length === 0 && missingDemand(state, state.registration.form, isTaken).length === 0
}

/** what is held up waits by itself. */
function isTaken(line: Line): boolean {
  return !isHeldUp(line)
}

/** what the demand still lacks, of the services that were not dropped. */
export function missingDemand(
  state: CaseState,
  form = state.registration.form,
  of: (line: Line) => boolean = () => true,
): readonly string[] {
  const wanted = new Set<string>(
    linesOf(state)
      .filter((line) => line.status !== 'withdrawn' && of(line))
      .map((line) => line.service),
  )
  return missingOf(form, state.asked).filter((field) => wanted.has(field.split('.')[1] ?? ''))
}

/** a utility whose services were all dropped is waited for no more; nor before its demand is pushed. */
export function isAwaited(state: CaseState, party: PartyState): boolean {
  return (
    party.kind === 'authority' ||
    linesOf(state).some((line) => line.utility === party.org && line.status !== 'withdrawn' && line.held === undefined)
  )
}

/** whom the letter asks to come. */
export function comes(state: CaseState, party: PartyState): boolean {
  return isAwaited(state, party) && !isOutsideVisit(state, party) && party.excused === undefined
}

/**
 * R-13: the parties whose opinion the survey still waits for; where it was waived the utilities' word (R-11), in cases
 * of before 0.7 none's.
 */
export function missingOpinions(state: CaseState): readonly string[] {
  const waived = state.survey?.waived !== undefined
  if (waived && state.convenes === undefined) return []
  return Object.values(state.parties)
    .filter((party) => party.opinionRequired && isUnheard(state, party.org) && isAwaited(state, party))
    .filter((party) => !isOutsideVisit(state, party))
    .filter(({ kind }) => !waived || kind === 'utility')
    .map((party) => party.org)
}

/** Nothing of it yet; or, before the survey closes, what an authority's finding contradicts. */
function isUnheard(state: CaseState, org: string): boolean {
  const filed = state.opinions[org]
  if (filed === undefined || lacksLine(state, org, filed.opinion.lines ?? [])) return true
  return (filed.opinion.lines ?? []).some(
    ({ line, connectable }) => connectable && isUndecided(state, line) && isFound(state, line),
  )
}

/** a service that joined the visit after its utility had spoken of its others. */
function lacksLine(state: CaseState, org: string, said: readonly { readonly line: string }[]): boolean {
  if (state.holdsByService === undefined) return false
  return linesOf(state).some(
    (line) =>
      line.utility === org &&
      isInVisit(line) &&
      isUndecided(state, line.id) &&
      !said.some((each) => each.line === line.id),
  )
}

function isUndecided({ lines }: CaseState, id: string): boolean {
  const line = lines[id]
  return line?.status === 'surveying' || (line?.status === 'awaitingOpinion' && line.resurvey === undefined)
}
