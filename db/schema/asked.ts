/**
 * Not derived: whom bureaus told to file, and what was asked. Each change is another version with the
 * whole of it; the last one counts, and none is changed or taken away.
 */
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Role } from '../../domain/actor/actor.ts'
import type { Guided } from '../../domain/asked/guidance.schema.ts'
import type { Asked } from '../../domain/asked/inquiry.schema.ts'
import { instant } from '../columns.ts'
import { phaseEnum } from './enums.ts'

/** Who wrote a version, when, under which Idempotency-Key (its hash), and what for where it changes one. */
const written = () => ({
  id: uuid('id').notNull(),
  version: integer('version').notNull(),
  city: text('city').notNull(),
  key: text('key').notNull(),
  bodyHash: text('body_hash').notNull(),
  writtenSub: text('written_sub').notNull(),
  writtenOrg: text('written_org').notNull(),
  writtenRole: text('written_role').$type<Role>().notNull(),
  writtenAt: instant('written_at').notNull(),
  reason: text('reason'),
})

/** 引导记录. `number`: the credit code or identity number of who was told. */
export const guidance = pgTable(
  'guidance',
  {
    ...written(),
    org: text('org').notNull(),
    phase: phaseEnum('phase').notNull(),
    number: text('number').notNull(),
    projectCode: text('project_code'),
    guidedAt: instant('guided_at').notNull(),
    withdrawn: boolean('withdrawn').notNull(),
    content: jsonb('content').$type<Guided>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.version] }),
    uniqueIndex('guidance_once').on(table.key),
    index('guidance_by_city').on(table.city, table.guidedAt, table.id),
    check('guidance_version_positive', sql`${table.version} > 0`),
  ],
)

/**
 * 咨询. `owner`: whose turn it is, or who answered; of that turn `since`, `warnAt` and `dueAt`. `unassessed`: the
 * length was not adopted when the turn began (R-33⁺). `channel`: the intake system that it came by, or the window.
 * `person`: whom the owner's duty list named then.
 */
export const inquiry = pgTable(
  'inquiry',
  {
    ...written(),
    /** The same of all its versions, and of no other inquiry. */
    number: text('number').notNull(),
    channel: text('channel').notNull(),
    /** Of an applicant who asked themself. */
    askedSub: text('asked_sub'),
    askedAt: instant('asked_at').notNull(),
    content: jsonb('content').$type<Asked>().notNull(),
    owner: text('owner').notNull(),
    person: text('person'),
    since: instant('since').notNull(),
    warnAt: instant('warn_at').notNull(),
    dueAt: instant('due_at').notNull(),
    unassessed: boolean('unassessed').notNull(),
    answer: text('answer'),
    answeredAt: instant('answered_at'),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.version] }),
    uniqueIndex('inquiry_once').on(table.key),
    uniqueIndex('inquiry_by_number').on(table.number.op('text_pattern_ops'), table.version),
    index('inquiry_by_city').on(table.city, table.askedAt, table.id),
    index('inquiry_open')
      .on(table.city, table.owner, table.dueAt, table.id)
      .where(sql`${table.answeredAt} is null`),
    check('inquiry_version_positive', sql`${table.version} > 0`),
    check('inquiry_answered_at', sql`(${table.answer} is null) = (${table.answeredAt} is null)`),
  ],
)
