/** ratings; derived from events. */
import { sql } from 'drizzle-orm'
import { boolean, check, index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core'
import { GRADES, RATING_STATUSES } from '../../domain/rating/rating.ts'
import type { RatingState } from '../../workflows/rating/core/state.ts'
import { instant, stateOf } from '../columns.ts'
import { matterColumns } from './matter.ts'

export const ratingStatusEnum = pgEnum('rating_status', RATING_STATUSES)
export const gradeEnum = pgEnum('grade', GRADES)

export const rating = pgTable(
  'rating',
  {
    ...matterColumns(),
    serviceNumber: text('service_number').notNull().unique(),
    status: ratingStatusEnum('status').notNull(),
    grade: gradeEnum('grade').notNull(),
    bad: boolean('bad').notNull(),
    answeredAt: instant('answered_at'),
    state: stateOf<RatingState>('rating')('state').notNull(),
  },
  (table) => [
    index('rating_by_city').on(table.city, table.openedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    check('rating_only_bad_is_awaited', sql`${table.status} <> 'awaitingAnswer' or ${table.bad}`),
  ],
)
