import type { City } from '../../../domain/city/city.schema.ts'
import { PHASE_NAMES } from '../../../domain/case/stage.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState } from './case-state.ts'
import { resumed, stopped } from './change.ts'
import type { Folds } from './change.ts'
import { requireConvener, requireVisited } from './survey-times.ts'

/**
 * registered at an early phase, the survey may be put off to its own; the clock stands still meanwhile, until who
 * convenes takes it up, or the user books a day.
 */
export const acts = {
  putOffSurvey: {
    may(state, { actor }, policy) {
      requireConvener(state, actor.org)
      requireVisited(state)
      requireEarlyPhase(state, policy)
      if (state.survey?.putOff !== undefined) throw new Refusal('already-done', '踏勘已经推迟')
    },
    events: (_state, { body }) => [{ type: 'surveyPutOff', rule: 'R-11', data: body }],
  },
  takeUpSurvey: {
    may(state, { actor }) {
      requireConvener(state, actor.org)
      requireVisited(state)
      if (state.survey?.putOff === undefined) throw new Refusal('wrong-stage', '踏勘没有推迟')
    },
    events: (_state, { body: { remarks } }) => [{ type: 'surveyTakenUp', rule: 'R-11', data: defined({ remarks }) }],
  },
} satisfies Partial<Acts>

function requireEarlyPhase({ registration, convenes }: CaseState, { survey }: City): void {
  const phases = convenes === undefined ? [] : (survey.conduct?.putOffAt ?? [])
  if (phases.includes(registration.phase)) return
  const names = phases.map((phase) => PHASE_NAMES[phase]).join('、')
  throw new Refusal('wrong-stage', names === '' ? '踏勘不能推迟' : `只有${names}阶段登记的可以推迟踏勘`)
}

export const folds = {
  /** The letter is void, and the visit is set anew. */
  surveyPutOff(state, { at, data: { reason } }) {
    if (state.survey === undefined) return state
    const { proposal: _1, visitAt: _2, letterAt: _3, ...survey } = state.survey
    return stopped({ ...state, survey: { ...survey, putOff: { reason, at } } }, 'survey', at, 'putOff')
  },
  surveyTakenUp: (state, { at }) => takenUp(state, at),
} satisfies Partial<Folds>

function takenUp(state: CaseState, at: string): CaseState {
  if (state.survey?.putOff === undefined) return state
  const { putOff: _over, ...survey } = state.survey
  return resumed({ ...state, survey }, 'survey', at)
}
