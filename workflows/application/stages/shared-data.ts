import { ActivityFailure, condition, isCancellation, proxyActivities } from '@temporalio/workflow'
import type { DataSharingActivities, SharedDataRequest, SharedItem } from '../../ports/data-sharing.ts'
import { SHARED_DATA } from '../../lib/activity-profiles.ts'
import { record } from '../case.ts'
import type { Case } from '../case.ts'
import { defined } from '../../../domain/defined.ts'

const { fetchSharedData } = proxyActivities<DataSharingActivities>(SHARED_DATA)

/**
 * 数据共享, R-09: after the push and beside everything else, asks once for what utilities need beyond the form. Where
 * the source is down the case goes on, and what is missing is said. Only cases whose start names what to ask.
 */
export async function sharedData(the: Case): Promise<void> {
  const { sharedItems } = the.input
  if (sharedItems === undefined || the.state.sharedData !== undefined) return
  await condition(() => the.state.pushedAt !== undefined)
  const found = new Map((await askOnce(the, sharedItems)).map(({ key, value }) => [key, value]))
  const nameOf = (key: string) => the.policy.dataSharing?.items.find((item) => item.key === key)?.name ?? key
  const items = sharedItems.flatMap((key) =>
    found.has(key) ? [{ name: nameOf(key), value: found.get(key) ?? '' }] : [],
  )
  const missing = sharedItems.filter((key) => !found.has(key)).map(nameOf)
  if (the.run.exact()) await the.run.rest.wait()
  record(the, { type: 'sharedDataReceived', rule: 'R-09', data: { items, missing } })
}

/** Nothing where the source cannot be reached in time. */
async function askOnce(the: Case, items: readonly string[]): Promise<readonly SharedItem[]> {
  try {
    return await fetchSharedData(requestFor(the, items))
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error
    return []
  }
}

function requestFor({ state }: Case, items: readonly string[]): SharedDataRequest {
  const { applicant, projectCode } = state.registration.form
  return {
    serviceNumber: state.serviceNumber,
    items,
    ...(applicant.kind === 'enterprise' ? { creditCode: applicant.creditCode } : {}),
    ...defined({ projectCode }),
  }
}
