/**
 * Brings PostgreSQL forward to what Temporal knows of registrations: after a restore of PostgreSQL alone, keys and
 * numbers would be given twice.
 */
import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { ApplicationInput } from '../workflows/application/messages.ts'
import type { TransferInput } from '../workflows/transfer/messages.ts'
import type { Database, Transaction } from './client.ts'
import { guarded } from './database-error.ts'
import { lock } from './locks.ts'
import type { NumberRegister } from './queries/number-register.ts'
import { SERVICE_NUMBERS, UNKNOWN_BODY_HASH } from './queries/registrations.ts'
import { TRANSFER_NUMBERS } from './queries/transfer-registrations.ts'

/** Of 0.1 and 0.2, whose cases did not carry it. */
const UNKNOWN_CLIENT = 'unknown'

/** As a workflow tells it: what it was started with, and when, ISO UTC. */
export interface ToldRegistration<Input> {
  readonly input: Input
  readonly at: string
}

export interface Restored {
  readonly number: string
  /**
   * `putBack`: it was not there, or under another number; `underNoKey`: its key has another case, so that nobody is
   * answered this one by it.
   */
  readonly what: 'known' | 'putBack' | 'underNoKey'
  /** Who had been given this number here has another one now, and is to be told. */
  readonly moved?: { readonly to: string }
}

/** Raises the counters to the numbers that are taken; never lowers one. Throws `DatabaseError`. */
export async function raiseCounters(database: Database, inputs: readonly ApplicationInput[]): Promise<void> {
  for (const { serviceNumber, policy } of inputs)
    await SERVICE_NUMBERS.raiseCounter(database, policy.key, serviceNumber)
}

/** As {@link raiseCounters}. */
export async function raiseTransferCounters(database: Database, inputs: readonly TransferInput[]): Promise<void> {
  for (const { id, policy } of inputs) await TRANSFER_NUMBERS.raiseCounter(database, policy.key, id)
}

/**
 * Puts one registration back. The counters are raised before. `ownsOther`: whether Temporal has a case of another
 * number under the same key, which then keeps the key. Throws `DatabaseError`.
 */
export function restoreRegistration(
  database: Database,
  { input, at }: ToldRegistration<ApplicationInput>,
  ownsOther: (number: string) => boolean,
): Promise<Restored> {
  const { carried: _carried, mendedFrom: _mendedFrom, ...startInput } = input
  const { serviceNumber: number, keyHash, bodyHash = UNKNOWN_BODY_HASH, client = UNKNOWN_CLIENT, policy } = input
  const told = { number, keyHash, at, row: { bodyHash, client, city: policy.key, startInput } }
  return restore(database, SERVICE_NUMBERS, told, ownsOther, ({ serviceNumber }) => serviceNumber)
}

/** As {@link restoreRegistration}. */
export function restoreTransfer(
  database: Database,
  { input, at }: ToldRegistration<TransferInput>,
  ownsOther: (number: string) => boolean,
): Promise<Restored> {
  const { carried: _carried, mendedFrom: _mendedFrom, ...startInput } = input
  const { id: number, keyHash, bodyHash, policy } = input
  const told = { number, keyHash, at, row: { bodyHash, city: policy.key, startInput } }
  return restore(database, TRANSFER_NUMBERS, told, ownsOther, ({ id }) => id)
}

interface Told {
  readonly number: string
  readonly keyHash: string
  readonly at: string
  /** The other columns. */
  readonly row: object
}

function restore<Input>(
  database: Database,
  register: NumberRegister<Input>,
  told: Told,
  ownsOther: (number: string) => boolean,
  numberOf: (input: Input) => string,
): Promise<Restored> {
  const { number, keyHash, at } = told
  const { table, column } = register.of
  return guarded(() =>
    database.transaction(async (transaction) => {
      await lock(transaction, register.of.lock, keyHash)
      const there = await register.rowOf(transaction, eq(column, number))
      if (there !== undefined && (there.keyHash === keyHash || there.keyHash === unsendableKey(number))) {
        await transaction
          .update(table)
          .set({ startedAt: there.startedAt ?? at })
          .where(eq(table.keyHash, there.keyHash))
        return { number, what: 'known' }
      }
      const moved =
        there === undefined
          ? {}
          : { moved: { to: numberOf(await register.movedToNext(transaction, there.keyHash, number)) } }
      const ours = await register.rowOf(transaction, eq(table.keyHash, keyHash))
      const keeps = isHash(keyHash) && (ours === undefined || !ownsOther(ours.number))
      await putBack(transaction, register, { ...told, keyHash: keeps ? keyHash : unsendableKey(number) })
      return { number, what: keeps ? 'putBack' : 'underNoKey', ...moved }
    }),
  )
}

/** In place of what the key had. */
async function putBack<Input>(
  transaction: Transaction,
  { of: { table, numberKey } }: NumberRegister<Input>,
  { number, keyHash, at, row }: Told,
): Promise<void> {
  const values = { ...row, [numberKey]: number, startedAt: at, nextAttemptAt: null }
  await transaction
    .insert(table)
    .values({ ...values, keyHash, createdAt: at } as never)
    .onConflictDoUpdate({ target: table.keyHash, set: values })
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** For a number that no key leads to, so that it stays taken all the same. */
export function unsendableKey(number: string): string {
  return createHash('sha256').update(`number ${number}`).digest('hex')
}
