import { and, arrayContains, asc, desc, eq, isNull } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { registration } from '../schema/registration.ts'
import { ofAccount } from './of-account.ts'

const MOST = 50
/** Who sends a form again does so soon. */
const MOST_LIKELY = 20

/**
 * Service numbers of a city's project that are projected and not closed, as far as who looks may see them, the oldest
 * first; the first fifty. Throws `DatabaseError`.
 */
export async function openApplicationsOfProject(
  database: Database,
  { city, projectCode, seenBy }: { readonly city: string; readonly projectCode: string; readonly seenBy: SeenBy },
): Promise<string[]> {
  const rows = await guarded(() =>
    database
      .select({ serviceNumber: application.serviceNumber })
      .from(application)
      .where(
        and(
          eq(application.city, city),
          eq(application.projectCode, projectCode),
          isNull(application.closedAt),
          seen(seenBy),
        ),
      )
      .orderBy(asc(application.registeredAt), asc(application.serviceNumber))
      .limit(MOST),
  )
  return rows.map((row) => row.serviceNumber)
}

/** Who looks: everybody's, their own account's, or what concerns their organisation. */
export type SeenBy = { readonly all: true } | { readonly account: string } | { readonly org: string }

function seen(by: SeenBy): SQL | undefined {
  if ('account' in by) return ofAccount(application.applicantSubject, by.account, application.registeredByOrg)
  return 'org' in by ? arrayContains(application.concerned, [by.org]) : undefined
}

/**
 * The applications of a city that are projected and not closed, of one credit code or identity number, as far as who
 * looks may see them: the newest twenty, the newest first. Throws `DatabaseError`.
 */
export async function openApplicationsOfNumber(
  database: Database,
  { city, number, seenBy }: { readonly city: string; readonly number: string; readonly seenBy: SeenBy },
): Promise<CaseState[]> {
  const rows = await guarded(() =>
    database
      .select({ state: application.state })
      .from(application)
      .where(
        and(
          eq(application.city, city),
          eq(application.applicantNumber, number),
          isNull(application.closedAt),
          seen(seenBy),
        ),
      )
      .orderBy(desc(application.registeredAt), desc(application.serviceNumber))
      .limit(MOST_LIKELY),
  )
  return rows.map((row) => row.state)
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
