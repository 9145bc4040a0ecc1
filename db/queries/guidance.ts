/** whom bureaus told to file, and who filed then. */
import { randomUUID } from 'node:crypto'
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { lock } from '../locks.ts'
import { application } from '../schema/application.ts'
import { guidance } from '../schema/asked.ts'

export type GuidanceRow = typeof guidance.$inferSelect
export type GuidanceOf = Pick<GuidanceRow, 'org' | 'phase' | 'number' | 'projectCode' | 'guidedAt' | 'content'>
/** Who writes, when and under which key. */
export type WrittenBy = Pick<
  GuidanceRow,
  'city' | 'key' | 'bodyHash' | 'writtenSub' | 'writtenOrg' | 'writtenRole' | 'writtenAt'
>

/** `created`: not a repetition under the same key; `there`: the earlier record about the same project. */
export type Recorded<Row> = { readonly row: Row; readonly created: boolean } | { readonly there: string }

/** `further`: said to be about the same project as another one. */
type Changed = GuidanceOf & Pick<GuidanceRow, 'reason' | 'withdrawn'> & { readonly further: boolean }

/** A record; where it is not said to be a further one, none about the same project and phase by this bureau. */
export async function recordGuidance(
  database: Database,
  of: GuidanceOf,
  by: WrittenBy,
  further: boolean,
): Promise<Recorded<GuidanceRow>> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await lock(transaction, 'asked', by.key)
      const earlier = await underKey(transaction, by.key)
      if (earlier !== undefined) return { row: earlier, created: false }
      await lock(transaction, 'asked', `${by.city}\n${of.org}`)
      const there = further ? undefined : await sameProject(transaction, of, by)
      if (there !== undefined) return { there }
      const row = { ...of, ...by, id: randomUUID(), version: 1, withdrawn: false, reason: null }
      await transaction.insert(guidance).values(row)
      return { row, created: true }
    }),
  )
}

/**
 * Another version of a record: what `next` makes of the last one, which it may refuse by throwing. Under the same key
 * the version that it made.
 */
export async function changeGuidance(
  database: Database,
  id: string,
  by: WrittenBy,
  next: (last: GuidanceRow | undefined) => Changed,
): Promise<Recorded<GuidanceRow>> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await lock(transaction, 'asked', by.key)
      const earlier = await underKey(transaction, by.key)
      if (earlier !== undefined) return { row: earlier, created: false }
      await lock(transaction, 'asked', `${by.city}\n${by.writtenOrg}`)
      const last = (await versionsIn(transaction, id, by.city)).at(-1)
      const { further, ...of } = next(last)
      const there = further || of.withdrawn ? undefined : await sameProject(transaction, of, by, id)
      if (there !== undefined) return { there }
      const row = { ...of, ...by, id, version: (last?.version ?? 0) + 1 }
      await transaction.insert(guidance).values(row)
      return { row, created: true }
    }),
  )
}

/** All versions, the first first; none where there is no such record in this city. Throws `DatabaseError`. */
export async function guidanceVersions(database: Database, id: string, city: string): Promise<readonly GuidanceRow[]> {
  return guarded(() => versionsIn(database, id, city))
}

function versionsIn(database: Database | Transaction, id: string, city: string) {
  return database
    .select()
    .from(guidance)
    .where(and(eq(guidance.id, id), eq(guidance.city, city)))
    .orderBy(asc(guidance.version))
}

async function underKey(transaction: Transaction, key: string): Promise<GuidanceRow | undefined> {
  const [row] = await transaction.select().from(guidance).where(eq(guidance.key, key))
  return row
}

async function sameProject(
  transaction: Transaction,
  { org, phase, projectCode, number, content }: GuidanceOf,
  { city }: WrittenBy,
  own?: string,
): Promise<string | undefined> {
  const project =
    projectCode === null
      ? sql`${guidance.projectCode} is null and ${guidance.number} = ${number}
          and ${guidance.content} ->> 'projectName' = ${content.projectName}`
      : eq(guidance.projectCode, projectCode)
  const other = own === undefined ? undefined : ne(guidance.id, own)
  const [row] = await transaction
    .select({ id: guidance.id })
    .from(guidance)
    .where(
      and(isLast, eq(guidance.city, city), eq(guidance.org, org), eq(guidance.phase, phase), project, isKept, other),
    )
    .limit(1)
  return row?.id
}

