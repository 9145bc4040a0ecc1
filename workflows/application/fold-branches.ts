import type { DeadlineKind } from '../../domain/clocks/deadline.ts'
import type { CaseEvent, EventType, Schedule } from '../../domain/case/event.ts'
import {
  extensionDecided as orderAfterExtension,
  rectificationDeadlineId,
} from '../../domain/supervision/rectification.ts'
import type { Approval, CaseState, InnerWorks } from './case-state.ts'
import type { RectificationOrder } from '../../domain/supervision/rectification.ts'
import {
  awaitsAnswer,
  connectionDeadlineId,
  isClearanceUnderWay,
  isPending,
  linesOf,
  worksDeadlineId,
} from './case-state.ts'
import { patchDeadline, withDeadline, withLines } from './change.ts'
import { clearForWorks } from './clearance.ts'
import { endOf } from './ended-clock.ts'

type EventOf<T extends EventType> = Extract<CaseEvent, { type: T }>
type BranchEvent =
  | 'supplementRequested'
  | 'demandSupplemented'
  | 'jointVisitRecorded'
  | 'sharedDataReceived'
  | 'surveyWaived'
  | 'surveyMoved'
  | 'unavailabilityDeclared'
  | 'surveyScheduled'
  | 'approvalsApplied'
  | 'approvalSupplementRequested'
  | 'approvalSupplied'
  | 'approvalDecided'
  | 'extensionRequested'
  | 'extensionDecided'
  | 'promiseBroken'
  | 'emergencyRepairStarted'
  | 'emergencyRepairFiled'
  | 'innerWorksRequested'
  | 'innerWorksQuoted'
  | 'instalmentsAgreed'
  | 'paymentRecorded'
  | 'appointmentMissed'
  | 'trenchSharingAgreed'
  | 'contactCorrected'
  | 'serviceDropped'
  | 'hastened'
  | 'taskReassigned'
  | 'clockStopped'
  | 'clockResumed'
  | 'deadlineMoved'

/** How the events of the plan's branches change a case. */
export const BRANCH_FOLDS: { readonly [T in BranchEvent]: (state: CaseState, event: EventOf<T>) => CaseState } = {
  supplementRequested: (state, { at, data }) =>
    stopped(
      { ...state, supplement: { requestedAt: at, items: data.items, message: data.message } },
      'registration',
      at,
      'awaitingUser',
    ),
  demandSupplemented,
  jointVisitRecorded: (state, { data }) => ({ ...state, jointVisit: data }),
  sharedDataReceived: (state, { data }) => ({ ...state, sharedData: data }),
  surveyWaived: (state, { data }) =>
    state.survey === undefined ? state : { ...state, survey: { ...state.survey, waived: data } },
  surveyMoved,
  unavailabilityDeclared: (state, { data: { org, from, to } }) => ({
    ...state,
    unavailable: { ...state.unavailable, [org]: [...(state.unavailable[org] ?? []), { from, to }] },
  }),
  surveyScheduled: (state, { data }) =>
    state.survey === undefined ? state : { ...state, survey: { ...state.survey, visitAt: data.visitAt } },
  approvalsApplied,
  approvalSupplementRequested: (state, { at, data }) =>
    stopped(
      withApproval(state, data.approval, { supplement: { requestedAt: at } }),
      `approval:${data.approval}`,
      at,
      'awaitingUser',
    ),
  approvalSupplied: (state, { at, data }) =>
    answered(
      withApproval(state, data.approval, (approval) => ({
        supplement: { requestedAt: approval.supplement?.requestedAt ?? at, suppliedAt: at },
      })),
      `approval:${data.approval}`,
      at,
    ),
  approvalDecided,
  extensionRequested: (state, { data }) =>
    withOrder(state, data.order, { extension: { dueDate: data.dueDate, reason: data.reason } }),
  extensionDecided,
  promiseBroken,
  emergencyRepairStarted: (state, { at, data: { repair, ...data } }) => ({
    ...state,
    repairs: { ...state.repairs, [repair]: { id: repair, ...data, startedAt: at } },
  }),
  emergencyRepairFiled,
  innerWorksRequested: (state, { data }) => withInnerWorks(state, data.line, { scope: data.scope }),
  innerWorksQuoted: (state, { data }) =>
    withInnerWorks(state, data.line, {
      amountFen: data.items.reduce((sum, item) => sum + item.amountFen, 0),
      priceDocument: data.priceDocument,
    }),
  instalmentsAgreed: (state, { at, data }) => withInnerWorks(state, data.line, { parts: data.parts, agreedAt: at }),
  paymentRecorded: (state, { data }) =>
    withInnerWorks(state, data.line, (inner) => ({
      parts: (inner.parts ?? []).map((part, index) =>
        index === data.part - 1 ? { ...part, paidOn: data.paidOn } : part,
      ),
    })),
  appointmentMissed,
  trenchSharingAgreed: (state, { at, data }) => ({ ...state, trenches: [...(state.trenches ?? []), { ...data, at }] }),
  contactCorrected: (state, { data }) => ({
    ...state,
    registration: { ...state.registration, form: { ...state.registration.form, ...data } },
  }),
  serviceDropped,
  hastened: (state, { at, data }) =>
    data.deadline === undefined ? state : withDeadline(state, data.deadline, { hastenedAt: at }),
  taskReassigned: (state, { data }) => {
    const task = state.tasks[data.task]
    return task === undefined
      ? state
      : { ...state, tasks: { ...state.tasks, [task.id]: { ...task, person: data.person } } }
  },
  clockStopped: (state, { at, data }) => stopped(state, data.deadline, at, data.reason),
  clockResumed,
  deadlineMoved: (state, { data: { deadline, ...moved } }) =>
    patchDeadline(state, deadline, ({ stoppedAt: _1, stopReason: _2, resumedAt: _3, resumeOn: _4, ...clock }) => ({
      ...clock,
      ...moved,
    })),
}

