import { describe, expect, it } from 'vitest'
import { meetingReportPaper } from '../../api/documents/meeting-report.ts'
import { page } from '../../api/documents/page.ts'
import { NO_FIGURES } from '../../domain/assessment/assessment.ts'
import type { ReportContent } from '../../domain/assessment/meeting-report.ts'
import type { MeetingReportState } from '../../workflows/meeting-report/core/state.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { NO_CONTENT } from '../fixtures/reports.ts'

const CASE = 'CB-20260702-00001-5'
const SINCE = '2026-07-02T01:00:00.000Z'

const CONTENT: ReportContent = {
  ...NO_CONTENT,
  rows: [
    {
      org: 'shuiwu',
      link: 'connection',
      binding: { ...NO_FIGURES, volume: 1, onTime: 1, measured: 1, useSum: 0.5, worstUse: 0.5 },
      advisory: NO_FIGURES,
    },
  ],
  overdue: {
    total: 1,
    items: [
      {
        number: CASE,
        of: 'application',
        kind: 'connection',
        line: 'gas:ranqi',
        owner: 'ranqi',
        dueAt: SINCE,
        advisory: false,
      },
    ],
  },
  disputes: {
    ...NO_CONTENT.disputes,
    refused: {
      total: 1,
      items: [
        { serviceNumber: CASE, approval: 'shuiwu:worksPlanning:1', org: 'shuiwu', authority: 'zigui', since: SINCE },
      ],
    },
    accounts: {
      total: 1,
      items: [{ number: 'CBT-20260702-00001-5', account: 'power:guowang:1', utility: 'guowang', since: SINCE }],
    },
  },
}

const STATE: MeetingReportState = {
  id: 'report:chibi:2026-Q3',
  city: 'chibi',
  seq: 2,
  status: 'awaitingReview',
  openedAt: SINCE,
  origin: { keyHash: '', bodyHash: '' },
  deadlines: {},
  concerned: [],
  awaited: [],
  period: '2026-Q3',
  from: '2026-06-30T16:00:00.000Z',
  to: '2026-09-30T16:00:00.000Z',
  utcOffsetMinutes: 480,
  assessor: 'zhujian',
  reviewer: 'fagai',
  office: 'office',
  parties: [],
  version: 1,
  final: true,
  content: CONTENT,
}

describe('the report on paper', () => {
  it('R-31: services and approvals by name, never by key', () => {
    const paper = page(meetingReportPaper(STATE, CHIBI))
    for (const words of ['接入（用气）', '市政管线工程规划许可', '<td>用电</td>', '按时率', '<td>100%</td>'])
      expect(paper).toContain(words)
    for (const key of ['gas:ranqi', 'worksPlanning', 'power:guowang']) expect(paper).not.toContain(key)
    expect(paper).not.toContain('以往会议')
  })

  it('R-31, R-32: by when the meeting is due, what earlier ones resolved and this one, what is contested, and who was rated', () => {
    const grades = { verySatisfied: 7, satisfied: 0, fairlySatisfied: 0, dissatisfied: 0, veryDissatisfied: 1 }
    const resolution = { resolution: 1, text: '一周内办结', org: 'ranqi', dueDate: '2026-06-30' } as const
    const content: ReportContent = {
      ...CONTENT,
      disputes: {
        ...CONTENT.disputes,
        missed: {
          total: 1,
          items: [{ serviceNumber: CASE, line: 'gas:ranqi', claim: 'gas:ranqi:1', toldBy: 'user', since: SINCE }],
        },
      },
      resolutions: { total: 1, items: [{ ...resolution, period: '2026-Q1', status: 'open', overdue: true }] },
      ratings: [{ org: 'guowang', total: 8, grades, bad: 1, answered: 1, late: 0 }],
    }
    const before = page(meetingReportPaper({ ...STATE, content, follows: true }, CHIBI))
    for (const words of [
      '2026年第一季度',
      '落实中（逾期）',
      '有异议、尚未认定的失约',
      '非常满意',
      '<td>7</td>',
      '八、会议议定',
    ])
      expect(before).toContain(words)
    const { text, org, dueDate } = resolution
    const held = page(
      meetingReportPaper(
        {
          ...STATE,
          content,
          follows: true,
          meeting: { at: SINCE, date: '2026-10-20', resolutions: [{ text, org, dueDate }], late: true },
          followUp: [
            {
              number: 1,
              text,
              org,
              dueDate,
              round: 1,
              since: SINCE,
              status: 'done',
              reported: { at: SINCE, by: 'a', report: '均已办结', late: false },
            },
          ],
        },
        CHIBI,
      ),
    )
    for (const words of ['召开（逾期）', '已落实：均已办结']) expect(held).toContain(words)
  })
})
