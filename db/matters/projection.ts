import { getTableColumns, eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgColumn, PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { MatterDeadline, MatterEvent, MatterKind, MatterState } from '../../domain/matter.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { ProjectionGap } from '../projection.ts'
import { matterDeadline, matterEvent, matterOutbox } from '../schema/matter.ts'
import { audienceOf, matterOf } from './kinds.ts'

interface Step { readonly event: MatterEvent; readonly state: MatterState }

/**
 * Brings events of one matter, in ascending order, into the derived tables, in one transaction; those already there are passed over, so that repeated
 * and overlapping batches end in the same rows. Throws {@link ProjectionGap} and `DatabaseError`.
 */
export async function projectMatterEvents(database: Database, kind: MatterKind, id: string, events: readonly MatterEvent[]): Promise<void> {
  await guarded(() => database.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${id}, 11))`)
    const before = await projectedMatter(transaction, kind, id)
    const projected = before?.seq ?? 0
    const fresh = events.filter((event) => event.seq > projected)
    const [first] = fresh
    if (first === undefined) return
    if (first.seq !== projected + 1) throw new ProjectionGap(id, projected, first.seq)
    await write(transaction, kind, id, stepsOf(kind, id, before, fresh))
  }))
}

/** Where the projection of a matter stands. */
export async function projectedMatter(database: Database | Transaction, kind: MatterKind, id: string): Promise<MatterState | undefined> {
  const { table } = matterOf(kind)
  const { id: idColumn, state } = getTableColumns(table) as unknown as { id: PgColumn; state: PgColumn }
  const [row] = await database.select({ state }).from(table).where(eq(idColumn, id))
  return row?.state as MatterState | undefined
}

function stepsOf(kind: MatterKind, id: string, before: MatterState | undefined, events: readonly MatterEvent[]): readonly Step[] {
  const { apply } = matterOf(kind)
  let state = before
  return events.map((event) => {
    state = apply(state, event, id)
    return { event, state }
  })
}

async function write(transaction: Transaction, kind: MatterKind, id: string, steps: readonly Step[]): Promise<void> {
  const last = steps.at(-1)?.state
  if (last === undefined) return
  const { table, row } = matterOf(kind)
  const { id: idColumn } = getTableColumns(table) as unknown as { id: PgColumn }
  await transaction.insert(table).values(row(last)).onConflictDoUpdate({ target: idColumn, set: excluded(table) })
  await transaction.insert(matterEvent).values(steps.map(({ event: { seq, type, at, rule, data, actor } }) => ({
    matterId: id, kind, seq, type, at, rule, data, actorSub: actor.sub, actorOrg: actor.org, actorRole: actor.role,
  }))).onConflictDoNothing()
  await transaction.insert(matterOutbox).values(steps.map(({ event, state }) => ({
    matterId: id, kind, city: state.city, seq: event.seq, type: event.type, audience: audienceOf(kind, state), payload: event,
  }))).onConflictDoNothing()
  const deadlines = Object.values(last.deadlines).map((deadline) => deadlineRow(deadline, kind, last))
  if (deadlines.length > 0) await transaction.insert(matterDeadline).values(deadlines).onConflictDoUpdate({ target: [matterDeadline.matterId, matterDeadline.id], set: excluded(matterDeadline) })
}

function deadlineRow({ stoppedAt: _stoppedAt, line, warnedAt, passedAt, metAt, supersededAt, ...deadline }: MatterDeadline, matterKind: MatterKind, { id, city }: MatterState): typeof matterDeadline.$inferInsert {
  return { ...deadline, matterId: id, city, matterKind, line: line ?? null, warnedAt: warnedAt ?? null, passedAt: passedAt ?? null, metAt: metAt ?? null, supersededAt: supersededAt ?? null }
}

/** Every column as the row that could not be inserted has it. */
function excluded<Table extends PgTable>(table: Table): PgUpdateSetSource<Table> {
  const set: Record<string, SQL> = {}
  for (const [key, column] of Object.entries(getTableColumns(table))) set[key] = sql`excluded.${sql.identifier(column.name)}`
  return set
}
