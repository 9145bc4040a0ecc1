/** what earlier meetings resolved, as the next report tells it. */
import { and, asc, eq, lt } from 'drizzle-orm'
import { MOST_LISTED } from '../../domain/assessment/meeting-report.ts'
import type { Listed, ResolutionItem } from '../../domain/assessment/meeting-report.ts'
import type { Transaction } from '../client.ts'
import { meetingReport } from '../schema/meeting-report.ts'

interface Asked {
  readonly city: string
  readonly period: string
  /** ISO UTC: when the quarter began. */
  readonly from: string
  /** YYYY-MM-DD in the city's time, as of which something is overdue. */
  readonly day: string
}

/** Of the meetings about earlier quarters: what is not done yet, and what was settled since this one began. */
export async function resolutionsBefore(
  transaction: Transaction,
  { city, period, from, day }: Asked,
): Promise<Listed<ResolutionItem>> {
  const reports = await transaction
    .select({ period: meetingReport.period, state: meetingReport.state })
    .from(meetingReport)
    .where(and(eq(meetingReport.city, city), lt(meetingReport.period, period)))
    .orderBy(asc(meetingReport.period))
  const all = reports.flatMap(({ period: of, state: { followUp = [] } }) =>
    followUp
      .filter(({ settledAt }) => settledAt === undefined || Date.parse(settledAt) >= Date.parse(from))
      .map(({ number, text, org, dueDate, status }) => ({
        period: of,
        resolution: number,
        text,
        org,
        dueDate,
        status,
        overdue: status === 'open' && dueDate < day,
      })),
  )
  return { total: all.length, items: all.slice(0, MOST_LISTED) }
}
