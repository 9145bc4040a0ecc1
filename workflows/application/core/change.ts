import type { Deadline } from '../../../domain/clocks/deadline.ts'
import type { CaseState, Line } from './case-state.ts'

/** The state with some lines changed. */
export function withLines(state: CaseState, ids: readonly string[], change: (line: Line) => Partial<Line>): CaseState {
  const changed = ids.flatMap((id) => {
    const line = state.lines[id]
    return line === undefined ? [] : [[id, { ...line, ...change(line) }] as const]
  })
  return { ...state, lines: { ...state.lines, ...Object.fromEntries(changed) } }
}

/** The state with one deadline marked; none where the deadline was never started. */
export function withDeadline(
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
