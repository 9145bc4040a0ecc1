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
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { refusal } from '../fixtures/refusal.ts'
import { commitment, inspection } from '../fixtures/works.ts'

const now = (): Date => new Date('2026-09-28T01:00:00.000Z')
let api: TestApi
beforeAll(async () => {
  api = await testApi({ calendars: CALENDARS, now })
})
afterAll(() => api.app.close())

type Sender = readonly [org: string, role: Parameters<TestApi['token']>[1]]
const SENDERS: Readonly<Record<(typeof ACTS)[ActType]['by'], Sender>> = {
  collector: ['window', 'clerk'],
  party: ['shuiwu', 'officer'],
  convener: ['zhujian', 'lead'],
  utility: ['shuiwu', 'officer'],
  authority: ['chengguan', 'officer'],
  applicantSide: ['window', 'clerk'],
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

type Wrong = readonly [type: ActType, what: string, body: unknown, code: string, field: string, detail: string]
const invalid = (type: ActType, what: string, body: unknown, field: string, message: string): Wrong => [
  type,
  what,
  body,
  'validation-failed',
  field,
  `${field}：${message}`,
]

const LINE = { line: 'water:shuiwu' } as const
const [WATER_OPINION, WORKS_OPINION] = [
  connectable('water:shuiwu').lines?.[0],
  needsOuterWorks('water:shuiwu').lines?.[0],
]
const BOTH = { lines: [{ ...WORKS_OPINION, connectable: true }] }
const NEITHER = { lines: [{ ...LINE, connectable: false }] }
const SCHEDULE = {
  approvals: ['worksPlanning'],
  worksFrom: '2026-12-02',
  worksTo: '2026-12-01',
  sections: [{ road: '河北大道', from: '东', to: '西' }],
  responsible: '陈工',
}
const PART = { dueDate: '2026-12-01', amountFen: 1 }
const { order: ORDER, checklist: CHECKLIST } = inspection('water:shuiwu', [1])
const VISIT = { date: '2026-11-24', orgs: ['shuiwu', 'shuiwu'], findings: '略' }

const CONTRADICTORY: readonly Wrong[] = [
  [
    'fileOpinion',
    'connectable and outer works',
    BOTH,
    'opinion-contradictory',
    'lines.0.outerWorks',
    'lines.0.outerWorks：“具备接入条件”与“需外线工程”只能选其一',
  ],
  [
    'fileOpinion',
    'neither connectable nor outer works',
    NEITHER,
    'opinion-contradictory',
    'lines.0.outerWorks',
    'lines.0.outerWorks：不具备接入条件时须填写外线工程',
  ],
  [
    'fileJointRecord',
    'connectable and outer works',
    { opinions: [{ org: 'shuiwu', opinion: BOTH }] },
    'opinion-contradictory',
    'opinions.0.opinion.lines.0.outerWorks',
    'opinions.0.opinion.lines.0.outerWorks：“具备接入条件”与“需外线工程”只能选其一',
  ],
  invalid(
    'fileJointRecord',
    'two opinions of one party',
    { opinions: [WATER_OPINION, WATER_OPINION].map((line) => ({ org: 'shuiwu', opinion: { lines: [line] } })) },
    'opinions',
    '同一单位只能有一条意见',
  ),
  invalid(
    'signCommitment',
    'works end before they start',
    commitment('2026-12-02', '2026-12-01'),
    'worksTo',
    '施工结束日期不能早于开始日期',
  ),
  invalid(
    'signCommitment',
    'three of four promises',
    { ...commitment('2026-12-01', '2026-12-02'), promises: [1, 2, 3] },
    'promises',
    '四项承诺（1、2、3、4）均须作出，各一次',
  ),
  invalid(
    'signCommitment',
    'one approval twice',
    commitment('2026-12-01', '2026-12-02', ['roadExcavation', 'roadExcavation']),
    'approvals',
    '审批事项不能重复',
  ),
  invalid('applyForApprovals', 'works end before they start', SCHEDULE, 'worksTo', '施工结束日期不能早于开始日期'),
  invalid(
    'applyForApprovals',
    'one approval twice',
    { ...SCHEDULE, worksTo: '2026-12-03', approvals: ['worksPlanning', 'worksPlanning'] },
    'approvals',
    '审批事项不能重复',
  ),
  invalid(
    'decideApproval',
    'refused without a reason',
    { approval: 'shuiwu:worksPlanning:1', approved: false },
    'reason',
    '不予批准时须说明理由',
  ),
  invalid(
    'fileConstructionPlan',
    'one owner twice',
    { ...LINE, title: '方案', summary: '略', nearbyOwners: ['ranqi', 'ranqi'] },
    'nearbyOwners',
    '单位不能重复',
  ),
  invalid('reportProgress', 'more than done', { ...LINE, percent: 101 }, 'percent', '最多 100'),
  [
    'fileInspection',
    'a promise broken and no order',
    { ...LINE, checklist: CHECKLIST },
    'inspection-contradictory',
    'order',
    'order：有承诺未达到时须责令限期整改',
  ],
  [
    'fileInspection',
    'all kept and an order',
    { ...inspection('water:shuiwu'), order: ORDER },
    'inspection-contradictory',
    'order',
    'order：四项承诺均达到时不能责令整改',
  ],
  invalid(
    'fileInspection',
    'one promise checked twice',
    { ...LINE, checklist: [...CHECKLIST.slice(0, 3), CHECKLIST[0]], order: ORDER },
    'checklist',
    '四项承诺应各检查一次',
  ),
  invalid(
    'decideExtension',
    'refused without a reason',
    { order: 'water:shuiwu:1', granted: false },
    'reason',
    '不予延期时须说明理由',
  ),
  invalid('acceptWorks', 'not passed and no reason', { ...LINE, passed: false }, 'remarks', '验收不合格时须说明原因'),
  invalid(
    'declareUnavailable',
    'ends before it begins',
    { from: '2026-11-24T11:00:00+08:00', to: '2026-11-24T09:00:00+08:00' },
    'to',
    '结束时间应晚于开始时间',
  ),
  invalid(
    'declareUnavailable',
    'an instant of no zone',
    { from: '2026-11-23T09:00:00', to: '2026-11-24T11:00:00+08:00' },
    'from',
    '应为带时区的时间，如 2026-11-25T09:00:00+08:00',
  ),
  invalid('recordJointVisit', 'one utility twice', VISIT, 'orgs', '单位不能重复'),
  invalid(
    'agreeInstalments',
    'a part before the one before',
    { ...LINE, parts: [PART, { ...PART, dueDate: '2026-11-30' }] },
    'parts',
    '各期日期应依次递增',
  ),
  invalid(
    'agreeInstalments',
    'a part of nothing',
    { ...LINE, parts: [{ ...PART, amountFen: 0 }] },
    'parts.0.amountFen',
    '应大于 0',
  ),
  invalid(
    'dropServices',
    'one service twice',
    { lines: ['water:shuiwu', 'water:shuiwu'], reason: '略' },
    'lines',
    '服务不能重复',
  ),
  invalid('correctContact', 'nothing to correct', {}, '', '联系人与联系电话至少填一项'),
  invalid('bookSurvey', 'a day that does not exist', { date: '2026-02-30' }, 'date', '应为 YYYY-MM-DD'),
  invalid(
    'appointConnection',
    'an instant of no zone',
    { at: '2026-11-24' },
    'at',
    '应为带时区的时间，如 2026-11-25T09:00:00+08:00',
  ),
  invalid(
    'suspendClock',
    'a reason that is none',
    { deadline: 'survey', reason: 'tired', note: '略' },
    'reason',
    '应为下列之一：awaitingUser、forceMajeure、statutoryProcedure',
  ),
  invalid(
    'reportMissedAppointment',
    'missed by somebody else',
    { ...LINE, by: 'weather', note: '略' },
    'by',
    '应为下列之一：user、utility',
  ),
]

const near = '相近的工作日：2026-11-27、2026-11-30'
const DAYS_OFF: readonly Wrong[] = [
  [
    'bookSurvey',
    'a Saturday',
    { date: '2026-11-28' },
    'date-not-working-day',
    'date',
    `踏勘日期 2026-11-28 不是工作日；${near}`,
  ],
  [
    'bookSurvey',
    'a holiday, with 调休 after it',
    { date: '2026-10-03' },
    'date-not-working-day',
    'date',
    '踏勘日期 2026-10-03 不是工作日；相近的工作日：2026-09-30、2026-10-08',
  ],
  [
    'bookSurvey',
    'beyond the calendar',
    { date: '2041-01-02' },
    'calendar-year-unknown',
    'date',
    '工作日历没有 2041 年',
  ],
  [
    'scheduleSurvey',
    'a Sunday here, still Saturday in UTC',
    { at: '2026-11-29T07:00:00+08:00' },
    'date-not-working-day',
    'at',
    `踏勘时间 2026-11-29 不是工作日；${near}`,
  ],
  [
    'requestExtension',
    'a Saturday',
    { order: 'water:shuiwu:1', dueDate: '2026-11-28', reason: '略' },
    'date-not-working-day',
    'dueDate',
    `新期限 2026-11-28 不是工作日；${near}`,
  ],
  [
    'fileInspection',
    'an order until a Sunday',
    inspection('water:shuiwu', [1], '2026-11-29'),
    'date-not-working-day',
    'order.dueDate',
    `整改期限 2026-11-29 不是工作日；${near}`,
  ],
  [
    'fileInspection',
    'an order beyond the calendar',
    inspection('water:shuiwu', [1], '2041-01-02'),
    'calendar-year-unknown',
    'order.dueDate',
    '工作日历没有 2041 年',
  ],
]

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
  }, 20_000)

  it.concurrent.each(TAKEN_ON_DAYS_OFF)(
    '%s may be: %s',
    async (type, _why, body) => {
      expect((await answerTo(type, body))[1]).toMatch(/-unavailable$/)
    },
    20_000,
  )
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
