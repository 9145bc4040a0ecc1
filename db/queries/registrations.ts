import { and, asc, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { makeServiceNumber, parseServiceNumber } from '../../domain/case/service-number.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { lock } from '../locks.ts'
import { registration, serviceNumberCounter } from '../schema/registration.ts'

/**
 * Stands for the body of a registration put back from a case of 0.1 or 0.2, which did not carry its hash: any body is
 * answered as that case.
 */
export const UNKNOWN_BODY_HASH = '0'.repeat(64)

export interface RegistrationRequest {
  /** sha256 (64 hexadecimal digits) of client, method, path and Idempotency-Key. */
  readonly keyHash: string
  readonly bodyHash: string
  readonly city: string
  readonly servicePrefix: string
  /** 'YYYY-MM-DD' in the city's time. */
  readonly day: string
  readonly client: string
  readonly startInput: (serviceNumber: string) => ApplicationInput
}

export interface TakenRegistration {
  readonly serviceNumber: string
  /** Of the request that took the key: another one than the caller's means that the key was used for another body. */
  readonly bodyHash: string
  readonly input: ApplicationInput
  /** By this call. */
  readonly created: boolean
  /** Whether the workflow is known to have started. */
  readonly started: boolean
}

/**
 * Takes the key and a service number, for ever, in one transaction; a key that is there gives its row as it is,
 * whatever the body. Throws `DatabaseError`, and `RangeError` after 99,999 registrations of a city's day.
 */
export async function takeRegistration(database: Database, request: RegistrationRequest): Promise<TakenRegistration> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await lock(transaction, 'registration', request.keyHash)
      const [earlier] = await transaction.select().from(registration).where(eq(registration.keyHash, request.keyHash))
      if (earlier !== undefined) {
        return {
          serviceNumber: earlier.serviceNumber,
          bodyHash: earlier.bodyHash,
          input: earlier.startInput,
          created: false,
          started: earlier.startedAt !== null,
        }
      }
      const { keyHash, bodyHash, city, client } = request
      const serviceNumber = makeServiceNumber(
        request.servicePrefix,
        request.day,
        await nextSequence(transaction, city, request.day),
      )
      const input = request.startInput(serviceNumber)
      await transaction
        .insert(registration)
        .values({ keyHash, bodyHash, serviceNumber, city, client, startInput: input })
      return { serviceNumber, bodyHash, input, created: true, started: false }
    }),
  )
}

async function nextSequence(transaction: Transaction, city: string, day: string): Promise<number> {
  const [counter] = await transaction
    .insert(serviceNumberCounter)
    .values({ city, day, last: 1 })
    .onConflictDoUpdate({
      target: [serviceNumberCounter.city, serviceNumberCounter.day],
      set: { last: sql`${serviceNumberCounter.last} + 1` },
    })
    .returning({ last: serviceNumberCounter.last })
  if (counter === undefined) throw new Error('no counter was returned')
  return counter.last
}

/**
 * The number that a key was given is another's in Temporal: the key's next one, in its place, for ever. Gives the start
 * input with it; as it stands where somebody has moved it on already. Throws `DatabaseError`.
 */
export async function moveToNextNumber(
  database: Database,
  { keyHash, serviceNumber }: Pick<ApplicationInput, 'keyHash' | 'serviceNumber'>,
): Promise<ApplicationInput> {
  return guarded(() => database.transaction((transaction) => movedToNext(transaction, keyHash, serviceNumber)))
}

/** The same within a transaction. */
export async function movedToNext(
  transaction: Transaction,
  keyHash: string,
  foreign: string,
): Promise<ApplicationInput> {
  const [row] = await transaction.select().from(registration).where(eq(registration.keyHash, keyHash)).for('update')
  if (row === undefined) throw new Error('no registration of this key')
  if (row.serviceNumber !== foreign) return row.startInput
  const parts = parseServiceNumber(foreign)
  if (parts === undefined) throw new Error('not a service number')
  const serviceNumber = makeServiceNumber(
    parts.prefix,
    parts.date,
    await nextSequence(transaction, row.city, parts.date),
  )
  const startInput = { ...row.startInput, serviceNumber }
  await transaction
    .update(registration)
    .set({ serviceNumber, startInput, startedAt: null, startAttempts: 0, nextAttemptAt: null })
    .where(eq(registration.keyHash, keyHash))
  return startInput
}

