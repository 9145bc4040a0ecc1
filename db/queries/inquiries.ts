/** what was asked, whose turn it is, and how soon it was answered. */
import { randomUUID } from 'node:crypto'
import { and, asc, desc, eq, isNull, like, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { lock } from '../locks.ts'
import { inquiry } from '../schema/asked.ts'
import { inquiryNumbersOf, nextInquiryNumber } from '../../domain/asked/inquiry-number.ts'
import type { Light } from '../../domain/clocks/deadline.ts'
import type { WrittenBy } from './guidance.ts'

export type InquiryRow = typeof inquiry.$inferSelect
/** All but who writes a version, and what all versions have alike. */
export type InquiryOf = Omit<InquiryRow, 'id' | 'number' | 'version' | keyof WrittenBy>

interface Written {
  readonly row: InquiryRow
  /** Not a repetition under the same key. */
  readonly created: boolean
}

/**
 * The first version; with `further` a second at once, under the same key with a sign. Its number is of `date`, the
 * city's. Throws `DatabaseError`.
 */
export async function recordInquiry(
  database: Database,
  { of, further, date }: { readonly of: InquiryOf; readonly further?: InquiryOf | undefined; readonly date: string },
  by: WrittenBy,
): Promise<Written> {
  const next = () => (further === undefined ? [of] : [of, further])
  return write(database, { id: randomUUID(), date }, by, next)
}

/** Another version: what `next` makes of the last one, which it may refuse by throwing. Throws `DatabaseError`. */
export async function changeInquiry(
  database: Database,
  id: string,
  by: WrittenBy,
  next: (last: InquiryRow | undefined) => InquiryOf,
): Promise<Written> {
  return write(database, { id }, by, (last) => [next(last)])
}

async function write(
  database: Database,
  { id, date = '' }: { readonly id: string; readonly date?: string },
  by: WrittenBy,
  next: (last: InquiryRow | undefined) => readonly InquiryOf[],
): Promise<Written> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await lock(transaction, 'asked', by.key)
      const [earlier] = await transaction.select().from(inquiry).where(eq(inquiry.key, by.key))
      if (earlier !== undefined) return { row: earlier, created: false }
      await lock(transaction, 'asked', id)
      const last = (await versionsIn(transaction, id, by.city)).at(-1)
      const of = next(last)
      const number = last?.number ?? (await newNumber(transaction, date))
      const rows = of.map((each, index) => ({
        ...each,
        ...by,
        number,
        key: index === 0 ? by.key : `${by.key}+${index}`,
        id,
        version: (last?.version ?? 0) + 1 + index,
      }))
      const row = rows.at(-1)
      if (row === undefined) throw new Error('a version is written')
      await transaction.insert(inquiry).values(rows)
      return { row, created: true }
    }),
  )
}

async function newNumber(transaction: Transaction, date: string): Promise<string> {
  await lock(transaction, 'inquiryNumber', date)
  const [last] = await transaction
    .select({ number: inquiry.number })
    .from(inquiry)
    .where(like(inquiry.number, `${inquiryNumbersOf(date)}%`))
    .orderBy(desc(sql`length(${inquiry.number})`), desc(sql`${inquiry.number} collate "C"`))
    .limit(1)
  return nextInquiryNumber(date, last?.number)
}

/** By what is printed; of every city. Throws `DatabaseError`. */
export async function inquiryOfNumber(database: Database, number: string): Promise<readonly InquiryRow[]> {
  return guarded(() => database.select().from(inquiry).where(eq(inquiry.number, number)).orderBy(asc(inquiry.version)))
}

/** All versions, the first first; none where there is no such inquiry in this city. Throws `DatabaseError`. */
export async function inquiryVersions(database: Database, id: string, city: string): Promise<readonly InquiryRow[]> {
  return guarded(() => versionsIn(database, id, city))
}

function versionsIn(database: Database | Transaction, id: string, city: string) {
  return database
    .select()
    .from(inquiry)
    .where(and(eq(inquiry.id, id), eq(inquiry.city, city)))
    .orderBy(asc(inquiry.version))
}

const isLast = sql`not exists (select from ${inquiry} later where later.id = ${inquiry.id}
  and later.version > ${inquiry.version})`

