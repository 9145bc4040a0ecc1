import { describe, expect, test } from 'vitest'
import { ALWAYS_OPEN } from '../../domain/clocks/working-calendars.ts'
import {
  addWorkingMinutes,
  dueTime,
  firstWorkingMinute,
  firstWorkingMinuteOfDate,
  isWorkingDay,
  minutesOfDay,
  type DeadlineRule,
  type WorkingHours,
  workingMinutesBetween,
} from '../../domain/clocks/working-time.ts'
import { at, chibi, china, inChina, roundTheClock } from './calendars.ts'
import { working, whole, sameDay, answer, due, counted } from './deadline-rules.ts'

describe('R-34: the examples of the clock', () => {
  test('R-34: a day is 390 minutes', () => expect(minutesOfDay(chibi)).toBe(390))
  test.each([
    ['0.5 from Mon 2026-11-23 09:00', 0.5, '2026-11-23 09:00', '2026-11-23 14:45'],
    ['2 from Fri 2026-11-20 09:00', 2, '2026-11-20 09:00', '2026-11-24 09:00'],
    ['0.5 from Sat 2026-11-21 10:00', 0.5, '2026-11-21 10:00', '2026-11-23 11:45'],
  ])('R-34: %s', (_, days, from, expected) => expect(due(from, working(days))).toBe(expected))

  test('R-34, R-36: the answer carries its proof', () => {
    expect(answer('2026-11-23 09:00', working(0.5))).toEqual({
      startedAt: '2026-11-23T01:00:00.000Z',
      warnAt: '2026-11-23T03:27:00.000Z',
      dueAt: '2026-11-23T06:45:00.000Z',
      minutes: 195,
      segments: [
        { from: '2026-11-23T01:00:00.000Z', to: '2026-11-23T04:00:00.000Z', minutes: 180 },
        { from: '2026-11-23T06:30:00.000Z', to: '2026-11-23T06:45:00.000Z', minutes: 15 },
      ],
      calendarVersion: 'cn-2026.1',
      provisional: false,
      rule: { kind: 'workingDays', days: 0.5 },
    })
  })
})

describe('R-34: sessions', () => {
  test.each([
    ['before work', '2026-11-23 06:00', '2026-11-23 08:30'],
    ['in a session', '2026-11-23 09:00', '2026-11-23 09:00'],
    ['the last minute before lunch', '2026-11-23 11:59', '2026-11-23 11:59'],
    ['the end of a session', '2026-11-23 12:00', '2026-11-23 14:30'],
    ['at lunch', '2026-11-23 13:10', '2026-11-23 14:30'],
    ['after work', '2026-11-23 17:30', '2026-11-24 08:30'],
    ['on Friday evening', '2026-11-20 20:00', '2026-11-23 08:30'],
    ['seconds into a minute', '2026-11-23 09:00:20', '2026-11-23 09:01'],
    ['a millisecond into a minute', '2026-11-23 09:00:00.001', '2026-11-23 09:01'],
    ['seconds into the last minute before lunch', '2026-11-23 11:59:01', '2026-11-23 14:30'],
    ['seconds into the last minute of the day', '2026-11-23 17:29:59', '2026-11-24 08:30'],
  ])('R-34: what arrives %s starts at the first working minute', (_, from, expected) => {
    expect(inChina(firstWorkingMinute(at(from), chibi, china))).toBe(expected)
    expect(inChina(answer(from, working(1)).startedAt)).toBe(expected)
  })

  test.each([
    [180, '2026-11-23 09:00', '2026-11-23 12:00'],
    [181, '2026-11-23 09:00', '2026-11-23 14:31'],
    [390, '2026-11-23 08:30', '2026-11-23 17:30'],
    [391, '2026-11-23 08:30', '2026-11-24 08:31'],
    [1, '2026-11-23 12:00', '2026-11-23 14:31'],
    [0, '2026-11-23 12:00', '2026-11-23 14:30'],
  ])('R-34: %i minutes from %s; a due time at the end of a session stays there', (minutes, from, expected) => {
    expect(inChina(addWorkingMinutes(at(from), minutes, chibi, china).due)).toBe(expected)
  })

  test('R-34: a start at 09:00:20 counts from 09:01', () =>
    expect(due('2026-11-23 09:00:20', working(0.5))).toBe('2026-11-23 14:46'))

  test('R-34: half of an odd day rounds up to the minute', () => {
    const odd: WorkingHours = { utcOffsetMinutes: 480, sessions: [{ from: '09:00', to: '12:15' }] }
    expect(dueTime(at('2026-11-23 09:00'), working(0.5), odd, china).minutes).toBe(98)
  })

  test('R-35: minutes used between two instants', () => {
    const between = (from: string, to: string) => workingMinutesBetween(at(from), at(to), chibi, china)
    expect(between('2026-11-23 09:00', '2026-11-23 14:45')).toBe(195)
    expect(between('2026-11-20 09:00', '2026-11-24 09:00')).toBe(780)
    expect(between('2026-11-21 00:00', '2026-11-22 23:59')).toBe(0)
    expect(between('2026-11-24 09:00', '2026-11-23 09:00')).toBe(0)
    expect(between('2026-11-23 09:00:20', '2026-11-23 09:10:20')).toBe(10)
  })

  test('R-12: the first working minute of a booked date', () => {
    const first = (date: string) => inChina(firstWorkingMinuteOfDate(date, chibi, china))
    expect(first('2026-11-25')).toBe('2026-11-25 08:30')
    expect(first('2026-11-28')).toBe('2026-11-30 08:30')
    expect(first('2026-02-14')).toBe('2026-02-14 08:30')
    expect(() => first('2026-02-30')).toThrow(RangeError)
    expect(() => first('2026-2-3')).toThrow(RangeError)
  })
})

