/** What became of the numbers of a register: known to have started, still to be started, or not ours. */
import { and, asc, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { ServiceNumberParts } from '../../domain/case/service-number.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import type { Lock } from '../locks.ts'
import type { transferNumberCounter, transferRegistration } from '../schema/transfer.ts'

/** What a table of numbers is, besides the columns that both have. */
interface Register<Input> {
  readonly lock: Lock
  readonly table: typeof transferRegistration
  readonly counter: typeof transferNumberCounter
  /** The number's column, and its name in a row. */
  readonly column: PgColumn
  readonly numberKey: string
  readonly make: (prefix: string, day: string, sequence: number) => string
  readonly parse: (number: string) => ServiceNumberParts | undefined
  readonly renumbered: (input: Input, number: string) => Input
}

/** A registration whose workflow is not known to have started. */
export interface Unstarted<Input> {
  readonly keyHash: string
  readonly number: string
  readonly input: Input
}

export class GivenNumbers<Input> {
  readonly of: Register<Input>

  constructor(of: Register<Input>) {
    this.of = of
  }

  /** The workflow of this number has started; the first instant stays. */
  async markStarted(database: Database, number: string): Promise<void> {
    const { table, column } = this.of
    await guarded(() =>
      database
        .update(table)
        .set({ startedAt: sql`now()` })
        .where(and(eq(column, number), isNull(table.startedAt))),
    )
  }

  /**
   * What a crash left between the registration and the start of its workflow and may be tried now, the longest waiting
   * first: one that cannot start comes back later and later, and never keeps the others away.
   */
  async unstarted(
    database: Database,
    { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
  ): Promise<Unstarted<Input>[]> {
    const { table, column } = this.of
    const due = sql`coalesce(${table.nextAttemptAt}, ${table.createdAt})`
    const rows = await guarded(() =>
      database
        .select({ keyHash: table.keyHash, number: sql<string>`${column}`, input: table.startInput })
        .from(table)
        .where(
          and(
            isNull(table.startedAt),
            lt(table.createdAt, sql`now() - make_interval(secs => ${olderThanSeconds})`),
            sql`${due} <= now()`,
          ),
        )
        .orderBy(asc(due))
        .limit(limit),
    )
    return rows.map(({ input, ...row }) => ({ ...row, input: input as Input }))
  }

  /** It could not be started: tried again after 10 seconds, then twice as long each time, an hour at most. */
  async putOff(database: Database, keyHash: string): Promise<void> {
    const { table } = this.of
    await guarded(() =>
      database
        .update(table)
        .set({
          startAttempts: sql`${table.startAttempts} + 1`,
          nextAttemptAt: sql`now() + least(interval '1 hour',
            interval '10 seconds' * power(2, least(${table.startAttempts}, 12)))`,
        })
        .where(eq(table.keyHash, keyHash)),
    )
  }

  /** Of these numbers, those that nobody registered here. */
  async unregistered(database: Database, numbers: readonly string[]): Promise<string[]> {
    if (numbers.length === 0) return []
    const { table, column } = this.of
    const rows = await guarded(() =>
      database
        .select({ number: sql<string>`${column}` })
        .from(table)
        .where(inArray(column, [...numbers])),
    )
    const known = new Set(rows.map(({ number }) => number))
    return numbers.filter((number) => !known.has(number))
  }

  /** The newest registration, `at` ISO UTC; none where there is none. */
  async newest(database: Database): Promise<{ number: string; at: string } | undefined> {
    const { table, column } = this.of
    const [row] = await guarded(() =>
      database
        .select({ number: sql<string>`${column}`, at: table.createdAt })
        .from(table)
        .orderBy(desc(table.createdAt))
        .limit(1),
    )
    return row
  }

  /** Every number with its key, and whether its workflow is known to have started, in the order of registration. */
  async keys(database: Database): Promise<{ number: string; keyHash: string; started: boolean }[]> {
    const { table, column } = this.of
    return guarded(() =>
      database
        .select({
          number: sql<string>`${column}`,
          keyHash: table.keyHash,
          started: sql<boolean>`${table.startedAt} is not null`,
        })
        .from(table)
        .orderBy(asc(table.createdAt), asc(column)),
    )
  }
}
