import type { CaseEvent, EventType } from '../../domain/event.ts'
import type { Approval, CaseState, InnerWorks, RectificationOrder } from './case-state.ts'
import { connectionDeadlineId, linesOf, rectificationDeadlineId } from './case-state.ts'
import { patchDeadline, withDeadline, withLines } from './change.ts'
import { clearForWorks } from './clearance.ts'

type EventOf<T extends EventType> = Extract<CaseEvent, { type: T }>
type BranchEvent =
  | 'supplementRequested' | 'demandSupplemented' | 'jointVisitRecorded' | 'sharedDataReceived' | 'surveyWaived' | 'surveyMoved' | 'unavailabilityDeclared' | 'surveyScheduled'
  | 'approvalsApplied' | 'approvalSupplementRequested' | 'approvalSupplied' | 'approvalDecided' | 'extensionRequested' | 'extensionDecided' | 'promiseBroken'
  | 'emergencyRepairStarted' | 'emergencyRepairFiled' | 'innerWorksRequested' | 'innerWorksQuoted' | 'instalmentsAgreed' | 'paymentRecorded' | 'appointmentMissed'
  | 'contactCorrected' | 'serviceDropped' | 'hastened' | 'taskReassigned' | 'clockStopped' | 'clockResumed' | 'deadlineMoved'

/** How the events of the plan's branches change a case. */
export const BRANCH_FOLDS: { readonly [T in BranchEvent]: (state: CaseState, event: EventOf<T>) => CaseState } = {
  supplementRequested: (state, { at, data }) => stopped({ ...state, supplement: { requestedAt: at, items: data.items } }, 'registration', at, 'awaitingUser'),
  demandSupplemented,
  jointVisitRecorded: (state, { data }) => ({ ...state, jointVisit: data }),
  sharedDataReceived: (state, { data }) => ({ ...state, sharedData: data }),
  surveyWaived: (state, { data }) => (state.survey === undefined ? state : { ...state, survey: { ...state.survey, waived: data } }),
  surveyMoved,
  unavailabilityDeclared: (state, { data: { org, from, to } }) => ({ ...state, unavailable: { ...state.unavailable, [org]: [...(state.unavailable[org] ?? []), { from, to }] } }),
  surveyScheduled: (state, { data }) => (state.survey === undefined ? state : { ...state, survey: { ...state.survey, visitAt: data.visitAt } }),
  approvalsApplied,
  approvalSupplementRequested: (state, { at, data }) => stopped(withApproval(state, data.approval, { supplement: { requestedAt: at } }), `approval:${data.approval}`, at, 'awaitingUser'),
  approvalSupplied: (state, { at, data }) => resumed(withApproval(state, data.approval, (approval) => ({ supplement: { requestedAt: approval.supplement?.requestedAt ?? at, suppliedAt: at } })), `approval:${data.approval}`, at),
  approvalDecided,
  extensionRequested: (state, { data }) => withOrder(state, data.order, { extension: { dueDate: data.dueDate, reason: data.reason } }),
  extensionDecided,
  promiseBroken,
  emergencyRepairStarted: (state, { at, data: { repair, ...data } }) => ({ ...state, repairs: { ...state.repairs, [repair]: { id: repair, ...data, startedAt: at } } }),
  emergencyRepairFiled,
  innerWorksRequested: (state, { data }) => withInnerWorks(state, data.line, { scope: data.scope }),
  innerWorksQuoted: (state, { data }) => withInnerWorks(state, data.line, { amountFen: data.items.reduce((sum, item) => sum + item.amountFen, 0), priceDocument: data.priceDocument }),
  instalmentsAgreed: (state, { data }) => withInnerWorks(state, data.line, { parts: data.parts }),
  paymentRecorded: (state, { data }) => withInnerWorks(state, data.line, (inner) => ({ parts: (inner.parts ?? []).map((part, index) => (index === data.part - 1 ? { ...part, paidOn: data.paidOn } : part)) })),
  appointmentMissed,
  contactCorrected: (state, { data }) => ({ ...state, registration: { ...state.registration, form: { ...state.registration.form, ...data } } }),
  serviceDropped: (state, { data }) => withLines(state, data.lines, () => ({ status: 'withdrawn' })),
  hastened: (state, { at, data }) => (data.deadline === undefined ? state : withDeadline(state, data.deadline, { hastenedAt: at })),
  taskReassigned: (state, { data }) => {
    const task = state.tasks[data.task]
    return task === undefined ? state : { ...state, tasks: { ...state.tasks, [task.id]: { ...task, person: data.person } } }
  },
  clockStopped: (state, { at, data }) => stopped(state, data.deadline, at, data.reason),
  clockResumed: (state, { at, data }) => resumed(state, data.deadline, at),
  deadlineMoved: (state, { data: { deadline, ...moved } }) => patchDeadline(state, deadline, ({ stoppedAt: _1, stopReason: _2, resumedAt: _3, resumeOn: _4, ...clock }) => ({ ...clock, ...moved })),
}

