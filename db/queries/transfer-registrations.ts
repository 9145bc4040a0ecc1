import { and, asc, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import { makeTransferNumber, parseTransferNumber } from '../../domain/transfer/transfer-number.ts'
import type { TransferInput } from '../../workflows/transfer/messages.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { lock } from '../locks.ts'
import { transferNumberCounter, transferRegistration } from '../schema/transfer.ts'
import { putOff } from './registrations.ts'

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

/**
 * Takes the key and a number, for ever, in one transaction, as `takeRegistration` does for applications. Throws
 * `DatabaseError`, and `RangeError` after 99,999 of a day.
 */
export async function takeTransfer(
  database: Database,
  { keyHash, bodyHash, city, servicePrefix, day, startInput }: TransferRegistrationRequest,
): Promise<TakenTransfer> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await lock(transaction, 'transferRegistration', keyHash)
      const [earlier] = await transaction
        .select()
        .from(transferRegistration)
        .where(eq(transferRegistration.keyHash, keyHash))
      if (earlier !== undefined)
        return {
          number: earlier.number,
          bodyHash: earlier.bodyHash,
          input: earlier.startInput,
          created: false,
          started: earlier.startedAt !== null,
        }
      const number = makeTransferNumber(servicePrefix, day, await nextSequence(transaction, city, day))
      const input = startInput(number)
      await transaction.insert(transferRegistration).values({ keyHash, bodyHash, number, city, startInput: input })
      return { number, bodyHash, input, created: true, started: false }
    }),
  )
}

async function nextSequence(transaction: Transaction, city: string, day: string): Promise<number> {
  const [counter] = await transaction
    .insert(transferNumberCounter)
    .values({ city, day, last: 1 })
    .onConflictDoUpdate({
      target: [transferNumberCounter.city, transferNumberCounter.day],
      set: { last: sql`${transferNumberCounter.last} + 1` },
    })
    .returning({ last: transferNumberCounter.last })
  if (counter === undefined) throw new Error('no counter was returned')
  return counter.last
}

/** As `moveToNextNumber` does for applications. Throws `DatabaseError`. */
export async function moveToNextTransferNumber(
  database: Database,
  { keyHash, id }: Pick<TransferInput, 'keyHash' | 'id'>,
): Promise<TransferInput> {
  return guarded(() => database.transaction((transaction) => transferMovedToNext(transaction, keyHash, id)))
}

/** The same within a transaction. */
export async function transferMovedToNext(
  transaction: Transaction,
  keyHash: string,
  foreign: string,
): Promise<TransferInput> {
  const [row] = await transaction
    .select()
    .from(transferRegistration)
    .where(eq(transferRegistration.keyHash, keyHash))
    .for('update')
  if (row === undefined) throw new Error('no registration of this key')
  if (row.number !== foreign) return row.startInput
  const parts = parseTransferNumber(foreign)
  if (parts === undefined) throw new Error('not the number of a transfer')
  const number = makeTransferNumber(parts.prefix, parts.date, await nextSequence(transaction, row.city, parts.date))
  const startInput = { ...row.startInput, id: number }
  await transaction
    .update(transferRegistration)
    .set({ number, startInput, startedAt: null, startAttempts: 0, nextAttemptAt: null })
    .where(eq(transferRegistration.keyHash, keyHash))
  return startInput
}

/** The workflow of this number has started; the first instant stays. */
export async function markTransferStarted(database: Database, number: string): Promise<void> {
  await guarded(() =>
    database
      .update(transferRegistration)
      .set({ startedAt: sql`now()` })
      .where(and(eq(transferRegistration.number, number), isNull(transferRegistration.startedAt))),
  )
}

/**
 * What a crash left between the registration and the start of its workflow and may be tried now, the longest waiting
 * first.
 */
export async function unstartedTransfers(
  database: Database,
  { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
): Promise<{ keyHash: string; number: string; input: TransferInput }[]> {
  const due = sql`coalesce(${transferRegistration.nextAttemptAt}, ${transferRegistration.createdAt})`
  return guarded(() =>
    database
      .select({
        keyHash: transferRegistration.keyHash,
        number: transferRegistration.number,
        input: transferRegistration.startInput,
      })
      .from(transferRegistration)
      .where(
        and(
          isNull(transferRegistration.startedAt),
          lt(transferRegistration.createdAt, sql`now() - make_interval(secs => ${olderThanSeconds})`),
          sql`${due} <= now()`,
        ),
      )
      .orderBy(asc(due))
      .limit(limit),
  )
}

/** As `putOffRegistration`. */
export async function putOffTransfer(database: Database, keyHash: string): Promise<void> {
  await guarded(() =>
    database
      .update(transferRegistration)
      .set(putOff(transferRegistration.startAttempts))
      .where(eq(transferRegistration.keyHash, keyHash)),
  )
}

/** Of these numbers, those that nobody registered here. */
export async function unregisteredTransfers(database: Database, numbers: readonly string[]): Promise<string[]> {
  if (numbers.length === 0) return []
  const rows = await guarded(() =>
    database
      .select({ number: transferRegistration.number })
      .from(transferRegistration)
      .where(inArray(transferRegistration.number, [...numbers])),
  )
  const known = new Set(rows.map(({ number }) => number))
  return numbers.filter((number) => !known.has(number))
}

/** The newest, `at` ISO UTC; none where there is none. */
export async function newestTransfer(database: Database): Promise<{ number: string; at: string } | undefined> {
  const [row] = await guarded(() =>
    database
      .select({ number: transferRegistration.number, at: transferRegistration.createdAt })
      .from(transferRegistration)
      .orderBy(desc(transferRegistration.createdAt))
      .limit(1),
  )
  return row
}

/** Every number with its key, and whether its workflow is known to have started. */
export async function transferKeys(
  database: Database,
): Promise<{ number: string; keyHash: string; started: boolean }[]> {
  return guarded(() =>
    database
      .select({
        number: transferRegistration.number,
        keyHash: transferRegistration.keyHash,
        started: sql<boolean>`${transferRegistration.startedAt} is not null`,
      })
      .from(transferRegistration)
      .orderBy(asc(transferRegistration.createdAt), asc(transferRegistration.number)),
  )
}