function stopped(
  state: CaseState,
  id: string,
  at: string,
  reason: 'awaitingUser' | 'forceMajeure' | 'statutoryProcedure' | 'booked',
): CaseState {
  return patchDeadline(state, id, (clock) => {
    if (clock.metAt !== undefined || clock.passedAt !== undefined || clock.supersededAt !== undefined) return clock
    const { resumedAt, ...standing } = clock
    if (clock.stoppedAt === undefined) return { ...clock, stoppedAt: at, stopReason: reason }
    return resumedAt === undefined ? clock : { ...standing, stopReason: reason }
  })
}

/** what somebody else stopped for a reason of his own goes on only when he says so. */
function answered(state: CaseState, id: string, at: string): CaseState {
  return state.deadlines[id]?.stopReason === 'awaitingUser' ? resumed(state, id, at) : state
}

/** Where an answer was asked for meanwhile, the clock stands on until it is there. */
function clockResumed(state: CaseState, { at, data }: EventOf<'clockResumed'>): CaseState {
  if (!awaitsAnswer(state, data.deadline)) return resumed(state, data.deadline, at)
  return patchDeadline(state, data.deadline, (clock) => ({ ...clock, stopReason: 'awaitingUser' }))
}

/** Its new due time follows as `deadlineMoved`. */
function resumed(state: CaseState, id: string, at: string): CaseState {
  return patchDeadline(state, id, (clock) => (clock.stoppedAt === undefined ? clock : { ...clock, resumedAt: at }))
}

function demandSupplemented(state: CaseState, { at, data }: EventOf<'demandSupplemented'>): CaseState {
  const { form } = state.registration
  const registration = { ...state.registration, form: { ...form, services: { ...form.services, ...data.services } } }
  const supplement = state.supplement === undefined ? {} : { supplement: { ...state.supplement, answeredAt: at } }
  return answered({ ...state, registration, ...supplement }, 'registration', at)
}

/**
 * a later day stops the clock, where it stands, until the day's first working minute; today starts one that waits
 * for a later day. The visit is set anew.
 */
function surveyMoved(state: CaseState, { at, data }: EventOf<'surveyMoved'>): CaseState {
  if (state.survey === undefined) return state
  const { visitAt: _void, ...survey } = state.survey
  const moved = { ...state, survey: { ...survey, date: data.date } }
  if (state.deadlines['survey'] === undefined) return { ...moved, survey: { ...moved.survey, movedEarly: true } }
  return patchDeadline(moved, 'survey', (clock) => {
    if (clock.passedAt !== undefined) return clock
    const { resumedAt: _at, resumeOn: _on, ...standing } = clock
    if (data.stops) return { ...standing, stoppedAt: clock.stoppedAt ?? at, stopReason: 'booked', resumeOn: data.date }
    const waits = clock.stopReason === 'booked' || Date.parse(clock.runsFrom ?? clock.startedAt) > Date.parse(at)
    return waits ? { ...standing, stoppedAt: clock.stoppedAt ?? at, stopReason: 'booked', resumedAt: at } : clock
  })
}

