import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addWorkingMinutes,
  dueTime,
  firstWorkingMinute,
  isWorkingDay,
  workingMinuteCounter,
  workingMinutesBetween,
  type DeadlineRule,
  type Segment,
} from '../../domain/clocks/working-time.ts'
import { chibi, china, inChina } from './calendars.ts'

const instant = fc
  .integer({ min: Date.parse('2024-01-01T00:00:00Z'), max: Date.parse('2028-12-31T00:00:00Z') })
  .map((milliseconds) => new Date(milliseconds).toISOString())
const minutes = fc.integer({ min: 1, max: 12_000 })
const rule: fc.Arbitrary<DeadlineRule> = fc.oneof(
  fc.integer({ min: 1, max: 60 }).map((halves) => ({ kind: 'workingDays' as const, days: halves / 2 })),
  fc.integer({ min: 1, max: 30 }).map((days) => ({ kind: 'wholeDays' as const, days })),
  fc.constant({ kind: 'sameDay' as const }),
)

const due = (from: string, count: number) => addWorkingMinutes(from, count, chibi, china)

/** Written apart from the code under test: whether the minute that ends at an instant is worked. */
function endsAWorkedMinute(at: string): boolean {
  const [date = '', time = ''] = inChina(new Date(Date.parse(at) - 60_000).toISOString()).split(' ')
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  const open = china.makeUpDays.includes(date) || (weekday > 0 && weekday < 6 && !china.holidays.includes(date))
  return open && ((time >= '08:30' && time < '12:00') || (time >= '14:30' && time < '17:30'))
}

function lieInsideSessions(segments: readonly Segment[]): boolean {
  return segments.every(({ from, to, minutes: length }, index) => {
    const [date, start = ''] = inChina(from).split(' ')
    const [endDate, end = ''] = inChina(to).split(' ')
    const morning = start >= '08:30' && end <= '12:00'
    const afternoon = start >= '14:30' && end <= '17:30'
    const before = segments[index - 1]
    const inOneSession = date === endDate && isWorkingDay(date!, china) && (morning || afternoon)
    return (
      inOneSession &&
      length > 0 &&
      Date.parse(to) - Date.parse(from) === length * 60_000 &&
      (before === undefined || before.to < from)
    )
  })
}

describe('R-34: properties of the clock', () => {
  test('R-30, R-34: a counter for many intervals counts as the one for one does, in whatever order it is asked', () => {
    const between = workingMinuteCounter(chibi, china)
    fc.assert(
      fc.property(instant, instant, (from, to) => {
        expect(between(from, to)).toBe(workingMinutesBetween(from, to, chibi, china))
      }),
    )
    expect(() => between('2026-01-01T00:00:00Z', '2099-01-01T00:00:00Z')).toThrow('not 2099')
  })

  test('R-34: later arrivals are never due earlier', () => {
    fc.assert(
      fc.property(instant, instant, minutes, (one, other, count) => {
        const [earlier, later] = one < other ? [one, other] : [other, one]
        expect(due(earlier, count).due <= due(later, count).due).toBe(true)
      }),
    )
  })

  test('R-34: later arrivals are never due earlier, under any rule, also minutes apart', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 172_800_000 }), rule, (earlier, apart, length) => {
        const later = new Date(Date.parse(earlier) + apart).toISOString()
        expect(dueTime(earlier, length, chibi, china).dueAt <= dueTime(later, length, chibi, china).dueAt).toBe(true)
      }),
    )
  })

  test('R-34: more minutes are due later', () => {
    fc.assert(
      fc.property(instant, minutes, minutes, (from, count, more) => {
        expect(due(from, count).due < due(from, count + more).due).toBe(true)
      }),
    )
  })

  test('R-34: never due on a day off nor outside a session', () => {
    fc.assert(
      fc.property(instant, rule, (from, length) => {
        const { dueAt, warnAt } = dueTime(from, length, chibi, china)
        expect([endsAWorkedMinute(dueAt), endsAWorkedMinute(warnAt)]).toEqual([true, true])
      }),
    )
  })

  test('R-34: the segments add up, lie inside sessions, and begin and end with the answer', () => {
    fc.assert(
      fc.property(instant, rule, (from, length) => {
        const { startedAt, warnAt, dueAt, minutes: count, segments } = dueTime(from, length, chibi, china)
        expect(segments.reduce((sum, segment) => sum + segment.minutes, 0)).toBe(count)
        expect(lieInsideSessions(segments)).toBe(true)
        expect(segments.at(-1)!.to).toBe(dueAt)
        expect(segments[0]!.from).toBe(length.kind === 'sameDay' ? firstWorkingMinute(from, chibi, china) : startedAt)
        expect(warnAt > segments[0]!.from && warnAt <= dueAt).toBe(true)
        expect(workingMinutesBetween(segments[0]!.from, warnAt, chibi, china)).toBe(Math.ceil(count * 0.75))
      }),
    )
  })

  test('R-34: the minutes between a start and its due time are those asked for', () => {
    fc.assert(
      fc.property(instant, minutes, (from, count) => {
        expect(workingMinutesBetween(from, due(from, count).due, chibi, china)).toBe(count)
      }),
    )
  })

  test('R-34: between counts exactly the worked minutes, one by one', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 5_000 }), (from, span) => {
        const start = Math.ceil(Date.parse(from) / 60_000)
        const worked = Array.from({ length: span }, (_, index) =>
          new Date((start + index + 1) * 60_000).toISOString(),
        ).filter(endsAWorkedMinute).length
        expect(workingMinutesBetween(from, new Date((start + span) * 60_000).toISOString(), chibi, china)).toBe(worked)
      }),
      { numRuns: 25 },
    )
  })

  test('R-35: a clock stopped and started again goes on where it stood', () => {
    fc.assert(
      fc.property(
        instant,
        minutes,
        fc.nat({ max: 12_000 }),
        fc.nat({ max: 59_999 }),
        (from, count, until, milliseconds) => {
          const used = until % count
          const stopped = new Date(Date.parse(due(from, used).due) - milliseconds).toISOString()
          const left = count - workingMinutesBetween(from, stopped, chibi, china)
          expect(due(stopped, left).due).toBe(due(from, count).due)
        },
      ),
    )
  })
})
