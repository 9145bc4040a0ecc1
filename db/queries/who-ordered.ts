import { and, eq, sql } from 'drizzle-orm'
import { laterInspectionOf } from '../../domain/later-inspection/later-inspection.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { event } from '../schema/event.ts'
import { matterEvent } from '../schema/matter.ts'

/**
 * the account of who gave a rectification order, in a case or after it; undefined where the order is not there.
 * Throws `DatabaseError`.
 */
export async function whoOrdered(
  database: Database,
  serviceNumber: string,
  order: string,
): Promise<string | undefined> {
  const later = laterInspectionOf(serviceNumber, order)
  const [given] = await guarded(() =>
    later === undefined
      ? database
          .select({ sub: event.actorSub })
          .from(event)
          .where(
            and(
              eq(event.serviceNumber, serviceNumber),
              eq(event.type, 'rectificationOrdered'),
              sql`${event.data} ->> 'order' = ${order}`,
            ),
          )
          .limit(1)
      : database
          .select({ sub: matterEvent.actorSub })
          .from(matterEvent)
          .where(and(eq(matterEvent.matterId, later), eq(matterEvent.type, 'rectificationOrdered')))
          .limit(1),
  )
  return given?.sub
}
