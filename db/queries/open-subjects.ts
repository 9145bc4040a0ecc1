import { sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { MATTERS } from '../matters/kinds.ts'
import { application } from '../schema/application.ts'
import { registration } from '../schema/registration.ts'
import { transfer, transferRegistration } from '../schema/transfer.ts'

/**
 * Service numbers and ids of what our tables know to be under way: rows that are not closed, and registrations that
 * have started and have no row. Throws `DatabaseError`.
 */
export async function openSubjects(database: Database): Promise<string[]> {
  const parts = [
    sql`select service_number as id from ${application} where closed_at is null`,
    ...Object.values(MATTERS).map(({ table }) => sql`select id from ${table} where closed_at is null`),
    sql`select r.service_number from ${registration} r where r.started_at is not null
      and not exists (select from ${application} a where a.service_number = r.service_number)`,
    sql`select r.number from ${transferRegistration} r where r.started_at is not null
      and not exists (select from ${transfer} t where t.id = r.number)`,
  ]
  const rows = await guarded(() => database.execute<{ id: string }>(sql`${sql.join(parts, sql` union `)} order by id`))
  return rows.map(({ id }) => id)
}
