/**
 * The rebuild: histories are the truth; the same row code builds the derived tables beside the live ones, and every row
 * is compared.
 */
import { and, eq, getTableName, gt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { CaseEvent } from '../domain/case/event.ts'
import { MATTER_KINDS } from '../domain/matter/matter.ts'
import type { MatterEvent, MatterKind } from '../domain/matter/matter.ts'
import { STATE_FORMATS } from '../domain/format/state-format.ts'
import type { Database, Transaction } from './client.ts'
import { differentRows, MOST_ROWS } from './different-rows.ts'
import type { Compared, Comparing, Difference, DifferentRow } from './different-rows.ts'
import { guarded } from './database-error.ts'
import { MATTERS } from './matters/kinds.ts'
import { lockMatter, matterStepsOf, projectedMatter, removeMatter, writeMatter } from './matters/write.ts'
import { stepsOf } from './rows.ts'
import { application } from './schema/application.ts'
import { charge } from './schema/charge.ts'
import { concern } from './schema/concern.ts'
import { deadline } from './schema/deadline.ts'
import { event, outbox } from './schema/event.ts'
import { matterDeadline, matterEvent, matterOutbox } from './schema/matter.ts'
import { findable } from './schema/findable.ts'
import { opinion, participant, serviceLine } from './schema/parts.ts'
import { roadSection } from './schema/road-section.ts'
import { task } from './schema/task.ts'
import { lockCase, projectedState, writeCase } from './write-case.ts'

/** All events of an application or a matter, from 1 on; `subject` is the service number, or the matter's id. */
export type SubjectHistory =
  | { readonly kind: 'application'; readonly subject: string; readonly events: readonly CaseEvent[] }
  | { readonly kind: MatterKind; readonly subject: string; readonly events: readonly MatterEvent[] }

/** What nobody knows a history of. */
export interface NoHistory {
  readonly kind: undefined
  readonly subject: string
  readonly events: readonly []
}

export interface Comparison {
  readonly applications: number
  readonly matters: number
  readonly events: number
  readonly differences: readonly Difference[]
  /** Of some table more than 1,000 rows differ, and only those are listed. */
  readonly truncated: boolean
}

const COMPARED: readonly Compared[] = [
  { table: application, key: ['service_number'], ignored: [], stateOf: 'application' },
  { table: event, key: ['service_number', 'seq'], ignored: ['recorded_xid'] },
  { table: outbox, key: ['service_number', 'seq'], ignored: ['id', 'created_at'] },
  { table: serviceLine, key: ['service_number', 'id'], ignored: [] },
  { table: participant, key: ['service_number', 'org'], ignored: [] },
  { table: deadline, key: ['service_number', 'id'], ignored: [] },
  { table: task, key: ['service_number', 'id'], ignored: [] },
  { table: opinion, key: ['service_number', 'org'], ignored: [] },
  { table: roadSection, key: ['service_number', 'line', 'number'], ignored: [] },
  { table: concern, key: ['service_number', 'org'], ignored: [] },
  { table: findable, key: ['service_number'], ignored: [] },
  { table: charge, key: ['service_number', 'seq', 'org'], ignored: [] },
  { table: matterEvent, key: ['matter_id', 'seq'], ignored: ['recorded_xid'] },
  { table: matterOutbox, key: ['matter_id', 'seq'], ignored: ['id', 'created_at'] },
  { table: matterDeadline, key: ['matter_id', 'id'], ignored: [] },
  ...MATTER_KINDS.map((kind) => ({ table: MATTERS[kind].table, key: ['id'], ignored: [], stateOf: kind })),
]

/**
 * Builds the rows of `histories` in temporary tables, by the projection's own code, and compares them with the live
 * ones: with those of the subjects in `only`, or with all there are, so that a live row of another subject is a
 * difference too. Nothing live is changed. Throws `DatabaseError`, `NewerState`, and `Error` where events have a gap.
 */
export async function compareRebuilt(
  database: Database,
  histories: AsyncIterable<SubjectHistory | NoHistory> | Iterable<SubjectHistory | NoHistory>,
  { only, formats = STATE_FORMATS }: Partial<Comparing> = {},
): Promise<Comparison> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      for (const { table } of COMPARED) await transaction.execute(temporaryLike(table))
      const counted = { applications: 0, matters: 0, events: 0 }
      for await (const history of histories) {
        if (history.kind === undefined) continue
        await writeSubject(transaction, history)
        counted[history.kind === 'application' ? 'applications' : 'matters'] += 1
        counted.events += history.events.length
      }
      const rows: DifferentRow[] = []
      for (const compared of COMPARED) rows.push(...(await differentRows(transaction, compared, { only, formats })))
      const truncated = COMPARED.some(
        ({ table }) => rows.filter((row) => row.compared.table === table).length === MOST_ROWS,
      )
      return { ...counted, differences: rows.flatMap(({ differences }) => differences), truncated }
    }),
  )
}

async function writeSubject(
  transaction: Transaction,
  history: SubjectHistory,
  how: { replace?: boolean } = {},
): Promise<void> {
  const { subject } = history
  if (history.kind === 'application')
    await writeCase(transaction, undefined, stepsOf(subject, undefined, history.events), how)
  else
    await writeMatter(transaction, history.kind, matterStepsOf(history.kind, subject, undefined, history.events), how)
}

/** The subject that a difference is of. */
export function subjectOf({ table, key }: Difference): string {
  const column = COMPARED.find((compared) => getTableName(compared.table) === table)?.key[0]
  return String(key[column ?? ''])
}

/** A temporary table goes before the one of the same name, so that the same statements write to it. */
function temporaryLike(table: PgTable): SQL {
  const name = sql.identifier(getTableName(table))
  return sql`create temporary table ${name} (like public.${name} including all) on commit drop`
}

/**
 * Puts the derived rows of one application or matter in place of those that stand there; outbox rows that stand keep
 * their identity. Does nothing and says false where the live projection has gone further than the events. Throws
 * `DatabaseError`.
 */
export async function replaceSubject(database: Database, history: SubjectHistory): Promise<boolean> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      const { subject, events } = history
      const live = await lockedState(transaction, history)
      if ((live?.seq ?? 0) > events.length) return false
      if (history.kind === 'application') await removeParts(transaction, subject, events.length)
      else await removeMatter(transaction, history.kind, subject, events.length)
      await writeSubject(transaction, history, { replace: true })
      return true
    }),
  )
}

async function lockedState(
  transaction: Transaction,
  { kind, subject }: SubjectHistory,
): Promise<{ readonly seq: number } | undefined> {
  if (kind === 'application') {
    await lockCase(transaction, subject)
    return projectedState(transaction, subject)
  }
  await lockMatter(transaction, subject)
  return projectedMatter(transaction, kind, subject)
}

/** All but the row of the case itself and its outbox up to `seq`. */
async function removeParts(transaction: Transaction, serviceNumber: string, seq: number): Promise<void> {
  for (const part of [event, charge, concern, findable, serviceLine, participant, deadline, task, opinion, roadSection])
    await transaction.delete(part).where(eq(part.serviceNumber, serviceNumber))
  await transaction.delete(outbox).where(and(eq(outbox.serviceNumber, serviceNumber), gt(outbox.seq, seq)))
}