describe('R-34: holidays and 调休', () => {
  test('R-34: Spring Festival 2026, with 调休 on Saturday 14 and 28 February', () => {
    expect(due('2026-02-13 17:00', working(1))).toBe('2026-02-14 17:00')
    expect(due('2026-02-14 09:00', working(1))).toBe('2026-02-24 09:00')
    expect(due('2026-02-14 17:30', working(0.5))).toBe('2026-02-24 11:45')
    expect(due('2026-02-27 09:00', working(2))).toBe('2026-03-02 09:00')
    expect(due('2026-02-28 17:00', working(0.5))).toBe('2026-03-02 11:15')
    expect(counted(answer('2026-02-14 16:30', working(0.5)))).toEqual([
      ['2026-02-14 16:30', '2026-02-14 17:30', 60],
      ['2026-02-24 08:30', '2026-02-24 10:45', 135],
    ])
  })

  test('R-34: National Day 2026, with 调休 on Sunday 20 September and Saturday 10 October', () => {
    expect(due('2026-09-19 10:00', working(1))).toBe('2026-09-20 17:30')
    expect(due('2026-09-30 17:00', working(1))).toBe('2026-10-08 17:00')
    expect(due('2026-10-03 12:00', working(3))).toBe('2026-10-10 17:30')
    expect(due('2026-10-09 09:00', working(2))).toBe('2026-10-12 09:00')
  })

  test('R-34: the end of 2025, New Year off, Sunday 4 January 2026 worked', () => {
    expect(due('2025-12-31 17:00', working(1))).toBe('2026-01-04 17:00')
  })

  test.each([
    ['2026-11-23', true],
    ['2026-11-21', false],
    ['2026-02-14', true],
    ['2026-02-16', false],
    ['2026-02-15', false],
    ['2026-09-20', true],
    ['2026-10-10', true],
    ['2026-10-08', true],
    ['2025-01-26', true],
    ['2024-02-09', true],
    ['2027-02-05', false],
    ['2027-02-10', true],
    ['2027-10-04', true],
  ])('R-34: %s is worked: %s', (date, expected) => expect(isWorkingDay(date, china)).toBe(expected))
})

describe('R-25: sameDay', () => {
  test.each([
    ['in the morning', '2026-11-23 09:00', '2026-11-23 17:30', 360],
    ['before work', '2026-11-23 07:00', '2026-11-23 17:30', 390],
    ['at lunch', '2026-11-23 12:30', '2026-11-23 17:30', 180],
    ['in the last minute', '2026-11-23 17:29', '2026-11-23 17:30', 1],
    ['with seconds of the last minute left', '2026-11-23 17:29:30', '2026-11-24 17:30', 390],
    ['when work ends', '2026-11-23 17:30', '2026-11-24 17:30', 390],
    ['on Friday evening', '2026-11-20 19:00', '2026-11-23 17:30', 390],
    ['on a Saturday', '2026-11-21 10:00', '2026-11-23 17:30', 390],
    ['on a worked Saturday', '2026-02-14 10:00', '2026-02-14 17:30', 300],
    ['in Spring Festival', '2026-02-17 10:00', '2026-02-24 17:30', 390],
  ])('R-25: agreed %s', (_, from, expected, minutes) => {
    const { startedAt, dueAt, minutes: counted } = answer(from, sameDay)
    expect([startedAt, inChina(dueAt), counted]).toEqual([at(from), expected, minutes])
  })

  test('R-33: warns in the last quarter of the minutes that were left', () =>
    expect(inChina(answer('2026-11-23 09:00', sameDay).warnAt)).toBe('2026-11-23 16:00'))
})

