import type { CaseEvent, EventType } from '../../domain/case/event.ts'
import { PROMISE_NUMBERS } from '../../domain/commitment/promise.ts'
import { openedAgain, rectificationDeadlineId } from '../../domain/supervision/rectification.ts'
import type { CaseState, CommitmentState, Line, PromiseRow, Works } from './case-state.ts'
import type { RectificationOrder } from '../../domain/supervision/rectification.ts'
import { isClearanceUnderWay, isPending, linesOf, worksDeadlineId } from './case-state.ts'
import { withDeadline, withLines } from './change.ts'
import { clearForWorks } from './clearance.ts'

type EventOf<T extends EventType> = Extract<CaseEvent, { type: T }>
type WorksEvent =
  | 'commitmentSigned'
  | 'approvalGranted'
  | 'designFiled'
  | 'constructionPlanFiled'
  | 'handoverSigned'
  | 'worksStarted'
  | 'progressReported'
  | 'inspectionFiled'
  | 'rectificationOrdered'
  | 'rectificationReported'
  | 'reinspected'
  | 'worksCompleted'
  | 'worksAccepted'
  | 'acceptanceRefused'
  | 'siteRestored'
  | 'restorationConfirmed'

/** How the events of outer works change a case (R-16…R-21). */
export const WORKS_FOLDS: { readonly [T in WorksEvent]: (state: CaseState, event: EventOf<T>) => CaseState } = {
  commitmentSigned,
  approvalGranted,
  designFiled: (state, { data }) => withWorks(state, data.line, { designs: data.version }),
  constructionPlanFiled,
  handoverSigned: (state, { at, data }) =>
    withWorks(state, data.line, (works) => ({ handovers: { ...works.handovers, [data.org]: at } })),
  worksStarted: (state, { at, data }) =>
    withLines(withWorks(state, data.line, { startedAt: at }), [data.line], () => ({ status: 'constructing' })),
  progressReported: (state, { data }) => withWorks(state, data.line, { percent: data.percent }),
  inspectionFiled,
  rectificationOrdered: (state, { at, data: { order, ...data } }) => ({
    ...state,
    orders: { ...state.orders, [order]: { id: order, ...data, orderedAt: at, version: 1 } },
  }),
  rectificationReported: (state, { at, data }) => withOrder(state, data.order, { reportedAt: at }),
  reinspected,
  worksCompleted: (state, { at, data }) =>
    withLines(
      metWorks(withWorks(state, data.line, { completedAt: at, percent: 100 }), data.line, at),
      [data.line],
      () => ({ status: 'completed' }),
    ),
  worksAccepted: (state, { at, data }) =>
    withLines(withWorks(state, data.line, { acceptedAt: at }), [data.line], () => ({
      status: 'accepted',
      laidInAdvance: data.laidInAdvance,
    })),
  acceptanceRefused: (state, { data }) =>
    withLines(unmetWorks(state, data.line), [data.line], () => ({ status: 'constructing' })),
  siteRestored: (state, { at, data }) => withWorks(state, data.line, { restoredAt: at }),
  restorationConfirmed: (state, { at, data }) => withWorks(state, data.line, { restorationConfirmedAt: at }),
}

export const NO_WORKS_YET: Works = { designs: 0, plans: 0, handovers: {}, percent: 0, inspectionsPassed: 0 }

/** A superseding commitment leaves what was found of the promises, and the works' earlier deadline as it stood. */
function commitmentSigned(state: CaseState, { at, data }: EventOf<'commitmentSigned'>): CaseState {
  const earlier = state.commitments[data.org]
  const superseded =
    state.schedules[data.org] === undefined
      ? state
      : data.lines.reduce((next, id) => supersedeWorks(next, id, at), state)
  const rows: readonly PromiseRow[] = earlier?.promises ?? PROMISE_NUMBERS.map((number) => ({ number, checks: [] }))
  const signed: CommitmentState = {
    org: data.org,
    version: data.version,
    signedAt: at,
    lines: data.lines,
    commitment: data.commitment,
    promises: rows,
    grants: {},
  }
  const { worksFrom, worksTo, sections, responsible } = data.commitment
  const schedule = {
    worksFrom,
    worksTo,
    sections,
    responsible,
    version: (state.schedules[data.org]?.version ?? 0) + 1,
    at,
  }
  const next = {
    ...superseded,
    commitments: { ...state.commitments, [data.org]: signed },
    schedules: { ...state.schedules, [data.org]: schedule },
  }
  const cleared = clearForWorks(next, data.org)
  const met = isClearanceUnderWay(next, data.org) && next.deadlines[`commitment:${data.org}`]?.metAt === undefined
  const promised = met ? withDeadline(cleared, `commitment:${data.org}`, { metAt: at }) : cleared
  // what had been applied for while a promise was blocked, and is now given by one, is decided no more.
  return Object.values(state.approvals)
    .filter((approval) => isPending(state, approval) && !isPending(promised, approval))
    .reduce((state_, approval) => withDeadline(state_, `approval:${approval.id}`, { supersededAt: at }), promised)
}

