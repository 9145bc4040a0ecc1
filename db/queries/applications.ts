import { and, arrayContains, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Stage } from '../../domain/case/stage.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { standingState } from '../known-cases.ts'
import { application } from '../schema/application.ts'
import { concern } from '../schema/concern.ts'
import { ofAccount } from './of-account.ts'

const {
  state: _state,
  concerned: _concerned,
  applicantNumber: _number,
  ...summaryColumns
} = getTableColumns(application)

/** A row of a list. Instants are ISO UTC; `applicantName` is not masked. */
export type ApplicationSummary = Pick<typeof application.$inferSelect, keyof typeof summaryColumns>

/** The last row of a page. */
export interface ApplicationCursor {
  readonly registeredAt: string
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
  readonly cursor?: ApplicationCursor | undefined
  readonly limit: number
}

/** The projected case; its truth is the workflow's history, which `seq` may lag. */
export async function findApplication(
  database: Database,
  serviceNumber: string,
): Promise<{ seq: number; state: CaseState } | undefined> {
  const state = await guarded(() => standingState(database, serviceNumber))
  return state === undefined ? undefined : { seq: state.seq, state }
}

/** The states of these cases, as far as they are projected. */
export async function statesOf(database: Database, serviceNumbers: readonly string[]): Promise<CaseState[]> {
  if (serviceNumbers.length === 0) return []
  const rows = await guarded(() =>
    database
      .select({ state: application.state })
      .from(application)
      .where(inArray(application.serviceNumber, [...new Set(serviceNumbers)])),
  )
  return rows.map(({ state }) => state)
}

/**
 * Newest first, by keyset: pages neither repeat nor skip a case when new ones come in. `next` is there when more
 * follow.
 */
export async function listApplications(
  database: Database,
  filter: ApplicationFilter,
): Promise<{ items: ApplicationSummary[]; next?: ApplicationCursor }> {
  const { limit } = filter
  const rows = await guarded(() => pageOf(database, filter))
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined
    ? { items, next: { registeredAt: last.registeredAt, serviceNumber: last.serviceNumber } }
    : { items }
}

/**
 * An organisation's cases are a range of `concern`, however few they are among all. Those in a stage that ends, and
 * an applicant's own, are few by themselves, and looked through.
 */
function pageOf(database: Database, filter: ApplicationFilter) {
  const { city, stage, org, account, limit } = filter
  const few = account !== undefined || (stage !== undefined && stage !== 'closed')
  if (org === undefined || few) {
    const concerned = org === undefined ? undefined : arrayContains(application.concerned, [org])
    return database
      .select(summaryColumns)
      .from(application)
      .where(and(eq(application.city, city), concerned, narrowed(filter), after(filter, application)))
      .orderBy(desc(application.registeredAt), desc(application.serviceNumber))
      .limit(limit + 1)
  }
  return database
    .select(summaryColumns)
    .from(concern)
    .innerJoin(application, eq(application.serviceNumber, concern.serviceNumber))
    .where(and(eq(concern.city, city), eq(concern.org, org), narrowed(filter), after(filter, concern)))
    .orderBy(desc(concern.registeredAt), desc(concern.serviceNumber))
    .limit(limit + 1)
}

function narrowed({ stage, registeredByOrg, account }: ApplicationFilter): SQL | undefined {
  return and(
    stage === undefined ? undefined : eq(application.stage, stage),
    registeredByOrg === undefined ? undefined : eq(application.registeredByOrg, registeredByOrg),
    account === undefined ? undefined : ofAccount(application.applicantSubject, account, application.registeredByOrg),
  )
}

function after(
  { cursor }: ApplicationFilter,
  { registeredAt, serviceNumber }: Readonly<Record<'registeredAt' | 'serviceNumber', PgColumn>>,
): SQL | undefined {
  if (cursor === undefined) return undefined
  return sql`(${registeredAt}, ${serviceNumber}) < (${cursor.registeredAt}::timestamptz, ${cursor.serviceNumber})`
}

/**
 * For "may read": the organisation keys concerned, none where the case is not projected; and the applicant's account,
 * where it has one.
 */
export async function concernedOrgs(
  database: Database,
  serviceNumber: string,
): Promise<{ orgs: string[]; applicantSubject: string | null }> {
  const [row] = await guarded(() =>
    database
      .select({ orgs: application.concerned, applicantSubject: application.applicantSubject })
      .from(application)
      .where(eq(application.serviceNumber, serviceNumber)),
  )
  return row ?? { orgs: [], applicantSubject: null }
}
