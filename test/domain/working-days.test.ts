import fc from 'fast-check'
import { expect, it } from 'vitest'
import { workingDays } from '../../domain/clocks/working-days.ts'
import type { WorkingDays } from '../../domain/clocks/working-days.ts'
import { workingMinutesBetween } from '../../domain/clocks/working-time.ts'
import { chibi, china } from './calendars.ts'

/** Within the calendar of the tests. */
const instant = fc
  .integer({ min: Date.parse('2024-01-01T00:00:00Z'), max: Date.parse('2028-12-30T00:00:00Z') })
  .map((milliseconds) => new Date(milliseconds).toISOString())

/** As whoever counts elsewhere does: by what stands before a day, and the sessions of a day that is worked. */
function until(at: string, { utcOffsetMinutes, sessions, firstDay, before }: WorkingDays): number {
  const minute = Math.ceil(Date.parse(at) / 60_000) + utcOffsetMinutes
  const day = Math.floor(minute / 1_440) - firstDay
  const today = sessions.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(minute % 1_440, to) - from), 0)
  const daily = sessions.reduce((sum, { from, to }) => sum + to - from, 0)
  if (before === undefined) return day * daily + today
  const [start = 0, end = 0] = before.slice(day, day + 2)
  return start + (end > start ? today : 0)
}

it.each([
  ['a calendar with days off', china],
  ['one that is always open', { ...china, alwaysOpen: true }],
])('R-30: who counts by the days of %s counts as deadlines do', (_, calendar) => {
  const days = workingDays(chibi, calendar)
  fc.assert(
    fc.property(instant, instant, (one, other) => {
      const [from = '', to = ''] = [one, other].toSorted()
      expect(until(to, days) - until(from, days)).toBe(workingMinutesBetween(from, to, chibi, calendar))
    }),
  )
})
