/** reports to the quarterly meeting; derived from events. */
import { check, index, pgEnum, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { MEETING_REPORT_STATUSES } from '../../domain/assessment/meeting-report.ts'
import type { MeetingReportState } from '../../workflows/meeting-report/core/state.ts'
import { matterColumns } from './matter.ts'
import { stateOf } from '../columns.ts'

export const meetingReportStatusEnum = pgEnum('meeting_report_status', MEETING_REPORT_STATUSES)

/** `period`: a quarter, `2026-Q4`. */
export const meetingReport = pgTable(
  'meeting_report',
  {
    ...matterColumns(),
    period: text('period').notNull(),
    status: meetingReportStatusEnum('status').notNull(),
    state: stateOf<MeetingReportState>('meetingReport')('state').notNull(),
  },
  (table) => [
    index('meeting_report_by_city').on(table.city, table.openedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    unique('meeting_report_one_for_each_quarter').on(table.city, table.period),
    check('meeting_report_closed', sql`(${table.status} = 'closed') = (${table.closedAt} is not null)`),
  ],
)