function approvalGranted(state: CaseState, { data }: EventOf<'approvalGranted'>): CaseState {
  const signed = state.commitments[data.org]
  if (signed === undefined) return state
  return {
    ...state,
    commitments: {
      ...state.commitments,
      [data.org]: { ...signed, grants: { ...signed.grants, [data.authority]: data.approvals } },
    },
  }
}

function supersedeWorks(state: CaseState, id: string, at: string): CaseState {
  const line = state.lines[id]
  return line === undefined ? state : withDeadline(state, worksDeadlineId(state, line), { supersededAt: at })
}

/** owners of pipelines nearby take part from here on; those that signed already need not sign again. */
function constructionPlanFiled(state: CaseState, { data }: EventOf<'constructionPlanFiled'>): CaseState {
  const owners = data.nearbyOwners.filter((org) => state.parties[org] === undefined)
  const parties = Object.fromEntries(
    owners.map((org) => [org, { org, kind: 'utility', opinionRequired: false, pipelineOwner: true }] as const),
  )
  return withWorks({ ...state, parties: { ...state.parties, ...parties } }, data.line, (works) => ({
    plans: data.version,
    handovers: Object.fromEntries(data.nearbyOwners.map((org) => [org, works.handovers[org] ?? null])),
  }))
}

function inspectionFiled(state: CaseState, { at, data }: EventOf<'inspectionFiled'>): CaseState {
  const inspected = withWorks(state, data.line, (works) => ({
    inspectionsPassed: works.inspectionsPassed + (data.passed ? 1 : 0),
  }))
  const utility = state.lines[data.line]?.utility ?? ''
  const signed = state.commitments[utility]
  if (signed === undefined) return inspected
  const promises = signed.promises.map((row) => {
    const check = data.checklist.find((candidate) => candidate.promise === row.number)
    if (check === undefined) return row
    const { kept, evidence } = check
    return {
      ...row,
      checks: [
        ...row.checks,
        { at, by: data.org, line: data.line, kept, ...(evidence === undefined ? {} : { evidence }) },
      ],
    }
  })
  return { ...inspected, commitments: { ...inspected.commitments, [utility]: { ...signed, promises } } }
}

/**
 * passed closes the order, and counts as a passed inspection; not passed opens it again for the utility's next
 * report.
 */
function reinspected(state: CaseState, { at, data }: EventOf<'reinspected'>): CaseState {
  const order = state.orders[data.order]
  if (order === undefined) return state
  if (!data.passed) return { ...state, orders: { ...state.orders, [order.id]: openedAgain(order) } }
  const passed = withWorks(state, order.line, (works) => ({ inspectionsPassed: works.inspectionsPassed + 1 }))
  return withDeadline(
    withOrder(mended(passed, order, at, data.evidence), order.id, { closedAt: at }),
    rectificationDeadlineId(order),
    { metAt: at },
  )
}

/** The rows of the promises that the order named show that they were kept in the end. */
function mended(state: CaseState, order: RectificationOrder, at: string, evidence: string | undefined): CaseState {
  const signed = state.commitments[order.utility]
  if (signed === undefined) return state
  const check = { at, by: order.org, line: order.line, kept: true, ...(evidence === undefined ? {} : { evidence }) }
  const promises = signed.promises.map((row) =>
    order.promises.includes(row.number) ? { ...row, checks: [...row.checks, check] } : row,
  )
  return { ...state, commitments: { ...state.commitments, [order.utility]: { ...signed, promises } } }
}

function withOrder(state: CaseState, id: string, change: { reportedAt?: string; closedAt?: string }): CaseState {
  const order = state.orders[id]
  return order === undefined ? state : { ...state, orders: { ...state.orders, [id]: { ...order, ...change } } }
}

function withWorks(
  state: CaseState,
  id: string,
  change: Partial<Works> | ((works: Works) => Partial<Works>),
): CaseState {
  return withLines(state, [id], ({ works = NO_WORKS_YET }) => ({
    works: { ...works, ...(typeof change === 'function' ? change(works) : change) },
  }))
}

function metWorks(state: CaseState, id: string, at: string): CaseState {
  const line = state.lines[id]
  return line === undefined ? state : withDeadline(state, worksDeadlineId(state, line), { metAt: at })
}

/** Refused works are not completed: their deadline runs again. */
function unmetWorks(state: CaseState, id: string): CaseState {
  const line = linesOf(state).find((candidate): candidate is Line => candidate.id === id)
  if (line === undefined) return state
  const deadline = state.deadlines[worksDeadlineId(state, line)]
  if (deadline === undefined) return state
  const { metAt: _met, ...running } = deadline
  return { ...state, deadlines: { ...state.deadlines, [running.id]: running } }
}
