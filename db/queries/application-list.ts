import { and, arrayContains, asc, desc, eq, getTableColumns, isNotNull, isNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Stage } from '../../domain/case/stage.ts'
import type { Light } from '../../domain/clocks/deadline.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { concern } from '../schema/concern.ts'
import { findable } from '../schema/findable.ts'
import { task } from '../schema/task.ts'
import { ofAccount } from './of-account.ts'
import { found, isSought, lightCounts, lightIs, personIs, within } from './sought.ts'
import type { LightOrNone, Sought, Span } from './sought.ts'
import { isOrganisations } from './users-own.ts'

const {
  state: _state,
  concerned: _concerned,
  applicantNumber: _number,
  ...summaryColumns
} = getTableColumns(application)

/** A row of a list. Instants are ISO UTC; `applicantName` is not masked. */
export type ApplicationSummary = Pick<typeof application.$inferSelect, keyof typeof summaryColumns>

export const APPLICATION_SORTS = ['newest', 'oldest', 'due'] as const
export type ApplicationSort = (typeof APPLICATION_SORTS)[number]

/** The last row of a page: `at` is what it is sorted by. */
export interface ApplicationCursor {
  readonly at: string
  readonly serviceNumber: string
}

/** What is left out does not narrow. */
export interface ApplicationFilter {
  readonly city: string
  readonly stage?: Stage | undefined
  /** Concerned: a party, the collector, the convener, or the intake or window that registered it. */
  readonly org?: string | undefined
  readonly registeredByOrg?: string | undefined
  /** An applicant's account, by its name. */
  readonly account?: string | undefined
  readonly sought?: Sought | undefined
  /** the worst of what is open. */
  readonly light?: LightOrNone | undefined
  /** Of the earliest that is open. */
  readonly due?: Span | undefined
  readonly registered?: Span | undefined
  /** whom an organisation has put on something that is open; null: nobody yet. */
  readonly person?: { readonly org: string; readonly account: string | null } | undefined
  /** ISO UTC. */
  readonly now: string
}

interface Page {
  /** By due time: only cases of which some clock runs. */
  readonly sort?: ApplicationSort | undefined
  readonly cursor?: ApplicationCursor | undefined
  readonly limit: number
}

/**
 * By keyset: pages neither repeat nor skip a case when others come in. When a case was registered never changes; by due
 * time, one whose clock was moved meanwhile has another place. `next` is there when more follow.
 */
export async function listApplications(
  database: Database,
  filter: ApplicationFilter & Page,
): Promise<{ items: ApplicationSummary[]; next?: ApplicationCursor }> {
  const { limit, sort = 'newest' } = filter
  const rows = await guarded(() => pageOf(database, filter, sort))
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  const at = (sort === 'due' ? last.dueAt : last.registeredAt) ?? last.registeredAt
  return { items, next: { at, serviceNumber: last.serviceNumber } }
}

/** How many there are of each light; of those that have a clock, for whatever was closed has none. */
export async function countApplications(
  database: Database,
  filter: Omit<ApplicationFilter, 'light'>,
): Promise<Readonly<Record<Light, number>>> {
  const { red, yellow, green } = lightCounts(application, filter.now)
  const counts = database.select({ red, yellow, green }).from(application).$dynamic()
  if (isSought(filter.sought ?? {})) counts.innerJoin(findable, eq(findable.serviceNumber, application.serviceNumber))
  const [row] = await guarded(() => counts.where(and(whole(filter), isNotNull(application.dueAt))))
  return row ?? { red: 0, yellow: 0, green: 0 }
}

/**
 * An organisation's cases are a range of `concern`, however few they are among all. Those that are open, found, or an
 * applicant's own, are few by themselves, and looked through.
 */
function pageOf(database: Database, filter: ApplicationFilter & Page, sort: ApplicationSort) {
  const { city, org, limit } = filter
  if (sort === 'due')
    return from(database, filter)
      .where(and(whole(filter), isNotNull(application.dueAt), after(filter, sort, application.dueAt)))
      .orderBy(asc(application.dueAt), asc(application.serviceNumber))
      .limit(limit + 1)
  const order = sort === 'newest' ? desc : asc
  if (org === undefined || areFew(filter))
    return from(database, filter)
      .where(and(whole(filter), after(filter, sort, application.registeredAt)))
      .orderBy(order(application.registeredAt), order(application.serviceNumber))
      .limit(limit + 1)
  return database
    .select(summaryColumns)
    .from(concern)
    .innerJoin(application, eq(application.serviceNumber, concern.serviceNumber))
    .where(
      and(
        eq(concern.city, city),
        eq(concern.org, org),
        within(concern.registeredAt, filter.registered ?? {}),
        narrowed(filter),
        after(filter, sort, concern.registeredAt, concern.serviceNumber),
      ),
    )
    .orderBy(order(concern.registeredAt), order(concern.serviceNumber))
    .limit(limit + 1)
}

function from(database: Database, { sought }: ApplicationFilter) {
  const cases = database.select(summaryColumns).from(application).$dynamic()
  return isSought(sought ?? {})
    ? cases.innerJoin(findable, eq(findable.serviceNumber, application.serviceNumber))
    : cases
}

function areFew({ account, stage, sought, light, due, person }: ApplicationFilter): boolean {
  return (
    account !== undefined ||
    (stage !== undefined && stage !== 'closed') ||
    isSought(sought ?? {}) ||
    (light !== undefined && light !== 'none') ||
    due?.from !== undefined ||
    due?.before !== undefined ||
    person !== undefined
  )
}

/** All of a filter, of rows of `application`, and of `findable` where something is looked for. */
function whole(filter: ApplicationFilter): SQL | undefined {
  const { city, org, registered, sought } = filter
  return and(
    eq(application.city, city),
    org === undefined ? undefined : arrayContains(application.concerned, [org]),
    within(application.registeredAt, registered ?? {}),
    found(sought ?? {}),
    narrowed(filter),
  )
}

function narrowed({ stage, registeredByOrg, account, light, due, person, now }: ApplicationFilter): SQL | undefined {
  return and(
    stage === undefined ? undefined : eq(application.stage, stage),
    registeredByOrg === undefined ? undefined : eq(application.registeredByOrg, registeredByOrg),
    account === undefined ? undefined : ofAccount(application.applicantSubject, account, application.registeredByOrg),
    light === undefined ? undefined : lightIs(application, light, now),
    within(application.dueAt, due ?? {}),
    person === undefined ? undefined : isOn(person),
  )
}

function isOn({ org, account }: NonNullable<ApplicationFilter['person']>): SQL {
  return sql`exists (select from ${task} where ${and(
    eq(task.serviceNumber, application.serviceNumber),
    isNull(task.closedSeq),
    eq(task.org, org),
    personIs(task.person, account),
    isOrganisations(),
  )})`
}

function after(
  { cursor }: Page,
  sort: ApplicationSort,
  at: PgColumn,
  serviceNumber: PgColumn = application.serviceNumber,
): SQL | undefined {
  if (cursor === undefined) return undefined
  const place = sql`(${cursor.at}::timestamptz, ${cursor.serviceNumber})`
  return sort === 'newest' ? sql`(${at}, ${serviceNumber}) < ${place}` : sql`(${at}, ${serviceNumber}) > ${place}`
}
