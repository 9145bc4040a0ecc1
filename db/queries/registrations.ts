import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm'
import { makeServiceNumber } from '../../domain/service-number.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { registration, serviceNumberCounter } from '../schema/registration.ts'

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
 * Takes the key and a service number, for ever, in one transaction; a key that is there gives its row as it is, whatever the body.
 * Throws `DatabaseError`, and `RangeError` after 99,999 registrations of a city's day.
 */
export async function takeRegistration(database: Database, request: RegistrationRequest): Promise<TakenRegistration> {
  return guarded(() => database.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${request.keyHash}, 3))`)
    const [earlier] = await transaction.select().from(registration).where(eq(registration.keyHash, request.keyHash))
    if (earlier !== undefined) {
      return { serviceNumber: earlier.serviceNumber, bodyHash: earlier.bodyHash, input: earlier.startInput, created: false, started: earlier.startedAt !== null }
    }
    const { keyHash, bodyHash, city, client } = request
    const serviceNumber = makeServiceNumber(request.servicePrefix, request.day, await nextSequence(transaction, city, request.day))
    const input = request.startInput(serviceNumber)
    await transaction.insert(registration).values({ keyHash, bodyHash, serviceNumber, city, client, startInput: input })
    return { serviceNumber, bodyHash, input, created: true, started: false }
  }))
}

async function nextSequence(transaction: Transaction, city: string, day: string): Promise<number> {
  const [counter] = await transaction.insert(serviceNumberCounter).values({ city, day, last: 1 })
    .onConflictDoUpdate({ target: [serviceNumberCounter.city, serviceNumberCounter.day], set: { last: sql`${serviceNumberCounter.last} + 1` } })
    .returning({ last: serviceNumberCounter.last })
  if (counter === undefined) throw new Error('no counter was returned')
  return counter.last
}

/** The workflow of this number has started; the first instant stays. */
export async function markStarted(database: Database, serviceNumber: string): Promise<void> {
  await guarded(() => database.update(registration).set({ startedAt: sql`now()` })
    .where(and(eq(registration.serviceNumber, serviceNumber), isNull(registration.startedAt))))
}

/** What a crash left between the registration and the start of its workflow, the oldest first. */
export async function unstartedRegistrations(
  database: Database, { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
): Promise<{ serviceNumber: string; input: ApplicationInput }[]> {
  return guarded(() => database.select({ serviceNumber: registration.serviceNumber, input: registration.startInput }).from(registration)
    .where(and(isNull(registration.startedAt), lt(registration.createdAt, sql`now() - make_interval(secs => ${olderThanSeconds})`)))
    .orderBy(asc(registration.createdAt)).limit(limit))
}

export async function registrationExists(database: Database, serviceNumber: string): Promise<boolean> {
  const rows = await guarded(() => database.select({ serviceNumber: registration.serviceNumber }).from(registration).where(eq(registration.serviceNumber, serviceNumber)))
  return rows.length > 0
}

/** Every service number whose workflow may have started, in the order of registration. */
export async function allServiceNumbers(database: Database): Promise<string[]> {
  const rows = await guarded(() => database.select({ serviceNumber: registration.serviceNumber }).from(registration).orderBy(asc(registration.createdAt), asc(registration.serviceNumber)))
  return rows.map((row) => row.serviceNumber)
}
