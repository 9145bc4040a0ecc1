import { sql } from 'drizzle-orm'
import { createProjectionActivities } from '../../activities/projection.ts'
import type { ProjectionActivities } from '../../workflows/ports/projection.ts'
import { application } from '../../db/schema/application.ts'
import { deadline } from '../../db/schema/deadline.ts'
import { event, outbox } from '../../db/schema/event.ts'
import { opinion, participant, serviceLine } from '../../db/schema/parts.ts'
import { task } from '../../db/schema/task.ts'
import type { TestDatabase } from './database.ts'

let made = 0

type Ours = Pick<TestDatabase, 'database'>

/** The activities over the database of a file, which is open when the first of them runs. */
export function projectionOf(server: Ours): ProjectionActivities {
  return { project: (given) => createProjectionActivities(server.database).project(given) }
}

/** Every derived row of a case, without what is not derived. */
export async function derivedRows(server: Ours, serviceNumber: string): Promise<unknown> {
  const tables = [application, event, outbox, serviceLine, participant, deadline, task, opinion]
  return Promise.all(
    tables.map(async (table) =>
      server.database.execute(
        sql`select to_jsonb(t) - 'recorded_xid' - 'created_at' - case when ${table === outbox} then 'id' else ''
          end as row from ${table} t where service_number = ${serviceNumber} order by row`,
      ),
    ),
  )
}

export function nextNumber(): string {
  return `CB-20261123-${String(++made).padStart(5, '0')}-0`
}
