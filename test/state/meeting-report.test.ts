import { describe, expect, it } from 'vitest'
import { reportRolesOf } from '../../domain/city/city-parts.ts'
import type { MeetingReportBody, ReportContent } from '../../domain/assessment/meeting-report.ts'
import { MEETING_REPORT } from '../../workflows/meeting-report/core/acts.ts'
import type { MeetingReportState } from '../../workflows/meeting-report/core/state.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { NO_CONTENT } from '../fixtures/reports.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { refusal } from '../fixtures/refusal.ts'

const [office, fagai, zhujian] = [officer('office'), officer('fagai'), officer('zhujian')]

function opened(roles = reportRolesOf(CHIBI), more: { readonly follows?: true } = {}) {
  const { parties, ...rest } = roles
  const body: MeetingReportBody = {
    type: 'reportOpened',
    rule: 'R-31',
    data: {
      city: 'chibi',
      policyHash: 'policy',
      origin: { keyHash: 'key', bodyHash: '' },
      period: '2026-Q3',
      from: '2026-06-30T16:00:00.000Z',
      to: '2026-09-30T16:00:00.000Z',
      utcOffsetMinutes: 480,
      ...rest,
      parties: [...parties],
      ...more,
    },
  }
  const the = new PureMatter(MEETING_REPORT, 'report:chibi:2026-Q3', body, office)
  the.at = '2026-10-08T02:00:00.000Z'
  return the
}

function compiled(
  the: ReturnType<typeof opened>,
  final: boolean,
  content: ReportContent = NO_CONTENT,
  version = 1,
): typeof the {
  the.record({ type: 'reportCompiled', rule: 'R-31', data: { version, final, content } })
  return the
}

const awaited = ({ status, awaited: who }: MeetingReportState) => [status, ...who]
const RESOLUTIONS = [{ text: '燃气接入不得再超期', org: 'ranqi', dueDate: '2026-10-31' }]

