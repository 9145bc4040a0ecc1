/** The derived rows of a case, from its events only: the projection and the rebuild use the same. */
import { userSideOf, wayInOf } from '../domain/actor/applicant-side.ts'
import type { Charge } from '../domain/assessment/assessment.ts'
import { partiesOf } from '../domain/case/parties.ts'
import type { CaseEvent } from '../domain/case/event.ts'
import type { CaseState } from '../workflows/application/core/case-state.ts'
import { applicantNumberOf } from '../domain/demand/applicant-number.ts'
import { roadKey } from '../domain/trench/road-section.ts'
import { soughtText } from '../domain/demand/sought-text.ts'
import { partsInCase } from '../domain/visibility/case-parts.ts'
import { deadlineRows, nextOfCase, taskRows } from './clock-rows.ts'
import { rowOfRecorded } from './recorded.ts'
import { apply } from '../workflows/application/core/apply.ts'
import { confirmersOf } from '../workflows/application/core/confirmers.ts'
import { roadWorksOf } from '../workflows/application/core/trench.ts'
import type { application } from './schema/application.ts'
import type { charge } from './schema/charge.ts'
import type { concern } from './schema/concern.ts'
import type { deadline } from './schema/deadline.ts'
import type { event, outbox } from './schema/event.ts'
import type { findable } from './schema/findable.ts'
import type { opinion, participant, serviceLine } from './schema/parts.ts'
import type { roadSection } from './schema/road-section.ts'
import type { task } from './schema/task.ts'

/** An event and the case after it. */
export interface Step {
  readonly event: CaseEvent
  readonly state: CaseState
}

/**
 * Rows as they are inserted; what a column's default fills in (`recorded_xid`, the outbox's id and time) is left out.
 */
export interface CaseRows {
  readonly application: typeof application.$inferInsert
  readonly serviceLines: readonly (typeof serviceLine.$inferInsert)[]
  readonly participants: readonly (typeof participant.$inferInsert)[]
  readonly deadlines: readonly (typeof deadline.$inferInsert)[]
  readonly tasks: readonly (typeof task.$inferInsert)[]
  readonly opinions: readonly (typeof opinion.$inferInsert)[]
  readonly roadSections: readonly (typeof roadSection.$inferInsert)[]
  readonly concerns: readonly (typeof concern.$inferInsert)[]
  readonly findables: readonly (typeof findable.$inferInsert)[]
}

export interface EventRows {
  readonly events: readonly (typeof event.$inferInsert)[]
  readonly outbox: readonly (typeof outbox.$inferInsert)[]
  readonly charges: readonly (typeof charge.$inferInsert)[]
}

/** Folds events, which follow `before` without a gap, one by one. Throws where they do not follow. */
export function stepsOf(
  serviceNumber: string,
  before: CaseState | undefined,
  events: readonly CaseEvent[],
): readonly Step[] {
  let state = before
  return events.map((event) => {
    state = apply(state, event, serviceNumber)
    return { event, state }
  })
}

/** The rows that say where a case stands. */
export function caseRows(state: CaseState): CaseRows {
  return {
    application: applicationRow(state),
    serviceLines: lineRows(state),
    participants: participantRows(state),
    deadlines: deadlineRows(state),
    tasks: taskRows(state),
    opinions: opinionRows(state),
    roadSections: roadSectionRows(state),
    concerns: concernRows(state),
    findables: [findableRow(state)],
  }
}

/**
 * The rows of each event. An outbox row's audience is that of the case after its own event, however events are batched.
 */
export function eventRows(steps: readonly Step[]): EventRows {
  return {
    events: steps.map(({ event: recorded, state: { serviceNumber } }) => ({
      serviceNumber,
      ...rowOfRecorded<CaseEvent['type'], CaseEvent['data']>(recorded),
    })),
    outbox: steps.map(({ event, state }) => ({
      serviceNumber: state.serviceNumber,
      seq: event.seq,
      type: event.type,
      audience: audienceOf(event, state),
      payload: event,
    })),
    charges: steps.flatMap(chargeRows),
  }
}

/** who spoke for the user until now is told that somebody else does; of an overlap the other's utility. */
function audienceOf(event: CaseEvent, state: CaseState): string[] {
  return [...new Set([...concernedBy(state), ...alsoToldOf(event)])].sort()
}

function alsoToldOf({ type, data }: CaseEvent): readonly string[] {
  if (type === 'overlapFound') return [data.utility, ...data.told]
  return type === 'applicationClaimed' && data.former !== 'applicant' ? [data.former] : []
}

/**
 * Organisation keys, sorted: the parties, the collector, the convener, the intake or window that registered the case,
 * who decides what is contested, who is asked to an acceptance or confirms a restoration; never `applicant`.
 */
function concernedBy(state: CaseState): string[] {
  const { intake } = wayInOf(state)
  const registrar = intake === 'applicant' ? [] : [intake]
  return [...new Set([...partiesOf(state), ...registrar, ...decidersOf(state), ...acceptingOf(state)])].sort()
}

/** whom a utility asked to its acceptance, and who confirms that what was opened is as it was. */
function acceptingOf(state: CaseState): string[] {
  if (state.filesAcceptance === undefined) return []
  return Object.values(state.lines).flatMap((line) => [
    ...(line.works?.acceptance?.invited ?? []),
    ...(line.works?.restoredAt === undefined ? [] : confirmersOf(state, line)),
  ])
}

