import { isCancellation, patched, proxyActivities } from '@temporalio/workflow'
import type { ReportActivities } from '../ports/reports.ts'
import { beyondCancel } from '../lib/beyond-cancel.ts'
import { HOUSEKEEPING } from '../lib/activity-profiles.ts'
import { ownStart } from '../lib/own-start.ts'

const { dueReports, openReport } = proxyActivities<ReportActivities>(HOUSEKEEPING)

/**
 * Started by the city's schedule when a quarter is over, R-31: every report that is due is opened once. Gives their
 * ids.
 */
export async function meetingReports(input: { readonly city: string }): Promise<string[]> {
  const { city } = ownStart('meetingReports', input)
  return beyondCancel(
    () => openDue(city),
    () => Promise.resolve(),
  )
}

async function openDue(city: string): Promise<string[]> {
  const quarters = await dueReports({ city, at: new Date().toISOString() })
  if (patched('reports-beside-each-other')) return openBesideEachOther(city, quarters)
  const opened: string[] = []
  for (const period of quarters) opened.push(await openReport({ city, period }))
  return opened
}

/** One that cannot be opened holds up no other, and is due again next time. */
async function openBesideEachOther(city: string, quarters: readonly string[]): Promise<string[]> {
  const opened = await Promise.all(
    quarters.map((period) =>
      openReport({ city, period }).catch((error: unknown) => {
        if (isCancellation(error)) throw error
        return undefined
      }),
    ),
  )
  return opened.filter((id) => id !== undefined)
}
