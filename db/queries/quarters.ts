import { and, asc, eq, inArray } from 'drizzle-orm'
import { quartersOver } from '../../domain/assessment/period.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { meetingReport } from '../schema/meeting-report.ts'

/** How far back a missed quarter is still reported on by itself. */
const QUARTERS = 4

/**
 * of the last four quarters over at an instant, those that end after the city's first application and have no
 * report, the earliest first. Throws `DatabaseError`.
 */
export async function quartersToReport(
  database: Database,
  { city, at, utcOffsetMinutes }: { readonly city: string; readonly at: string; readonly utcOffsetMinutes: number },
): Promise<string[]> {
  const over = quartersOver(at, utcOffsetMinutes, QUARTERS).reverse()
  const [first] = await guarded(() =>
    database
      .select({ at: application.registeredAt })
      .from(application)
      .where(eq(application.city, city))
      .orderBy(asc(application.registeredAt))
      .limit(1),
  )
  if (first === undefined) return []
  const there = await guarded(() =>
    database
      .select({ period: meetingReport.period })
      .from(meetingReport)
      .where(
        and(
          eq(meetingReport.city, city),
          inArray(
            meetingReport.period,
            over.map(({ key }) => key),
          ),
        ),
      ),
  )
  return over
    .filter(({ key, to }) => Date.parse(first.at) < Date.parse(to) && !there.some(({ period }) => period === key))
    .map(({ key }) => key)
}