/** What stopped a clock before its due time was computed stops it from its start. */
export function deadlineStarted(state: CaseState, { at, data: { deadline } }: EventOf<'deadlineStarted'>): CaseState {
  const started = { ...state, deadlines: { ...state.deadlines, [deadline.id]: deadline } }
  if (state.withdrawn !== undefined) return withoutIdleClocks(started, at)
  const ended = endOf(state, deadline, at)
  if (ended !== undefined) return withDeadline(started, deadline.id, ended)
  if (awaitsAnswer(state, deadline.id)) return stopped(started, deadline.id, at, 'awaitingUser')
  if (deadline.kind !== 'survey' || state.survey?.movedEarly === undefined || state.survey.date === undefined)
    return started
  const resumeOn = state.survey.date
  return patchDeadline(started, deadline.id, (clock) => ({ ...clock, stoppedAt: at, stopReason: 'booked', resumeOn }))
}

/**
 * in a withdrawn case only what is wound up runs on against its time: rectification orders and emergency
 * repairs.
 */
export function withoutIdleClocks(state: CaseState, at: string): CaseState {
  return superseded(
    state,
    Object.values(state.deadlines)
      .filter(({ kind }) => !WOUND_UP.includes(kind))
      .map(({ id }) => id),
    at,
  )
}

const WOUND_UP: readonly DeadlineKind[] = ['rectification', 'emergencyRepair']

/** Of these clocks, those that were neither met nor superseded before. */
function superseded(state: CaseState, ids: readonly string[], at: string): CaseState {
  return ids.reduce(
    (next, id) =>
      next.deadlines[id]?.metAt === undefined && next.deadlines[id]?.supersededAt === undefined
        ? withDeadline(next, id, { supersededAt: at })
        : next,
    state,
  )
}

/** nobody is waited for any more on account of a dropped service; what its works began is wound up. */
function serviceDropped(state: CaseState, { at, data }: EventOf<'serviceDropped'>): CaseState {
  const dropped = withLines(state, data.lines, () => ({ status: 'withdrawn' }))
  const lines = data.lines.flatMap((id) => (state.lines[id] === undefined ? [] : [state.lines[id]]))
  const utilities = [...new Set(lines.map((line) => line.utility))].filter(
    (org) => !linesOf(dropped).some((line) => line.utility === org && line.status === 'outerWorks'),
  )
  const idle = [
    ...lines.flatMap((line) => [connectionDeadlineId(line), worksDeadlineId(state, line)]),
    ...utilities.map((org) => `commitment:${org}`),
    ...Object.values(state.approvals)
      .filter((approval) => isPending(state, approval) && !isPending(dropped, approval))
      .map((approval) => `approval:${approval.id}`),
  ]
  return superseded(dropped, idle, at)
}

function approvalsApplied(state: CaseState, { at, data }: EventOf<'approvalsApplied'>): CaseState {
  const designs = linesOf(state)
    .filter((line) => line.utility === data.org)
    .reduce((sum, line) => sum + (line.works?.designs ?? 0), 0)
  const applied = data.approvals.map((approval): Approval => ({
    ...approval,
    org: data.org,
    lines: data.lines,
    appliedAt: at,
    status: 'applied',
    designs,
  }))
  const scheduled = state.commitments[data.org] === undefined ? rescheduled(state, data.org, data.schedule, at) : state
  const next = {
    ...scheduled,
    approvals: { ...state.approvals, ...Object.fromEntries(applied.map((approval) => [approval.id, approval])) },
  }
  const met = isClearanceUnderWay(next, data.org) && next.deadlines[`commitment:${data.org}`]?.metAt === undefined
  const underWay = met ? withDeadline(next, `commitment:${data.org}`, { metAt: at }) : next
  // Where something was applied for, its decision clears.
  return data.approvals.length === 0 ? clearForWorks(underWay, data.org) : underWay
}

