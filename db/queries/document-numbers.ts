import { and, desc, eq, isNotNull, or } from 'drizzle-orm'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { lock } from '../locks.ts'
import { documentNumber } from '../schema/document-number.ts'

/** One version of a paper, of one case or matter. */
export interface PaperOf {
  readonly subject: string
  readonly paper: string
}

/** whose numbers it is counted among: by organisation, kind of paper and year. */
export interface Series {
  readonly city: string
  readonly org: string
  /** 赤城管许 */
  readonly series: string
  readonly year: number
}

/** What it was numbered with. Throws `DatabaseError`. */
export async function numbersOf(database: Database, subject: string): Promise<ReadonlyMap<string, string>> {
  const { paper, text } = documentNumber
  const rows = await guarded(() =>
    database.select({ paper, text }).from(documentNumber).where(eq(documentNumber.subject, subject)),
  )
  return new Map(rows.map((row) => [row.paper, row.text]))
}

/** The number that this paper has for ever: the next of its series where it has none yet. Throws `DatabaseError`. */
export async function numberFor(database: Database, of: PaperOf, series: Series, at: string): Promise<string> {
  return guarded(async () => {
    const there = await numberOf(database, of)
    if (there !== undefined) return there
    return database.transaction(async (transaction) => {
      await lockSeries(transaction, series)
      const meanwhile = await numberOf(transaction, of)
      if (meanwhile !== undefined) return meanwhile
      const number = (await lastOf(transaction, series)) + 1
      const text = `${series.series}〔${series.year}〕${number}号`
      await transaction.insert(documentNumber).values({ ...of, ...series, number, text, numberedAt: at })
      return text
    })
  })
}

/** A number that its bureau gives: what became of it, or with what it is numbered. Throws `DatabaseError`. */
export async function giveNumber(
  database: Database,
  of: PaperOf,
  given: Series & { readonly text: string; readonly number: number | null; readonly givenBy: string },
  at: string,
): Promise<{ readonly is: 'given' | 'numbered' | 'taken'; readonly text: string }> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await lockSeries(transaction, given)
      const there = await numberOf(transaction, of)
      if (there !== undefined) return { is: there === given.text ? 'given' : 'numbered', text: there }
      const [taken] = await transaction
        .select({ text: documentNumber.text })
        .from(documentNumber)
        .where(and(eq(documentNumber.city, given.city), or(eq(documentNumber.text, given.text), sameIn(given))))
      if (taken !== undefined) return { is: 'taken', text: taken.text }
      await transaction.insert(documentNumber).values({ ...of, ...given, numberedAt: at })
      return { is: 'given', text: given.text }
    }),
  )
}

async function numberOf(database: Database | Transaction, { subject, paper }: PaperOf): Promise<string | undefined> {
  const [row] = await database
    .select({ text: documentNumber.text })
    .from(documentNumber)
    .where(and(eq(documentNumber.subject, subject), eq(documentNumber.paper, paper)))
  return row?.text
}

async function lastOf(transaction: Transaction, { city, series, year }: Series): Promise<number> {
  const [row] = await transaction
    .select({ number: documentNumber.number })
    .from(documentNumber)
    .where(and(inSeries({ city, series, year }), isNotNull(documentNumber.number)))
    .orderBy(desc(documentNumber.number))
    .limit(1)
  return row?.number ?? 0
}

function inSeries({ city, series, year }: Omit<Series, 'org'>) {
  return and(eq(documentNumber.city, city), eq(documentNumber.series, series), eq(documentNumber.year, year))
}

function sameIn({ number, ...series }: Series & { readonly number: number | null }) {
  return number === null ? undefined : and(inSeries(series), eq(documentNumber.number, number))
}

async function lockSeries(transaction: Transaction, { city, series, year }: Series): Promise<void> {
  await lock(transaction, 'documentNumbers', `${city}\n${series}\n${year}`)
}