export const INQUIRY_SORTS = ['asked', 'due'] as const
export interface InquiryCursor {
  readonly at: string
  readonly id: string
}
export interface InquiryFilter {
  readonly city: string
  /** Whose turn it is, or was: organisation key. */
  readonly owner?: string | undefined
  readonly channel?: string | undefined
  readonly askedSub?: string | undefined
  readonly serviceNumber?: string | undefined
  readonly open?: boolean | undefined
  /** Part of its number, or of that of the case it is about. */
  readonly part?: string | undefined
}
interface InquiryPlace {
  readonly sort: (typeof INQUIRY_SORTS)[number]
  readonly cursor?: InquiryCursor | undefined
  readonly limit: number
}

const isAsked = ({ city, owner, channel, askedSub, serviceNumber, open, part }: InquiryFilter) => {
  const about = sql`${inquiry.content} ->> 'serviceNumber'`
  return and(
    isLast,
    eq(inquiry.city, city),
    owner === undefined ? undefined : eq(inquiry.owner, owner),
    channel === undefined ? undefined : eq(inquiry.channel, channel),
    askedSub === undefined ? undefined : eq(inquiry.askedSub, askedSub),
    serviceNumber === undefined ? undefined : sql`${about} = ${serviceNumber}`,
    open === true ? isNull(inquiry.answeredAt) : undefined,
    part === undefined
      ? undefined
      : or(sql`strpos(${inquiry.number}, ${part}) > 0`, sql`strpos(${about}, ${part}) > 0`),
  )
}

/** The last versions, what was asked last first or what is due first, by keyset. Throws `DatabaseError`. */
export async function inquiryList(
  database: Database,
  { sort, cursor, limit, ...filter }: InquiryFilter & InquiryPlace,
): Promise<{ readonly items: readonly InquiryRow[]; readonly next?: InquiryCursor }> {
  const at = sort === 'due' ? inquiry.dueAt : inquiry.askedAt
  const [order, beyond] = sort === 'due' ? [asc, sql.raw('>')] : [desc, sql.raw('<')]
  const place = cursor && sql`(${at}, ${inquiry.id}) ${beyond} (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
  const rows = await guarded(() =>
    database
      .select()
      .from(inquiry)
      .where(and(isAsked(filter), place))
      .orderBy(order(at), order(inquiry.id))
      .limit(limit + 1),
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  return { items, next: { at: sort === 'due' ? last.dueAt : last.askedAt, id: last.id } }
}

/** Of those that wait for an answer, by light at `now`. Throws `DatabaseError`. */
export async function countInquiries(
  database: Database,
  filter: InquiryFilter,
  now: string,
): Promise<Readonly<Record<Light, number>>> {
  const at = sql`${now}::timestamptz`
  const many = (which: SQL) => sql<number>`(count(*) filter (where ${which}))::integer`
  const [counts] = await guarded(() =>
    database
      .select({
        red: many(sql`${inquiry.dueAt} < ${at}`),
        yellow: many(sql`${inquiry.dueAt} >= ${at} and ${inquiry.warnAt} <= ${at}`),
        green: many(sql`${inquiry.dueAt} >= ${at} and ${inquiry.warnAt} > ${at}`),
      })
      .from(inquiry)
      .where(isAsked({ ...filter, open: true })),
  )
  return counts ?? { red: 0, yellow: 0, green: 0 }
}

/** `late`: turns of this organisation that were over before it answered or passed on, or are by now. */
interface InquiryFigures {
  readonly org: string
  readonly unassessed: boolean
  readonly asked: number
  readonly answered: number
  readonly late: number
}

/**
 * what was asked in a period, by who answered it or is to; late are all turns, also those that ended by passing
 * it on. Throws `DatabaseError`.
 */
export async function inquiryFigures(
  database: Database | Transaction,
  { city, from, to, now }: { readonly city: string; readonly from: string; readonly to: string; readonly now: string },
): Promise<readonly InquiryFigures[]> {
  return guarded(() =>
    database.execute<InquiryFigures & Record<string, unknown>>(sql`
    select owner as org, unassessed, (count(*) filter (where next_at is null))::integer as asked,
      (count(*) filter (where next_at is null and answered_at is not null))::integer as answered,
      (count(*) filter (where answered_at is null
        and coalesce(next_at, ${now}::timestamptz) > due_at))::integer as late
    from (select ${inquiry.owner} as owner, ${inquiry.unassessed} as unassessed, ${inquiry.dueAt} as due_at,
        ${inquiry.answeredAt} as answered_at,
        lead(${inquiry.writtenAt}) over (partition by ${inquiry.id} order by ${inquiry.version}) as next_at
      from ${inquiry} where ${inquiry.city} = ${city} and ${inquiry.askedAt} >= ${from}::timestamptz
        and ${inquiry.askedAt} < ${to}::timestamptz) turns
    group by 1, 2 order by 1, 2`),
  )
}
