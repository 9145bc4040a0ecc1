/**
 * Writes the derived rows of a matter inside a transaction that holds its lock: the projection and the rebuild use the
 * same.
 */
import { and, eq, getTableColumns, gt, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { MatterDeadline, MatterEvent, MatterKind, MatterState } from '../../domain/matter/matter.ts'
import type { Database, Transaction } from '../client.ts'
import { excluded } from '../excluded.ts'
import { inChunks } from '../in-chunks.ts'
import { lock } from '../locks.ts'
import { rowOfRecorded } from '../recorded.ts'
import { matterDeadline, matterEvent, matterOutbox } from '../schema/matter.ts'
import { logicOf } from '../../workflows/core/matter-logics.ts'
import { audienceOf, matterOf } from './kinds.ts'

/** An event and the matter after it. */
export interface MatterStep {
  readonly event: MatterEvent
  readonly state: MatterState
}

/** Folds events, which follow `before` without a gap, one by one. Throws where they do not follow. */
export function matterStepsOf(
  kind: MatterKind,
  id: string,
  before: MatterState | undefined,
  events: readonly MatterEvent[],
): readonly MatterStep[] {
  const { apply } = logicOf(kind)
  let state = before
  return events.map((event) => {
    state = apply(state, event, id)
    return { event, state }
  })
}

/** Whoever writes derived rows of a matter waits here until no one else does; released with the transaction. */
export async function lockMatter(transaction: Transaction, id: string): Promise<void> {
  await lock(transaction, 'matter', id)
}

/** Where the projection of a matter stands. */
export async function projectedMatter(
  database: Database | Transaction,
  kind: MatterKind,
  id: string,
): Promise<MatterState | undefined> {
  const { table } = matterOf(kind)
  const { state } = getTableColumns(table) as unknown as { state: PgColumn }
  const [row] = await database
    .select({ state })
    .from(table)
    .where(eq(idOf(table), id))
  return row?.state as MatterState | undefined
}

/** Adds the events to the rows that stand there. `replace`: the outbox is overwritten, for a repair. */
export async function writeMatter(
  transaction: Transaction,
  kind: MatterKind,
  id: string,
  steps: readonly MatterStep[],
  { replace = false } = {},
): Promise<void> {
  const last = steps.at(-1)?.state
  if (last === undefined) return
  const { table, row } = matterOf(kind)
  await transaction
    .insert(table)
    .values(row(last))
    .onConflictDoUpdate({ target: idOf(table), set: excluded(table) })
  await inChunks(steps, async (chunk) => {
    await transaction
      .insert(matterEvent)
      .values(chunk.map(({ event }) => ({ matterId: id, kind, ...rowOfRecorded(event) })))
      .onConflictDoNothing()
    await writeOutbox(transaction, kind, id, chunk, replace)
  })
  const deadlines = Object.values(last.deadlines).map((deadline) => deadlineRow(deadline, kind, last))
  if (deadlines.length > 0)
    await transaction
      .insert(matterDeadline)
      .values(deadlines)
      .onConflictDoUpdate({ target: [matterDeadline.matterId, matterDeadline.id], set: excluded(matterDeadline) })
}

async function writeOutbox(
  transaction: Transaction,
  kind: MatterKind,
  id: string,
  steps: readonly MatterStep[],
  replace: boolean,
): Promise<void> {
  const insert = transaction.insert(matterOutbox).values(
    steps.map(({ event, state }) => ({
      matterId: id,
      kind,
      city: state.city,
      seq: event.seq,
      type: event.type,
      audience: audienceOf(kind, state),
      payload: event,
    })),
  )
  if (!replace) await insert.onConflictDoNothing()
  else {
    await insert.onConflictDoUpdate({
      target: [matterOutbox.matterId, matterOutbox.seq],
      set: {
        kind: sql`excluded.kind`,
        city: sql`excluded.city`,
        type: sql`excluded.type`,
        audience: sql`excluded.audience`,
        payload: sql`excluded.payload`,
      },
    })
  }
}

/**
 * Takes away the derived rows of a matter; of its outbox only what is beyond `seq`, so that the rest keeps its
 * identity.
 */
export async function removeMatter(transaction: Transaction, kind: MatterKind, id: string, seq: number): Promise<void> {
  const { table } = matterOf(kind)
  await transaction.delete(table).where(eq(idOf(table), id))
  for (const part of [matterEvent, matterDeadline]) await transaction.delete(part).where(eq(part.matterId, id))
  await transaction.delete(matterOutbox).where(and(eq(matterOutbox.matterId, id), gt(matterOutbox.seq, seq)))
}

function idOf(table: PgTable): PgColumn {
  return (getTableColumns(table) as unknown as { id: PgColumn }).id
}

function deadlineRow(
  { stoppedAt: _stoppedAt, line, warnedAt, passedAt, metAt, supersededAt, ...deadline }: MatterDeadline,
  matterKind: MatterKind,
  { id, city }: MatterState,
): typeof matterDeadline.$inferInsert {
  return {
    ...deadline,
    matterId: id,
    city,
    matterKind,
    line: line ?? null,
    warnedAt: warnedAt ?? null,
    passedAt: passedAt ?? null,
    metAt: metAt ?? null,
    supersededAt: supersededAt ?? null,
  }
}
