import { patched } from '@temporalio/workflow'
import type { Projector } from './projector.ts'

/** Who brings an act's events to PostgreSQL: whoever is answered, or an activity (ADR 0032). */
export interface Carriage<Event> {
  /** An act in its turn; nothing is sent until it is `over`. */
  begin(id: string, projected: number | undefined): Carried<Event>
  /** The signal: whoever sent the act of this update id, or is still to send it, may be gone. */
  orphaned(id: unknown): void
  /** Ids of acts that were orphaned and have not come, oldest first: they go on through continue-as-new. */
  orphans(): readonly string[]
}

interface Carried<Event> {
  /** What the answer carries; undefined where an activity brings it. */
  events(): readonly Event[] | undefined
  over(): void
}

interface CarriageOpening<Event> {
  readonly projector: Pick<Projector<Event>, 'confirm' | 'hold' | 'carry' | 'flush'>
  readonly answers: ReadonlyMap<string, unknown>
  /** Of the last event recorded. */
  readonly seq: () => number
  readonly orphans: readonly string[] | undefined
}

/** No act is known to come so late; with so many waited for, every act goes by activity. */
const MOST_ORPHANS = 200
const LONGEST_ID = 200

export function openCarriage<Event>(opening: CarriageOpening<Event>): Carriage<Event> {
  const { projector, answers, seq } = opening
  const orphans = new Set(opening.orphans)
  let [granted, isBehind] = [false, false]

  /** A history that has less than PostgreSQL was put back to an earlier time: what stands there is another's. */
  function isBrought(projected: number | undefined): projected is number {
    if (projected === undefined || !Number.isSafeInteger(projected) || projected < 0) return false
    isBehind ||= projected > seq()
    // A worker that knew nothing of this may have taken up an act of this run.
    return !isBehind && (granted ||= patched('answers-carry-events'))
  }

  const isFull = () => orphans.size >= MOST_ORPHANS
  /** Where too many are waited for, none is forgotten any more: an id was not kept. */
  const isOrphan = (id: string) => isFull() || orphans.delete(id)

  return {
    begin(id, projected) {
      if (!isBrought(projected)) return { events: () => void isOrphan(id), over: () => {} }
      projector.confirm(projected)
      return { events: () => (isOrphan(id) ? undefined : projector.carry()), over: projector.hold() }
    },
    orphaned(id) {
      if (typeof id !== 'string' || id.length > LONGEST_ID) return
      if (answers.has(id)) projector.flush()
      else if (!isFull()) orphans.add(id)
    },
    orphans: () => [...orphans],
  }
}