describe('meeting report', () => {
  it('R-31, R-30: compiled, reviewed by another bureau, held, closed; seen by everybody but the intakes and the credit platform', () => {
    const the = opened()
    expect(awaited(the.state)).toEqual(['compiling'])
    expect(the.state.concerned).toEqual(
      CHIBI.organisations
        .filter(({ kind }) => kind !== 'intake' && kind !== 'platform')
        .map(({ key }) => key)
        .sort(),
    )
    compiled(the, true)
    expect(awaited(the.state)).toEqual(['awaitingReview', 'fagai', 'office'])
    the.clock({ id: 'review', kind: 'review', owner: 'fagai' }, '2026-10-20T02:00:00.000Z')
    the.act('reviewReport', fagai, { endorsed: false, findings: '两次停表理由不足' })
    expect(the.state.review).toMatchObject({ endorsed: false, late: false })
    expect(the.state.deadlines['review']?.metAt).toBe(the.at)
    expect(awaited(the.state)).toEqual(['awaitingMeeting', 'office'])
    the.act('recordMeeting', office, { date: '2026-10-08', resolutions: RESOLUTIONS })
    the.record({ type: 'reportClosed', rule: 'R-31', data: {} })
    expect(awaited(the.state)).toEqual(['closed'])
    expect(refusal(() => the.act('reviewReport', fagai, { endorsed: true, findings: '' })).code).toBe('matter-closed')
  })

  it('R-31: the meeting may come before the review; a late review says so', () => {
    const the = compiled(opened(), true)
    the.clock({ id: 'review', kind: 'review', owner: 'fagai' }, '2026-10-09T02:00:00.000Z')
    the.act('recordMeeting', office, { date: '2026-10-01', resolutions: RESOLUTIONS })
    expect(awaited(the.state)).toEqual(['awaitingReview', 'fagai'])
    the.at = '2026-10-12T02:00:00.000Z'
    the.act('reviewReport', officer('fagai', 'lead'), { endorsed: true, findings: '属实' })
    expect([the.state.review?.late, ...awaited(the.state)]).toEqual([true, 'awaitingMeeting'])
  })

  it('R-30: nobody reviews where the city names none', () => {
    const { reviewer: _reviewer, ...roles } = reportRolesOf(CHIBI)
    const the = compiled(opened(roles), true)
    expect(awaited(the.state)).toEqual(['awaitingMeeting', 'office'])
    expect(refusal(() => the.act('reviewReport', fagai, { endorsed: true, findings: '属实' })).code).toBe(
      'not-concerned',
    )
  })

  it('R-30, R-31: refused: the assessor on itself, others, an interim report, twice, wrong dates, unknown organisations', () => {
    const review = { endorsed: true, findings: '属实' }
    const interim = compiled(opened(), false)
    expect(awaited(interim.state)).toEqual(['interim'])
    expect(refusal(() => interim.act('reviewReport', fagai, review)).code).toBe('wrong-stage')
    expect(
      refusal(() => interim.act('recordMeeting', office, { date: '2026-10-08', resolutions: RESOLUTIONS })).code,
    ).toBe('wrong-stage')
    const the = compiled(compiled(opened(), false), true, NO_CONTENT, 2)
    expect([the.state.version, the.state.final]).toEqual([2, true])
    const held = (date: string, change: object = {}) =>
      refusal(() => the.act('recordMeeting', office, { date, resolutions: [{ text: '议定', ...change }] }))
    expect(refusal(() => the.act('reviewReport', zhujian, review)).code).toBe('not-concerned')
    expect(
      refusal(() => the.act('recordMeeting', zhujian, { date: '2026-10-08', resolutions: RESOLUTIONS })).code,
    ).toBe('not-concerned')
    expect(held('2026-09-30')).toEqual({ code: 'validation-failed', field: 'date' })
    expect(held('2026-10-09')).toEqual({ code: 'validation-failed', field: 'date' })
    expect(held('2026-10-08', { org: 'nobody' })).toEqual({ code: 'validation-failed', field: 'resolutions.0.org' })
    expect(held('2026-10-08', { dueDate: '2026-10-07' })).toEqual({
      code: 'validation-failed',
      field: 'resolutions.0.dueDate',
    })
    expect(held('2026-10-08', { dueDate: '9999-12-31' })).toEqual({
      code: 'calendar-year-unknown',
      field: 'resolutions.0.dueDate',
    })
    the.act('reviewReport', fagai, review)
    the.act('recordMeeting', office, { date: '2026-10-08', resolutions: RESOLUTIONS })
    expect(refusal(() => the.act('reviewReport', fagai, review)).code).toBe('already-done')
    expect(refusal(() => the.act('recordMeeting', office, { date: '2026-10-08', resolutions: RESOLUTIONS })).code).toBe(
      'already-done',
    )
  })
})

