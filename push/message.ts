/** What is said of an event of an application. */
import { eventShown, isSaidToUser, saidToUser } from '../domain/case/case-masking.ts'
import { EVENT_NAMES } from '../domain/case/event.ts'
import type { CaseEvent, EventType } from '../domain/case/event.ts'
import { LINE_STATUS_NAMES } from '../domain/case/line-status.ts'
import { takesPart } from '../domain/case/parties.ts'
import { OUTCOME_NAMES, STAGE_NAMES } from '../domain/case/stage.ts'
import { linesOf } from '../workflows/application/core/lines.ts'
import type { CaseState } from '../workflows/application/core/case-state.ts'
import type { Lens } from '../domain/visibility/lens.ts'
import { lensOnCase } from '../domain/visibility/lens-on.ts'
import { readerIn } from './reader.ts'
import type { ToldCity } from './reader.ts'
import { CASE_STATUS_NAMES, caseStatusOf } from './case-status.ts'
import { cloudEvent } from './cloud-event.ts'
import type { Message } from './cloud-event.ts'

/** An event, and the case after it. */
export interface Told {
  readonly event: CaseEvent
  readonly state: CaseState
}

/**
 * Dates, deadlines and results: whoever hears of these events also needs what they say, masked as where it is read.
 */
const SAID_TO_ALL: ReadonlySet<EventType> = new Set<EventType>([
  'surveyWaivedByClass',
  'surveyProposed',
  'surveyConvened',
  'surveyMoved',
  'surveyPutOff',
  'surveyTakenUp',
  'surveyScheduled',
  'opinionsDated',
  'overlapFound',
  'revocationProposed',
  'revocationDecided',
  'acceptanceInvited',
  'connectionAppointed',
  'appointmentCancelled',
  'timeOffered',
  'offerAnswered',
  'appointmentMissed',
  'missedAnswered',
  'missedDecided',
  'deadlineStarted',
  'taskClocksStarted',
  'deadlineWarned',
  'deadlinePassed',
  'deadlineMoved',
  'applicationClosed',
])

/**
 * The message for an organisation: those that take part in the case get the event as they would read it,
 * everybody else only where the case stands.
 */
export function messageFor(org: string, { event, state }: Told, city: ToldCity): Message {
  const { seq, type, at } = event
  const lens = lensOnCase(readerIn(city, org), state, city)
  const data = dataFor(org, event, state, lens)
  return cloudEvent({ subject: state.serviceNumber, city: state.city, seq, type, at }, data, lens.given)
}

function dataFor(org: string, event: CaseEvent, state: CaseState, lens: Lens): Record<string, unknown> {
  const { seq, type, rule, actor } = event
  const takes = takesPart(org, state)
  const forUser = isSaidToUser(event, org, state)
  const shown = forUser ? saidToUser(event, lens) : takes || SAID_TO_ALL.has(type) ? eventShown(event, lens) : undefined
  return {
    seq,
    event: type,
    name: EVENT_NAMES[type],
    rule,
    actor: takes && shown !== undefined ? shown.actor : { org: actor.org, role: actor.role },
    status: statusOf({ event, state }),
    ...(shown === undefined ? {} : { detail: shown.data }),
  }
}

function statusOf(told: Told): Record<string, unknown> {
  const {
    state,
    state: { stage, outcome },
  } = told
  const code = caseStatusOf(told)
  return {
    stage,
    stageName: STAGE_NAMES[stage],
    ...(outcome === undefined ? {} : { outcome, outcomeName: OUTCOME_NAMES[outcome] }),
    caseStatus: { code, name: CASE_STATUS_NAMES[code] },
    lines: linesOf(state).map(({ id, service, utility, status }) => ({
      line: id,
      service,
      utility,
      status,
      statusName: LINE_STATUS_NAMES[status],
    })),
  }
}
