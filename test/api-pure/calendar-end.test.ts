import { describe, expect, it } from 'vitest'
import { openedNow } from '../../api/matters/opened-now.ts'
import { problemOf } from '../../api/problems/from-error.ts'
import { problemDocument } from '../../api/problems/problem-error.ts'
import { requireDates } from '../../api/registration/check.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import { checkActDates } from '../../domain/act/act-dates.ts'
import type { ActType } from '../../domain/act/act.ts'
import { longestDeadlineOf } from '../../domain/city/city-parts.ts'
import { lastDateBefore } from '../../domain/clocks/calendar-end.ts'
import { startedDue } from '../../domain/clocks/due-times.ts'
import { CalendarRangeError } from '../../domain/clocks/working-time.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { refusal } from '../fixtures/refusal.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { application } from '../fixtures/branch-case.ts'

const { china: calendar, always } = CALENDARS
const { hours } = CHIBI
const longest = longestDeadlineOf(CHIBI)
const WATER = 'water:shuiwu' as const

/** As the API looks at a date, in the last year that the calendar knows. */
const here = { hours, calendar, today: '2040-12-03', longest }
const at = (date: string) => `${date}T09:00:00+08:00`

type Dated<A extends ActType = ActType> = readonly [A, string, (date: string) => ActBodies[A]]
const dated = <A extends ActType>(...act: Dated<A>) => act as unknown as Dated

/** Each with the field that its date stands in. */
const ENDING = [
  dated('fileInspection', 'order.dueDate', (date) => inspection(WATER, [1], date)),
  dated('requestExtension', 'dueDate', (dueDate) => ({ order: `${WATER}:1`, dueDate, reason: '雨' })),
  dated('signCommitment', 'worksTo', (to) => commitment('2040-12-04', to)),
  dated('applyForApprovals', 'worksTo', (to) => application(['worksPlanning'], to, '2040-12-04')),
  dated('agreeInstalments', 'parts.1.dueDate', (dueDate) => ({
    line: WATER,
    parts: ['2040-12-04', dueDate].map((date) => ({ dueDate: date, amountFen: 100 })),
  })),
  dated('appointConnection', 'at', (date) => ({ at: at(date) })),
]
const BEGINNING = [
  dated('bookSurvey', 'date', (date) => ({ date })),
  dated('scheduleSurvey', 'at', (date) => ({ at: at(date) })),
]

describe('R-34, R-36: where the calendar ends', () => {
  it('the last date that a deadline can name is the day before the last working day', () => {
    expect([0, 1, 2].map((days) => lastDateBefore(days, calendar))).toEqual(['2040-12-31', '2040-12-30', '2040-12-27'])
    const due = (date: string) =>
      startedDue({ from: '2040-12-03T01:00:00.000Z', rule: { kind: 'byDate', date }, hours }, calendar)
    expect(due('2040-12-30').dueAt).toBe('2040-12-30T16:00:00.000Z')
    expect(() => due('2040-12-31')).toThrow(CalendarRangeError)
  })

  it('a deadline of so many working days that begins on the last date for it still has its due time', () => {
    for (const days of [1, 2, 5, longest]) {
      const from = `${lastDateBefore(days, calendar)}T15:59:00.000Z`
      for (const kind of ['workingDays', 'wholeDays'] as const)
        expect(startedDue({ from, rule: { kind, days }, hours }, calendar).dueAt).toBe('2040-12-31T09:30:00.000Z')
    }
  })

  it.each(ENDING)(
    '%s: a date that no due time can be computed for is refused, with its field and the last right one',
    (type, field, body) => {
      const check = (date: string) => () => checkActDates(type, body(date), here)
      expect(refusal(check('2040-12-31'))).toEqual({ code: 'calendar-year-unknown', field })
      expect(check('2040-12-31')).toThrow('2040-12-31 太远：工作日历只到 2040 年，最晚为 2040-12-30')
      expect(refusal(check('2041-01-02'))).toEqual({ code: 'calendar-year-unknown', field })
      expect(check('2040-12-28')).not.toThrow()
    },
  )

  it.each(BEGINNING)('%s: the clock that begins on that day must have room', (type, field, body) => {
    const check = (date: string) => () => checkActDates(type, body(date), here)
    const last = lastDateBefore(longest, calendar)
    expect(refusal(check('2040-12-28'))).toEqual({ code: 'calendar-year-unknown', field })
    expect(check('2040-12-28')).toThrow(`最晚为 ${last}`)
    expect(check(last)).not.toThrow()
  })

  it('R-23: instalments that follow each other by years reach it from today', () => {
    const parts = ['2031-11-25', '2036-11-25', '2041-11-25'].map((dueDate) => ({ dueDate, amountFen: 100 }))
    const check = () => checkActDates('agreeInstalments', { line: WATER, parts }, { ...here, today: '2026-11-25' })
    expect(refusal(check)).toEqual({ code: 'calendar-year-unknown', field: 'parts.2.dueDate' })
  })

  it('R-01, R-28, R-29, R-32: nothing is registered or opened whose deadlines would lie beyond it', () => {
    const { form } = registration()
    const last = lastDateBefore(longest, calendar)
    const register = (today: string) => () => {
      requireDates(form, today, { city: CHIBI, calendar })
    }
    const open = (today: string) => () =>
      openedNow({ calendars: CALENDARS, now: () => new Date(`${today}T04:00:00Z`) }, CHIBI)
    for (const begin of [register, open]) {
      expect(refusal(begin('2040-12-28'))).toEqual({ code: 'calendar-year-unknown', field: undefined })
      expect(begin('2040-12-28')).toThrow('工作日历只到 2040 年，从今天（2040-12-28）起的时限已算不出')
      expect(begin(last)).not.toThrow()
    }
    const booked = { ...form, surveyDate: '2040-12-28' }
    expect(
      refusal(() => {
        requireDates(booked, '2040-12-03', { city: CHIBI, calendar })
      }),
    ).toEqual({
      code: 'calendar-year-unknown',
      field: 'form.surveyDate',
    })
  })

  it('the drill city, which is always open, has no end to speak of', () => {
    for (const [type, , body] of [...ENDING, ...BEGINNING])
      expect(() => checkActDates(type, body('2040-12-31'), { ...here, calendar: always })).not.toThrow()
  })

  it('a count that runs past it while reading is a problem that says so, not an error of ours', () => {
    const problem = problemOf(new CalendarRangeError(2041, calendar), { reading: true })
    expect(problemDocument(problem, '/')).toMatchObject({
      status: 422,
      code: 'calendar-year-unknown',
      detail: '工作日历没有 2041 年，须先由运行维护人员换上新的',
    })
  })
})