describe('R-34: whole days, from the next working day to its end', () => {
  test.each([
    [1, '2026-11-23 09:00', '2026-11-24 17:30'],
    [2, '2026-11-20 09:00', '2026-11-24 17:30'],
    [1, '2026-11-21 10:00', '2026-11-23 17:30'],
    [1, '2026-11-23 23:59:30', '2026-11-24 17:30'],
    [1, '2026-11-24 00:00', '2026-11-25 17:30'],
    [1, '2026-02-13 16:00', '2026-02-14 17:30'],
    [2, '2026-02-13 16:00', '2026-02-24 17:30'],
    [20, '2026-09-18 10:00', '2026-10-22 17:30'],
  ])('R-34: %i from %s', (days, from, expected) => expect(due(from, whole(days))).toBe(expected))

  test('R-34: the proof lists every session', () => {
    const { startedAt, minutes, segments } = answer('2026-11-20 09:00', whole(2))
    expect([inChina(startedAt), minutes]).toEqual(['2026-11-23 08:30', 780])
    expect(counted({ segments })).toEqual([
      ['2026-11-23 08:30', '2026-11-23 12:00', 210],
      ['2026-11-23 14:30', '2026-11-23 17:30', 180],
      ['2026-11-24 08:30', '2026-11-24 12:00', 210],
      ['2026-11-24 14:30', '2026-11-24 17:30', 180],
    ])
  })
})

describe('R-33: the warning, at the start of the last quarter', () => {
  test.each([
    [working(0.5), '2026-11-23 09:00', '2026-11-23 11:27'],
    [working(1), '2026-11-23 08:30', '2026-11-23 15:53'],
    [working(2), '2026-11-20 09:00', '2026-11-23 14:45'],
    [whole(1), '2026-11-20 09:00', '2026-11-23 15:53'],
  ])('R-33: %o from %s', (rule, from, expected) => expect(inChina(answer(from, rule).warnAt)).toBe(expected))

  test('R-33: at the end of a session it stays there', () => {
    const hours: WorkingHours = {
      utcOffsetMinutes: 480,
      sessions: [
        { from: '09:00', to: '12:00' },
        { from: '14:00', to: '15:00' },
      ],
    }
    expect(inChina(dueTime(at('2026-11-23 09:00'), working(1), hours, china).warnAt)).toBe('2026-11-23 12:00')
  })
})

describe('R-34: the drill city', () => {
  const drill = (from: string, rule: DeadlineRule) => dueTime(at(from), rule, roundTheClock, ALWAYS_OPEN)

  test('R-34: seconds are exact to the millisecond, R-33: and so is the warning', () => {
    expect(drill('2026-11-22 23:59:59.500', { kind: 'elapsedSeconds', seconds: 90 })).toEqual({
      startedAt: at('2026-11-22 23:59:59.500'),
      warnAt: at('2026-11-23 00:01:07.000'),
      dueAt: at('2026-11-23 00:01:29.500'),
      minutes: 2,
      segments: [{ from: at('2026-11-22 23:59:59.500'), to: at('2026-11-23 00:01:29.500'), minutes: 2 }],
      calendarVersion: 'always-1',
      provisional: false,
      rule: { kind: 'elapsedSeconds', seconds: 90 },
    })
  })

  test('R-34: works day and night, on Sundays and in Spring Festival', () => {
    expect(inChina(drill('2026-02-15 23:00', working(1)).dueAt)).toBe('2026-02-16 23:00')
    expect(inChina(drill('2026-02-15 00:00', working(1)).dueAt)).toBe('2026-02-16 00:00')
    expect(inChina(drill('2026-02-15 10:00', sameDay).dueAt)).toBe('2026-02-16 00:00')
    expect(isWorkingDay('2026-02-17', ALWAYS_OPEN)).toBe(true)
  })

  test('R-34: elapsed seconds in a year not yet published are provisional on that calendar', () => {
    expect(
      dueTime(at('2026-12-31 23:59:30'), { kind: 'elapsedSeconds', seconds: 60 }, roundTheClock, china).provisional,
    ).toBe(true)
    expect(
      dueTime(at('2026-12-31 23:58:30'), { kind: 'elapsedSeconds', seconds: 60 }, roundTheClock, china).provisional,
    ).toBe(false)
  })
})
