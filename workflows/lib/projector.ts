import { condition, patched, workflowInfo } from '@temporalio/workflow'
import { firstBatch, fitsAnswer, MOST_EVENTS_AT_ONCE } from './batch.ts'
import type { Run } from './run.ts'

/**
 * Keeps recorded events until they are known to be in PostgreSQL, and brings there by an activity, beside the main
 * line, those that no act's answer has carried: one in flight, with all that is kept, as much as an activity may take.
 */
export interface Projector<Event> {
  add(event: Event): void
  /** Everything up to this number is in PostgreSQL. */
  confirm(seq: number): void
  /** While an act is being answered nothing is sent; gives what ends that. */
  hold(): () => void
  /**
   * Gives an answer all that is kept: from now on whoever is answered brings it. Undefined where it must go by
   * activity: it is more than an answer may hold, or the run comes to its end.
   */
  carry(): readonly Event[] | undefined
  /** What is kept goes by activity, whatever answers have carried. */
  flush(): void
  /** So does everything from now on: the run comes to its end. */
  finish(): void
  /** Resolves when every event is in PostgreSQL. */
  drained(): Promise<void>
  /** Whether nothing is kept or in flight. */
  idle(): boolean
  /**
   * Whether the server had suggested to continue as new when a batch was last sent, or an answer given: a task that
   * commands nothing is not in a replay by itself, and must not decide.
   */
  suggested(): boolean
}

interface Numbered {
  readonly seq: number
}

/** Since 0.2; before that a batch was counted, not measured. */
const MEASURED = 'measured-batches'

/**
 * Sends what is added by `send`, in order; at rest, so that a batch is what a task has brought as a whole: a replay may
 * see a task without commands together with the next one, and its events in another moment of that.
 */
export function startDraining<Event extends Numbered>(
  send: (batch: readonly Event[]) => Promise<void>,
  { wasExact, rest }: Run,
): Projector<Event> {
  let kept: readonly Event[] = []
  let [carried, flushed, held] = [0, 0, 0]
  let [sending, suggested] = [false, false]
  const seqOf = (event: Event | undefined) => event?.seq ?? 0
  const isDue = () => kept.length > 0 && (seqOf(kept.at(-1)) > carried || seqOf(kept[0]) <= flushed)
  const confirm = (seq: number) => {
    kept = kept.filter((event) => event.seq > seq)
  }

  async function run(): Promise<void> {
    for (;;) {
      await condition(() => isDue() && held === 0 && (!wasExact() || rest.still()))
      const measured = firstBatch(kept)
      const counted = kept.slice(0, MOST_EVENTS_AT_ONCE)
      // Only where it makes a difference: elsewhere the history says the same as ever.
      const batch = measured.length < counted.length && patched(MEASURED) ? measured : counted
      suggested ||= workflowInfo().continueAsNewSuggested
      sending = true
      await send(batch)
      sending = false
      confirm(seqOf(batch.at(-1)))
    }
  }
  void run()

  return {
    add: (event) => {
      kept = [...kept, event]
    },
    confirm,
    hold() {
      held += 1
      return () => {
        held -= 1
      }
    },
    carry() {
      suggested ||= workflowInfo().continueAsNewSuggested
      if (suggested || flushed === Infinity || !fitsAnswer(kept)) return undefined
      carried = Math.max(carried, seqOf(kept.at(-1)))
      return kept
    },
    flush: () => {
      flushed = Math.max(flushed, seqOf(kept.at(-1)))
    },
    finish: () => {
      flushed = Infinity
    },
    drained: () => condition(() => kept.length === 0),
    idle: () => kept.length === 0 && !sending,
    suggested: () => suggested,
  }
}
