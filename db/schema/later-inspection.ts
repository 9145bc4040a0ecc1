/** inspections after their case has closed; derived from events. */
import { boolean, index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core'
import { LATER_INSPECTION_STATUSES } from '../../domain/later-inspection/later-inspection.ts'
import type { LaterInspectionState } from '../../workflows/later-inspection/core/state.ts'
import { matterColumns } from './matter.ts'
import { stateOf } from '../columns.ts'

export const laterInspectionStatusEnum = pgEnum('later_inspection_status', LATER_INSPECTION_STATUSES)

export const laterInspection = pgTable(
  'later_inspection',
  {
    ...matterColumns(),
    serviceNumber: text('service_number').notNull(),
    line: text('line').notNull(),
    org: text('org').notNull(),
    utility: text('utility').notNull(),
    status: laterInspectionStatusEnum('status').notNull(),
    orderId: text('order_id'),
    broken: boolean('broken').notNull(),
    state: stateOf<LaterInspectionState>('laterInspection')('state').notNull(),
  },
  (table) => [
    index('later_inspection_by_case').on(table.serviceNumber, table.openedAt),
    index('later_inspection_by_city').on(table.city, table.openedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
  ],
)
