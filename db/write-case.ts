/** Writes the derived rows of a case, all in one statement. */
import { eq } from 'drizzle-orm'
import type { CaseState } from '../workflows/application/core/case-state.ts'
import { changesOf } from './changes.ts'
import { askWithin } from './client.ts'
import type { Database, Transaction } from './client.ts'
import { advance } from './advance.ts'
import { keepCase } from './known-cases.ts'
import { lock } from './locks.ts'
import { caseRows, eventRows } from './rows.ts'
import type { CaseRows, Step } from './rows.ts'
import { application } from './schema/application.ts'
import { charge } from './schema/charge.ts'
import { concern } from './schema/concern.ts'
import { deadline } from './schema/deadline.ts'
import { event, outbox } from './schema/event.ts'
import { findable } from './schema/findable.ts'
import { opinion, participant, serviceLine } from './schema/parts.ts'
import { roadSection } from './schema/road-section.ts'
import { task } from './schema/task.ts'
import { rowsOf, upserts } from './upserts.ts'
import type { TableRows, Upserts } from './upserts.ts'

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
 * Adds events to the rows of `before`, the state that stands there (none for a new case), in one round trip; the rows
 * of `over` go away with it. Writes nothing, and says false, where another state stands there by now.
 */
export async function advanceCase(
  database: Database,
  before: CaseState | undefined,
  steps: readonly Step[],
  over?: TableRows,
): Promise<boolean> {
  const state = steps.at(-1)?.state
  if (state === undefined) return true
  const { serviceNumber } = state
  const lock = { name: 'case', subject: serviceNumber } as const
  const mark = await advance(database, lock, { ...changes(before, steps), headSeq: before?.seq ?? 0, over })
  if (mark === undefined) return false
  keepCase(database, { seq: state.seq, mark, state })
  return true
}

/**
 * The same in a transaction that holds the case's lock, whatever state stands there. `replace`: its outbox is
 * overwritten, for a repair.
 */
export async function writeCase(
  transaction: Transaction,
  before: CaseState | undefined,
  steps: readonly Step[],
  { replace = false } = {},
): Promise<void> {
  if (steps.length > 0) await askWithin(transaction, upserts(changes(before, steps, replace)))
}

/** What was made of a state when it was written is what it is compared with in the next act. */
const partsThere = new WeakMap<CaseState, readonly TableRows[]>()

/** What steps that follow `before` change, and they alone. */
function changes(before: CaseState | undefined, steps: readonly Step[], replace = false): Upserts {
  const after = steps.at(-1)?.state
  if (after === undefined) throw new Error('no step')
  const rows = caseRows(after)
  const known = before === undefined ? undefined : (partsThere.get(before) ?? partsOf(caseRows(before)))
  const now = partsOf(rows)
  partsThere.set(after, now)
  const parts = now.map((part, index) => changesOf(known?.[index] ?? { ...part, rows: [] }, part))
  const { events, outbox: sent, charges } = eventRows(steps)
  return {
    head: rowsOf(application, [rows.application]),
    parts: [
      rowsOf(event, events, 'kept'),
      rowsOf(outbox, sent, replace ? 'replaced' : 'kept'),
      rowsOf(charge, charges, 'kept'),
      ...parts.map(({ changed }) => changed),
    ],
    gone: parts.map(({ gone }) => gone),
  }
}

function partsOf(rows: CaseRows): readonly TableRows[] {
  return [
    rowsOf(concern, rows.concerns),
    rowsOf(findable, rows.findables),
    rowsOf(serviceLine, rows.serviceLines),
    rowsOf(participant, rows.participants),
    rowsOf(deadline, rows.deadlines),
    rowsOf(task, rows.tasks),
    rowsOf(opinion, rows.opinions),
    rowsOf(roadSection, rows.roadSections),
  ]
}
