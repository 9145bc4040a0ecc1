/** An act's events come back with its answer, and are brought to PostgreSQL here: the protocol of ADR 0032. */
import { WorkflowNotFoundError } from '@temporalio/client'
import type { Client } from '@temporalio/client'
import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../../db/client.ts'
import { DatabaseError } from '../../db/database-error.ts'
import { projectMatterEvents } from '../../db/matters/projection.ts'
import { projectEvents } from '../../db/projection.ts'
import { forgetAct, noteAct, noteOf } from '../../db/queries/act-journal.ts'
import type { JournalledAct, Noted } from '../../db/queries/act-journal.ts'
import { ORPHANED } from '../../domain/act/orphaned.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import { bounded } from './bounded.ts'

/** An act waits for PostgreSQL no longer than this, to be put and then to be answered: it is, without. */
const NOTE_MS = 1_000
const BRING_MS = 1_000
/** After PostgreSQL has not answered, acts do not ask it for so long. */
const AWAY_MS = 3_000
const SIGNAL_MS = 5_000

interface JournalDependencies {
  readonly database: Database
  readonly temporal: Client
  readonly log: Pick<FastifyBaseLogger, 'warn'>
}

export class ActJournal {
  readonly #deps: JournalDependencies
  readonly #underWay = new Set<Promise<unknown>>()
  /** By subject, the end of what is written of it. */
  readonly #writing = new Map<string, Promise<unknown>>()
  #awayUntil = 0

  constructor(deps: JournalDependencies) {
    this.#deps = deps
  }

  /**
   * Notes an act before it is sent; undefined where an activity is to bring its events. Never throws.
   */
  async note(act: JournalledAct): Promise<Noted | undefined> {
    if (performance.now() < this.#awayUntil) return undefined
    const noting = this.#tracked(noteAct(this.#deps.database, act))
    const noted = await within(NOTE_MS, noting).catch((error: unknown): typeof LATE => {
      this.#tell('an act is put without being noted', error)
      return LATE
    })
    if (noted !== LATE) return noted
    this.#awayUntil = performance.now() + AWAY_MS
    return undefined
  }

  /**
   * Brings what an answer carried, with whatever is missing before it; waits for that a while. `noted`: as `note` gave
   * it. Never throws: what does
   * not come here by itself stays noted, or goes back to its case.
   */
  async bring(act: JournalledAct, events: readonly (CaseEvent | MatterEvent)[], noted?: Noted): Promise<void> {
    const written = this.#inTurn(act.subject, () => this.#write(act, events, noted))
    const brought = this.#tracked(written).catch((error: unknown) => {
      this.#tell('the events of an act are not written', error)
      // Away: what is noted is taken up later. Else its case tells what is wrong, as of every batch.
      if (!(error instanceof DatabaseError && error.unavailable)) return this.#tracked(this.#handedBack(act))
      return undefined
    })
    await within(BRING_MS, brought)
  }

  /**
   * The act's case brings its events; with `noted`, whoever noted it so has heard that it has none. Waits for nothing,
   * never throws.
   */
  forget({ updateId }: JournalledAct, noted?: Noted): void {
    void this.#tracked(forgetAct(this.#deps.database, updateId, noted?.sends)).catch((error: unknown) =>
      this.#tell('an act stays noted', error),
    )
  }

  /**
   * Tells a case or a matter to bring the events of an act itself; once it has been told, the act is no longer noted.
   * One that is not running has nothing left to bring. Throws `TemporalUnavailable` and `DatabaseError`.
   */
  async handBack({ updateId, subject }: Pick<JournalledAct, 'updateId' | 'subject'>): Promise<void> {
    const { database, temporal } = this.#deps
    try {
      await bounded(temporal, SIGNAL_MS, () => temporal.workflow.getHandle(subject).signal(ORPHANED, updateId))
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error
    }
    await forgetAct(database, updateId)
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay)
  }

  /** What is noted goes with the statement that writes the events, or when all of them have been found there. */
  async #write(
    { kind, subject, updateId }: JournalledAct,
    events: readonly (CaseEvent | MatterEvent)[],
    noted: Noted | undefined,
  ): Promise<void> {
    const { database } = this.#deps
    const over = noteOf(updateId)
    const seen = noted === undefined ? undefined : { seq: noted.projected, mark: noted.mark }
    const wereMissing = await (kind === 'application'
      ? projectEvents(database, subject, events as readonly CaseEvent[], { over, seen })
      : projectMatterEvents(database, kind, subject, events, over))
    if (!wereMissing) await forgetAct(database, updateId)
  }

  /** Acts on one case wait for its lock with one connection, and leave the others to everybody else. */
  #inTurn(subject: string, write: () => Promise<void>): Promise<void> {
    const written = (this.#writing.get(subject) ?? Promise.resolve()).then(write)
    const over = written
      .catch(() => {})
      .finally(() => {
        if (this.#writing.get(subject) === over) this.#writing.delete(subject)
      })
    this.#writing.set(subject, over)
    return written
  }

  async #handedBack(act: JournalledAct): Promise<void> {
    await this.handBack(act).catch((error: unknown) => this.#tell('an act is not handed back yet', error))
  }

  #tracked<Result>(work: Promise<Result>): Promise<Result> {
    const over = work.catch(() => {}).finally(() => this.#underWay.delete(over))
    this.#underWay.add(over)
    return work
  }

  /** No message of another error is told: it might carry what was recorded. */
  #tell(what: string, error: unknown): void {
    const reason = error instanceof DatabaseError ? error.message : error instanceof Error ? error.name : 'unknown'
    this.#deps.log.warn({ reason }, what)
  }
}

const LATE: unique symbol = Symbol('late')

/** What comes in time; that it does not is no error, and one that comes later is nobody's. */
async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result | typeof LATE> {
  const clock = Promise.withResolvers<typeof LATE>()
  const timer = setTimeout(() => clock.resolve(LATE), milliseconds)
  try {
    return await Promise.race([work, clock.promise])
  } finally {
    clearTimeout(timer)
  }
}
