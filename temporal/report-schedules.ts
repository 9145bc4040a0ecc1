/** one Temporal Schedule a city, which looks for the reports that are due when a quarter is over. */
import { ScheduleAlreadyRunning } from '@temporalio/client'
import type { CalendarSpec, Client, ScheduleOptionsStartWorkflowAction } from '@temporalio/client'

interface ReportedCity {
  readonly key: string
  readonly hours: { readonly utcOffsetMinutes: number }
}

/** The quarter's last events are given as long to reach the tables. */
const MINUTES_AFTER = 5
const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const

export function reportScheduleId(city: string): string {
  return `reports:${city}`
}

/**
 * Five minutes after each local quarter begins, in UTC: a city has an offset and no time zone's name. Of no year in
 * particular, for the day before a quarter is never in February.
 */
export function quarterStarts(utcOffsetMinutes: number): CalendarSpec[] {
  return [0, 3, 6, 9].map((month) => {
    const at = new Date(Date.UTC(2026, month, 1, 0, MINUTES_AFTER - utcOffsetMinutes))
    return {
      month: MONTHS[at.getUTCMonth()] ?? 'JANUARY',
      dayOfMonth: at.getUTCDate(),
      hour: at.getUTCHours(),
      minute: at.getUTCMinutes(),
      comment: 'first minutes of a quarter, local time',
    }
  })
}

/**
 * Creates or updates the schedules of these cities; safe to call again, also by several workers at once. A paused one
 * stays paused. One that fails keeps no other city from its own: gives the cities that have none for it. Throws where
 * all fail: then it is the server.
 */
export async function ensureReportSchedules(
  { schedule }: Pick<Client, 'schedule'>,
  cities: readonly ReportedCity[],
  taskQueue: string,
): Promise<readonly FailedSchedule[]> {
  const failed: FailedSchedule[] = []
  for (const city of cities)
    await ensureReportSchedule(schedule, city, taskQueue).catch((error: unknown) => {
      failed.push({ city: city.key, error })
    })
  if (failed.length > 0 && failed.length === cities.length) throw failed[0]?.error
  return failed
}

export interface FailedSchedule {
  readonly city: string
  readonly error: unknown
}

async function ensureReportSchedule(
  schedule: Client['schedule'],
  { key, hours }: ReportedCity,
  taskQueue: string,
): Promise<void> {
  const scheduleId = reportScheduleId(key)
  const spec = { calendars: quarterStarts(hours.utcOffsetMinutes), timezone: 'UTC' }
  // Overlap SKIP: one at a time. A server that was down for less than a month fires what it missed.
  const policies = { overlap: 'SKIP', catchupWindow: '30 days', pauseOnFailure: false } as const
  const action: ScheduleOptionsStartWorkflowAction<(input: { readonly city: string }) => Promise<string[]>> = {
    type: 'startWorkflow',
    workflowType: 'meetingReports',
    workflowId: `housekeeping:${scheduleId}`,
    taskQueue,
    args: [{ city: key }],
  }
  try {
    await schedule.create({ scheduleId, spec, policies, action })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await schedule.getHandle(scheduleId).update(({ state }) => ({ spec, policies, state, action }))
  }
}
