import { describe, expect, it } from 'vitest'
import { dueByDate } from '../../domain/clocks/date-deadline.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'

const due = (from: string, date: string) => {
  const { startedAt, warnAt, dueAt, minutes } = dueByDate(from, { kind: 'byDate', date }, CHIBI.hours, CALENDARS.china)
  expect([startedAt <= warnAt, warnAt <= dueAt]).toEqual([true, true])
  return { warnAt, dueAt, minutes }
}

describe('due by a date that somebody named', () => {
  it('R-19, R-20: at the end of its working hours, warned of in the last quarter of the working minutes until then', () => {
    expect(due('2026-11-23T01:00:00Z', '2026-11-24')).toEqual({
      minutes: 360 + 390,
      warnAt: '2026-11-24T03:53:00.000Z',
      dueAt: '2026-11-24T09:30:00.000Z',
    })
  })

  it('R-19: at 24:00 where the date is a day off, or its hours are over when it is named', () => {
    expect(due('2026-11-20T01:00:00Z', '2026-11-22').dueAt).toBe('2026-11-22T16:00:00.000Z')
    expect(due('2026-11-24T15:29:00Z', '2026-11-24')).toEqual({
      minutes: 0,
      warnAt: '2026-11-24T16:00:00.000Z',
      dueAt: '2026-11-24T16:00:00.000Z',
    })
  })

  it('R-19: never before it starts, though midnight passed while it was computed', () => {
    expect(due('2026-11-24T16:00:02.500Z', '2026-11-24')).toEqual({
      minutes: 0,
      warnAt: '2026-11-24T16:00:02.500Z',
      dueAt: '2026-11-24T16:00:02.500Z',
    })
  })
})
