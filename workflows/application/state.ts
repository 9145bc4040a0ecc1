import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { CaseEvent, EventBody } from '../../domain/case/event.ts'
import { Refusal } from '../../domain/problem.ts'
import type { CaseState } from './case-state.ts'
import type { ActFacts } from './messages.ts'
import { FOLDS, opened, stageOf } from './fold.ts'
import { reconcileTasks } from './tasks.ts'
import { ACCEPTANCE_ACTS } from './acts/acceptance.ts'
import { ANYWHERE_ACTS } from './acts/anywhere.ts'
import { APPROVAL_ACTS } from './acts/approvals.ts'
import { COMMITMENT_ACTS } from './acts/commitment.ts'
import { CONNECTION_ACTS } from './acts/connection.ts'
import { DEMAND_ACTS } from './acts/demand.ts'
import { INNER_WORKS_ACTS } from './acts/inner-works.ts'
import { REGISTRATION_ACTS } from './acts/registration.ts'
import { SUPERVISION_ACTS } from './acts/supervision.ts'
import { FURTHER_ACTS } from './acts/supervision-further.ts'
import { SURVEY_TIME_ACTS } from './acts/survey-times.ts'
import { TRENCH_ACTS } from './acts/trench.ts'
import { SURVEY_ACTS } from './acts/survey.ts'
import { WITHDRAWAL_ACTS } from './acts/withdrawal.ts'
import { WORKS_ACTS } from './acts/works.ts'

export { findingOf, requirePayment } from './after-the-case.ts'
export { isAwaited, missingOpinions } from './case-state.ts'
export { instalmentPlansOf } from './inner-works-plans.ts'
export { roadWorksOf } from './road-works.ts'

/** An act as it reaches the case: who wants what, at which instant (ISO UTC). */
export interface Command<A extends ActType = ActType> {
  readonly type: A
  readonly actor: Actor
  readonly at: string
  readonly body: ActBodies[A]
  readonly facts?: ActFacts | undefined
}

/** The rule of one act: `can` throws a {@link Refusal}; `events` says what a legal one records. */
export interface ActRule<A extends ActType> {
  readonly can: (state: CaseState, command: Command<A>, policy: City) => void
  readonly events: (state: CaseState, command: Command<A>, policy: City) => readonly EventBody[]
}

const RULES: { readonly [A in ActType]: ActRule<A> } = {
  ...REGISTRATION_ACTS,
  ...SURVEY_ACTS,
  ...COMMITMENT_ACTS,
  ...WORKS_ACTS,
  ...SUPERVISION_ACTS,
  ...ACCEPTANCE_ACTS,
  ...CONNECTION_ACTS,
  ...WITHDRAWAL_ACTS,
  ...DEMAND_ACTS,
  ...SURVEY_TIME_ACTS,
  ...APPROVAL_ACTS,
  ...FURTHER_ACTS,
  ...INNER_WORKS_ACTS,
  ...TRENCH_ACTS,
  ...ANYWHERE_ACTS,
}

function ruleOf<A extends ActType>(type: A): ActRule<A> {
  return RULES[type]
}

/** what still goes on in a withdrawn case whose works had begun. */
const WINDING_UP: readonly ActType[] = [
  'reportRectified',
  'reinspect',
  'requestExtension',
  'decideExtension',
  'reportRestored',
  'confirmRestoration',
  'fileEmergencyRepair',
  'recordPayment',
  'hasten',
  'reassignTask',
  'suspendClock',
  'resumeClock',
]

/** Throws a coded {@link Refusal} where the command is not allowed in this state. */
export function can<A extends ActType>(state: CaseState, command: Command<A>, policy: City): void {
  const windingUp = state.withdrawn !== undefined && state.closedAt === undefined && WINDING_UP.includes(command.type)
  if (!windingUp && (state.closedAt !== undefined || state.withdrawn !== undefined))
    throw new Refusal('application-closed', '该申请已办结或已撤回，不能再办理')
  ruleOf(command.type).can(state, command, policy)
}

/** What a legal command records. */
export function eventsOf<A extends ActType>(state: CaseState, command: Command<A>, policy: City): readonly EventBody[] {
  return ruleOf(command.type).events(state, command, policy)
}

/** The next state. The first event of a case is `registered`; `seq` goes on by one, without gaps. */
export function apply(state: CaseState | undefined, event: CaseEvent, serviceNumber?: string): CaseState {
  const next = state === undefined ? first(event, serviceNumber) : { ...fold(state, event), seq: event.seq }
  const staged = { ...next, stage: stageOf(next) }
  return { ...staged, tasks: reconcileTasks(staged, event.seq, event.at) }
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
