import type { z } from 'zod'
import { lightOf } from '../../domain/deadline.ts'
import type { Deadline } from '../../domain/deadline.ts'
import { LINE_STATUS_NAMES } from '../../domain/line-status.ts'
import { SERVICE_NAMES, SERVICES } from '../../domain/service.ts'
import { CHANNEL_NAMES, OUTCOME_NAMES, PHASE_NAMES, STAGE_NAMES } from '../../domain/stage.ts'
import { TASK_NAMES } from '../../domain/task.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { ApplicationView, AwaitedViewSchema, DeadlineViewSchema, LineViewSchema } from './application.schema.ts'
import { maskForm } from './masking.ts'
import { seesPersonalData } from './who-may-read.ts'
import { commitmentsView, rectificationsView, worksView } from './works.ts'
import { byText, times, writingFor } from './writing.ts'
import type { Writing } from './writing.ts'

export { writingFor } from './writing.ts'

/** What a caller sees of a case: personal data masked for those who do not work on it. */
export function applicationView(state: CaseState, caller: Caller, now: Date): ApplicationView {
  const writing = writingFor(caller.city, now)
  const masked = !seesPersonalData(caller, state)
  return {
    serviceNumber: state.serviceNumber, city: state.city, seq: state.seq,
    stage: state.stage, stageName: STAGE_NAMES[state.stage],
    ...(state.outcome === undefined ? {} : { outcome: state.outcome, outcomeName: OUTCOME_NAMES[state.outcome] }),
    ...demandView(state, masked),
    warnings: [...state.warnings],
    lines: inFormOrder(Object.values(state.lines)).map((line) => lineView(line, writing)),
    deadlines: Object.values(state.deadlines).sort(byStart).map((deadline) => deadlineView(deadline, writing)),
    awaiting: awaitingView(state, writing),
    ...(state.survey === undefined ? {} : { survey: surveyView(state, state.survey, writing) }),
    commitments: commitmentsView(state, masked, writing), rectifications: rectificationsView(state, writing),
    ...times({ registeredAt: state.registeredAt }, { acceptedAt: state.accepted?.at, pushedAt: state.pushedAt, closedAt: state.closedAt }, writing),
    ...(state.withdrawn === undefined ? {} : { withdrawn: { at: writing.time(state.withdrawn.at), reason: state.withdrawn.reason } }),
  }
}

/** PostgreSQL gives jsonb keys in an order of its own: a view has one of ours, wherever it was read. */
function inFormOrder(lines: readonly CaseState['lines'][string][]): readonly CaseState['lines'][string][] {
  return [...lines].sort((a, b) => SERVICES.indexOf(a.service) - SERVICES.indexOf(b.service) || byText(a.id, b.id))
}

function byStart(a: Deadline, b: Deadline): number {
  return Date.parse(a.startedAt) - Date.parse(b.startedAt) || Date.parse(a.dueAt) - Date.parse(b.dueAt) || byText(a.id, b.id)
}

function demandView({ registration }: CaseState, masked: boolean) {
  const { applicant, address, contact, phone, projectCode, surveyDate, remarks, services } = masked ? maskForm(registration.form) : registration.form
  return {
    channel: registration.channel, channelName: CHANNEL_NAMES[registration.channel], phase: registration.phase, phaseName: PHASE_NAMES[registration.phase],
    masked, applicant, address, contact, phone, projectCode, surveyDate, remarks, services,
  }
}

function lineView(line: CaseState['lines'][string], writing: Writing): z.infer<typeof LineViewSchema> {
  const { id, service, utility, status, laidInAdvance, appointment, connectedAt, outerWorks, works } = line
  const { time, nameOf } = writing
  return {
    id, service, serviceName: SERVICE_NAMES[service], utility, utilityName: nameOf(utility), status, statusName: LINE_STATUS_NAMES[status], laidInAdvance,
    ...(appointment === undefined ? {} : { appointment: time(appointment.at) }),
    ...(connectedAt === undefined ? {} : { connectedAt: time(connectedAt) }),
    ...(outerWorks === undefined ? {} : { outerWorks }),
    ...(works === undefined ? {} : { works: worksView(works, writing) }),
  }
}

function deadlineView(deadline: Deadline, writing: Writing): z.infer<typeof DeadlineViewSchema> {
  const { startedAt, warnAt, dueAt, stoppedAt, warnedAt, metAt, passedAt, supersededAt, length: _length, ...rest } = deadline
  return {
    ...rest, ownerName: writing.nameOf(deadline.owner), light: lightOf(deadline, writing.now),
    ...times({ startedAt, warnAt, dueAt }, { stoppedAt, warnedAt, metAt, passedAt, supersededAt }, writing),
  }
}

/** Who is awaited, and for what: the open tasks. */
function awaitingView(state: CaseState, { time, nameOf, now }: Writing): z.infer<typeof AwaitedViewSchema>[] {
  return Object.values(state.tasks).filter((task) => task.closedSeq === undefined).sort((a, b) => a.openedSeq - b.openedSeq || byText(a.id, b.id)).map((task) => {
    const deadline = task.deadlineId === undefined ? undefined : state.deadlines[task.deadlineId]
    return {
      id: task.id, org: task.org, orgName: nameOf(task.org), kind: task.kind, name: TASK_NAMES[task.kind], person: task.person, since: time(task.openedAt),
      ...(task.line === undefined ? {} : { line: task.line }),
      ...(deadline === undefined ? {} : { due: time(deadline.dueAt), light: lightOf(deadline, now) }),
    }
  })
}

function surveyView(state: CaseState, survey: NonNullable<CaseState['survey']>, { time, nameOf }: Writing) {
  return {
    convenedAt: time(survey.convenedAt), date: survey.date, absent: [...survey.absent],
    ...(survey.closedAt === undefined ? {} : { closedAt: time(survey.closedAt) }),
    opinions: Object.entries(state.opinions).sort(([, a], [, b]) => a.seq - b.seq).map(([org, { opinion, at, late, byJointRecord }]) => ({ org, orgName: nameOf(org), at: time(at), late, byJointRecord, ...opinion })),
    missing: Object.values(state.parties).filter((party) => party.opinionRequired && state.opinions[party.org] === undefined).map((party) => party.org),
    plan: survey.closedAt === undefined ? [] : inFormOrder(Object.values(state.lines)).map((line) => ({ line: line.id, result: resultOf(line) })),
  }
}

function resultOf({ status, outerWorks }: CaseState['lines'][string]): 'connectable' | 'outerWorks' | 'awaitingOpinion' {
  if (outerWorks !== undefined) return 'outerWorks'
  return status === 'awaitingOpinion' || status === 'surveying' ? 'awaitingOpinion' : 'connectable'
}
