import type { EventBody } from '../../../domain/case/event.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import type { CaseState } from './case-state.ts'
import { unobjected } from './acceptance-filing.ts'
import { isHeldUp } from './held-up.ts'
import { conveningOf } from './letter.ts'
import { linesOf } from './lines.ts'
import { unansweredClaim } from './missed.ts'
import { unanswered } from './offered-times.ts'

/**
 * What a clock's end means where nobody has answered, instead of a passing: R-03, what was asked for was not given, and
 * its services are not taken up; R-11, the letter goes out as proposed;
 * R-21, what was filed stands; R-25, the offered time is agreed, a utility confirms, and a user's silence is for the
 * window. Undefined: it passes.
 */
export function silence(
  state: CaseState,
  { kind, id }: Pick<Deadline, 'kind' | 'id'>,
): ((at: string) => EventBody | undefined) | undefined {
  switch (kind) {
    case 'conveneSurvey':
      return () => ({ type: 'surveyConvened', rule: 'R-11', data: conveningOf(state, { how: 'silence' }) })
    case 'supplementDemand':
      return unansweredLetter(state)
    case 'answerOffer':
      return (at) => unanswered(state, taskOf(state, id)?.line ?? '', at)
    case 'answerMissed':
      return () => unansweredClaim(state, claimOf(state, id))
    case 'acceptWorks':
      return unobjected(state, taskOf(state, id)?.line ?? '')
    default:
      return undefined
  }
}

function unansweredLetter(state: CaseState): ReturnType<typeof silence> {
  const lines = linesOf(state).filter(isHeldUp)
  if (state.holdsByService === undefined || lines.length === 0) return undefined
  return () => ({ type: 'demandNotTakenUp', rule: 'R-03', data: { lines: lines.map(({ id }) => id) } })
}

function taskOf({ tasks }: CaseState, deadline: string) {
  return Object.values(tasks).find(({ deadlineId, closedSeq }) => deadlineId === deadline && closedSeq === undefined)
}

/** The end of the task's own id. */
function claimOf(state: CaseState, deadline: string): string {
  return taskOf(state, deadline)?.id.split(':').slice(3).join(':') ?? ''
}
