import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm'
import { makeTransferNumber } from '../../domain/transfer-number.ts'
import type { TransferInput } from '../../workflows/transfer/messages.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { transferNumberCounter, transferRegistration } from '../schema/transfer.ts'

export interface TransferRegistrationRequest {
  /** sha256 (64 hexadecimal digits) of client, method, path and Idempotency-Key. */
  readonly keyHash: string
  readonly bodyHash: string
  readonly city: string
  readonly servicePrefix: string
  /** 'YYYY-MM-DD' in the city's time. */
  readonly day: string
  readonly startInput: (number: string) => TransferInput
}

export interface TakenTransfer {
  readonly number: string
  readonly bodyHash: string
  readonly input: TransferInput
  readonly created: boolean
  readonly started: boolean
}

/** Takes the key and a number, for ever, in one transaction, as `takeRegistration` does for applications. Throws `DatabaseError`, and `RangeError` after 99,999 of a day. */
export async function takeTransfer(database: Database, { keyHash, bodyHash, city, servicePrefix, day, startInput }: TransferRegistrationRequest): Promise<TakenTransfer> {
  return guarded(() => database.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${keyHash}, 12))`)
    const [earlier] = await transaction.select().from(transferRegistration).where(eq(transferRegistration.keyHash, keyHash))
    if (earlier !== undefined) return { number: earlier.number, bodyHash: earlier.bodyHash, input: earlier.startInput, created: false, started: earlier.startedAt !== null }
    const number = makeTransferNumber(servicePrefix, day, await nextSequence(transaction, city, day))
    const input = startInput(number)
    await transaction.insert(transferRegistration).values({ keyHash, bodyHash, number, city, startInput: input })
    return { number, bodyHash, input, created: true, started: false }
  }))
}

async function nextSequence(transaction: Transaction, city: string, day: string): Promise<number> {
  const [counter] = await transaction.insert(transferNumberCounter).values({ city, day, last: 1 })
    .onConflictDoUpdate({ target: [transferNumberCounter.city, transferNumberCounter.day], set: { last: sql`${transferNumberCounter.last} + 1` } })
    .returning({ last: transferNumberCounter.last })
  if (counter === undefined) throw new Error('no counter was returned')
  return counter.last
}

/** The workflow of this number has started; the first instant stays. */
export async function markTransferStarted(database: Database, number: string): Promise<void> {
  await guarded(() => database.update(transferRegistration).set({ startedAt: sql`now()` }).where(and(eq(transferRegistration.number, number), isNull(transferRegistration.startedAt))))
}

/** What a crash left between the registration and the start of its workflow, the oldest first. */
export async function unstartedTransfers(database: Database, { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number }): Promise<TransferInput[]> {
  const rows = await guarded(() => database.select({ input: transferRegistration.startInput }).from(transferRegistration)
    .where(and(isNull(transferRegistration.startedAt), lt(transferRegistration.createdAt, sql`now() - make_interval(secs => ${olderThanSeconds})`)))
    .orderBy(asc(transferRegistration.createdAt)).limit(limit))
  return rows.map(({ input }) => input)
}