const isLast = sql`not exists (select from ${guidance} later where later.id = ${guidance.id}
  and later.version > ${guidance.version})`
const isKept = eq(guidance.withdrawn, false)

export interface GuidanceCursor {
  readonly at: string
  readonly id: string
}
export interface GuidanceFilter {
  readonly city: string
  readonly org?: string | undefined
  readonly phase?: GuidanceRow['phase'] | undefined
  readonly projectCode?: string | undefined
  readonly cursor?: GuidanceCursor | undefined
  readonly limit: number
}

/** The last versions, whoever was told last first, by keyset. Throws `DatabaseError`. */
export async function guidanceList(
  database: Database,
  { city, org, phase, projectCode, cursor, limit }: GuidanceFilter,
): Promise<{ readonly items: readonly GuidanceRow[]; readonly next?: GuidanceCursor }> {
  const rows = await guarded(() =>
    database
      .select()
      .from(guidance)
      .where(
        and(
          isLast,
          eq(guidance.city, city),
          org === undefined ? undefined : eq(guidance.org, org),
          phase === undefined ? undefined : eq(guidance.phase, phase),
          projectCode === undefined ? undefined : eq(guidance.projectCode, projectCode),
          cursor === undefined
            ? undefined
            : sql`(${guidance.guidedAt}, ${guidance.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`,
        ),
      )
      .orderBy(sql`${guidance.guidedAt} desc`, sql`${guidance.id} desc`)
      .limit(limit + 1),
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: { at: last.guidedAt, id: last.id } } : { items }
}

const since = sql`${application.city} = ${guidance.city} and ${application.registeredAt} >= ${guidance.guidedAt}`
/** The first case registered since: of this project, or of this user where the record has no project code. */
const filed = sql`lateral (
  (select ${application.serviceNumber} as number, ${application.registeredAt} as at from ${application}
    where ${guidance.projectCode} is not null and ${application.projectCode} = ${guidance.projectCode} and ${since}
    order by ${application.registeredAt}, ${application.serviceNumber} limit 1)
  union all
  (select ${application.serviceNumber}, ${application.registeredAt} from ${application}
    where ${guidance.projectCode} is null and ${application.applicantNumber} = ${guidance.number} and ${since}
    order by ${application.registeredAt}, ${application.serviceNumber} limit 1)) filed`

/** The first case that followed each of these records, by the record's id. Throws `DatabaseError`. */
export async function casesAfter(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly serviceNumber: string; readonly registeredAt: string }>> {
  if (ids.length === 0) return new Map()
  const rows = await guarded(() =>
    database.execute<{ id: string; number: string; at: string }>(sql`
    select ${guidance.id} as id, filed.number, filed.at from ${guidance} cross join ${filed}
    where ${isLast} and ${inArray(guidance.id, [...ids])}`),
  )
  return new Map(
    rows.map(({ id, number, at }) => [id, { serviceNumber: number, registeredAt: new Date(at).toISOString() }]),
  )
}

/** how many a bureau told in a period, and how many of them filed since. Throws `DatabaseError`. */
export async function guidanceFigures(
  database: Database | Transaction,
  { city, from, to }: { readonly city: string; readonly from: string; readonly to: string },
): Promise<readonly { readonly org: string; readonly guided: number; readonly filed: number }[]> {
  return guarded(() =>
    database.execute<{ org: string; guided: number; filed: number }>(sql`
    select ${guidance.org} as org, count(*)::integer as guided, count(filed.number)::integer as filed
    from ${guidance} left join ${filed} on true
    where ${isLast} and ${isKept} and ${guidance.city} = ${city}
      and ${guidance.guidedAt} >= ${from}::timestamptz and ${guidance.guidedAt} < ${to}::timestamptz
    group by 1 order by 1`),
  )
}