function stopped(state: CaseState, id: string, at: string, reason: 'awaitingUser' | 'forceMajeure' | 'statutoryProcedure' | 'booked'): CaseState {
  return patchDeadline(state, id, (clock) => ({ ...clock, stoppedAt: at, stopReason: reason }))
}

/** Its new due time follows as `deadlineMoved`. */
function resumed(state: CaseState, id: string, at: string): CaseState {
  return patchDeadline(state, id, (clock) => (clock.stoppedAt === undefined ? clock : { ...clock, resumedAt: at }))
}

function demandSupplemented(state: CaseState, { at, data }: EventOf<'demandSupplemented'>): CaseState {
  const registration = { ...state.registration, form: { ...state.registration.form, services: data.services } }
  const answered = state.supplement === undefined ? {} : { supplement: { ...state.supplement, answeredAt: at } }
  return resumed({ ...state, registration, ...answered }, 'registration', at)
}

/** a later day stops the clock, where it stands, until the day's first working minute. */
function surveyMoved(state: CaseState, { at, data }: EventOf<'surveyMoved'>): CaseState {
  if (state.survey === undefined) return state
  const moved = { ...state, survey: { ...state.survey, date: data.date } }
  if (!data.stops) return moved
  return patchDeadline(moved, 'survey', (clock) => {
    if (clock.passedAt !== undefined) return clock
    return { ...clock, stoppedAt: clock.stoppedAt ?? at, stopReason: 'booked', resumeOn: data.date }
  })
}

function approvalsApplied(state: CaseState, { at, data }: EventOf<'approvalsApplied'>): CaseState {
  const designs = linesOf(state).filter((line) => line.utility === data.org).reduce((sum, line) => sum + (line.works?.designs ?? 0), 0)
  const applied = data.approvals.map((approval): Approval => ({ ...approval, org: data.org, lines: data.lines, appliedAt: at, status: 'applied', designs }))
  const schedules = state.commitments[data.org] === undefined ? { ...state.schedules, [data.org]: { ...data.schedule, version: (state.schedules[data.org]?.version ?? 0) + 1, at } } : state.schedules
  const next = { ...state, schedules, approvals: { ...state.approvals, ...Object.fromEntries(applied.map((approval) => [approval.id, approval])) } }
  return withDeadline(next, `commitment:${data.org}`, { metAt: at })
}

function approvalDecided(state: CaseState, { at, data }: EventOf<'approvalDecided'>): CaseState {
  const decided = withApproval(state, data.approval, { status: data.approved ? 'approved' : 'refused', decidedAt: at, ...(data.reason === undefined ? {} : { reason: data.reason }) })
  const met = withDeadline(decided, `approval:${data.approval}`, { metAt: at })
  const org = met.approvals[data.approval]?.org
  return org === undefined ? met : clearForWorks(met, org)
}

function extensionDecided(state: CaseState, { at, data }: EventOf<'extensionDecided'>): CaseState {
  const order = state.orders[data.order]
  if (order === undefined) return state
  const { extension: _asked, ...rest } = order
  if (!data.granted) return { ...state, orders: { ...state.orders, [order.id]: rest } }
  const superseded = withDeadline(state, rectificationDeadlineId(order), { supersededAt: at })
  return { ...superseded, orders: { ...state.orders, [order.id]: { ...rest, dueDate: data.dueDate, version: order.version + 1 } } }
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
  return withDeadline({ ...state, repairs: { ...state.repairs, [repair.id]: { ...repair, filedAt: at } } }, `emergencyRepair:${repair.id}`, { metAt: at })
}

/** missed by the user, the appointment is void and its clock ends; missed by the utility, the clock goes on. */
function appointmentMissed(state: CaseState, { at, data }: EventOf<'appointmentMissed'>): CaseState {
  const line = state.lines[data.line]
  if (line === undefined || data.by === 'utility') return state
  const ended = withDeadline(state, connectionDeadlineId(line), { supersededAt: at })
  const { appointment, ...rest } = line
  const status = line.works === undefined ? 'connectable' as const : 'accepted' as const
  return { ...ended, lines: { ...ended.lines, [line.id]: { ...rest, status, appointments: appointment?.number ?? 0 } } }
}

function withApproval(state: CaseState, id: string, change: Partial<Approval> | ((approval: Approval) => Partial<Approval>)): CaseState {
  const approval = state.approvals[id]
  if (approval === undefined) return state
  return { ...state, approvals: { ...state.approvals, [id]: { ...approval, ...(typeof change === 'function' ? change(approval) : change) } } }
}

function withOrder(state: CaseState, id: string, change: Partial<RectificationOrder>): CaseState {
  const order = state.orders[id]
  return order === undefined ? state : { ...state, orders: { ...state.orders, [id]: { ...order, ...change } } }
}

function withInnerWorks(state: CaseState, id: string, change: Partial<InnerWorks> | ((inner: InnerWorks) => Partial<InnerWorks>)): CaseState {
  return withLines(state, [id], ({ innerWorks = { scope: '' } }) => ({ innerWorks: { ...innerWorks, ...(typeof change === 'function' ? change(innerWorks) : change) } }))
}
