import { asc, eq } from 'drizzle-orm'
import { makeServiceNumber, parseServiceNumber } from '../../domain/case/service-number.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { registration, serviceNumberCounter } from '../schema/registration.ts'
import type { transferNumberCounter, transferRegistration } from '../schema/transfer.ts'
import { NumberRegister } from './number-register.ts'
import type { Unstarted } from './given-numbers.ts'
import type { NumberRequest, TakenNumber } from './number-register.ts'

/**
 * Stands for the body of a registration put back from a case of 0.1 or 0.2, which did not carry its hash: any body is
 * answered as that case.
 */
export const UNKNOWN_BODY_HASH = '0'.repeat(64)

/** the service numbers of applications. */
export const SERVICE_NUMBERS = new NumberRegister<ApplicationInput>({
  lock: 'registration',
  // The same columns but for the number's name and `client`.
  table: registration as unknown as typeof transferRegistration,
  counter: serviceNumberCounter as unknown as typeof transferNumberCounter,
  column: registration.serviceNumber,
  numberKey: 'serviceNumber',
  make: makeServiceNumber,
  parse: parseServiceNumber,
  renumbered: (input, serviceNumber) => ({ ...input, serviceNumber }),
})

export interface RegistrationRequest extends NumberRequest<ApplicationInput> {
  readonly client: string
}

export interface TakenRegistration extends Omit<TakenNumber<ApplicationInput>, 'number'> {
  readonly serviceNumber: string
}

/** As `NumberRegister.take`. */
export async function takeRegistration(
  database: Database,
  { client, ...request }: RegistrationRequest,
): Promise<TakenRegistration> {
  const { number, ...taken } = await SERVICE_NUMBERS.take(database, request, { client })
  return { serviceNumber: number, ...taken }
}

/** As `NumberRegister.moveToNext`. */
export function moveToNextNumber(
  database: Database,
  { keyHash, serviceNumber }: Pick<ApplicationInput, 'keyHash' | 'serviceNumber'>,
): Promise<ApplicationInput> {
  return SERVICE_NUMBERS.moveToNext(database, keyHash, serviceNumber)
}

/** As `NumberRegister.markStarted`. */
export function markStarted(database: Database, serviceNumber: string): Promise<void> {
  return SERVICE_NUMBERS.markStarted(database, serviceNumber)
}

/** As `NumberRegister.unstarted`. */
export async function unstartedRegistrations(
  database: Database,
  which: { olderThanSeconds: number; limit: number },
): Promise<(Omit<Unstarted<ApplicationInput>, 'number'> & { readonly serviceNumber: string })[]> {
  const rows = await SERVICE_NUMBERS.unstarted(database, which)
  return rows.map(({ number, ...row }) => ({ ...row, serviceNumber: number }))
}

/** As `NumberRegister.putOff`. */
export function putOffRegistration(database: Database, keyHash: string): Promise<void> {
  return SERVICE_NUMBERS.putOff(database, keyHash)
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