/** the window, once it had to decide who missed an appointment. */
function decidersOf({ agreesTimes, missed = {} }: CaseState): string[] {
  const isContested = Object.values(missed).some(({ answer }) => answer?.confirmed === false)
  return isContested && agreesTimes !== undefined ? [agreesTimes.decider] : []
}

function applicationRow(state: CaseState): CaseRows['application'] {
  const { form, channel, phase, area } = state.registration
  return {
    serviceNumber: state.serviceNumber,
    city: state.city,
    seq: state.seq,
    stage: state.stage,
    outcome: state.outcome ?? null,
    channel,
    phase,
    area,
    applicantName: form.applicant.name,
    applicantNumber: applicantNumberOf(form),
    applicantKind: form.applicant.kind,
    projectCode: form.projectCode ?? null,
    applicantSubject: userSideOf(state).applicant ?? null,
    registeredByOrg: state.registeredBy.org,
    collector: state.collector,
    convener: state.convener,
    concerned: concernedBy(state),
    registeredAt: state.registeredAt,
    pushedAt: state.pushedAt ?? null,
    closedAt: state.closedAt ?? null,
    ...nextOfCase(state),
    state,
  }
}

function findableRow({ serviceNumber, registration: { form } }: CaseState): CaseRows['findables'][number] {
  const { applicant } = form
  return {
    serviceNumber,
    name: soughtText(applicant.name),
    address: soughtText(form.address),
    creditCode: applicant.kind === 'enterprise' ? applicant.creditCode : null,
    projectCode: form.projectCode ?? null,
  }
}

function concernRows(state: CaseState): CaseRows['concerns'] {
  const { serviceNumber, city, registeredAt } = state
  const parts = (org: string) => [...partsInCase({ org }, state)]
  return concernedBy(state).map((org) => ({ serviceNumber, org, city, registeredAt, parts: parts(org) }))
}

/** what an event charges to whom. */
function chargeRows({ event, state }: Step): EventRows['charges'] {
  return chargedBy(event, state).map(({ org, what }) => ({
    serviceNumber: state.serviceNumber,
    seq: event.seq,
    org,
    what,
    city: state.city,
    at: event.at,
    advisory: state.registration.area === 'elsewhere',
  }))
}

function chargedBy(event: CaseEvent, { lines }: CaseState): readonly { readonly org: string; readonly what: Charge }[] {
  switch (event.type) {
    case 'surveyClosed':
      return [...new Set(event.data.absent)].map((org) => ({ org, what: 'absences' }))
    case 'rectificationOrdered':
      return [{ org: event.data.utility, what: event.data.stop === undefined ? 'ordered' : 'stopped' }]
    case 'promiseBroken':
      return [{ org: event.data.org, what: 'missed' }]
    case 'missedAnswered':
      return event.data.by === 'utility' && event.data.confirmed ? unkeptBy(lines[event.data.line]) : []
    case 'missedDecided':
      return event.data.missed === 'utility' ? unkeptBy(lines[event.data.line]) : []
    case 'revocationDecided':
      return event.data.outcome === 'revoked' ? [{ org: event.data.utility, what: 'revoked' }] : []
    case 'worksExtensionDecided':
      return event.data.granted ? [{ org: event.data.utility, what: 'extended' }] : []
    default:
      return []
  }
}

/** only what is confirmed or decided. */
function unkeptBy(line: CaseState['lines'][string] | undefined): readonly { org: string; what: Charge }[] {
  return line === undefined ? [] : [{ org: line.utility, what: 'unkept' }]
}

function lineRows({ serviceNumber, lines }: CaseState): CaseRows['serviceLines'] {
  return Object.values(lines).map((line) => ({
    serviceNumber,
    id: line.id,
    service: line.service,
    utility: line.utility,
    status: line.status,
    laidInAdvance: line.laidInAdvance,
    outerWorks: line.outerWorks ?? null,
    appointmentAt: line.appointment?.at ?? null,
    appointmentNumber: line.appointment?.number ?? null,
    connectedAt: line.connectedAt ?? null,
  }))
}

function participantRows({ serviceNumber, parties }: CaseState): CaseRows['participants'] {
  return Object.values(parties).map(({ org, kind, opinionRequired, receiptAt }) => ({
    serviceNumber,
    org,
    kind,
    opinionRequired,
    receiptAt: receiptAt ?? null,
  }))
}

function opinionRows({ serviceNumber, opinions }: CaseState): CaseRows['opinions'] {
  return Object.entries(opinions).map(([org, { seq, at, late, byJointRecord, opinion }]) => ({
    serviceNumber,
    org,
    seq,
    at,
    late,
    byJointRecord,
    opinion,
  }))
}

/** numbered within each line, so that a superseding schedule takes their places. */
function roadSectionRows(state: CaseState): CaseRows['roadSections'] {
  const numbers = new Map<string, number>()
  return roadWorksOf(state).map(({ serviceNumber, line, utility, road, from, to, agreedWith, ...dates }) => {
    const number = (numbers.get(line) ?? 0) + 1
    numbers.set(line, number)
    return {
      serviceNumber,
      city: state.city,
      line,
      number,
      utility,
      road,
      roadKey: roadKey(road),
      from,
      to,
      ...dates,
      agreedWith: [...agreedWith],
    }
  })
}
