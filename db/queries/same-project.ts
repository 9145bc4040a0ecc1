import { and, asc, eq, isNull } from 'drizzle-orm'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { registration } from '../schema/registration.ts'

const MOST = 50

/**
 * Service numbers of a city's project that are projected and not closed, the oldest first; the first fifty. Throws
 * `DatabaseError`.
 */
export async function openApplicationsOfProject(
  database: Database,
  { city, projectCode }: { readonly city: string; readonly projectCode: string },
): Promise<string[]> {
  const rows = await guarded(() =>
    database
      .select({ serviceNumber: application.serviceNumber })
      .from(application)
      .where(and(eq(application.city, city), eq(application.projectCode, projectCode), isNull(application.closedAt)))
      .orderBy(asc(application.registeredAt), asc(application.serviceNumber))
      .limit(MOST),
  )
  return rows.map((row) => row.serviceNumber)
}

/** What was registered under this number, whether or not its workflow has begun. Throws `DatabaseError`. */
export async function registrationOf(database: Database, serviceNumber: string): Promise<ApplicationInput | undefined> {
  const [row] = await guarded(() =>
    database
      .select({ input: registration.startInput })
      .from(registration)
      .where(eq(registration.serviceNumber, serviceNumber)),
  )
  return row?.input
}