/** The workflow of this number has started; the first instant stays. */
export async function markStarted(database: Database, serviceNumber: string): Promise<void> {
  await guarded(() =>
    database
      .update(registration)
      .set({ startedAt: sql`now()` })
      .where(and(eq(registration.serviceNumber, serviceNumber), isNull(registration.startedAt))),
  )
}

/**
 * What a crash left between the registration and the start of its workflow and may be tried now, the longest waiting
 * first: one that cannot start comes back later and later, and never keeps the others away.
 */
export async function unstartedRegistrations(
  database: Database,
  { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
): Promise<{ keyHash: string; serviceNumber: string; input: ApplicationInput }[]> {
  const due = sql`coalesce(${registration.nextAttemptAt}, ${registration.createdAt})`
  return guarded(() =>
    database
      .select({
        keyHash: registration.keyHash,
        serviceNumber: registration.serviceNumber,
        input: registration.startInput,
      })
      .from(registration)
      .where(
        and(
          isNull(registration.startedAt),
          lt(registration.createdAt, sql`now() - make_interval(secs => ${olderThanSeconds})`),
          sql`${due} <= now()`,
        ),
      )
      .orderBy(asc(due))
      .limit(limit),
  )
}

/** It could not be started: tried again after 10 seconds, then twice as long each time, an hour at most. */
export async function putOffRegistration(database: Database, keyHash: string): Promise<void> {
  await guarded(() =>
    database.update(registration).set(putOff(registration.startAttempts)).where(eq(registration.keyHash, keyHash)),
  )
}

/** For any table of registrations. */
export function putOff(attempts: PgColumn): { startAttempts: SQL; nextAttemptAt: SQL } {
  return {
    startAttempts: sql`${attempts} + 1`,
    nextAttemptAt: sql`now() + least(interval '1 hour', interval '10 seconds' * power(2, least(${attempts}, 12)))`,
  }
}

/** Of these numbers, those that nobody registered here. */
export async function unregistered(database: Database, serviceNumbers: readonly string[]): Promise<string[]> {
  if (serviceNumbers.length === 0) return []
  const rows = await guarded(() =>
    database
      .select({ number: registration.serviceNumber })
      .from(registration)
      .where(inArray(registration.serviceNumber, [...serviceNumbers])),
  )
  const known = new Set(rows.map(({ number }) => number))
  return serviceNumbers.filter((number) => !known.has(number))
}

/** The newest registration, `at` ISO UTC; none where there is none. */
export async function newestRegistration(database: Database): Promise<{ number: string; at: string } | undefined> {
  const [row] = await guarded(() =>
    database
      .select({ number: registration.serviceNumber, at: registration.createdAt })
      .from(registration)
      .orderBy(desc(registration.createdAt))
      .limit(1),
  )
  return row
}

export async function registrationExists(database: Database, serviceNumber: string): Promise<boolean> {
  const rows = await guarded(() =>
    database
      .select({ serviceNumber: registration.serviceNumber })
      .from(registration)
      .where(eq(registration.serviceNumber, serviceNumber)),
  )
  return rows.length > 0
}

/** Every number with its key, and whether its workflow is known to have started. */
export async function registrationKeys(
  database: Database,
): Promise<{ number: string; keyHash: string; started: boolean }[]> {
  return guarded(() =>
    database
      .select({
        number: registration.serviceNumber,
        keyHash: registration.keyHash,
        started: sql<boolean>`${registration.startedAt} is not null`,
      })
      .from(registration)
      .orderBy(asc(registration.createdAt), asc(registration.serviceNumber)),
  )
}

/** Every service number whose workflow may have started, in the order of registration. */
export async function allServiceNumbers(database: Database): Promise<string[]> {
  const rows = await guarded(() =>
    database
      .select({ serviceNumber: registration.serviceNumber })
      .from(registration)
      .orderBy(asc(registration.createdAt), asc(registration.serviceNumber)),
  )
  return rows.map((row) => row.serviceNumber)
}
