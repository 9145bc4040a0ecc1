/** What is said, in an act and in its answer, of who brings its events to PostgreSQL (ADR 0032). */

/** What an act carries besides itself, of those that can bring its events to PostgreSQL themselves. */
export interface Bringing {
  /**
   * The last event of the case or matter that its sender has read in PostgreSQL, having noted there that it will bring
   * what the answer carries; not part of the body or of its hash.
   */
  readonly projected?: number
}

export type Carrying<Answer, Event> = Answer & { readonly events?: readonly Event[] }
