import { describe, expect, it } from 'vitest'
import { surveySlots } from '../../domain/survey/survey-times.ts'
import type { SurveyWindow } from '../../domain/survey/survey-times.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'

/** Friday 2026-11-20 09:00 to Tuesday 09:00 in the city: two working days. */
const WINDOW: SurveyWindow = {
  from: '2026-11-20T01:00:00.000Z',
  dueAt: '2026-11-24T01:00:00.000Z',
  parties: ['chengguan', 'shuiwu'],
  unavailable: {},
  hours: CHIBI.hours,
  calendar: CALENDARS.china,
}
const local = (instant: string) => new Date(Date.parse(instant) + 288e5).toISOString().slice(5, 16)
const slots = (change: Partial<SurveyWindow> = {}) =>
  surveySlots({ ...WINDOW, ...change }).map(({ from, to, cannot }) => [local(from), local(to), ...cannot])

describe('survey times', () => {
  it('R-13: the half days of working time inside the deadline, over the weekend', () => {
    expect(slots()).toEqual([
      ['11-20T09:00', '11-20T12:00'],
      ['11-20T14:30', '11-20T17:30'],
      ['11-23T08:30', '11-23T12:00'],
      ['11-23T14:30', '11-23T17:30'],
      ['11-24T08:30', '11-24T09:00'],
    ])
  })

  it('R-13: who cannot come is named, only for the half days that the declared time touches; of no account is who is not to come', () => {
    const unavailable = {
      shuiwu: [
        { from: '2026-11-20T04:00:00.000Z', to: '2026-11-20T06:31:00.000Z' },
        { from: '2026-11-22T16:00:00.000Z', to: '2026-11-23T16:00:00.000Z' },
      ],
      chengguan: [{ from: '2026-11-23T06:30:00.000Z', to: '2026-11-23T09:30:00.000Z' }],
      ranqi: [{ from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' }],
    }
    expect(slots({ unavailable }).map(([from, , ...cannot]) => [from, cannot])).toEqual([
      ['11-20T09:00', []],
      ['11-20T14:30', ['shuiwu']],
      ['11-23T08:30', ['shuiwu']],
      ['11-23T14:30', ['chengguan', 'shuiwu']],
      ['11-24T08:30', []],
    ])
  })

  it('R-13: none once the deadline is past', () => {
    expect(slots({ from: '2026-11-24T01:00:00.000Z' })).toEqual([])
    expect(slots({ from: '2026-11-25T01:00:00.000Z' })).toEqual([])
  })
})
