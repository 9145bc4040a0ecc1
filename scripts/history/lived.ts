/** The events as they were lived: they stand in the history, whatever a replay tells. */
import { ValueError } from '@temporalio/common'
import type { LoadedDataConverter } from '@temporalio/common'
import { decoded } from './payloads.ts'
import type { AnyEvent, HistoryEvent, Payloads } from './payloads.ts'
import type { Run } from './runs.ts'

export interface Lived {
  /** From 1 on, without gaps. */
  readonly events: readonly AnyEvent[]
  /** Sentences: events that come twice and differ, and numbers that are missing. */
  readonly findings: readonly string[]
}

const PROJECTING: readonly string[] = ['project', 'projectMatter']

/** Of all runs of a subject, the first one first. */
export async function livedOf(runs: readonly Run[], converter: LoadedDataConverter): Promise<Lived> {
  const events = new Map<number, AnyEvent>()
  const twice = new Set<number>()
  for (const run of runs) {
    for await (const event of livedIn(run, converter)) {
      const known = events.get(event.seq)
      if (known === undefined) events.set(event.seq, event)
      else if (JSON.stringify(known) !== JSON.stringify(event)) twice.add(event.seq)
    }
  }
  const findings = [...twice].map((seq) => `历史中有两个不同的第 ${seq} 号事件`)
  return fromFirst(events, findings)
}

/** A history of which one payload was changed or has another key is as one that cannot be read at all. */
export async function livedOrWhyNot(
  subject: string,
  runs: readonly Run[],
  converter: LoadedDataConverter,
): Promise<{ readonly lived: Lived; readonly unread?: string }> {
  try {
    return { lived: await livedOf(runs, converter) }
  } catch (error) {
    return { lived: { events: [], findings: [] }, unread: whyUnread(subject, error) }
  }
}

/** What does not decrypt says so; any other error may repeat what it could not read, and only its name is told. */
export function whyUnread(subject: string, error: unknown): string {
  const said = error instanceof ValueError ? error.message : error instanceof Error ? error.name : 'unknown'
  return `${subject} 的历史读不出：${said}`
}

async function* livedIn({ input, history }: Run, converter: LoadedDataConverter): AsyncGenerator<AnyEvent, void> {
  yield* input.mendedFrom?.lived ?? []
  for (const event of history.events ?? []) yield* await eventsIn(converter, placeOf(event))
}

/**
 * Where a history holds events as lived: what a projecting activity is given, and what an act is answered (ADR 0032). A
 * further kind of place is added here.
 */
function placeOf({
  activityTaskScheduledEventAttributes: scheduled,
  workflowExecutionUpdateCompletedEventAttributes: completed,
}: HistoryEvent): Payloads | null | undefined {
  return PROJECTING.includes(scheduled?.activityType?.name ?? '') ? scheduled?.input : completed?.outcome?.success
}

async function eventsIn(
  converter: LoadedDataConverter,
  place: Payloads | null | undefined,
): Promise<readonly AnyEvent[]> {
  const values = (await decoded(converter, place)) as readonly { readonly events?: readonly AnyEvent[] }[]
  return values.flatMap(({ events }) => events ?? [])
}

function fromFirst(events: ReadonlyMap<number, AnyEvent>, findings: string[]): Lived {
  const whole: AnyEvent[] = []
  for (let event = events.get(1); event !== undefined; event = events.get(event.seq + 1)) whole.push(event)
  if (whole.length < events.size) findings.push(`历史中没有第 ${whole.length + 1} 号事件，而有其后的`)
  return { events: whole, findings }
}
