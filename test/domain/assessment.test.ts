import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendarActivities } from '../../activities/calendar.ts'
import {
  assessedBy,
  LINK_OF,
  LINKS,
  ratesOf,
  resultOf,
  sumOf,
  Tally,
  useClock,
  useOf,
} from '../../domain/assessment/assessment.ts'
import type { AssessedDeadline } from '../../domain/assessment/assessment.ts'
import { DEADLINE_KINDS } from '../../domain/clocks/deadline.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { workingMinutesBetween } from '../../domain/clocks/working-time.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'

const local = (time: string) => new Date(`${time}:00+08:00`).toISOString()
const clock = useClock({ hours: CHIBI.hours, calendar: CALENDARS.china, now: local('2026-12-10T09:00') })

/** 2 working days from Fri 2026-11-20 09:00: 780 minutes, due Tue 2026-11-24 09:00. */
function deadline(change: Partial<AssessedDeadline> = {}): AssessedDeadline {
  return {
    owner: 'zhujian',
    kind: 'survey',
    advisory: false,
    length: { kind: 'workingDays', days: 2 },
    minutes: 780,
    dueAt: local('2026-11-24T09:00'),
    stoppedAt: null,
    passedAt: null,
    metAt: null,
    endedAt: null,
    ...change,
  }
}
/** 0.5 working days from Mon 2026-11-23 09:00: 195 minutes, due 14:45. */
const HALF: Partial<AssessedDeadline> = {
  kind: 'registration',
  owner: 'window',
  length: { kind: 'workingDays', days: 0.5 },
  minutes: 195,
  dueAt: local('2026-11-23T14:45'),
}

describe('use of a deadline', () => {
  it.each<[string, Partial<AssessedDeadline>, number | undefined]>([
    ['met after one of two days (Monday 09:00)', { metAt: local('2026-11-23T09:00') }, 0.5],
    ['met at its last minute', { metAt: local('2026-11-24T09:00') }, 1],
    [
      'met on the Saturday between, which does not count: 09:00–12:00 and 14:30–17:30 of Friday',
      { metAt: local('2026-11-21T10:00') },
      360 / 780,
    ],
    [
      'passed and met on Wednesday noon: 360 minutes of Tuesday and 210 of Wednesday more',
      { passedAt: local('2026-11-24T09:00'), metAt: local('2026-11-25T12:00') },
      1350 / 780,
    ],
    [
      'passed, and superseded a day later',
      { passedAt: local('2026-11-24T09:00'), endedAt: local('2026-11-25T09:00') },
      1.5,
    ],
    [
      'stopped at 10:00 after 60 minutes, gone on the next day at 10:00 (due 14:45), met at 11:00: 60 + 60',
      { ...HALF, dueAt: local('2026-11-24T14:45'), metAt: local('2026-11-24T11:00') },
      120 / 195,
    ],
    [
      'met while it stood since 10:00, days after its due time',
      { ...HALF, stoppedAt: local('2026-11-23T10:00'), metAt: local('2026-11-27T10:00') },
      60 / 195,
    ],
    [
      'connected before the agreed time: none',
      {
        kind: 'connection',
        length: { kind: 'workingDays', days: 1 },
        minutes: 390,
        dueAt: local('2026-12-02T09:00'),
        metAt: local('2026-11-25T10:00'),
      },
      0,
    ],
    [
      'a date that left no working minute: not measured',
      {
        kind: 'works',
        length: { kind: 'byDate', date: '2026-11-21' },
        minutes: 0,
        dueAt: local('2026-11-22T00:00'),
        metAt: local('2026-11-21T10:00'),
      },
      undefined,
    ],
    [
      'an emergency repair filed after 30 of 24 hours',
      {
        kind: 'emergencyRepair',
        length: { kind: 'elapsedSeconds', seconds: 86_400 },
        minutes: 1_440,
        dueAt: local('2026-11-22T10:00'),
        passedAt: local('2026-11-22T10:00'),
        metAt: local('2026-11-22T16:00'),
      },
      1.25,
    ],
    ['running: as far as now', { dueAt: local('2026-12-11T09:00') }, 0.5],
  ])('R-30: %s', (_title, change, use) => {
    const given = useOf(deadline(change), clock)
    if (use === undefined) expect(given).toBeUndefined()
    else expect(given).toBeCloseTo(use, 10)
  })

  it('R-30, R-35: is what ran before the stop and after it, whenever that was', async () => {
    const { dueTime, resumedDue } = createCalendarActivities(CALENDARS)
    const minute = fc.integer({ min: 0, max: 20 * 1440 })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 60 * 1440 }),
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        minute,
        minute,
        async (begin, halves, share, standing, more) => {
          const after = (instant: string, minutes: number) =>
            new Date(Date.parse(instant) + minutes * 60_000).toISOString()
          const from = after(local('2026-09-20T00:00'), begin)
          const rule = { kind: 'workingDays', days: halves / 2 } as const
          const due = await dueTime({ from, rule, hours: CHIBI.hours, calendar: 'china' })
          const stoppedAt = after(
            due.startedAt,
            Math.floor((share * (Date.parse(due.dueAt) - Date.parse(due.startedAt))) / 60_000),
          )
          const resumedAt = after(stoppedAt, standing)
          const moved = await resumedDue({
            stoppedAt,
            resumedAt,
            runsFrom: due.startedAt,
            dueAt: due.dueAt,
            warnAt: due.warnAt,
            length: rule,
            hours: CHIBI.hours,
            calendar: 'china',
          })
          const metAt = after(resumedAt, more)
          const used =
            workingMinutesBetween(due.startedAt, stoppedAt, CHIBI.hours, CALENDARS.china) +
            workingMinutesBetween(resumedAt, metAt, CHIBI.hours, CALENDARS.china)
          const passedAt = Date.parse(metAt) > Date.parse(moved.dueAt) ? moved.dueAt : null
          expect(
            useOf(deadline({ length: rule, minutes: due.minutes, dueAt: moved.dueAt, metAt, passedAt }), clock),
          ).toBeCloseTo(used / due.minutes, 9)
        },
      ),
    )
  })
})

