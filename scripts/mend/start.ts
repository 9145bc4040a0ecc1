/** The new run of a mended case, under the id of the old one. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { decodeTypedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes.js'
import { cityAttribute, stageAttribute } from '../../temporal/search-attributes.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import type { StartInput } from '../history/payloads.ts'
import { runsOf } from '../history/runs.ts'
import type { Run } from '../history/runs.ts'
import type { WaitingSignal } from './signals.ts'
import type { Whole } from './whole.ts'

const TAKEN_UP_MS = 10_000

export interface Restart {
  readonly input: StartInput
  readonly last: Run | undefined
  /** Where no run says it. */
  readonly taskQueue: string
  readonly signals: readonly WaitingSignal[]
}

/** Starts it, sends it what waits, and gives its run. The one place where an id that has been used is used again. */
export async function startMended(
  client: Client,
  { kind, subject, state }: Whole,
  { input, last, taskQueue, signals }: Restart,
): Promise<string> {
  const started = last?.history.events?.[0]?.workflowExecutionStartedEventAttributes
  const had = decodeTypedSearchAttributes(started?.searchAttributes?.indexedFields)
  const attributes = [
    ...(kind === 'application' ? [{ key: stageAttribute, value: (state as CaseState).stage }] : []),
    ...(last === undefined || had.get(cityAttribute) !== undefined
      ? [{ key: cityAttribute, value: input.policy.key }]
      : []),
  ]
  const handle = await client.workflow.start(kind, {
    workflowId: subject,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'FAIL',
    taskQueue: started?.taskQueue?.name || taskQueue,
    args: [input],
    typedSearchAttributes: attributes,
  })
  for (const { name, args } of signals) await handle.signal(name, ...args)
  return handle.firstExecutionRunId
}

/** Whether a worker has taken it up; false where none did in ten seconds. Temporal tells nobody, so it is asked. */
export async function takenUp(client: Client, subject: string): Promise<boolean> {
  const until = Date.now() + TAKEN_UP_MS
  while (Date.now() < until) {
    const events = (await runsOf(client, subject)).at(-1)?.history.events ?? []
    if (events.some((event) => Boolean(event.workflowTaskCompletedEventAttributes))) return true
    await sleep(250)
  }
  return false
}
