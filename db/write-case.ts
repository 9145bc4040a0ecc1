/** Writes the derived rows of a case inside a transaction that holds its lock. */
import { and, eq, lt, sql } from 'drizzle-orm'
import type { CaseState } from '../workflows/application/core/case-state.ts'
import type { Transaction } from './client.ts'
import { excluded } from './excluded.ts'
import { fingerprint } from './fingerprint.ts'
import { inChunks } from './in-chunks.ts'
import { lock } from './locks.ts'
import { caseRows, eventRows } from './rows.ts'
import type { CaseRows, EventRows, Step } from './rows.ts'
import { application } from './schema/application.ts'
import { deadline } from './schema/deadline.ts'
import { event, outbox } from './schema/event.ts'
import { opinion, participant, serviceLine } from './schema/parts.ts'
import { roadSection } from './schema/road-section.ts'
import { task } from './schema/task.ts'

const NO_ROWS = {
  serviceLines: [],
  participants: [],
  deadlines: [],
  tasks: [],
  opinions: [],
  roadSections: [],
} as const

/** Whoever writes derived rows of a case waits here until no one else does; released with the transaction. */
export async function lockCase(transaction: Transaction, serviceNumber: string): Promise<void> {
  await lock(transaction, 'case', serviceNumber)
}

/** Where the projection of a case stands. */
export async function projectedState(transaction: Transaction, serviceNumber: string): Promise<CaseState | undefined> {
  const [row] = await transaction
    .select({ state: application.state })
    .from(application)
    .where(eq(application.serviceNumber, serviceNumber))
  return row?.state
}

/**
 * Adds events to the rows of `before`, the state that stands there (none for a new case): only rows that change are
 * written. `replace`: the case's row and its outbox are overwritten, for a repair.
 */
export async function writeCase(
  transaction: Transaction,
  before: CaseState | undefined,
  steps: readonly Step[],
  { replace = false } = {},
): Promise<void> {
  const last = steps.at(-1)
  if (last === undefined) return
  const rows = changedRows(before, last.state)
  const recorded = eventRows(steps)
  await transaction
    .insert(application)
    .values(rows.application)
    .onConflictDoUpdate({
      target: application.serviceNumber,
      set: excluded(application),
      ...(replace ? {} : { setWhere: lt(application.seq, sql`excluded.seq`) }),
    })
  await Promise.all([
    inChunks(recorded.events, (chunk) => transaction.insert(event).values(chunk).onConflictDoNothing()),
    inChunks(recorded.outbox, (chunk) => writeOutbox(transaction, chunk, replace)),
    ...writeParts(transaction, rows),
    ...goneSections(before, last.state).map(({ serviceNumber, line, number }) =>
      transaction
        .delete(roadSection)
        .where(
          and(eq(roadSection.serviceNumber, serviceNumber), eq(roadSection.line, line), eq(roadSection.number, number)),
        ),
    ),
  ])
}

function writeOutbox(transaction: Transaction, rows: EventRows['outbox'], replace: boolean): Promise<unknown> {
  const insert = transaction.insert(outbox).values([...rows])
  if (!replace) return insert.onConflictDoNothing().execute()
  return insert
    .onConflictDoUpdate({
      target: [outbox.serviceNumber, outbox.seq],
      set: { type: sql`excluded.type`, audience: sql`excluded.audience`, payload: sql`excluded.payload` },
    })
    .execute()
}

function writeParts(transaction: Transaction, rows: CaseRows): Promise<unknown>[] {
  const { serviceLines, participants, deadlines, tasks, opinions, roadSections } = rows
  const upserts = [
    serviceLines.length > 0 &&
      transaction
        .insert(serviceLine)
        .values([...serviceLines])
        .onConflictDoUpdate({ target: [serviceLine.serviceNumber, serviceLine.id], set: excluded(serviceLine) }),
    participants.length > 0 &&
      transaction
        .insert(participant)
        .values([...participants])
        .onConflictDoUpdate({ target: [participant.serviceNumber, participant.org], set: excluded(participant) }),
    deadlines.length > 0 &&
      inChunks(deadlines, (chunk) =>
        transaction
          .insert(deadline)
          .values(chunk)
          .onConflictDoUpdate({ target: [deadline.serviceNumber, deadline.id], set: excluded(deadline) }),
      ),
    tasks.length > 0 &&
      inChunks(tasks, (chunk) =>
        transaction
          .insert(task)
          .values(chunk)
          .onConflictDoUpdate({ target: task.id, set: excluded(task) }),
      ),
    opinions.length > 0 &&
      transaction
        .insert(opinion)
        .values([...opinions])
        .onConflictDoUpdate({ target: [opinion.serviceNumber, opinion.org], set: excluded(opinion) }),
    roadSections.length > 0 &&
      transaction
        .insert(roadSection)
        .values([...roadSections])
        .onConflictDoUpdate({
          target: [roadSection.serviceNumber, roadSection.line, roadSection.number],
          set: excluded(roadSection),
        }),
  ]
  return upserts.flatMap((upsert) => (upsert === false ? [] : [upsert.then(() => undefined)]))
}

function changedRows(before: CaseState | undefined, after: CaseState): CaseRows {
  const rows = caseRows(after)
  const known = before === undefined ? NO_ROWS : caseRows(before)
  return {
    application: rows.application,
    serviceLines: without(known.serviceLines, rows.serviceLines),
    participants: without(known.participants, rows.participants),
    deadlines: without(known.deadlines, rows.deadlines),
    tasks: without(known.tasks, rows.tasks),
    opinions: without(known.opinions, rows.opinions),
    roadSections: without(known.roadSections, rows.roadSections),
  }
}

/**
 * the only rows that go away: a superseding schedule has fewer sections, or a service was dropped before it
 * began.
 */
function goneSections(before: CaseState | undefined, after: CaseState): CaseRows['roadSections'] {
  if (before === undefined) return []
  const keyOf = ({ line, number }: CaseRows['roadSections'][number]) => `${line}/${number}`
  const there = new Set(caseRows(after).roadSections.map(keyOf))
  return caseRows(before).roadSections.filter((row) => !there.has(keyOf(row)))
}

/** `before` comes from jsonb, which orders keys its own way: rows are compared key by key. */
function without<Row>(known: readonly Row[], rows: readonly Row[]): readonly Row[] {
  const same = new Set(known.map(fingerprint))
  return rows.filter((row) => !same.has(fingerprint(row)))
}