describe('the meeting and what it resolves', () => {
  const DUE = '2026-10-31'
  const meeting = (resolutions: { text: string; org?: string; dueDate?: string }[]) => ({
    date: '2026-10-08',
    resolutions,
  })
  const held = () => {
    const the = compiled(opened(reportRolesOf(CHIBI), { follows: true }), true)
    the.act('reviewReport', fagai, { endorsed: true, findings: '属实' })
    the.clock({ id: 'meeting', kind: 'meeting', owner: 'office' }, '2026-10-28T02:00:00.000Z')
    the.act('recordMeeting', office, meeting([{ text: '燃气接入不得再超期', org: 'ranqi', dueDate: DUE }]))
    the.clock({ id: 'resolution:1:1', kind: 'resolution', owner: 'ranqi' }, '2026-10-31T09:30:00.000Z')
    return the
  }

  it('R-31: each resolution has an owner and a date to come; the meeting is late after its date', () => {
    const the = compiled(opened(reportRolesOf(CHIBI), { follows: true }), true)
    const tried = (one: { text: string; org?: string; dueDate?: string }) =>
      refusal(() => the.act('recordMeeting', office, meeting([one])))
    expect(tried({ text: '议定', dueDate: DUE })).toEqual({ code: 'validation-failed', field: 'resolutions.0.org' })
    expect(tried({ text: '议定', org: 'ranqi' }).field).toBe('resolutions.0.dueDate')
    expect(tried({ text: '议定', org: 'ranqi', dueDate: '2026-10-08' }).code).toBe('date-past')
    expect(tried({ text: '议定', org: 'nobody', dueDate: DUE }).field).toBe('resolutions.0.org')
    the.clock({ id: 'meeting', kind: 'meeting', owner: 'office' }, '2026-10-08T01:00:00.000Z')
    the.act('recordMeeting', office, meeting([]))
    expect(the.state).toMatchObject({ meeting: { late: true }, followUp: [] })
    expect(the.state.deadlines['meeting']?.metAt).toBe(the.at)
  })

  it('R-31: its owner reports, the office looks; sent back it has a new date and a new clock; done, it is over', () => {
    const the = held()
    expect(awaited(the.state)).toEqual(['following', 'ranqi'])
    const check =
      (body: Parameters<typeof the.act<'checkResolution'>>[2], by = office) =>
      () =>
        the.act('checkResolution', by, body)
    const report =
      (by = officer('ranqi'), resolution = 1) =>
      () =>
        the.act('reportResolution', by, { resolution, report: '已制定办法' })
    expect(refusal(check({ outcome: 'done', resolution: 1 }))).toEqual({ code: 'wrong-stage', field: 'outcome' })
    expect(refusal(report(officer('shuiwu')))).toEqual({ code: 'not-concerned', field: 'resolution' })
    expect(refusal(report(officer('ranqi'), 2)).code).toBe('validation-failed')
    the.at = '2026-11-02T02:00:00.000Z'
    report()()
    expect([the.state.followUp?.[0]?.reported?.late, ...awaited(the.state)]).toEqual([true, 'following', 'office'])
    expect(refusal(report()).code).toBe('already-done')
    expect(refusal(check({ outcome: 'done', resolution: 1 }, zhujian)).code).toBe('not-concerned')
    the.clock({ id: 'check:1:1', kind: 'resolutionCheck', owner: 'office' }, '2026-11-05T02:00:00.000Z')
    const back = { outcome: 'returned', resolution: 1, words: '未见成效' } as const
    expect(refusal(check({ ...back, dueDate: '2026-11-02' })).code).toBe('date-past')
    expect(refusal(check({ ...back, dueDate: '2099-11-02' })).code).toBe('calendar-year-unknown')
    check({ ...back, dueDate: '2026-11-30' })()
    expect(the.state.deadlines['check:1:1']?.metAt).toBe(the.at)
    expect(the.state.followUp?.[0]).toMatchObject({ status: 'open', round: 2, dueDate: '2026-11-30' })
    report()()
    check({ outcome: 'done', resolution: 1 })()
    expect(the.state.followUp?.[0]).toMatchObject({ status: 'done', settledAt: the.at })
    expect(refusal(check({ outcome: 'dropped', resolution: 1, words: '?' })).code).toBe('already-done')
    expect(awaited(the.state)).toEqual(['following'])
  })

  it('R-31: what the office was to do itself, another person of it looks at; dropped, nobody is late', () => {
    const the = compiled(opened(reportRolesOf(CHIBI), { follows: true }), true)
    the.act(
      'recordMeeting',
      office,
      meeting([
        { text: '编印指南', org: 'office', dueDate: DUE },
        { text: '另议', org: 'ranqi', dueDate: DUE },
      ]),
    )
    the.clock({ id: 'resolution:2:1', kind: 'resolution', owner: 'ranqi' }, '2026-10-31T09:30:00.000Z')
    the.act('reportResolution', office, { resolution: 1, report: '已印' })
    expect(refusal(() => the.act('checkResolution', office, { outcome: 'done', resolution: 1 })).code).toBe(
      'second-person-required',
    )
    the.act('checkResolution', officer('office', 'lead'), { outcome: 'done', resolution: 1 })
    the.act('checkResolution', office, { outcome: 'dropped', resolution: 2, words: '并入下季度' })
    expect(the.state.deadlines['resolution:2:1']).toMatchObject({ supersededAt: the.at })
  })

  it('R-31: a report of 0.6 ends with its meeting', () => {
    const the = compiled(opened(), true)
    the.act('recordMeeting', office, { date: '2026-10-08', resolutions: RESOLUTIONS })
    expect(the.state.followUp).toBeUndefined()
    expect(refusal(() => the.act('reportResolution', officer('ranqi'), { resolution: 1, report: '?' })).code).toBe(
      'wrong-stage',
    )
  })
})
