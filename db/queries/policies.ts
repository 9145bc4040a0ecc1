import { inArray, sql } from 'drizzle-orm'
import type { City } from '../../domain/city/city.schema.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { registration } from '../schema/registration.ts'

/**
 * By service number, the hash of the policy that a case was registered under; none of a case without a registration.
 * Throws `DatabaseError`.
 */
export async function policyHashesOf(
  database: Database,
  serviceNumbers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (serviceNumbers.length === 0) return new Map()
  const rows = await guarded(() =>
    database
      .select({
        serviceNumber: registration.serviceNumber,
        hash: sql<string>`${registration.startInput} ->> 'policyHash'`,
      })
      .from(registration)
      .where(inArray(registration.serviceNumber, [...new Set(serviceNumbers)])),
  )
  return new Map(rows.map(({ serviceNumber, hash }) => [serviceNumber, hash]))
}

/** The policy itself, and nothing of the form. Throws `DatabaseError`. */
export async function policyOf(database: Database, serviceNumber: string): Promise<City | undefined> {
  const [row] = await guarded(() =>
    database
      .select({ policy: sql<City>`${registration.startInput} -> 'policy'` })
      .from(registration)
      .where(inArray(registration.serviceNumber, [serviceNumber])),
  )
  return row?.policy
}
