import { addWorkingMinutes, workingMinutesBetween } from '../clocks/working-time.ts'
import type { WorkingCalendar, WorkingHours } from '../clocks/working-time.ts'

/** Instants are ISO UTC; `to` is not in it. */
interface Span {
  readonly from: string
  readonly to: string
}

/** A half day, or what is left of one, and the parties that cannot come then. */
export interface SurveySlot extends Span {
  readonly cannot: readonly string[]
}

export interface SurveyWindow {
  /** Now, or when the survey's clock starts where that is later. */
  readonly from: string
  readonly dueAt: string
  /** Organisation keys of those who are to come. */
  readonly parties: readonly string[]
  /** What each party declared. */
  readonly unavailable: Readonly<Record<string, readonly Span[]>>
  readonly hours: WorkingHours
  readonly calendar: WorkingCalendar
}

/**
 * the half days of working time inside the survey's deadline, in order; nobody is missing where `cannot` is
 * empty. None where it is past.
 */
export function surveySlots({
  from,
  dueAt,
  parties,
  unavailable,
  hours,
  calendar,
}: SurveyWindow): readonly SurveySlot[] {
  const minutes = workingMinutesBetween(from, dueAt, hours, calendar)
  return addWorkingMinutes(from, minutes, hours, calendar).segments.map((slot) => ({
    from: slot.from,
    to: slot.to,
    cannot: parties.filter((org) => (unavailable[org] ?? []).some((busy) => overlap(busy, slot))),
  }))
}

function overlap(a: Span, b: Span): boolean {
  return Date.parse(a.from) < Date.parse(b.to) && Date.parse(b.from) < Date.parse(a.to)
}
