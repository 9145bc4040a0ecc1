/**
 * Brings PostgreSQL forward to what Temporal knows of registrations: after a restore of PostgreSQL alone, keys and
 * numbers would be given twice.
 */
import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { parseServiceNumber } from '../domain/case/service-number.ts'
import { parseTransferNumber } from '../domain/transfer/transfer-number.ts'
import type { ApplicationInput } from '../workflows/application/messages.ts'
import type { TransferInput } from '../workflows/transfer/messages.ts'
import type { Database } from './client.ts'
import { guarded } from './database-error.ts'
import { movedToNext, UNKNOWN_BODY_HASH } from './queries/registrations.ts'
import { transferMovedToNext } from './queries/transfer-registrations.ts'
import { registration, serviceNumberCounter } from './schema/registration.ts'
import { transferNumberCounter, transferRegistration } from './schema/transfer.ts'

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
  for (const { serviceNumber, policy } of inputs) {
    const parts = parseServiceNumber(serviceNumber)
    if (parts === undefined) continue
    await guarded(() =>
      database
        .insert(serviceNumberCounter)
        .values({ city: policy.key, day: parts.date, last: parts.sequence })
        .onConflictDoUpdate({
          target: [serviceNumberCounter.city, serviceNumberCounter.day],
          set: { last: sql`greatest(${serviceNumberCounter.last}, excluded.last)` },
        }),
    )
  }
}

/** As {@link raiseCounters}. */
export async function raiseTransferCounters(database: Database, inputs: readonly TransferInput[]): Promise<void> {
  for (const { id, policy } of inputs) {
    const parts = parseTransferNumber(id)
    if (parts === undefined) continue
    await guarded(() =>
      database
        .insert(transferNumberCounter)
        .values({ city: policy.key, day: parts.date, last: parts.sequence })
        .onConflictDoUpdate({
          target: [transferNumberCounter.city, transferNumberCounter.day],
          set: { last: sql`greatest(${transferNumberCounter.last}, excluded.last)` },
        }),
    )
  }
}

/**
 * Puts one registration back. The counters are raised before. `ownsOther`: whether Temporal has a case of another
 * number under the same key, which then keeps the key. Throws `DatabaseError`.
 */
export async function restoreRegistration(
  database: Database,
  { input, at }: ToldRegistration<ApplicationInput>,
  ownsOther: (number: string) => boolean,
): Promise<Restored> {
  const { carried: _carried, mendedFrom: _mendedFrom, ...startInput } = input
  const { serviceNumber: number } = input
  return guarded(() =>
    database.transaction(async (transaction) => {
      await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${input.keyHash}, 3))`)
      const [there] = await transaction
        .select()
        .from(registration)
        .where(eq(registration.serviceNumber, number))
        .for('update')
      if (there !== undefined && (there.keyHash === input.keyHash || there.keyHash === unsendableKey(number))) {
        await transaction
          .update(registration)
          .set({ startedAt: there.startedAt ?? at })
          .where(eq(registration.keyHash, there.keyHash))
        return { number, what: 'known' }
      }
      const moved =
        there === undefined
          ? {}
          : { moved: { to: (await movedToNext(transaction, there.keyHash, number)).serviceNumber } }
      const [ours] = await transaction
        .select()
        .from(registration)
        .where(eq(registration.keyHash, input.keyHash))
        .for('update')
      const keeps = isHash(input.keyHash) && (ours === undefined || !ownsOther(ours.serviceNumber))
      const keyHash = keeps ? input.keyHash : unsendableKey(number)
      const row = {
        bodyHash: input.bodyHash ?? UNKNOWN_BODY_HASH,
        serviceNumber: number,
        city: input.policy.key,
        client: input.client ?? UNKNOWN_CLIENT,
        startInput,
        startedAt: at,
        nextAttemptAt: null,
      }
      await transaction
        .insert(registration)
        .values({ ...row, keyHash, createdAt: at })
        .onConflictDoUpdate({ target: registration.keyHash, set: row })
      return { number, what: keeps ? 'putBack' : 'underNoKey', ...moved }
    }),
  )
}

/** As {@link restoreRegistration}. */
export async function restoreTransfer(
  database: Database,
  { input, at }: ToldRegistration<TransferInput>,
  ownsOther: (number: string) => boolean,
): Promise<Restored> {
  const { carried: _carried, mendedFrom: _mendedFrom, ...startInput } = input
  const { id: number } = input
  return guarded(() =>
    database.transaction(async (transaction) => {
      await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${input.keyHash}, 12))`)
      const [there] = await transaction
        .select()
        .from(transferRegistration)
        .where(eq(transferRegistration.number, number))
        .for('update')
      if (there !== undefined && (there.keyHash === input.keyHash || there.keyHash === unsendableKey(number))) {
        await transaction
          .update(transferRegistration)
          .set({ startedAt: there.startedAt ?? at })
          .where(eq(transferRegistration.keyHash, there.keyHash))
        return { number, what: 'known' }
      }
      const moved =
        there === undefined ? {} : { moved: { to: (await transferMovedToNext(transaction, there.keyHash, number)).id } }
      const [ours] = await transaction
        .select()
        .from(transferRegistration)
        .where(eq(transferRegistration.keyHash, input.keyHash))
        .for('update')
      const keeps = isHash(input.keyHash) && (ours === undefined || !ownsOther(ours.number))
      const keyHash = keeps ? input.keyHash : unsendableKey(number)
      const row = {
        bodyHash: input.bodyHash,
        number,
        city: input.policy.key,
        startInput,
        startedAt: at,
        nextAttemptAt: null,
      }
      await transaction
        .insert(transferRegistration)
        .values({ ...row, keyHash, createdAt: at })
        .onConflictDoUpdate({ target: transferRegistration.keyHash, set: row })
      return { number, what: keeps ? 'putBack' : 'underNoKey', ...moved }
    }),
  )
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** For a number that no key leads to, so that it stays taken all the same. */
export function unsendableKey(number: string): string {
  return createHash('sha256').update(`number ${number}`).digest('hex')
}
