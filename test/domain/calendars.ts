import { readFileSync } from 'node:fs'
import { CalendarSchema } from '../../domain/clocks/calendar.schema.ts'
import type { WorkingHours } from '../../domain/clocks/working-time.ts'

export const china = CalendarSchema.parse(
  JSON.parse(readFileSync(new URL('../../config/calendar/china.json', import.meta.url), 'utf8')),
)

/** the default hours. */
export const chibi: WorkingHours = {
  utcOffsetMinutes: 480,
  sessions: [
    { from: '08:30', to: '12:00' },
    { from: '14:30', to: '17:30' },
  ],
}

export const roundTheClock: WorkingHours = { utcOffsetMinutes: 480, sessions: [{ from: '00:00', to: '24:00' }] }

/** '2026-11-23 09:00' in China as an instant. */
export function at(local: string): string {
  const [date, time] = local.split(' ')
  return new Date(`${date}T${time}+08:00`).toISOString()
}

/** An instant as it reads in China: '2026-11-23 09:00', with seconds where there are any. */
export function inChina(instant: string): string {
  const local = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  return local.endsWith(':00') ? local.slice(0, 16) : local
}
