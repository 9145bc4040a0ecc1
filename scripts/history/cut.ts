import type { History, HistoryEvent } from './payloads.ts'

/**
 * A history up to its last completed workflow task, with what that task commanded: what comes after has not been taken
 * up, or never ended, and says nothing of what happened. No events where no task has completed yet. One that is closed
 * by its own last task stays as it is.
 */
export function cutAtLastTask({ events }: History): History {
  const all = events ?? []
  const last = all.findLastIndex(({ workflowTaskCompletedEventAttributes }) =>
    Boolean(workflowTaskCompletedEventAttributes),
  )
  const id = all[last]?.eventId
  if (id === undefined || id === null) return { events: [] }
  const after = all.slice(last + 1).findIndex((event) => !isCommandOf(event, String(id)))
  return { events: after === -1 ? all : all.slice(0, last + 1 + after) }
}

/** Those of the history that are beyond the cut. */
export function afterLastTask(history: History): readonly HistoryEvent[] {
  return (history.events ?? []).slice(cutAtLastTask(history).events?.length ?? 0)
}

/**
 * The cut history as the SDK must be given it: it looks for the `patched` markers of a task up to where the next one
 * starts. An open run is followed by the start of a task that has nothing to do, at the time of the last one, with
 * which the SDK takes it together where that commanded nothing.
 */
export function replayableUpToLastTask(history: History): History {
  const events = cutAtLastTask(history).events ?? []
  const last = events.at(-1)
  const scheduled = events.findLast((event) => Boolean(event.workflowTaskScheduledEventAttributes))
  const started = events.findLast((event) => Boolean(event.workflowTaskStartedEventAttributes))
  if (!last?.eventId || isClosing(last) || scheduled === undefined || started === undefined) return { events }
  const scheduledEventId = last.eventId.add(1)
  const attributes = { ...started.workflowTaskStartedEventAttributes, scheduledEventId }
  return {
    events: [
      ...events,
      { ...scheduled, eventId: scheduledEventId },
      { ...started, eventId: scheduledEventId.add(1), workflowTaskStartedEventAttributes: attributes },
    ],
  }
}

function isClosing(event: HistoryEvent): boolean {
  return [
    event.workflowExecutionCompletedEventAttributes,
    event.workflowExecutionFailedEventAttributes,
    event.workflowExecutionCanceledEventAttributes,
    event.workflowExecutionContinuedAsNewEventAttributes,
  ].some(Boolean)
}

/** The server writes a task's commands right behind it, each with the task's number; those of updates bear none. */
function isCommandOf(event: HistoryEvent, taskId: string): boolean {
  if (event.workflowExecutionUpdateAcceptedEventAttributes || event.workflowExecutionUpdateCompletedEventAttributes)
    return true
  return Object.values(event).some(
    (value: unknown) =>
      typeof value === 'object' &&
      value !== null &&
      'workflowTaskCompletedEventId' in value &&
      String(value.workflowTaskCompletedEventId) === taskId,
  )
}
