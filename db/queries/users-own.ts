import { and, eq, ne, notInArray, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { application } from '../schema/application.ts'
import { task } from '../schema/task.ts'

/**
 * a task that is the organisation's, not what the user is asked for through it (`isUsersOwn`): whom the form
 * names for that is no one's account.
 */
export function isOrganisations(): SQL | undefined {
  return and(
    notInArray(task.kind, ['supplementDemand', 'answerOffer']),
    or(
      ne(task.kind, 'answerMissed'),
      sql`not exists (select from ${application} where ${and(
        eq(application.serviceNumber, task.serviceNumber),
        eq(application.registeredByOrg, task.org),
      )})`,
    ),
  )
}
