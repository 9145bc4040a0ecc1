import type { CaseEvent, EventType } from '../../../domain/case/event.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import type { CaseState, Line, Works } from './case-state.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'

export type EventOf<T extends EventType> = Extract<CaseEvent, { type: T }>

/** How events change a case; the first, `registered`, makes it. */
export type Folds<T extends EventType = Exclude<EventType, 'registered'>> = {
  readonly [E in T]: (state: CaseState, event: EventOf<E>) => CaseState
}

/** The state with some lines changed. */
export function withLines(state: CaseState, ids: readonly string[], change: (line: Line) => Partial<Line>): CaseState {
  const changed = ids.flatMap((id) => {
    const line = state.lines[id]
    return line === undefined ? [] : [[id, { ...line, ...change(line) }] as const]
  })
  return { ...state, lines: { ...state.lines, ...Object.fromEntries(changed) } }
}

export const NO_WORKS_YET: Works = { designs: 0, plans: 0, handovers: {}, percent: 0, inspectionsPassed: 0 }

export function withWorks(
  state: CaseState,
  id: string,
  change: Partial<Works> | ((works: Works) => Partial<Works>),
): CaseState {
  return withLines(state, [id], ({ works = NO_WORKS_YET }) => ({
    works: { ...works, ...(typeof change === 'function' ? change(works) : change) },
  }))
}

export function withOrder(state: CaseState, id: string, change: Partial<RectificationOrder>): CaseState {
  const order = state.orders[id]
  return order === undefined ? state : { ...state, orders: { ...state.orders, [id]: { ...order, ...change } } }
}

/** The state with one deadline marked; none where the deadline was never started. */
export function markDeadline(
  state: CaseState,
  id: string,
  change: { metAt?: string; passedAt?: string; warnedAt?: string; supersededAt?: string; hastenedAt?: string },
): CaseState {
  const deadline = state.deadlines[id]
  return deadline === undefined
    ? state
    : { ...state, deadlines: { ...state.deadlines, [id]: { ...deadline, ...change } } }
}

/** The state with one deadline as `change` gives it; none where the deadline was never started. */
export function patchDeadline(state: CaseState, id: string, change: (deadline: Deadline) => Deadline): CaseState {
  const deadline = state.deadlines[id]
  return deadline === undefined ? state : { ...state, deadlines: { ...state.deadlines, [id]: change(deadline) } }
}

/** Of these clocks, those that were neither met nor superseded before. */
export function superseded(state: CaseState, ids: readonly string[], at: string): CaseState {
  return ids.reduce(
    (next, id) =>
      next.deadlines[id]?.metAt === undefined && next.deadlines[id]?.supersededAt === undefined
        ? markDeadline(next, id, { supersededAt: at })
        : next,
    state,
  )
}

/** what stands already keeps its reason, unless it was told to go on meanwhile. */
export function stopped(
  state: CaseState,
  id: string,
  at: string,
  reason: 'awaitingUser' | 'forceMajeure' | 'statutoryProcedure' | 'userNotReady' | 'booked' | 'putOff',
): CaseState {
  return patchDeadline(state, id, (clock) => {
    if (clock.metAt !== undefined || clock.passedAt !== undefined || clock.supersededAt !== undefined) return clock
    const { resumedAt, ...standing } = clock
    if (clock.stoppedAt === undefined) return { ...clock, stoppedAt: at, stopReason: reason }
    return resumedAt === undefined ? clock : { ...standing, stopReason: reason }
  })
}

/** what somebody else stopped for a reason of his own goes on only when he says so. */
export function answered(state: CaseState, id: string, at: string): CaseState {
  return state.deadlines[id]?.stopReason === 'awaitingUser' ? resumed(state, id, at) : state
}

/** Its new due time follows as `deadlineMoved`. */
export function resumed(state: CaseState, id: string, at: string): CaseState {
  return patchDeadline(state, id, (clock) => (clock.stoppedAt === undefined ? clock : { ...clock, resumedAt: at }))
}
