/** The derived rows of a case, from its events only: the projection and the rebuild use the same. */
import { applicantOf } from '../domain/actor/applicant-side.ts'
import { partiesOf } from '../domain/case/parties.ts'
import type { CaseEvent } from '../domain/case/event.ts'
import type { CaseState } from '../workflows/application/core/case-state.ts'
import { roadKey } from '../domain/trench/road-section.ts'
import { rowOfRecorded } from './recorded.ts'
import { apply } from '../workflows/application/core/apply.ts'
import { roadWorksOf } from '../workflows/application/core/trench.ts'
import type { application } from './schema/application.ts'
import type { deadline } from './schema/deadline.ts'
import type { event, outbox } from './schema/event.ts'
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
}

export interface EventRows {
  readonly events: readonly (typeof event.$inferInsert)[]
  readonly outbox: readonly (typeof outbox.$inferInsert)[]
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
      audience: concernedBy(state),
      payload: event,
    })),
  }
}

/**
 * Organisation keys, sorted: the parties, the collector, the convener, and the intake or window that registered the
 * case; never `applicant`.
 */
function concernedBy(state: CaseState): string[] {
  const registrar = state.registeredBy.role === 'applicant' ? [] : [state.registeredBy.org]
  return [...new Set([...partiesOf(state), ...registrar])].sort()
}

function applicationRow(state: CaseState): CaseRows['application'] {
  const { form, channel, phase, area, applicantSubject } = state.registration
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
    applicantKind: form.applicant.kind,
    projectCode: form.projectCode ?? null,
    applicantSubject: applicantOf(applicantSubject, state.registeredBy) ?? null,
    registeredByOrg: state.registeredBy.org,
    collector: state.collector,
    convener: state.convener,
    concerned: concernedBy(state),
    registeredAt: state.registeredAt,
    pushedAt: state.pushedAt ?? null,
    closedAt: state.closedAt ?? null,
    state,
  }
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

function deadlineRows({ serviceNumber, city, deadlines }: CaseState): CaseRows['deadlines'] {
  return Object.values(deadlines).map((deadline) => ({
    serviceNumber,
    city,
    id: deadline.id,
    kind: deadline.kind,
    line: deadline.line ?? null,
    owner: deadline.owner,
    rule: deadline.rule,
    length: deadline.length,
    startedAt: deadline.startedAt,
    warnAt: deadline.warnAt,
    dueAt: deadline.dueAt,
    stoppedAt: deadline.stoppedAt ?? null,
    minutes: deadline.minutes,
    calendarVersion: deadline.calendarVersion,
    provisional: deadline.provisional,
    advisory: deadline.advisory,
    warnedAt: deadline.warnedAt ?? null,
    passedAt: deadline.passedAt ?? null,
    metAt: deadline.metAt ?? null,
    supersededAt: deadline.supersededAt ?? null,
  }))
}

function taskRows({ serviceNumber, city, tasks }: CaseState): CaseRows['tasks'] {
  return Object.values(tasks).map((task) => ({
    serviceNumber,
    city,
    id: task.id,
    kind: task.kind,
    org: task.org,
    line: task.line ?? null,
    person: task.person,
    deadlineId: task.deadlineId ?? null,
    openedSeq: task.openedSeq,
    openedAt: task.openedAt,
    closedSeq: task.closedSeq ?? null,
    closedAt: task.closedAt ?? null,
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
