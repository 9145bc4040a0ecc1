/** the figures of a period, from the projection. */
import { Tally } from '../domain/assessment/assessment.ts'
import type { AssessmentRow } from '../domain/assessment/assessment.ts'
import type { Period } from '../domain/assessment/period.ts'
import type { Database, Transaction } from './client.ts'
import { guarded } from './database-error.ts'
import { countedEvents } from './queries/assessment.ts'
import { figuresOfDeadlines } from './queries/figures.ts'
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
  const { city, owners } = request
  const tally = new Tally()
  for (const sum of await figuresOfDeadlines(transaction, { ...request, from, to })) tally.deadlines(sum)
  for (const count of await countedEvents(transaction, { city, from, to }))
    if (owners === undefined || owners.includes(count.org)) tally.count(count)
  return tally.rows(order)
}
