import { ApplicationFailure } from '@temporalio/common'
import { assessWithin } from '../db/assess.ts'
import type { Database } from '../db/client.ts'
import { DatabaseError, guarded } from '../db/database-error.ts'
import { countExceptions, exceptionsOf } from '../db/queries/assessment.ts'
import { disputesOf, overdueNow } from '../db/queries/meeting-report.ts'
import { quartersToReport } from '../db/queries/quarters.ts'
import { THE_CASE } from '../domain/actor/actor.ts'
import { reportRolesOf } from '../domain/city/city-parts.ts'
import { begunFor } from '../domain/clocks/begun.ts'
import type { City } from '../domain/city/city.schema.ts'
import { meetingReportId, MOST_LISTED } from '../domain/assessment/meeting-report.ts'
import type { ReportContent } from '../domain/assessment/meeting-report.ts'
import { parsePeriod } from '../domain/assessment/period.ts'
import type { MeetingReportInput } from '../workflows/meeting-report/messages.ts'
import type { Calendars } from './calendar.ts'
import type { PolicyOf } from './credit.ts'
import { databaseFailure } from './projection-failure.ts'
import { startMatterOnce } from './start-matter.ts'

/** `at`: as of when, ISO UTC. `order`: organisation keys as they are to be listed. */
export interface CompileRequest {
  readonly city: string
  readonly order: readonly string[]
  readonly period: string
  readonly from: string
  readonly to: string
  readonly at: string
  readonly hours: City['hours']
  readonly calendar: City['calendar']
}

export interface ReportActivities {
  /** a quarter's figures, and what is overdue or in dispute; reads only. */
  compileReport(request: CompileRequest): Promise<ReportContent>
  /** The quarters (`2026-Q4`) over at an instant that have no report yet, the earliest first. */
  dueReports(request: { readonly city: string; readonly at: string }): Promise<string[]>
  /** Starts a quarter's report and gives its id; one that is there already is left as it is. */
  openReport(request: { readonly city: string; readonly period: string }): Promise<string>
}

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
  { city, order, from, to, at, hours, calendar }: CompileRequest,
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
        const exceptions = { total, items: items.map(({ words: _words, ...item }) => item) }
        return {
          at,
          rows,
          exceptionCounts,
          exceptions,
          overdue: await overdueNow(transaction, city),
          disputes: await disputesOf(transaction, { city, from, to }),
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
