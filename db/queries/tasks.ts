import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Stage } from '../../domain/case/stage.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { deadline } from '../schema/deadline.ts'
import { task } from '../schema/task.ts'

type DeadlineRow = typeof deadline.$inferSelect

/** Instants are ISO UTC; `applicantName` is not masked. `deadline` is null where the task has none, or none yet. */
export type OpenTask = Omit<typeof task.$inferSelect, 'closedSeq' | 'closedAt'> & {
  readonly applicantName: string
  readonly applicantKind: (typeof application.$inferSelect)['applicantKind']
  readonly stage: Stage
  readonly deadline: Pick<DeadlineRow, keyof typeof deadlineColumns> | null
}

/** The last row of a page: `dueAt` null where it has no due time. */
export interface TaskCursor {
  readonly dueAt: string | null
  readonly id: string
}

/** What is left out does not narrow. */
interface TaskFilter {
  readonly city: string
  readonly org: string
  readonly serviceNumber?: string | undefined
  readonly cursor?: TaskCursor | undefined
  readonly limit: number
}

const deadlineColumns = {
  id: deadline.id,
  kind: deadline.kind,
  rule: deadline.rule,
  startedAt: deadline.startedAt,
  warnAt: deadline.warnAt,
  dueAt: deadline.dueAt,
  stoppedAt: deadline.stoppedAt,
  warnedAt: deadline.warnedAt,
  passedAt: deadline.passedAt,
  metAt: deadline.metAt,
  supersededAt: deadline.supersededAt,
  advisory: deadline.advisory,
  unassessed: deadline.unassessed,
  provisional: deadline.provisional,
}

const taskColumns = {
  id: task.id,
  serviceNumber: task.serviceNumber,
  city: task.city,
  kind: task.kind,
  org: task.org,
  line: task.line,
  person: task.person,
  deadlineId: task.deadlineId,
  openedSeq: task.openedSeq,
  openedAt: task.openedAt,
  dueAt: task.dueAt,
}

/** what an organisation is awaited for, the most urgent first, those without a due time last; by keyset. */
export async function openTasks(
  database: Database,
  { city, org, serviceNumber, cursor, limit }: TaskFilter,
): Promise<{ items: OpenTask[]; next?: TaskCursor }> {
  // The index `task_open` has the same expression.
  const due = sql`coalesce(${task.dueAt}, 'infinity'::timestamptz)`
  const rows: OpenTask[] = await guarded(() =>
    database
      .select({
        ...taskColumns,
        applicantName: application.applicantName,
        applicantKind: application.applicantKind,
        stage: application.stage,
        deadline: deadlineColumns,
      })
      .from(task)
      .innerJoin(application, eq(application.serviceNumber, task.serviceNumber))
      .leftJoin(deadline, and(eq(deadline.serviceNumber, task.serviceNumber), eq(deadline.id, task.deadlineId)))
      .where(
        and(
          eq(task.city, city),
          eq(task.org, org),
          isNull(task.closedSeq),
          serviceNumber === undefined ? undefined : eq(task.serviceNumber, serviceNumber),
          cursor === undefined
            ? undefined
            : sql`(${due}, ${task.id}) > (coalesce(${cursor.dueAt}::timestamptz, 'infinity'::timestamptz),
              ${cursor.id})`,
        ),
      )
      .orderBy(asc(due), asc(task.id))
      .limit(limit + 1),
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: { dueAt: last.dueAt, id: last.id } } : { items }
}
