/** Writes the derived rows of a matter, all in one statement: the projection and the rebuild use the same. */
import { and, eq, getTableColumns, gt } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { MatterDeadline, MatterEvent, MatterKind, MatterState } from '../../domain/matter/matter.ts'
import { askWithin } from '../client.ts'
import type { Database, Transaction } from '../client.ts'
import { advance } from '../advance.ts'
import { changesOf } from '../changes.ts'
import { lock } from '../locks.ts'
import { rowOfRecorded } from '../recorded.ts'
import { rowsOf, upserts } from '../upserts.ts'
import type { TableRows, Upserts } from '../upserts.ts'
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
  const columns = columnsOf(table)
  const [row] = await database.select({ state: columns.state }).from(table).where(eq(columns.id, id))
  return row?.state as MatterState | undefined
}

/** As `advanceCase`, of a matter. */
export async function advanceMatter(
  database: Database,
  before: MatterState | undefined,
  kind: MatterKind,
  steps: readonly MatterStep[],
  over?: TableRows,
): Promise<boolean> {
  const id = steps.at(-1)?.state.id
  if (id === undefined) return true
  const headSeq = before?.seq ?? 0
  const lock = { name: 'matter', subject: id } as const
  return (await advance(database, lock, { ...changes(before, kind, steps), headSeq, over })) !== undefined
}

/** As `writeCase`, of a matter. */
export async function writeMatter(
  transaction: Transaction,
  kind: MatterKind,
  steps: readonly MatterStep[],
  { replace = false } = {},
): Promise<void> {
  if (steps.length > 0) await askWithin(transaction, upserts(changes(undefined, kind, steps, replace)))
}

function changes(
  before: MatterState | undefined,
  kind: MatterKind,
  steps: readonly MatterStep[],
  replace = false,
): Upserts {
  const after = steps.at(-1)?.state
  if (after === undefined) throw new Error('no step')
  const { table, row } = matterOf(kind)
  const clocksOf = (state: MatterState) =>
    rowsOf(
      matterDeadline,
      Object.values(state.deadlines).map((deadline) => deadlineRow(deadline, kind, state)),
    )
  const clocks = clocksOf(after)
  const { changed } = changesOf(before === undefined ? { ...clocks, rows: [] } : clocksOf(before), clocks)
  return {
    head: { table, rows: [row(after)], standing: 'replaced' },
    parts: [
      rowsOf(
        matterEvent,
        steps.map(({ event }) => ({ matterId: after.id, kind, ...rowOfRecorded(event) })),
        'kept',
      ),
      rowsOf(matterOutbox, outboxRows(kind, after.id, steps), replace ? 'replaced' : 'kept'),
      changed,
    ],
    gone: [],
  }
}

function outboxRows(
  kind: MatterKind,
  matterId: string,
  steps: readonly MatterStep[],
): (typeof matterOutbox.$inferInsert)[] {
  return steps.map(({ event, state }) => ({
    matterId,
    kind,
    city: state.city,
    seq: event.seq,
    type: event.type,
    audience: audienceOf(kind, state),
    confined: matterOf(kind).confined?.(state) ?? false,
    payload: event,
  }))
}

/**
 * Takes away the derived rows of a matter; of its outbox only what is beyond `seq`, so that the rest keeps its
 * identity.
 */
export async function removeMatter(transaction: Transaction, kind: MatterKind, id: string, seq: number): Promise<void> {
  const { table } = matterOf(kind)
  await transaction.delete(table).where(eq(columnsOf(table).id, id))
  for (const part of [matterEvent, matterDeadline]) await transaction.delete(part).where(eq(part.matterId, id))
  await transaction.delete(matterOutbox).where(and(eq(matterOutbox.matterId, id), gt(matterOutbox.seq, seq)))
}

function columnsOf(table: PgTable): Readonly<Record<'id' | 'seq' | 'state', PgColumn>> {
  return getTableColumns(table) as unknown as Readonly<Record<'id' | 'seq' | 'state', PgColumn>>
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
