/** Numbers that are given away for ever, one to an Idempotency-Key: those of applications, and those of transfers. */
import { eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { lock } from '../locks.ts'
import { GivenNumbers } from './given-numbers.ts'

export interface NumberRequest<Input> {
  /** sha256 (64 hexadecimal digits) of client, method, path and Idempotency-Key. */
  readonly keyHash: string
  readonly bodyHash: string
  readonly city: string
  readonly servicePrefix: string
  /** 'YYYY-MM-DD' in the city's time. */
  readonly day: string
  readonly startInput: (number: string) => Input
  /** Before a number is taken, in the same transaction; what it throws leaves nothing behind. */
  readonly before?: (transaction: Transaction) => Promise<void>
}

export interface TakenNumber<Input> {
  readonly number: string
  /** Of the request that took the key: another one than the caller's means that the key was used for another body. */
  readonly bodyHash: string
  readonly input: Input
  /** By this call. */
  readonly created: boolean
  /** Whether the workflow is known to have started. */
  readonly started: boolean
}

export class NumberRegister<Input> extends GivenNumbers<Input> {
  /**
   * Takes the key and a number, for ever, in one transaction; a key that is there gives its row as it is, whatever the
   * body. `more`: columns of this table alone. Throws `DatabaseError`.
   */
  async take(
    database: Database,
    { keyHash, bodyHash, city, servicePrefix, day, startInput, before }: NumberRequest<Input>,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<TakenNumber<Input>> {
    const { table, numberKey, make } = this.of
    return guarded(() =>
      database.transaction(async (transaction) => {
        await lock(transaction, this.of.lock, keyHash)
        const earlier = await this.rowOf(transaction, eq(table.keyHash, keyHash))
        if (earlier !== undefined) {
          const { number, input, startedAt } = earlier
          return { number, bodyHash: earlier.bodyHash, input, created: false, started: startedAt !== null }
        }
        await before?.(transaction)
        const number = make(servicePrefix, day, await this.#nextSequence(transaction, city, day))
        const input = startInput(number)
        await transaction
          .insert(table)
          .values({ ...more, keyHash, bodyHash, [numberKey]: number, city, startInput: input } as never)
        return { number, bodyHash, input, created: true, started: false }
      }),
    )
  }

  /** One row, and whoever changes it waits until the transaction is over. */
  async rowOf(transaction: Transaction, which: SQL) {
    const { table, column } = this.of
    const [row] = await transaction
      .select({
        keyHash: table.keyHash,
        bodyHash: table.bodyHash,
        number: sql<string>`${column}`,
        city: table.city,
        startInput: table.startInput,
        startedAt: table.startedAt,
      })
      .from(table)
      .where(which)
      .for('update')
    return row && { ...row, input: row.startInput as Input }
  }

  /**
   * The number that a key was given is another's in Temporal: the key's next one, in its place, for ever. Gives the
   * start input with it; as it stands where somebody has moved it on already. Throws `DatabaseError`.
   */
  async moveToNext(database: Database, keyHash: string, foreign: string): Promise<Input> {
    return guarded(() => database.transaction((transaction) => this.movedToNext(transaction, keyHash, foreign)))
  }

  /** The same within a transaction. */
  async movedToNext(transaction: Transaction, keyHash: string, foreign: string): Promise<Input> {
    const { table, numberKey, make, parse, renumbered } = this.of
    const row = await this.rowOf(transaction, eq(table.keyHash, keyHash))
    if (row === undefined) throw new Error('no registration of this key')
    if (row.number !== foreign) return row.input
    const parts = parse(foreign)
    if (parts === undefined) throw new Error('not a number of this register')
    const number = make(parts.prefix, parts.date, await this.#nextSequence(transaction, row.city, parts.date))
    const startInput = renumbered(row.input, number)
    await transaction
      .update(table)
      .set({ [numberKey]: number, startInput, startedAt: null, startAttempts: 0, nextAttemptAt: null } as never)
      .where(eq(table.keyHash, keyHash))
    return startInput
  }

  async #nextSequence(transaction: Transaction, city: string, day: string): Promise<number> {
    const { counter } = this.of
    const [row] = await transaction
      .insert(counter)
      .values({ city, day, last: 1 })
      .onConflictDoUpdate({ target: [counter.city, counter.day], set: { last: sql`${counter.last} + 1` } })
      .returning({ last: counter.last })
    if (row === undefined) throw new Error('no counter was returned')
    return row.last
  }

  /** Raises the counter to a number that is taken; never lowers it. Throws `DatabaseError`. */
  async raiseCounter(database: Database, city: string, number: string): Promise<void> {
    const { counter, parse } = this.of
    const parts = parse(number)
    if (parts === undefined) return
    await guarded(() =>
      database
        .insert(counter)
        .values({ city, day: parts.date, last: parts.sequence })
        .onConflictDoUpdate({
          target: [counter.city, counter.day],
          set: { last: sql`greatest(${counter.last}, excluded.last)` },
        }),
    )
  }
}
