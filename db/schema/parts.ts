/** Derived: the parts of a case. */
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Opinion, OuterWorks } from '../../domain/survey/opinion.schema.ts'
import { instant } from '../columns.ts'
import { application } from './application.ts'
import { lineStatusEnum, partyKindEnum, serviceEnum } from './enums.ts'

const caseOf = () =>
  text('service_number')
    .notNull()
    .references(() => application.serviceNumber, { onDelete: 'cascade' })

/** a line of a case; `id` is `service:utility`. */
export const serviceLine = pgTable(
  'service_line',
  {
    serviceNumber: caseOf(),
    id: text('id').notNull(),
    service: serviceEnum('service').notNull(),
    utility: text('utility').notNull(),
    status: lineStatusEnum('status').notNull(),
    laidInAdvance: boolean('laid_in_advance').notNull(),
    outerWorks: jsonb('outer_works').$type<OuterWorks>(),
    appointmentAt: instant('appointment_at'),
    appointmentNumber: integer('appointment_number'),
    connectedAt: instant('connected_at'),
  },
  (table) => [
    primaryKey({ columns: [table.serviceNumber, table.id] }),
    index('service_line_by_utility').on(table.utility, table.status),
    index('service_line_awaiting')
      .on(table.serviceNumber)
      .where(sql`${table.status} = 'awaitingOpinion'`),
    check('service_line_id_names_both', sql`${table.id} = ${table.service}::text || ':' || ${table.utility}`),
    check('service_line_connected_at', sql`(${table.status} = 'connected') = (${table.connectedAt} is not null)`),
    check(
      'service_line_appointment_whole',
      sql`(${table.appointmentAt} is null) = (${table.appointmentNumber} is null)`,
    ),
  ],
)

export const participant = pgTable(
  'participant',
  {
    serviceNumber: caseOf(),
    org: text('org').notNull(),
    kind: partyKindEnum('kind').notNull(),
    opinionRequired: boolean('opinion_required').notNull(),
    receiptAt: instant('receipt_at'),
  },
  (table) => [
    primaryKey({ columns: [table.serviceNumber, table.org] }),
    index('participant_by_org').on(table.org, table.serviceNumber),
  ],
)

/** the last opinion of each party; `seq` is that of its event. */
export const opinion = pgTable(
  'opinion',
  {
    serviceNumber: caseOf(),
    org: text('org').notNull(),
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    late: boolean('late').notNull(),
    byJointRecord: boolean('by_joint_record').notNull(),
    opinion: jsonb('opinion').$type<Opinion>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.serviceNumber, table.org] }),
    check('opinion_is_object', sql`jsonb_typeof(${table.opinion}) = 'object'`),
  ],
)
