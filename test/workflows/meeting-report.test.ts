import { describe, expect, it } from 'vitest'
import { createReportActivities } from '../../activities/reports.ts'
import type { CompileRequest } from '../../workflows/ports/reports.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { meetingReportId } from '../../domain/assessment/meeting-report.ts'
import { parsePeriod, quarterAt, quartersOver } from '../../domain/assessment/period.ts'
import { dueTime } from '../../domain/clocks/working-time.ts'
import type { MeetingReportState } from '../../workflows/meeting-report/core/state.ts'
import { officer } from '../fixtures/actors.ts'
import { noServers } from '../fixtures/api.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { dueOf } from '../fixtures/matters.ts'
import { NO_CONTENT, reportInput } from '../fixtures/reports.ts'
import { SkippedMatters } from '../fixtures/skipped-matters.ts'

const FINDINGS = { endorsed: true, findings: '属实' }
const compiled: CompileRequest[] = []
const { openReport } = createReportActivities({
  database: noServers().database,
  calendars: CALENDARS,
  policyOf: () => ({ city: CHIBI, policyHash: 'policy' }),
})
const time = SkippedMatters.ofThisFile({
  openReport,
  dueReports: ({ at }) => Promise.resolve(quartersOver(at, 480, 1).map(({ key }) => key)),
  compileReport: (request) => {
    compiled.push(request)
    return Promise.resolve({ ...NO_CONTENT, at: request.at })
  },
})

const inDays = (now: string, days: number) =>
  localDate(new Date(Date.parse(now) + days * 86_400_000).toISOString(), CHIBI.hours)

const tenDays = (from: string) => dueTime(from, { kind: 'workingDays', days: 10 }, CHIBI.hours, CALENDARS.china).dueAt

/** The quarter that the server is in, and the instant at which it is over. */
async function current(): Promise<{ quarter: string; to: string }> {
  const quarter = quarterAt(await time.now(), 480)
  return { quarter, to: parsePeriod(quarter, 480)?.to ?? '' }
}

describe('meeting report', () => {
  it('R-31, R-30: a quarter passes: the report is there by itself; the review goes red at its real length; it ends with review and meeting', async () => {
    const { quarter, to } = await current()
    await time.past(to)
    const ids = await time.housekeeping('meetingReports', { city: 'chibi' })
    expect(ids).toEqual([meetingReportId('chibi', quarter)])
    const the = time.of<MeetingReportState>(meetingReportId('chibi', quarter))
    const state = await the.reaches(({ deadlines }) => deadlines['review'] !== undefined)
    expect(state).toMatchObject({
      period: quarter,
      status: 'awaitingReview',
      version: 1,
      final: true,
      awaited: ['fagai', 'office'],
      assessor: 'zhujian',
      reviewer: 'fagai',
    })
    expect(compiled.at(-1)).toMatchObject({ city: 'chibi', period: quarter, to, at: state.content?.at })
    expect(dueOf(state, 'review')).toBe(tenDays(state.content?.at ?? ''))
    expect(await time.housekeeping('meetingReports', { city: 'chibi' })).toEqual(ids)
    await time.past(dueOf(state, 'review'))
    await the.reaches(({ deadlines }) => deadlines['review']?.passedAt !== undefined)
    await expect.poll(() => the.dataOf('deadlineWarned')).toEqual([{ deadline: 'review', owner: 'fagai' }])
    await expect.poll(() => the.dataOf('deadlinePassed')).toEqual([{ deadline: 'review', owner: 'fagai' }])
    expect(await the.refused('reviewReport', officer('zhujian'), FINDINGS)).toBe('not-concerned')
    await the.act('reviewReport', officer('fagai'), FINDINGS)
    expect((await the.state()).review).toMatchObject({ late: true })
    const date = localDate(await time.now(), CHIBI.hours)
    await the.act('recordMeeting', officer('office', 'lead'), {
      date,
      resolutions: [{ text: '下季度起每周通报', org: 'zhujian', dueDate: inDays(await time.now(), 7) }],
    })
    const open = await the.reaches(({ deadlines: clocks }) => clocks['resolution:1:1'] !== undefined)
    expect([open.status, open.awaited, open.meeting?.late]).toEqual(['following', ['zhujian'], false])
    await time.past(dueOf(open, 'resolution:1:1'))
    await expect
      .poll(() => the.dataOf('deadlinePassed').at(-1))
      .toEqual({ deadline: 'resolution:1:1', owner: 'zhujian' })
    await the.act('reportResolution', officer('zhujian'), { resolution: 1, report: '已通报两周' })
    await the.reaches(({ deadlines: clocks }) => clocks['check:1:1'] !== undefined)
    const dueDate = inDays(await time.now(), 30)
    await the.act('checkResolution', officer('office'), {
      outcome: 'returned',
      resolution: 1,
      words: '缺一周',
      dueDate,
    })
    await the.reaches(({ deadlines: clocks }) => clocks['resolution:1:2'] !== undefined)
    await the.act('reportResolution', officer('zhujian'), { resolution: 1, report: '已补' })
    await the.act('checkResolution', officer('office'), { outcome: 'done', resolution: 1 })
    expect(await the.closed()).toMatchObject({ status: 'closed', awaited: [], meeting: { date } })
    await expect
      .poll(() => the.types())
      .toEqual([
        'reportOpened',
        'reportCompiled',
        'deadlineStarted',
        'deadlineStarted',
        'deadlineWarned',
        'deadlinePassed',
        'reportReviewed',
        'meetingHeld',
        'deadlineStarted',
        'deadlineWarned',
        'deadlinePassed',
        'resolutionReported',
        'deadlineStarted',
        'resolutionChecked',
        'deadlineStarted',
        'resolutionReported',
        'deadlineStarted',
        'resolutionChecked',
        'reportClosed',
      ])
  })

  it('R-31: asked for while its quarter runs it is interim, and is compiled again by itself when the quarter is over', async () => {
    const { quarter, to } = await current()
    const the = await time.start<MeetingReportState>('meetingReport', (id) => reportInput(quarter, id))
    const interim = await the.reaches(({ content }) => content !== undefined)
    expect(interim).toMatchObject({ status: 'interim', version: 1, final: false, awaited: [], deadlines: {} })
    expect(await the.refused('reviewReport', officer('fagai'), FINDINGS)).toBe('wrong-stage')
    await time.past(new Date(Date.parse(to) + 240_000).toISOString())
    expect((await the.state()).version).toBe(1)
    await time.past(new Date(Date.parse(to) + 300_000).toISOString())
    const final = await the.reaches(({ deadlines }) => deadlines['review'] !== undefined)
    expect(final).toMatchObject({ status: 'awaitingReview', version: 2, final: true })
    expect(Date.parse(final.content?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(to) + 300_000)
    await the.act('reviewReport', officer('fagai'), FINDINGS)
    await the.act('recordMeeting', officer('office'), {
      date: localDate(await time.now(), CHIBI.hours),
      resolutions: [{ text: '无' }],
    })
    expect(await the.closed()).toMatchObject({ version: 2, review: { late: false } })
    expect(the.types()).not.toContain('deadlinePassed')
  })
})
