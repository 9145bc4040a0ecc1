import { proxyActivities } from '@temporalio/workflow'
import type { ReportActivities } from '../../activities/reports.ts'
import { beyondCancel } from '../lib/beyond-cancel.ts'
import { HOUSEKEEPING } from '../lib/activity-profiles.ts'

const { dueReports, openReport } = proxyActivities<ReportActivities>(HOUSEKEEPING)

/** Started by the city's schedule when a quarter is over, R-31: every report that is due is opened once. Gives their ids. */
export async function meetingReports({ city }: { readonly city: string }): Promise<string[]> {
  return beyondCancel(() => openDue(city), () => {})
}

async function openDue(city: string): Promise<string[]> {
  const quarters = await dueReports({ city, at: new Date().toISOString() })
  const opened: string[] = []
  for (const period of quarters) opened.push(await openReport({ city, period }))
  return opened
}