/**
 * R-19: other dates than those in force supersede the works' deadlines of the utility's lines that are cleared already.
 */
function rescheduled(state: CaseState, org: string, schedule: Schedule, at: string): CaseState {
  const superseded =
    state.schedules[org] === undefined
      ? state
      : linesOf(state)
          .filter((line) => line.utility === org)
          .reduce((next, line) => withDeadline(next, worksDeadlineId(state, line), { supersededAt: at }), state)
  return {
    ...superseded,
    schedules: { ...state.schedules, [org]: { ...schedule, version: (state.schedules[org]?.version ?? 0) + 1, at } },
  }
}

function approvalDecided(state: CaseState, { at, data }: EventOf<'approvalDecided'>): CaseState {
  const decided = withApproval(state, data.approval, {
    status: data.approved ? 'approved' : 'refused',
    decidedAt: at,
    ...(data.reason === undefined ? {} : { reason: data.reason }),
  })
  const met = withDeadline(decided, `approval:${data.approval}`, { metAt: at })
  const org = met.approvals[data.approval]?.org
  return org === undefined ? met : clearForWorks(met, org)
}

function extensionDecided(state: CaseState, { at, data }: EventOf<'extensionDecided'>): CaseState {
  const order = state.orders[data.order]
  if (order === undefined) return state
  const superseded = data.granted ? withDeadline(state, rectificationDeadlineId(order), { supersededAt: at }) : state
  return { ...superseded, orders: { ...state.orders, [order.id]: orderAfterExtension(order, data) } }
}

function promiseBroken(state: CaseState, { at, data }: EventOf<'promiseBroken'>): CaseState {
  const signed = state.commitments[data.org]
  const broken = withOrder(state, data.order, { brokenAt: at, creditRecord: data.creditRecord })
  if (signed === undefined) return broken
  const promises = signed.promises.map((row) => (data.promises.includes(row.number) ? { ...row, brokenAt: at } : row))
  return { ...broken, commitments: { ...broken.commitments, [data.org]: { ...signed, promises } } }
}

function emergencyRepairFiled(state: CaseState, { at, data }: EventOf<'emergencyRepairFiled'>): CaseState {
  const repair = state.repairs[data.repair]
  if (repair === undefined) return state
  return withDeadline(
    { ...state, repairs: { ...state.repairs, [repair.id]: { ...repair, filedAt: at } } },
    `emergencyRepair:${repair.id}`,
    { metAt: at },
  )
}

/** missed by the user, the appointment is void and its clock ends; missed by the utility, the clock goes on. */
function appointmentMissed(state: CaseState, { at, data }: EventOf<'appointmentMissed'>): CaseState {
  const line = state.lines[data.line]
  if (line?.appointment === undefined) return state
  const { appointment: missed } = line
  if (data.by === 'utility') return withLines(state, [line.id], () => ({ appointment: { ...missed, missedAt: at } }))
  const ended = withDeadline(state, connectionDeadlineId(line), { supersededAt: at })
  const { appointment: _missed, ...rest } = line
  const status = line.works === undefined ? ('connectable' as const) : ('accepted' as const)
  return { ...ended, lines: { ...ended.lines, [line.id]: { ...rest, status, appointments: missed.number } } }
}

function withApproval(
  state: CaseState,
  id: string,
  change: Partial<Approval> | ((approval: Approval) => Partial<Approval>),
): CaseState {
  const approval = state.approvals[id]
  if (approval === undefined) return state
  return {
    ...state,
    approvals: {
      ...state.approvals,
      [id]: { ...approval, ...(typeof change === 'function' ? change(approval) : change) },
    },
  }
}

function withOrder(state: CaseState, id: string, change: Partial<RectificationOrder>): CaseState {
  const order = state.orders[id]
  return order === undefined ? state : { ...state, orders: { ...state.orders, [id]: { ...order, ...change } } }
}

function withInnerWorks(
  state: CaseState,
  id: string,
  change: Partial<InnerWorks> | ((inner: InnerWorks) => Partial<InnerWorks>),
): CaseState {
  return withLines(state, [id], ({ innerWorks = { scope: '' } }) => ({
    innerWorks: { ...innerWorks, ...(typeof change === 'function' ? change(innerWorks) : change) },
  }))
}
