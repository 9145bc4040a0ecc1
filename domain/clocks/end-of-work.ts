import type { WorkingHours } from './working-time.ts'

const MINUTE = 60_000

/** When the last session of a date (YYYY-MM-DD) ends, ISO UTC, whether or not the date is worked. */
export function endOfWork(date: string, { sessions, utcOffsetMinutes }: WorkingHours): string {
  const [hour = 0, minute = 0] = (sessions.at(-1)?.to ?? '24:00').split(':').map(Number)
  return new Date(Date.parse(`${date}T00:00:00Z`) + (hour * 60 + minute - utcOffsetMinutes) * MINUTE).toISOString()
}
