/** Signals that were received (202) and of which the case has recorded nothing yet: they are sent again. */
import type { LoadedDataConverter } from '@temporalio/common'
import { afterLastTask, cutAtLastTask } from '../history/cut.ts'
import { ORPHANED } from '../../domain/act/orphaned.ts'
import { actRequestSignal } from '../../workflows/application/messages.ts'
import { decoded, receivedIn } from '../history/payloads.ts'
import type { HistoryEvent, History } from '../history/payloads.ts'
import type { Run } from '../history/runs.ts'

export interface WaitingSignal {
  readonly name: string
  readonly args: readonly unknown[]
}

/**
 * Of the last run: those whose parsing has not ended, requests that are not among the `decided`, then those that no
 * task has taken up.
 */
export async function waitingSignals(
  history: History,
  converter: LoadedDataConverter,
  decided: readonly string[] = [],
): Promise<readonly WaitingSignal[]> {
  const waiting: WaitingSignal[] = []
  for (const scheduled of unparsed(cutAtLastTask(history).events ?? [])) {
    const [request] = (await decoded(converter, scheduled.activityTaskScheduledEventAttributes?.input)) as [
      { readonly type: string; readonly sent: unknown },
    ]
    waiting.push({ name: request.type, args: [request.sent] })
  }
  for (const { workflowExecutionSignaledEventAttributes: signal } of cutAtLastTask(history).events ?? []) {
    if (signal?.signalName !== actRequestSignal.name) continue
    const args = (await receivedIn(converter, signal.input)) as [{ readonly request?: string } | undefined]
    if (args[0]?.request !== undefined && !decided.includes(args[0].request))
      waiting.push({ name: actRequestSignal.name, args })
  }
  for (const { workflowExecutionSignaledEventAttributes: signal } of afterLastTask(history)) {
    if (signal) waiting.push({ name: signal.signalName ?? '', args: await receivedIn(converter, signal.input) })
  }
  return waiting
}

/** Update ids of acts that were orphaned in a run, or carried into it as such. */
export async function orphansOf(run: Run | undefined, converter: LoadedDataConverter): Promise<readonly string[]> {
  const ids: unknown[] = [...(run?.input.carried?.orphans ?? [])]
  for (const { workflowExecutionSignaledEventAttributes: signal } of run?.history.events ?? [])
    if (signal?.signalName === ORPHANED) ids.push(...(await receivedIn(converter, signal.input)))
  return [...new Set(ids.filter((id) => typeof id === 'string'))]
}

function unparsed(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const ended = new Set(
    events.map(({ activityTaskCompletedEventAttributes }) =>
      String(activityTaskCompletedEventAttributes?.scheduledEventId),
    ),
  )
  return events.filter(
    ({ eventId, activityTaskScheduledEventAttributes }) =>
      activityTaskScheduledEventAttributes?.activityType?.name === 'parseAct' && !ended.has(String(eventId)),
  )
}
