import type { Database, Transaction } from './client.ts'
import { guarded } from './database-error.ts'
import { requireSame } from './projection-conflict.ts'
import type { Said } from './projection-conflict.ts'

/** Events are missing between the projection and what is to be projected. */
export class ProjectionGap extends Error {
  override name = 'ProjectionGap'
  readonly code = 'projection-gap'

  constructor(subject: string, projected: number, next: number) {
    super(
      `projection-gap: ${subject} is projected up to event ${projected}, the next one given is ${next}; ` +
        `run \`npm run rebuild -- ${subject}\``,
    )
  }
}

/** Where a case or a matter stands in the derived tables, and how more of it is written there. */
interface Projected<State extends { readonly seq: number }, Event extends Said> {
  lock(transaction: Transaction): Promise<void>
  state(transaction: Transaction): Promise<State | undefined>
  /** Its events from one number to another, both included. */
  standing(transaction: Transaction, first: number, last: number): Promise<readonly Event[]>
  /** `fresh` follows `before` without a gap. */
  write(transaction: Transaction, before: State | undefined, fresh: readonly Event[]): Promise<void>
}

/**
 * Brings events of one subject, in ascending order, into the derived tables, in one transaction. Those already there
 * must say the same, and are passed over, so that repeated, overlapping and concurrent batches end in the same rows.
 * Throws {@link ProjectionGap}, `ProjectionConflict` and `DatabaseError`.
 */
export async function bringForward<State extends { readonly seq: number }, Event extends Said>(
  database: Database,
  subject: string,
  events: readonly Event[],
  { lock, state, standing, write }: Projected<State, Event>,
): Promise<void> {
  await guarded(() =>
    database.transaction(async (transaction) => {
      await lock(transaction)
      const before = await state(transaction)
      const projected = before?.seq ?? 0
      const repeated = events.filter((event) => event.seq <= projected)
      const [from, to] = [repeated[0], repeated.at(-1)]
      if (from !== undefined && to !== undefined)
        requireSame(subject, repeated, await standing(transaction, from.seq, to.seq))
      const fresh = events.filter((event) => event.seq > projected)
      const [first] = fresh
      if (first === undefined) return
      if (first.seq !== projected + 1) throw new ProjectionGap(subject, projected, first.seq)
      await write(transaction, before, fresh)
    }),
  )
}
