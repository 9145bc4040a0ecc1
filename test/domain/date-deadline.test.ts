import { describe, expect, test } from 'vitest'
import { dueByDate } from '../../domain/date-deadline.ts'
import { endOfLocalDate } from '../../domain/local-date.ts'
import { at, chibi, china, inChina } from './calendars.ts'

const due = (from: string, date: string) => dueByDate(at(from), { kind: 'byDate', date }, chibi, china)
const told = (from: string, date: string) => {
  const { startedAt, warnAt, dueAt, minutes } = due(from, date)
  return [inChina(startedAt), inChina(warnAt), inChina(dueAt), minutes]
}

describe('R-34: due on a date', () => {
  test('R-34: when that day\'s work ends, on a day off at 24:00', () => {
    expect(inChina(due('2026-11-23 08:30', '2026-11-24').dueAt)).toBe('2026-11-24 17:30')
    expect(inChina(due('2026-11-23 08:30', '2026-11-28').dueAt)).toBe('2026-11-29 00:00')
  })

  test('R-33: the yellow is the last quarter of the working time until then', () => {
    const { warnAt, minutes } = due('2026-11-23 08:30', '2026-11-24')
    expect([minutes, inChina(warnAt)]).toEqual([780, '2026-11-24 11:45'])
  })

  test('R-20, R-33: named in the evening of the day itself, it starts when it is due, and never after', () => {
    expect(told('2026-11-24 20:00', '2026-11-24')).toEqual(['2026-11-24 17:30', '2026-11-24 17:30', '2026-11-24 17:30', 0])
    expect(told('2026-11-24 17:29', '2026-11-24')[0]).toBe('2026-11-24 17:29')
  })

  test('R-34: a date is over at midnight in the city', () => {
    expect(inChina(endOfLocalDate('2026-12-31', chibi))).toBe('2027-01-01 00:00')
  })
})
