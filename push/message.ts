/** What is said of an event of an application. */
import { EVENT_NAMES } from '../domain/case/event.ts'
import type { CaseEvent, EventType } from '../domain/case/event.ts'
import { LINE_STATUS_NAMES } from '../domain/case/line-status.ts'
import { OUTCOME_NAMES, STAGE_NAMES } from '../domain/case/stage.ts'
import { linesOf } from '../workflows/application/core/lines.ts'
import type { CaseState } from '../workflows/application/core/case-state.ts'
import { CASE_STATUS_NAMES, caseStatusOf } from './case-status.ts'
import { cloudEvent } from './cloud-event.ts'
import type { Message } from './cloud-event.ts'

/** An event, and the case after it. */
export interface Told {
  readonly event: CaseEvent
  readonly state: CaseState
}

/**
 * Dates, deadlines and results: whoever hears of these events also needs what they say, and none of it is about a
 * person.
 */
const SAID_TO_ALL: ReadonlySet<EventType> = new Set<EventType>([
  'surveyConvened',
  'surveyMoved',
  'surveyScheduled',
  'connectionAppointed',
  'deadlineStarted',
  'deadlineWarned',
  'deadlinePassed',
  'deadlineMoved',
  'applicationClosed',
])

/** what is written to the user, besides, goes to the channel by which they came. */
const SAID_TO_USER: ReadonlySet<EventType> = new Set<EventType>(['supplementRequested'])

/**
 * The message for an organisation: those that take part in the case get the whole event, everybody else only where the
 * case stands.
 */
export function messageFor(org: string, { event, state }: Told): Message {
  const { seq, type, at } = event
  return cloudEvent({ subject: state.serviceNumber, city: state.city, seq, type, at }, dataFor(org, event, state))
}

function dataFor(org: string, event: CaseEvent, state: CaseState): Record<string, unknown> {
  const { seq, type, rule, actor, data } = event
  const inFull = takesPart(org, state)
  const hears = inFull || SAID_TO_ALL.has(type) || (SAID_TO_USER.has(type) && org === state.registration.channel)
  return {
    seq,
    event: type,
    name: EVENT_NAMES[type],
    rule,
    actor: inFull ? actor : { org: actor.org, role: actor.role },
    status: statusOf({ event, state }),
    ...(hears ? { detail: data } : {}),
  }
}

/**
 * personal data only for the parties, the collecting organisation and the convener; not for an intake, the office
 * or a supervisor.
 */
function takesPart(org: string, { parties, collector, convener }: CaseState): boolean {
  return Object.hasOwn(parties, org) || org === collector || org === convener
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
