import { withRequest } from '../../../domain/act/act-request.ts'
import type { CaseEvent } from '../../../domain/case/event.ts'
import type { Stage } from '../../../domain/case/stage.ts'
import { STAGES } from '../../../domain/case/stage.ts'
import * as acceptance from './acceptance.ts'
import * as acceptanceFiling from './acceptance-filing.ts'
import * as approvalDecisions from './approval-decisions.ts'
import * as attendance from './attendance.ts'
import * as approvals from './approvals.ts'
import { reconcileTasks } from './awaited.ts'
import type { CaseState, Line } from './case-state.ts'
import { isOpen, linesOf } from './lines.ts'
import type { Folds } from './change.ts'
import * as claiming from './claiming.ts'
import * as clocks from './clocks.ts'
import * as commitment from './commitment.ts'
import * as connection from './connection.ts'
import * as convening from './convening.ts'
import * as demand from './demand.ts'
import * as dropping from './dropping.ts'
import * as innerWorks from './inner-works.ts'
import * as jointResult from './joint-result.ts'
import * as missed from './missed.ts'
import * as offeredTimes from './offered-times.ts'
import * as rectification from './rectification.ts'
import { opened } from './registered.ts'
import * as postponement from './postponement.ts'
import * as reminders from './reminders.ts'
import * as repairs from './repairs.ts'
import * as revocation from './revocation.ts'
import * as verification from './verification.ts'
import * as supervision from './supervision.ts'
import * as resurvey from './resurvey.ts'
import * as surveyTimes from './survey-times.ts'
import * as survey from './survey.ts'
import * as taskClocks from './task-clock-ends.ts'
import { withTaskClocks } from './task-clock-ends.ts'
import * as overlaps from './overlaps.ts'
import * as trench from './trench.ts'
import * as variation from './variation.ts'
import * as works from './works.ts'
import * as worksTime from './works-time.ts'

const FOLDS: Folds = {
  ...demand.folds,
  ...claiming.folds,
  ...survey.folds,
  ...convening.folds,
  ...surveyTimes.folds,
  ...attendance.folds,
  ...resurvey.folds,
  ...postponement.folds,
  ...commitment.folds,
  ...approvals.folds,
  ...approvalDecisions.folds,
  ...jointResult.folds,
  ...works.folds,
  ...worksTime.folds,
  ...variation.folds,
  ...trench.folds,
  ...overlaps.folds,
  ...verification.folds,
  ...revocation.folds,
  ...supervision.folds,
  ...rectification.folds,
  ...repairs.folds,
  ...acceptance.folds,
  ...acceptanceFiling.folds,
  ...innerWorks.folds,
  ...connection.folds,
  ...offeredTimes.folds,
  ...missed.folds,
  ...clocks.folds,
  ...taskClocks.folds,
  ...reminders.folds,
  ...dropping.folds,
  actTaken: (state, { seq, data }) => ({ ...state, requests: withRequest(state.requests, data.request, seq) }),
  actRefused: (state, { seq, data }) =>
    data.request === undefined ? state : { ...state, requests: withRequest(state.requests, data.request, seq) },
  cancellationRequested: (state) => state,
}

/** The next state. The first event of a case is `registered`; `seq` goes on by one, without gaps. */
export function apply(state: CaseState | undefined, event: CaseEvent, serviceNumber?: string): CaseState {
  const next = state === undefined ? first(event, serviceNumber) : fold(state, event)
  const staged = { ...next, seq: event.seq, stage: stageOf(next) }
  const tasks = reconcileTasks(staged, event.seq, event.at)
  return withTaskClocks(state, tasks === staged.tasks ? staged : { ...staged, tasks }, event)
}

function first(event: CaseEvent, serviceNumber: string | undefined): CaseState {
  if (event.type !== 'registered' || serviceNumber === undefined)
    throw new Error(`a case begins with registered, not ${event.type}`)
  return opened(serviceNumber, event)
}

function fold(state: CaseState, event: CaseEvent): CaseState {
  if (event.seq !== state.seq + 1) throw new Error(`event ${event.seq} does not follow ${state.seq}`)
  if (event.type === 'registered') throw new Error('a case is registered once')
  const change = FOLDS[event.type] as (state: CaseState, event: CaseEvent) => CaseState
  return change(state, event)
}

/** A case stands at the least advanced of its open lines; a withdrawn one where it stood, until it is closed. */
function stageOf(state: CaseState): Stage {
  if (state.closedAt !== undefined) return 'closed'
  if (state.withdrawn !== undefined) return state.stage
  if (state.pushedAt === undefined) return 'registration'
  if (state.survey?.closedAt === undefined) return 'jointSurvey'
  const stages = linesOf(state).filter(isOpen).map(stageOfLine)
  return stages.reduce<Stage>(
    (least, stage) => (STAGES.indexOf(stage) < STAGES.indexOf(least) ? stage : least),
    'connection',
  )
}

/** By itself, whatever the others do. */
export function stageOfLine(line: Line): Stage {
  switch (line.status) {
    case 'surveying':
    case 'awaitingOpinion':
      return 'jointSurvey'
    case 'outerWorks':
      return 'approval'
    case 'committed':
    case 'constructing':
    case 'completed':
      return 'construction'
    case 'accepted':
    case 'connectable':
    case 'appointed':
      return 'connection'
    case 'connected':
    case 'withdrawn':
      return 'closed'
  }
}
