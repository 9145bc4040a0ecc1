import type { EventBody } from '../../../domain/case/event.ts'
import type { LineId } from '../../../domain/case/service.ts'
import type { Opinion } from '../../../domain/survey/opinion.schema.ts'
import type { CaseState, Line } from './case-state.ts'
import { NO_WORKS_YET, withLines } from './change.ts'
import { isFound, linesOf } from './lines.ts'
import { missingOpinions } from './missing.ts'

/** whether anything may be done by the survey's result: of one line at least. */
export function hasResult(state: CaseState): boolean {
  return state.survey?.closedAt !== undefined || linesOf(state).some(stands)
}

export function stands({ resultAt }: Line): boolean {
  return resultAt !== undefined
}

/**
 * a line's own parties are its utility and the authorities whose opinion is required. Once they have spoken its
 * result stands; where all others have, too, the survey closes with the results of all.
 */
export function resultsStanding(state: CaseState): readonly EventBody[] {
  if (state.convenes === undefined || state.survey?.closedAt !== undefined) return []
  const missing = missingOpinions(state)
  if (missing.length === 0 || missing.some((org) => state.parties[org]?.kind === 'authority')) return []
  const lines = linesOf(state)
    .filter((line) => line.status === 'surveying' && !missing.includes(line.utility))
    .flatMap(({ id, utility }) => resultOf(id, state.opinions[utility]?.opinion))
  return lines.length === 0 ? [] : [{ type: 'lineResultStood', rule: 'R-14', data: { lines } }]
}

function resultOf(line: LineId, opinion: Opinion | undefined) {
  const given = opinion?.lines?.find((each) => each.line === line)
  if (given === undefined) return []
  return [{ line, result: given.connectable ? ('connectable' as const) : ('outerWorks' as const) }]
}

/** Kept with each line whose result stands; not in cases of before 0.7. */
function resultAt({ convenes }: CaseState, at: string) {
  return convenes === undefined ? {} : { resultAt: at }
}

/** What is surveyed again waits for that. */
export function decideLines(state: CaseState, opinion: Opinion, at: string): CaseState {
  return (opinion.lines ?? []).reduce(
    (next, line) =>
      withLines(next, [line.line], (current) =>
        current.status !== 'awaitingOpinion' ||
        current.resurvey !== undefined ||
        (line.connectable && isFound(next, current.id))
          ? {}
          : {
              status: line.connectable ? 'connectable' : 'outerWorks',
              laidInAdvance: line.laidInAdvance ?? false,
              ...resultAt(state, at),
              ...(line.outerWorks === undefined ? {} : { outerWorks: line.outerWorks, works: NO_WORKS_YET }),
            },
      ),
    state,
  )
}
