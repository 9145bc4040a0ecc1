import { describe, expect, it } from 'vitest'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { CHIBI } from '../fixtures/cities.ts'

const deadline = (length: unknown) => ({ deadlines: { ...CHIBI.deadlines, survey: { rule: 'R-12', length } } })
const hours = (sessions: unknown, utcOffsetMinutes = 480) => ({ hours: { utcOffsetMinutes, sessions } })

/**
 * A policy that is wrong where clocks are computed would stop every case of its city, each try for ever: it is refused
 * when it is read.
 */
describe('R-34, R-36: what a city may set', () => {
  it('as 赤壁市 does', () => {
    expect(CitySchema.safeParse(CHIBI).success).toBe(true)
  })

  it.each<[string, object, string]>([
    ['a session that ends before it begins', hours([{ from: '17:30', to: '08:30' }]), 'hours.sessions'],
    [
      'sessions in the wrong order',
      hours([
        { from: '14:30', to: '17:30' },
        { from: '08:30', to: '12:00' },
      ]),
      'hours.sessions',
    ],
    [
      'sessions that overlap',
      hours([
        { from: '08:30', to: '12:00' },
        { from: '11:00', to: '17:30' },
      ]),
      'hours.sessions',
    ],
    ['an offset that no place has', hours([{ from: '08:30', to: '12:00' }], 4_800), 'hours.utcOffsetMinutes'],
    [
      'more working days than a calendar has',
      deadline({ kind: 'workingDays', days: 100_000 }),
      'deadlines.survey.length.days',
    ],
    ['more whole days', deadline({ kind: 'wholeDays', days: 100_000 }), 'deadlines.survey.length.days'],
    [
      'seconds without end',
      { drill: true, ...deadline({ kind: 'elapsedSeconds', seconds: 1e15 }) },
      'deadlines.survey.length.seconds',
    ],
    [
      "a credit record's term without end",
      { drill: true, credit: { ...CHIBI.credit, term: { kind: 'elapsedSeconds', seconds: 1e15 } } },
      'credit.term.seconds',
    ],
  ])('not %s', (_what, change, path) => {
    expect(CitySchema.safeParse({ ...CHIBI, ...change }).error?.issues.map((issue) => issue.path.join('.'))).toEqual([
      path,
    ])
  })
})