describe('results and figures', () => {
  it('R-30, R-35: on time, overdue, running; one that stood when it was met is on time', () => {
    const due = '2026-11-24T01:00:00.000Z'
    const later = '2026-11-26T01:00:00.000Z'
    expect(resultOf(deadline({ metAt: due }))).toBe('onTime')
    expect(resultOf(deadline({ passedAt: due, metAt: later }))).toBe('overdue')
    expect(resultOf(deadline({ passedAt: due }))).toBe('overdue')
    expect(resultOf(deadline({ metAt: later }))).toBe('overdue')
    expect(resultOf(deadline({ stoppedAt: '2026-11-23T01:00:00.000Z', metAt: later }))).toBe('onTime')
    expect(resultOf(deadline({}))).toBe('running')
  })

  it('R-30, R-06: figures by hand: volume, results, mean and worst use, absences and orders; advisory ones apart', () => {
    const tally = new Tally()
    const met = (at: string, change: Partial<AssessedDeadline> = {}) => {
      tally.deadline(deadline({ metAt: local(at), ...change }), clock)
    }
    met('2026-11-23T09:00')
    met('2026-11-24T09:00')
    met('2026-11-25T12:00', { passedAt: local('2026-11-24T09:00') })
    met('2026-11-23T09:00', { advisory: true })
    tally.deadline(deadline({ dueAt: local('2026-12-11T09:00') }), clock)
    tally.deadline(
      deadline({
        kind: 'approval',
        owner: 'zigui',
        passedAt: local('2026-11-24T09:00'),
        metAt: local('2026-11-25T09:00'),
      }),
      clock,
    )
    tally.count({ org: 'ranqi', link: 'survey', advisory: false, absences: 2, ordered: 0, missed: 0 })
    tally.count({ org: 'ranqi', link: 'works', advisory: true, absences: 0, ordered: 3, missed: 1 })
    const rows = tally.rows(['zigui', 'zhujian'])
    expect(rows.map(({ org, link }) => `${org} ${link}`)).toEqual([
      'zigui commitment',
      'zhujian survey',
      'ranqi survey',
      'ranqi works',
    ])
    const [approvals, survey, absent, works] = rows
    expect(survey?.binding).toMatchObject({ volume: 4, onTime: 2, overdue: 1, running: 1, measured: 3 })
    expect(survey && ratesOf(survey.binding)).toEqual({
      onTimeRate: 0.6667,
      meanUse: Number(((0.5 + 1 + 1350 / 780) / 3).toFixed(4)),
      worstUse: 1.7308,
    })
    expect(survey?.advisory).toMatchObject({ volume: 1, onTime: 1, measured: 1, useSum: 0.5 })
    expect(approvals && ratesOf(approvals.binding)).toEqual({ onTimeRate: 0, meanUse: 1.5, worstUse: 1.5 })
    expect([absent?.binding.absences, works?.binding.ordered, works?.advisory]).toEqual([
      2,
      0,
      expect.objectContaining({ ordered: 3, missed: 1 }),
    ])
    expect(sumOf(rows.map(({ binding }) => binding))).toMatchObject({
      volume: 5,
      onTime: 2,
      overdue: 2,
      running: 1,
      absences: 2,
      ordered: 0,
    })
    expect(ratesOf(sumOf([]))).toEqual({})
  })

  it('R-30: every kind of deadline has its link', () => {
    const linked = LINKS.map((link) => [link, DEADLINE_KINDS.filter((kind) => LINK_OF[kind] === link)])
    expect(Object.fromEntries(linked)).toEqual({
      registration: ['registration', 'supplementDemand', 'acknowledgeReceipt'],
      survey: ['survey', 'fileOpinion', 'conveneSurvey', 'fileResurvey'],
      commitment: [
        'commitment',
        'approval',
        'redesign',
        'supplyApproval',
        'issueJointResult',
        'answerRevocation',
        'holdHearing',
        'decideRevocation',
      ],
      works: [
        'works',
        'rectification',
        'emergencyRepair',
        'signHandover',
        'inspectWorks',
        'reinspect',
        'decideExtension',
        'acceptWorks',
        'restoreSite',
        'confirmRestoration',
        'verifyPromise',
        'makeSiteSafe',
        'decideWorksExtension',
        'decideVariation',
        'inviteToAcceptance',
        'fileAcceptance',
        'laySurface',
      ],
      connection: ['connection', 'answerOffer', 'answerMissed', 'decideMissed'],
    })
  })
})

