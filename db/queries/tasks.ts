import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { TaskKind } from '../../domain/case/task.ts'
import { soughtText } from '../../domain/demand/sought-text.ts'
import type { Stage } from '../../domain/case/stage.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { deadline } from '../schema/deadline.ts'
import { findable } from '../schema/findable.ts'
import { task } from '../schema/task.ts'
import { escaped, lightCounts, lightIs, oneOf, personIs, seenWhole, within } from './sought.ts'
import type { LightOrNone, SoughtIn, Span } from './sought.ts'
import { isOrganisations } from './users-own.ts'

type DeadlineRow = typeof deadline.$inferSelect

/** Instants are ISO UTC; `applicantName` is not masked. `deadline` is null where the task has none, or none yet. */
export type OpenTask = Omit<typeof task.$inferSelect, 'closedSeq' | 'closedAt'> & {
  readonly applicantName: string
  readonly applicantKind: (typeof application.$inferSelect)['applicantKind']
  readonly stage: Stage
  readonly deadline: Pick<DeadlineRow, keyof typeof deadlineColumns> | null
  /** Of the case's last event. */
  readonly seq: number
}

export const TASK_SORTS = ['due', 'since'] as const
export type TaskSort = (typeof TASK_SORTS)[number]

/** The last row of a page: `at` is what it is sorted by, null where it has no due time. */
export interface TaskCursor {
  readonly at: string | null
  readonly id: string
}

/** A word that somebody looks for: in the number, in the names of these kinds, or in a name that they see whole. */
interface TaskWord {
  readonly text: string
  readonly kinds: readonly TaskKind[]
}

/** What is left out does not narrow. */
export interface TaskFilter {
  readonly city: string
  readonly org: string
  readonly serviceNumber?: string | undefined
  readonly words?: readonly TaskWord[] | undefined
  /** where a word may be one of the applicant's name; nowhere where it is not said. */
  readonly namesIn?: SoughtIn | undefined
  readonly light?: LightOrNone | undefined
  readonly due?: Span | undefined
  /** Null: nobody yet. */
  readonly person?: string | null | undefined
  readonly kind?: TaskKind | undefined
  /** ISO UTC. */
  readonly now: string
}

interface Page {
  readonly sort?: TaskSort | undefined
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
  yellowFrom: task.yellowFrom,
  redFrom: task.redFrom,
}

/**
 * what an organisation is awaited for, by keyset: the most urgent first, those without a due time last; or since
 * when, which never changes, so that pages neither repeat nor skip a task whatever happens to its clock meanwhile.
 */
export async function openTasks(
  database: Database,
  filter: TaskFilter & Page,
): Promise<{ items: OpenTask[]; next?: TaskCursor }> {
  const { cursor, limit, sort = 'due' } = filter
  // The index `task_open` has the same expression.
  const due = sql`coalesce(${task.dueAt}, 'infinity'::timestamptz)`
  const key = sort === 'due' ? due : task.openedAt
  const rows: OpenTask[] = await guarded(() =>
    database
      .select({
        ...taskColumns,
        applicantName: application.applicantName,
        applicantKind: application.applicantKind,
        stage: application.stage,
        seq: application.seq,
        deadline: deadlineColumns,
      })
      .from(task)
      .innerJoin(application, eq(application.serviceNumber, task.serviceNumber))
      .leftJoin(deadline, and(eq(deadline.serviceNumber, task.serviceNumber), eq(deadline.id, task.deadlineId)))
      .where(
        and(
          narrowed(filter),
          filter.light === undefined ? undefined : lightIs(task, filter.light, filter.now),
          cursor === undefined
            ? undefined
            : sql`(${key}, ${task.id}) > (coalesce(${cursor.at}::timestamptz, 'infinity'::timestamptz),
              ${cursor.id})`,
        ),
      )
      .orderBy(asc(key), asc(task.id))
      .limit(limit + 1),
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  return { items, next: { at: sort === 'due' ? last.dueAt : last.openedAt, id: last.id } }
}

/** How many there are of each light, whatever light the filter asks for. */
export async function countTasks(
  database: Database,
  filter: Omit<TaskFilter, 'light'>,
): Promise<Readonly<Record<LightOrNone, number>>> {
  const [row] = await guarded(() => database.select(lightCounts(task, filter.now)).from(task).where(narrowed(filter)))
  return row ?? { red: 0, yellow: 0, green: 0, none: 0 }
}

/** what each organisation of a city is awaited for, by light. */
export async function loadOfCity(
  database: Database,
  { city, now }: Pick<TaskFilter, 'city' | 'now'>,
): Promise<(Readonly<Record<LightOrNone, number>> & { readonly org: string })[]> {
  return guarded(() =>
    database
      .select({ org: task.org, ...lightCounts(task, now) })
      .from(task)
      .where(and(eq(task.city, city), isNull(task.closedSeq)))
      .groupBy(task.org),
  )
}

/** What there is to filter an inbox by: its kinds of tasks, and whom it has put on them. */
export async function tasksBy(
  database: Database,
  { city, org }: Pick<TaskFilter, 'city' | 'org'>,
): Promise<{ kinds: TaskKind[]; persons: string[] }> {
  const open = and(eq(task.city, city), eq(task.org, org), isNull(task.closedSeq))
  const [row] = await guarded(() =>
    database
      .select({
        kinds: sql<TaskKind[] | null>`array_agg(distinct ${task.kind}::text)`,
        persons: sql<(string | null)[] | null>`array_agg(distinct ${task.person}) filter (where ${isOrganisations()})`,
      })
      .from(task)
      .where(open),
  )
  return { kinds: row?.kinds ?? [], persons: (row?.persons ?? []).filter((person) => person !== null) }
}

function narrowed({ city, org, serviceNumber, words, namesIn, due, person, kind }: Omit<TaskFilter, 'light'>) {
  return and(
    eq(task.city, city),
    eq(task.org, org),
    isNull(task.closedSeq),
    serviceNumber === undefined ? undefined : eq(task.serviceNumber, serviceNumber),
    ...(words ?? []).map((word) => hasWord(word, namesIn)),
    within(task.dueAt, due ?? {}),
    person === undefined ? undefined : and(personIs(task.person, person), isOrganisations()),
    kind === undefined ? undefined : eq(task.kind, kind),
  )
}

function hasWord({ text, kinds }: TaskWord, namesIn: SoughtIn | undefined): SQL | undefined {
  const part = `%${escaped(soughtText(text))}%`
  const named = (where: SoughtIn) =>
    and(eq(findable.serviceNumber, task.serviceNumber), sql`${findable.name} like ${part}`, seenWhole(where))
  return or(
    sql`${task.serviceNumber} ilike ${part}`,
    oneOf(task.kind, kinds),
    // By its limit it is asked row by row of what is open, never of all there is.
    namesIn && sql`coalesce((select true from ${findable} where ${named(namesIn)} limit 1), false)`,
  )
}
