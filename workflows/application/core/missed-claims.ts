import { connectionDeadlineOf } from './case-deadlines.ts'
import type { CaseState, Line, MissedClaim } from './case-state.ts'
import { markDeadline, patchDeadline } from './change.ts'
import { isOpen, linesOf } from './lines.ts'

export function claimsOf({ missed }: CaseState): readonly MissedClaim[] {
  return Object.values(missed ?? {})
}

/** of the appointment that stands, or an earlier one. */
export function claimOn(state: CaseState, line: Line): MissedClaim | undefined {
  return claimsOf(state).find(({ line: id, appointment }) => id === line.id && appointment === line.appointment?.number)
}

/** where it is: the other side's, the window's, or done. */
export function standingOf({ answer, settled }: MissedClaim): 'told' | 'contested' | 'settled' {
  if (settled !== undefined) return 'settled'
  return answer === undefined ? 'told' : 'contested'
}

/** An agreed time is void: the line is as it was before, the clock ends unless it had passed; the next has another. */
export function withoutAppointment(state: CaseState, line: Line, at: string): CaseState {
  const { appointment, ...rest } = line
  if (appointment === undefined) return state
  const ended = markDeadline(state, connectionDeadlineOf(line.id, appointment.number), { supersededAt: at })
  const status = line.works === undefined ? ('connectable' as const) : ('accepted' as const)
  return { ...ended, lines: { ...ended.lines, [line.id]: { ...rest, status, appointments: appointment.number } } }
}

/**
 * the user was not there: its clock counts for nobody any more, though red stays red; the time is void
 * where it still stands. Everything else goes on as it stood.
 */
export function settledClaim(
  state: CaseState,
  claim: MissedClaim,
  settled: NonNullable<MissedClaim['settled']>,
): CaseState {
  const done = { ...state, missed: { ...state.missed, [claim.id]: { ...claim, settled } } }
  const line = linesOf(state).find(({ id }) => id === claim.line)
  if (settled.missed !== 'user' || line === undefined) return done
  const excused = patchDeadline(done, connectionDeadlineOf(line.id, claim.appointment), (clock) => ({
    ...clock,
    unassessed: true,
  }))
  const stands = isOpen(line) && line.appointment?.number === claim.appointment
  return stands ? withoutAppointment(excused, line, settled.at) : excused
}
