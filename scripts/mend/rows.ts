import { eventsOfApplication } from '../../db/queries/events.ts'
import { eventsOfMatter, matterKindOf } from '../../db/queries/matters.ts'
import type { Database } from '../../db/client.ts'
import { registrationExists } from '../../db/queries/registrations.ts'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import type { AnyEvent } from '../history/payloads.ts'

const ALL = 1_000_000

/**
 * What PostgreSQL has of a subject: the events of its rows, from 1 on, and what it is; no kind where it has nothing.
 */
export async function rowsOf(
  database: Database,
  subject: string,
): Promise<{ readonly kind: SubjectKind | undefined; readonly events: readonly AnyEvent[] }> {
  const ofCase = await eventsOfApplication(database, subject, { limit: ALL })
  if (ofCase.length > 0 || (await registrationExists(database, subject)))
    return { kind: 'application', events: fromFirst(ofCase) }
  const events = await eventsOfMatter(database, subject, { limit: ALL })
  return { kind: await matterKindOf(database, subject), events: fromFirst(events) }
}

function fromFirst(events: readonly AnyEvent[]): readonly AnyEvent[] {
  const gap = events.findIndex(({ seq }, index) => seq !== index + 1)
  return gap === -1 ? events : events.slice(0, gap)
}
