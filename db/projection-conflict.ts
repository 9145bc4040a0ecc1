import type { Actor } from '../domain/actor/actor.ts'
import { fingerprint } from './fingerprint.ts'

/** What an event says, of an application or a matter. */
export interface Said {
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly rule: string
  readonly actor: Actor
  readonly data: object
}

const FIELDS = ['type', 'at', 'actor', 'rule', 'data'] as const

/** An event comes again and says something else than the one that stands: nothing of the batch is written. */
export class ProjectionConflict extends Error {
  override name = 'ProjectionConflict'
  readonly code = 'projection-conflict'
  readonly seq: number

  constructor(subject: string, seq: number, fields: readonly string[]) {
    super(
      `projection-conflict: event ${seq} of ${subject} stands with another ${fields.join(', ')}; ` +
        `see \`npm run replay -- ${subject}\``,
    )
    this.seq = seq
  }
}

/**
 * Throws {@link ProjectionConflict} at the first event that stands otherwise than it comes; one that stands nowhere is
 * the rebuild's to find.
 */
export function requireSame(subject: string, repeated: readonly Said[], standing: readonly Said[]): void {
  const known = new Map(standing.map((event) => [event.seq, event]))
  for (const event of repeated) {
    const stands = known.get(event.seq)
    if (stands === undefined) continue
    const fields = FIELDS.filter((field) => fingerprint(event[field]) !== fingerprint(stands[field]))
    if (fields.length > 0) throw new ProjectionConflict(subject, event.seq, fields)
  }
}
