import { eq, inArray } from 'drizzle-orm'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { standingState } from '../known-cases.ts'
import { application } from '../schema/application.ts'

/** The projected case; its truth is the workflow's history, which `seq` may lag. */
export async function findApplication(
  database: Database,
  serviceNumber: string,
): Promise<{ seq: number; state: CaseState } | undefined> {
  const state = await guarded(() => standingState(database, serviceNumber))
  return state === undefined ? undefined : { seq: state.seq, state }
}

/** The states of these cases, as far as they are projected. */
export async function statesOf(database: Database, serviceNumbers: readonly string[]): Promise<CaseState[]> {
  if (serviceNumbers.length === 0) return []
  const rows = await guarded(() =>
    database
      .select({ state: application.state })
      .from(application)
      .where(inArray(application.serviceNumber, [...new Set(serviceNumbers)])),
  )
  return rows.map(({ state }) => state)
}

/**
 * For "may read": the organisation keys concerned, none where the case is not projected; and the applicant's account,
 * where it has one.
 */
export async function concernedOrgs(
  database: Database,
  serviceNumber: string,
): Promise<{ orgs: string[]; applicantSubject: string | null }> {
  const [row] = await guarded(() =>
    database
      .select({ orgs: application.concerned, applicantSubject: application.applicantSubject })
      .from(application)
      .where(eq(application.serviceNumber, serviceNumber)),
  )
  return row ?? { orgs: [], applicantSubject: null }
}
