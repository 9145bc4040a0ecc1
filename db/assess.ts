/** the figures of a period, from the projection. */
import { kindsOf, Tally } from '../domain/assessment/assessment.ts'
import type { AssessmentRow } from '../domain/assessment/assessment.ts'
import type { Period } from '../domain/assessment/period.ts'
import type { Database, Transaction } from './client.ts'
import { guarded } from './database-error.ts'
import { guidanceFigures } from './queries/guidance.ts'
import { inquiryFigures } from './queries/inquiries.ts'
import { periodFigures } from './queries/summed-figures.ts'
import type { FiguresRequest } from './queries/figures.ts'

/** `order`: organisation keys as they are to be listed. `owners`, `kinds` narrow. */
export interface AssessmentRequest extends Omit<FiguresRequest, 'from' | 'to'> {
  readonly period: Pick<Period, 'from' | 'to'>
  readonly order: readonly string[]
}

/** All of it at one moment of the database. Throws `DatabaseError` and `CalendarRangeError`. */
export async function assess(database: Database, request: AssessmentRequest): Promise<AssessmentRow[]> {
  return guarded(() =>
    database.transaction((transaction) => assessWithin(transaction, request), {
      isolationLevel: 'repeatable read',
      accessMode: 'read only',
    }),
  )
}

/** The same in a transaction that is there already. */
export async function assessWithin(
  transaction: Transaction,
  { period: { from, to }, order, ...request }: AssessmentRequest,
): Promise<AssessmentRow[]> {
  const tally = new Tally()
  const { deadlines, counts } = await periodFigures(transaction, { ...request, from, to })
  for (const sum of deadlines) tally.deadlines(sum)
  for (const count of counts) tally.count(count)
  await tallyAsked(transaction, { ...request, from, to }, tally)
  return tally.rows(order)
}

/** guidance and inquiries; what was late by a term that is not adopted stands apart. */
async function tallyAsked(transaction: Transaction, request: FiguresRequest, tally: Tally): Promise<void> {
  const { owners, kinds } = request
  if (kinds !== undefined && !kindsOf('registration').some((kind) => kinds.includes(kind))) return
  const wanted = (org: string) => owners?.includes(org) ?? true
  for (const { org, guided, filed } of await guidanceFigures(transaction, request))
    if (wanted(org)) tally.asked(org, false, { guided, guidedFiled: filed })
  for (const { org, unassessed, asked, answered, late } of await inquiryFigures(transaction, request)) {
    if (!wanted(org)) continue
    tally.asked(org, false, { inquiries: asked, inquiriesAnswered: answered })
    tally.asked(org, unassessed, { inquiriesLate: late })
  }
}
