import type { Actor } from '../../domain/actor.ts'
import { THE_CASE } from '../../domain/actor.ts'
import type { City } from '../../domain/city.schema.ts'
import type { EventBody } from '../../domain/event.ts'
import { Refusal } from '../../domain/problem.ts'
import type { CaseState, Line } from '../../workflows/application/case-state.ts'
import { currentLine, isFinished, missingOpinions } from '../../workflows/application/case-state.ts'
import { registeredEvent } from '../../workflows/application/registered.ts'
import { apply, can, eventsOf } from '../../workflows/application/state.ts'
import type { Candidate } from './example.ts'
import { AT, INTAKE, LINE, REGISTRATION } from './example.ts'

/** The pure state of a case, without Temporal: the same `can`, `eventsOf` and `apply` as the workflow's. */
export function registered(policy: City): CaseState {
  const serviceNumber = `${policy.servicePrefix}-example`
  const body = registeredEvent({ serviceNumber, registeredBy: INTAKE, registration: REGISTRATION, warnings: [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' }], keyHash: '', policy, policyHash: '' })
  return apply(undefined, { ...body, seq: 1, at: AT, actor: INTAKE }, serviceNumber)
}

export function record(state: CaseState, bodies: readonly EventBody[], actor: Actor = THE_CASE): CaseState {
  return bodies.reduce((next, body) => apply(next, { ...body, seq: next.seq + 1, at: AT, actor }), state)
}

/** Why the case would not take the act; undefined where it would. */
export function refusalOf(state: CaseState, act: Candidate, policy: City): Refusal | undefined {
  try {
    can(state, { ...act, at: AT }, policy)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

export function recordsOf(state: CaseState, act: Candidate, policy: City): readonly EventBody[] {
  return eventsOf(state, { ...act, at: AT }, policy)
}

export function lineIn(state: CaseState): Line {
  return currentLine(state, LINE)
}

/** What the workflow records by itself as soon as it can (`stages/`). */
export function forced(state: CaseState): readonly EventBody[] {
  if (state.closedAt !== undefined) return []
  if (state.withdrawn !== undefined || isFinished(state, lineIn(state))) return [{ type: 'applicationClosed', rule: 'R-26', data: { outcome: state.withdrawn === undefined ? 'connected' : 'withdrawn' } }]
  const parties = Object.keys(state.parties)
  if (state.accepted !== undefined && state.pushedAt === undefined) return [{ type: 'demandPushed', rule: 'R-03', data: { recipients: parties } }]
  if (state.pushedAt !== undefined && state.survey === undefined) return [{ type: 'surveyConvened', rule: 'R-11', data: { parties, opinionRequired: [] } }]
  return state.survey !== undefined && state.survey.closedAt === undefined && missingOpinions(state).length === 0 ? surveyClosed(state) : []
}

/** What it records when a deadline passes that ends a wait. */
export function atDeadline(state: CaseState): readonly EventBody[] {
  if (state.closedAt !== undefined) return []
  if (state.accepted === undefined) return [{ type: 'demandAccepted', rule: 'R-03', data: { how: 'deemed' } }]
  return state.survey !== undefined && state.survey.closedAt === undefined ? surveyClosed(state) : []
}

function surveyClosed(state: CaseState): readonly EventBody[] {
  return [{ type: 'surveyClosed', rule: 'R-13', data: { absent: [...missingOpinions(state)], plan: [] } }]
}
