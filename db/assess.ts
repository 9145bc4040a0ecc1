/** the figures of a period, from the projection. */
import { setImmediate } from 'node:timers/promises'
import { Tally, useClock } from '../domain/assessment/assessment.ts'
import type { AssessmentRow } from '../domain/assessment/assessment.ts'
import type { DeadlineKind } from '../domain/clocks/deadline.ts'
import type { Period } from '../domain/assessment/period.ts'
import type { WorkingCalendar, WorkingHours } from '../domain/clocks/working-time.ts'
import type { Database, Transaction } from './client.ts'
import { guarded } from './database-error.ts'
import { countedEvents } from './queries/assessment.ts'
import { countedDeadlines } from './queries/counted-deadlines.ts'
import type { CountedCursor } from './queries/counted-deadlines.ts'

/** `order`: organisation keys as they are to be listed. `owners`, `kinds` narrow. */
export interface AssessmentRequest {
  readonly hours: WorkingHours
  readonly calendar: WorkingCalendar
  readonly now: string
  readonly city: string
  readonly period: Pick<Period, 'from' | 'to'>
  readonly order: readonly string[]
  readonly owners?: readonly string[] | undefined
  readonly kinds?: readonly DeadlineKind[] | undefined
}

const ROWS_AT_ONCE = 5_000

/** All of it at one moment of the database. Throws `DatabaseError` and `CalendarRangeError`. */
export async function assess(database: Database, request: AssessmentRequest): Promise<AssessmentRow[]> {
  return guarded(() =>
    database.transaction((transaction) => assessWithin(transaction, request), {
      isolationLevel: 'repeatable read',
      accessMode: 'read only',
    }),
  )
}

/** The same in a transaction that is there already. Counts are by batches, so that nothing else waits for long. */
export async function assessWithin(
  transaction: Transaction,
  { city, period: { from, to }, order, owners, kinds, ...time }: AssessmentRequest,
): Promise<AssessmentRow[]> {
  const tally = new Tally()
  const clock = useClock(time)
  let cursor: CountedCursor | undefined
  do {
    const page = await countedDeadlines(transaction, {
      city,
      from,
      to,
      now: clock.now,
      owners,
      kinds,
      cursor,
      limit: ROWS_AT_ONCE,
    })
    for (const row of page.items) tally.deadline(row, clock)
    cursor = page.next
    await setImmediate()
  } while (cursor !== undefined)
  for (const count of await countedEvents(transaction, { city, from, to }))
    if (owners === undefined || owners.includes(count.org)) tally.count(count)
  return tally.rows(order)
}
