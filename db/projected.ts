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
  state(): Promise<State | undefined>
  /** Its events from one number to another, both included. */
  standing(first: number, last: number): Promise<readonly Event[]>
  /** `fresh` follows `before` without a gap. Writes nothing, and says false, where it stands elsewhere by now. */
  write(before: State | undefined, fresh: readonly Event[]): Promise<boolean>
}

/** Each failed one means that another has brought it forward meanwhile. */
const MOST_ATTEMPTS = 100

/**
 * Brings events of one subject, in ascending order, into the derived tables, all or none. Those already there must say
 * the same, and are passed over, so that repeated, overlapping and concurrent batches end in the same rows. Throws
 * {@link ProjectionGap}, `ProjectionConflict` and `DatabaseError`. Says whether any was missing.
 */
export async function bringForward<State extends { readonly seq: number }, Event extends Said>(
  subject: string,
  events: readonly Event[],
  projected: Projected<State, Event>,
): Promise<boolean> {
  return guarded(async () => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const brought = await broughtForward(subject, events, projected)
      if (brought !== 'again') return brought === 'written'
    }
    throw new Error(`${subject} did not stand still for ${MOST_ATTEMPTS} attempts`)
  })
}

async function broughtForward<State extends { readonly seq: number }, Event extends Said>(
  subject: string,
  events: readonly Event[],
  { state, standing, write }: Projected<State, Event>,
): Promise<'standing' | 'written' | 'again'> {
  const before = await state()
  const projected = before?.seq ?? 0
  const repeated = events.filter((event) => event.seq <= projected)
  const [from, to] = [repeated[0], repeated.at(-1)]
  if (from !== undefined && to !== undefined) requireSame(subject, repeated, await standing(from.seq, to.seq))
  const fresh = events.filter((event) => event.seq > projected)
  const [first] = fresh
  if (first === undefined) return 'standing'
  if (first.seq !== projected + 1) throw new ProjectionGap(subject, projected, first.seq)
  return (await write(before, fresh)) ? 'written' : 'again'
}
