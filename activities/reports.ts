import { ApplicationFailure } from '@temporalio/common'
import { assessWithin } from '../db/assess.ts'
import type { Database } from '../db/client.ts'
import { DatabaseError, guarded } from '../db/database-error.ts'
import { countExceptions, exceptionsOf } from '../db/queries/assessment.ts'
import { disputesOf } from '../db/queries/meeting-report.ts'
import { ratingFiguresOf } from '../db/queries/rating-figures.ts'
import { resolutionsBefore } from '../db/queries/resolutions.ts'
import { overdueNow } from '../db/queries/overdue.ts'
import { quartersToReport } from '../db/queries/quarters.ts'
import { THE_CASE } from '../domain/actor/actor.ts'
import { reportRolesOf } from '../domain/city/city-parts.ts'
import { begunFor } from '../domain/clocks/begun.ts'
import { meetingReportId, MOST_LISTED } from '../domain/assessment/meeting-report.ts'
import type { ReportContent } from '../domain/assessment/meeting-report.ts'
import { localDate } from '../domain/clocks/local-date.ts'
import { parsePeriod } from '../domain/assessment/period.ts'
import type { MeetingReportInput } from '../workflows/meeting-report/messages.ts'
import type { Calendars } from '../domain/clocks/working-calendars.ts'
import type { CompileRequest, ReportActivities } from '../workflows/ports/reports.ts'
import type { PolicyOf } from './credit.ts'
import { databaseFailure } from './projection-failure.ts'
import { startMatterOnce } from './start-matter.ts'

interface ReportDependencies {
  readonly database: Database
  readonly calendars: Calendars
  readonly policyOf: PolicyOf
}

export function createReportActivities({ database, calendars, policyOf }: ReportDependencies): ReportActivities {
  const policyFor = (city: string) => {
    const policy = policyOf(city)
    if (policy === undefined) throw ApplicationFailure.nonRetryable('the city is not configured', 'city-unknown')
    return policy
  }
  return {
    compileReport: (request) => withoutValues(() => compiled(database, calendars, request)),
    dueReports: ({ city, at }) =>
      withoutValues(() =>
        quartersToReport(database, { city, at, utcOffsetMinutes: policyFor(city).city.hours.utcOffsetMinutes }),
      ),
    async openReport({ city, period }) {
      const policy = policyFor(city)
      const input = { ...inputOf(policy, period), ...begunFor(policy.city, calendars, new Date()) }
      await startMatterOnce('meetingReport', input)
      return input.id
    },
  }
}

/** All lists and figures at one moment of the database. */
async function compiled(
  database: Database,
  calendars: Calendars,
  { city, order, period, from, to, at, hours, calendar }: CompileRequest,
): Promise<ReportContent> {
  return guarded(() =>
    database.transaction(
      async (transaction) => {
        const rows = await assessWithin(transaction, {
          city,
          period: { from, to },
          order,
          hours,
          calendar: calendars[calendar],
          now: at,
        })
        const { items } = await exceptionsOf(transaction, { city, from, to, limit: MOST_LISTED })
        const exceptionCounts = await countExceptions(transaction, { city, from, to })
        const total = Object.values(exceptionCounts).reduce((sum, number) => sum + number, 0)
        const exceptions = { total, items: items.map(({ words: _words, asked: _asked, ...item }) => item) }
        return {
          at,
          rows,
          exceptionCounts,
          exceptions,
          overdue: await overdueNow(transaction, city),
          disputes: await disputesOf(transaction, { city, from, to }),
          resolutions: await resolutionsBefore(transaction, { city, period, from, day: localDate(at, hours) }),
          ratings: await ratingFiguresOf(transaction, { city, from, to }),
        }
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    ),
  )
}

function inputOf({ city, policyHash }: NonNullable<ReturnType<PolicyOf>>, key: string): MeetingReportInput {
  const period = parsePeriod(key, city.hours.utcOffsetMinutes)
  if (period === undefined) throw ApplicationFailure.nonRetryable('no such quarter', 'period-unknown')
  const id = meetingReportId(city.key, key)
  return {
    id,
    openedBy: THE_CASE,
    keyHash: id,
    bodyHash: '',
    policy: city,
    policyHash,
    period: key,
    from: period.from,
    to: period.to,
    roles: reportRolesOf(city),
  }
}

/** Failures carry no value of a case. */
async function withoutValues<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    throw error instanceof DatabaseError ? databaseFailure(error) : error
  }
}
