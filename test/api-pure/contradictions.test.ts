import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createParseActActivities } from '../../activities/parse-act.ts'
import { requireDates } from '../../api/registration/check.ts'
import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import { ACT_SIGNALS } from '../../workflows/application/messages.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { refusal } from '../fixtures/refusal.ts'
import { commitment } from '../fixtures/works.ts'
import { LINE, SCHEDULE, PART, CONTRADICTORY, near, DAYS_OFF } from './contradictory-acts.ts'

const now = (): Date => new Date('2026-09-28T01:00:00.000Z')

let api: TestApi

beforeAll(async () => {
  api = await testApi({ calendars: CALENDARS, now })
})

afterAll(() => api.app.close())

type Sender = readonly [org: string, role: Parameters<TestApi['token']>[1]]

const SENDERS: Readonly<Record<(typeof ACTS)[ActType]['by'], Sender>> = {
  claimant: ['applicant', 'applicant'],
  collector: ['window', 'clerk'],
  party: ['shuiwu', 'officer'],
  convener: ['zhujian', 'lead'],
  utility: ['shuiwu', 'officer'],
  authority: ['chengguan', 'officer'],
  applicantSide: ['window', 'clerk'],
  window: ['window', 'clerk'],
}

const OTHERS: { readonly [A in ActType]?: Sender } = {
  suspendClock: ['office', 'officer'],
  resumeClock: ['office', 'officer'],
}

const senderOf = (type: ActType): Sender => OTHERS[type] ?? SENDERS[ACTS[type].by]

/** What the sender hears: code, field, and the sentence for people. */
async function answerTo(type: ActType, body: unknown) {
  const answer = await api.post({
    url: `/api/v1/applications/CB-20261124-00017-9/${ACTS[type].path}`,
    token: await api.token(...senderOf(type)),
    body,
  })
  const { code, detail, errors = [] } = answer.json<{ code: string; detail: string; errors?: { field: string }[] }>()
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  return [answer.statusCode, code, errors[0]?.field, detail]
}

describe('an act that contradicts itself', () => {
  it.each(CONTRADICTORY)('R-13, R-16…R-23, R-35, R-37: %s: %s', async (type, _what, body, code, field, detail) => {
    expect(await answerTo(type, body)).toEqual([
      422,
      code,
      field,
      field === '' ? detail.replace('：', '请求体：') : detail,
    ])
  })
})

describe('the same by a signal', () => {
  const { parseAct } = createParseActActivities(CALENDARS, now)
  const signalled = [...CONTRADICTORY, ...DAYS_OFF].filter(([type]) => Object.hasOwn(ACT_SIGNALS, type))

  it.each(signalled)('R-13, R-20: %s: %s', async (type, _what, body, code, field, detail) => {
    const actor = { sub: 'system-1', org: 'chengguan', role: 'system' }
    expect(await parseAct({ type, sent: { actor, body }, calendar: 'china', hours: CHIBI.hours })).toEqual({
      ok: false,
      code,
      field: `body.${field}`,
      detail: detail.replace(`${field}：`, ''),
      actor,
    })
  })
})

/** With Temporal away, what passes every check of the API hears 503. */
const TAKEN_ON_DAYS_OFF: readonly (readonly [ActType, string, unknown])[] = [
  ['appointConnection', 'R-25: its clock starts at the next working minute', { at: '2026-11-28T20:00:00+08:00' }],
  ['signCommitment', 'R-19: works go on at weekends', commitment('2026-11-28', '2026-11-29')],
  [
    'applyForApprovals',
    'R-17: works go on at weekends',
    { ...SCHEDULE, worksFrom: '2026-11-28', worksTo: '2026-11-29' },
  ],
  ['agreeInstalments', 'R-23: one can pay on any day', { ...LINE, parts: [{ ...PART, dueDate: '2026-11-28' }] }],
  [
    'declareUnavailable',
    'R-13: a span may begin or end on any day',
    { from: '2026-11-27T17:30:00+08:00', to: '2026-11-29T08:30:00+08:00' },
  ],
  ['decideExtension', 'R-20: it names no date of its own', { order: 'water:shuiwu:1', granted: true }],
]

describe('a date on a day off', () => {
  it.each(DAYS_OFF)('R-12, R-13, R-20: %s: %s', async (type, _what, body, code, field, detail) => {
    expect(await answerTo(type, body)).toEqual([422, code, field, detail])
  })

  it('R-34: a Saturday that is worked (调休) is a working day; what is past the case says itself', async () => {
    expect(
      await Promise.all(
        ['2026-10-10', '2026-09-27', '2020-01-02'].map(async (date) => (await answerTo('bookSurvey', { date }))[1]),
      ),
    ).toEqual(['temporal-unavailable', 'temporal-unavailable', 'temporal-unavailable'])
  })

  it.concurrent.each(TAKEN_ON_DAYS_OFF)('%s may be: %s', async (type, _why, body) => {
    expect((await answerTo(type, body))[1]).toMatch(/-unavailable$/)
  })
})

describe('the day that the form books for the survey', () => {
  it.each([
    ['a Sunday', '2026-11-29', 'date-not-working-day', `预约踏勘日期 2026-11-29 不是工作日；${near}`],
    [
      'beyond any calendar, where its clock could never start',
      '2199-01-02',
      'calendar-year-unknown',
      '日期应在 5 年之内',
    ],
  ])('R-07, R-12: %s', (_what, surveyDate, code, detail) => {
    const form = registration({}, { surveyDate }).form
    const asked = () => {
      requireDates(form, '2026-11-24', { city: CHIBI, calendar: CALENDARS.china })
    }
    expect(refusal(asked)).toEqual({ code, field: 'form.surveyDate' })
    expect(asked).toThrow(detail)
  })
})
