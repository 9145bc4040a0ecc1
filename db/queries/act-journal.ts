/** Acts that were sent, until their events are here or their case has been told to bring them itself (ADR 0032). */
import { inArray, sql } from 'drizzle-orm'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import { ask } from '../client.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { matterOf } from '../matters/kinds.ts'
import { actJournal } from '../schema/act-journal.ts'
import { application } from '../schema/application.ts'
import type { TableRows } from '../upserts.ts'

export interface JournalledAct {
  readonly updateId: string
  readonly kind: SubjectKind
  readonly subject: string
}

export interface Noted {
  /** The last event of the act's subject that stands here, and the mark of its row. */
  readonly projected: number
  readonly mark: string
  /** How often the act was noted. */
  readonly sends: number
}

/**
 * Notes an act that is about to be sent, in one statement; undefined, and nothing noted, where none of its subject's
 * events stands here or it is closed. Throws `DatabaseError`.
 */
export async function noteAct(
  database: Database,
  { updateId, kind, subject }: JournalledAct,
): Promise<Noted | undefined> {
  const [table, key] = kind === 'application' ? [application, 'service_number'] : [matterOf(kind).table, 'id']
  const [row] = await guarded(() =>
    ask<{ projected: number; mark: string; sends: number }>(
      database,
      sql`
      with projected as (
        select seq as projected, xmin::text as mark from ${table}
        where ${sql.identifier(key)} = ${subject} and closed_at is null
      ), noted as (
        insert into ${actJournal} (update_id, subject) select ${updateId}, ${subject} from projected
        on conflict (update_id) do update set since = now(), sends = act_journal.sends + 1
        returning sends
      )
      select projected, mark, sends from projected, noted`,
    ),
  )
  return row
}

/**
 * What is noted of an act goes: its events are here, or its case brings them. With `sends`, it has none as far as the
 * sender knows who noted it so often: where it was noted again, another may hear otherwise. Throws `DatabaseError`.
 */
export async function forgetAct(database: Database, updateId: string, sends?: number): Promise<void> {
  const asNoted = sends === undefined ? sql`` : sql` and sends = ${sends}`
  await guarded(() => ask(database, sql`delete from ${actJournal} where update_id = ${updateId}${asNoted}`))
}

/** What is noted of an act, as rows that go away with what is written. */
export function noteOf(updateId: string): TableRows {
  return { table: actJournal, rows: [{ updateId }], standing: 'kept' }
}

/** Whether any act of these subjects is noted. Throws `DatabaseError`. */
export async function actsNoted(database: Database, subjects: readonly string[]): Promise<boolean> {
  const rows = await guarded(() =>
    database
      .select()
      .from(actJournal)
      .where(inArray(actJournal.subject, [...subjects]))
      .limit(1),
  )
  return rows.length > 0
}

interface Waiting {
  readonly limit: number
  readonly olderThanSeconds: number
}

/**
 * Acts noted so long ago that their senders may be gone, the oldest first; nobody else is given them for as long again.
 * Throws `DatabaseError`.
 */
export async function takeWaitingActs(
  database: Database,
  { limit, olderThanSeconds }: Waiting,
): Promise<readonly Pick<JournalledAct, 'updateId' | 'subject'>[]> {
  const rows = await guarded(() =>
    database.execute<{ updateId: string; subject: string }>(sql`
      update ${actJournal} set since = now() where update_id in (
        select update_id from ${actJournal}
        where since < now() - make_interval(secs => ${olderThanSeconds})
        order by since limit ${limit} for update skip locked
      )
      returning update_id as "updateId", subject`),
  )
  return [...rows]
}
