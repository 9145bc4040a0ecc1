import { condition, patched, workflowInfo } from '@temporalio/workflow'
import { firstBatch, MOST_EVENTS_AT_ONCE } from './batch.ts'
import type { Run } from './run.ts'

/**
 * Carries recorded events to PostgreSQL beside the main line: one activity in flight, which takes what is pending, as
 * much as an activity may.
 */
export interface Projector<Event> {
  add(event: Event): void
  /** Resolves when every event is in PostgreSQL. */
  drained(): Promise<void>
  /** Whether nothing is pending or in flight. */
  idle(): boolean
  /**
   * Whether the server had suggested to continue as new when a batch was last sent: a task that commands nothing is not
   * in a replay by itself, and must not decide.
   */
  suggested(): boolean
}

/** Since 0.2; before that a batch was counted, not measured. */
const MEASURED = 'measured-batches'

/**
 * Sends what is added by `send`, in order; at rest, so that a batch is what a task has brought as a whole: a replay may
 * see a task without commands together with the next one, and its events in another moment of that.
 */
export function startDraining<Event>(
  send: (batch: readonly Event[]) => Promise<void>,
  { wasExact, rest }: Run,
): Projector<Event> {
  let pending: readonly Event[] = []
  let suggested = false

  async function run(): Promise<void> {
    for (;;) {
      await condition(() => pending.length > 0 && (!wasExact() || rest.still()))
      const measured = firstBatch(pending)
      const counted = pending.slice(0, MOST_EVENTS_AT_ONCE)
      // Only where it makes a difference: elsewhere the history says the same as ever.
      const batch = measured.length < counted.length && patched(MEASURED) ? measured : counted
      suggested ||= workflowInfo().continueAsNewSuggested
      await send(batch)
      pending = pending.slice(batch.length)
    }
  }
  void run()

  return {
    add: (event) => {
      pending = [...pending, event]
    },
    drained: () => condition(() => pending.length === 0),
    idle: () => pending.length === 0,
    suggested: () => suggested,
  }
}
