import type { CaseEvent, EventType } from '../../domain/case/event.ts'
import type { Stage } from '../../domain/case/stage.ts'
import { STAGES } from '../../domain/case/stage.ts'
import type { CaseState, Line } from './case-state.ts'
import { withDeadline, withLines } from './change.ts'
import { BRANCH_FOLDS, deadlineStarted, withoutIdleClocks } from './fold-branches.ts'
import { NO_WORKS_YET, WORKS_FOLDS } from './fold-works.ts'
import { connectionDeadlineId, isOpen, linesOf, missingOpinions } from './case-state.ts'
import type { Opinion } from '../../domain/survey/opinion.schema.ts'

type EventOf<T extends EventType> = Extract<CaseEvent, { type: T }>
type Folds = { readonly [T in Exclude<EventType, 'registered'>]: (state: CaseState, event: EventOf<T>) => CaseState }

/** The state of a case that has just been registered. */
export function opened(serviceNumber: string, event: EventOf<'registered'>): CaseState {
  const { registration, parties, lines, ...rest } = event.data
  return {
    seq: event.seq,
    serviceNumber,
    city: rest.city,
    stage: 'registration',
    registration,
    registeredBy: event.actor,
    registeredAt: event.at,
    warnings: rest.warnings,
    collector: rest.collector,
    convener: rest.convener,
    works: rest.works,
    approvalNeeds: rest.approvals,
    unavailable: {},
    ...(rest.asked === undefined ? {} : { asked: rest.asked }),
    parties: Object.fromEntries(parties.map((party) => [party.org, party])),
    opinions: {},
    approvals: {},
    schedules: {},
    repairs: {},
    commitments: {},
    orders: {},
    deadlines: {},
    tasks: {},
    lines: Object.fromEntries(lines.map((line) => [line.id, { ...line, status: 'surveying', laidInAdvance: false }])),
  }
}

/** How each type of event changes a case. */
export const FOLDS: Folds = {
  ...WORKS_FOLDS,
  ...BRANCH_FOLDS,
  actRefused: (state) => state,
  cancellationRequested: (state) => state,
  demandAccepted: (state, event) => ({ ...state, accepted: { at: event.at, how: event.data.how } }),
  demandPushed: (state, event) => met({ ...state, pushedAt: event.at }, 'registration', event.at),
  receiptAcknowledged: (state, event) => withParty(state, event.data.org, { receiptAt: event.at }),
  surveyConvened: (state, event) => ({
    ...state,
    survey: { convenedAt: event.at, absent: [], ...(event.data.date === undefined ? {} : { date: event.data.date }) },
  }),
  opinionFiled,
  surveyClosed,
  connectionAppointed,
  serviceConnected,
  deadlineStarted,
  deadlineWarned: (state, event) => withDeadline(state, event.data.deadline, { warnedAt: event.at }),
  deadlinePassed: (state, event) => withDeadline(state, event.data.deadline, { passedAt: event.at }),
  applicationWithdrawn: (state, event) =>
    withoutIdleClocks(
      {
        ...withLines(
          state,
          linesOf(state)
            .filter(isOpen)
            .map((line) => line.id),
          () => ({ status: 'withdrawn' }),
        ),
        withdrawn: { at: event.at, reason: event.data.reason },
      },
      event.at,
    ),
  applicationClosed: (state, event) => ({ ...state, closedAt: event.at, outcome: event.data.outcome }),
}

/**
 * before the survey closes an opinion only lies ready; afterwards a utility's late one decides its lines, an
 * authority's changes nothing.
 */
function opinionFiled(state: CaseState, event: EventOf<'opinionFiled'>): CaseState {
  const { org, opinion, late, byJointRecord } = event.data
  const filed = {
    ...state,
    opinions: { ...state.opinions, [org]: { opinion, at: event.at, seq: event.seq, late, byJointRecord } },
  }
  return late && state.parties[org]?.kind === 'utility' ? decideLines(filed, opinion) : filed
}

function surveyClosed(state: CaseState, event: EventOf<'surveyClosed'>): CaseState {
  const waiting = withLines(
    state,
    linesOf(state)
      .filter(isOpen)
      .map((line) => line.id),
    () => ({ status: 'awaitingOpinion' }),
  )
  const opined = Object.values(state.opinions).reduce((next, filed) => decideLines(next, filed.opinion), waiting)
  const unopined = linesOf(opined)
    .filter((line) => line.status === 'awaitingOpinion')
    .map((line) => line.id)
  const decided =
    state.survey?.waived === undefined ? opined : withLines(opined, unopined, () => ({ status: 'connectable' }))
  const survey = { convenedAt: event.at, ...state.survey, closedAt: event.at, absent: event.data.absent }
  return missingOpinions(state).length === 0 && state.withdrawn === undefined
    ? met({ ...decided, survey }, 'survey', event.at)
    : { ...decided, survey }
}

function connectionAppointed(state: CaseState, event: EventOf<'connectionAppointed'>): CaseState {
  const superseded = linesOf(state)
    .filter((line) => event.data.lines.includes(line.id) && line.appointment !== undefined)
    .reduce((next, line) => withDeadline(next, connectionDeadlineId(line), { supersededAt: event.at }), state)
  return withLines(superseded, event.data.lines, (line) => ({
    status: 'appointed',
    appointment: { at: event.data.at, number: (line.appointment?.number ?? line.appointments ?? 0) + 1 },
  }))
}

function serviceConnected(state: CaseState, event: EventOf<'serviceConnected'>): CaseState {
  const line = state.lines[event.data.line]
  const connected = withLines(state, [event.data.line], () => ({ status: 'connected', connectedAt: event.at }))
  return line === undefined ? connected : met(connected, connectionDeadlineId(line), event.at)
}

function decideLines(state: CaseState, opinion: Opinion): CaseState {
  return (opinion.lines ?? []).reduce(
    (next, line) =>
      withLines(next, [line.line], (current) =>
        current.status !== 'awaitingOpinion'
          ? {}
          : {
              status: line.connectable ? 'connectable' : 'outerWorks',
              laidInAdvance: line.laidInAdvance ?? false,
              ...(line.outerWorks === undefined ? {} : { outerWorks: line.outerWorks, works: NO_WORKS_YET }),
            },
      ),
    state,
  )
}

function withParty(state: CaseState, org: string, change: { receiptAt: string }): CaseState {
  const party = state.parties[org]
  return party === undefined ? state : { ...state, parties: { ...state.parties, [org]: { ...party, ...change } } }
}

function met(state: CaseState, deadline: string, at: string): CaseState {
  return withDeadline(state, deadline, { metAt: at })
}

/** A case stands at the least advanced of its open lines; a withdrawn one where it stood, until it is closed. */
export function stageOf(state: CaseState): Stage {
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

function stageOfLine(line: Line): Stage {
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
