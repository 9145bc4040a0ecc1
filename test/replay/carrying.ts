/** What acts leave in a history. */
import type { HistoryEvent } from '../../scripts/history/payloads.ts'
import type { RecordedCase } from './recorded.ts'

/** Events of the last run, by the names of their kinds. */
export async function historyOf(the: RecordedCase): Promise<readonly string[]> {
  return ((await the.runs()).at(-1)?.history.events ?? []).map(nameOf)
}

function nameOf(event: HistoryEvent): string {
  return (Object.keys(event).find((key) => key.endsWith('EventAttributes')) ?? '').replace(/EventAttributes$/, '')
}

/** How many projecting activities all its runs have sent. */
export async function projectingActivities(the: RecordedCase): Promise<number> {
  return (await the.runs())
    .flatMap(({ history }) => history.events ?? [])
    .filter(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name === 'project').length
}
