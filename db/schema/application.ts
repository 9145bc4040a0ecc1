/** Derived from events: one row a case, with its whole state. */
import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { instant, stateOf } from '../columns.ts'
import { applicantKindEnum, areaEnum, outcomeEnum, phaseEnum, stageEnum } from './enums.ts'
import { both } from './both.ts'

/**
 * `applicantNumber`: credit code or identity number; null where a release without this column wrote the row last.
 * `concerned`: every organisation that may see the case, the intake that registered it included. `dueAt`, `yellowFrom`,
 * `redFrom`: the earliest of its open tasks.
 */
export const application = pgTable(
  'application',
  {
    serviceNumber: text('service_number').primaryKey(),
    city: text('city').notNull(),
    seq: integer('seq').notNull(),
    stage: stageEnum('stage').notNull(),
    outcome: outcomeEnum('outcome'),
    channel: text('channel').notNull(),
    phase: phaseEnum('phase').notNull(),
    area: areaEnum('area').notNull(),
    applicantName: text('applicant_name').notNull(),
    applicantKind: applicantKindEnum('applicant_kind').notNull(),
    applicantNumber: text('applicant_number'),
    projectCode: text('project_code'),
    applicantSubject: text('applicant_subject'),
    registeredByOrg: text('registered_by_org').notNull(),
    collector: text('collector').notNull(),
    convener: text('convener').notNull(),
    concerned: text('concerned').array().notNull(),
    registeredAt: instant('registered_at').notNull(),
    pushedAt: instant('pushed_at'),
    closedAt: instant('closed_at'),
    dueAt: instant('due_at'),
    yellowFrom: instant('yellow_from'),
    redFrom: instant('red_from'),
    state: stateOf<CaseState>('application')('state').notNull(),
  },
  (table) => {
    const newestFirst = [table.registeredAt.desc().nullsFirst(), table.serviceNumber.desc().nullsFirst()] as const
    return [
      index('application_by_city').on(table.city, ...newestFirst),
      index('application_by_stage').on(table.city, table.stage, ...newestFirst),
      index('application_by_registrar').on(table.city, table.registeredByOrg, ...newestFirst),
      index('application_by_applicant')
        .on(table.applicantSubject, ...newestFirst)
        .where(sql`${table.applicantSubject} is not null`),
      index('application_by_project')
        .on(table.city, table.projectCode, table.registeredAt, table.serviceNumber)
        .where(both(sql`${table.projectCode} is not null`, sql`${table.closedAt} is null`)),
      index('application_open_by_number')
        .on(table.city, table.applicantNumber, table.registeredAt, table.serviceNumber)
        .where(sql`${table.closedAt} is null`),
      index('application_of_project')
        .on(table.city, table.projectCode, table.registeredAt)
        .where(sql`${table.projectCode} is not null`),
      index('application_of_number').on(table.city, table.applicantNumber, table.registeredAt),
      index('application_due')
        .on(table.city, table.dueAt, table.serviceNumber)
        .where(sql`${table.dueAt} is not null`),
      check('application_seq_positive', sql`${table.seq} >= 1`),
      check(
        'application_closed_with_outcome',
        both(
          sql`(${table.stage} = 'closed') = (${table.closedAt} is not null)`,
          sql`(${table.outcome} is null) = (${table.closedAt} is null)`,
        ),
      ),
      check(
        'application_state_is_this_case',
        both(
          sql`${table.state} ->> 'serviceNumber' = ${table.serviceNumber}`,
          sql`(${table.state} ->> 'seq')::integer = ${table.seq}`,
        ),
      ),
    ]
  },
)