describe('who assesses', () => {
  it('R-30: 住建局 assesses all, and 发改局 住建局', () => {
    expect(CHIBI.assessment).toMatchObject({
      assessor: 'zhujian',
      reviewer: 'fagai',
      review: { kind: 'workingDays', days: 10 },
    })
    expect(
      ['shuiwu', 'fagai', 'zhujian'].map((org) =>
        assessedBy(org, CHIBI.assessment as { assessor: string; reviewer: string }),
      ),
    ).toEqual(['zhujian', 'zhujian', 'fagai'])
    expect(assessedBy('zhujian', { assessor: 'zhujian' })).toBe('zhujian')
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['an assessor that is not there', { assessor: 'nobody', reviewer: 'fagai' }, 'assessment.assessor'],
    ['a reviewer that is not there', { assessor: 'zhujian', reviewer: 'nobody' }, 'assessment.reviewer'],
    ['a reviewer that is no authority', { assessor: 'zhujian', reviewer: 'shuiwu' }, 'assessment.reviewer'],
    ['who reviews itself', { assessor: 'zhujian', reviewer: 'zhujian' }, 'assessment.reviewer'],
    ['who reviews itself, being the convener', { reviewer: 'zhujian' }, 'assessment.reviewer'],
    ['an unknown word', { assessor: 'zhujian', judge: 'fagai' }, 'assessment'],
    [
      'seconds outside the drill',
      { review: { kind: 'elapsedSeconds', seconds: 5 } },
      'transfer.credit.rating.assessment',
    ],
  ])('R-30: a city’s policy with %s is refused', (_title, assessment, path) => {
    const parsed = CitySchema.safeParse({ ...CHIBI, assessment })
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
  })

  it('R-30: a city that says nothing has who convenes its surveys assess, and nobody review', () => {
    const { assessment: _assessment, ...silent } = CHIBI
    expect(CitySchema.parse(silent).assessment).toEqual({ review: { kind: 'workingDays', days: 10 } })
  })
})
