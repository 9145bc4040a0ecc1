/** Not derived: what was uploaded to cases. What is in a file lies in the file store, under `stored_sha256`. */
import { sql } from 'drizzle-orm'
import { bigint, check, doublePrecision, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Role } from '../../domain/actor/actor.ts'
import type { FileType } from '../../domain/files/file-types.ts'
import { instant } from '../columns.ts'

/** `original`: as it was sent, which is not kept where a picture was written anew. */
export const caseFile = pgTable(
  'case_file',
  {
    id: uuid('id').primaryKey(),
    serviceNumber: text('service_number').notNull(),
    originalSha256: text('original_sha256').notNull(),
    storedSha256: text('stored_sha256').notNull(),
    type: text('type').$type<FileType>().notNull(),
    /** As its sender called it. */
    name: text('name').notNull(),
    originalBytes: bigint('original_bytes', { mode: 'number' }).notNull(),
    storedBytes: bigint('stored_bytes', { mode: 'number' }).notNull(),
    width: integer('width'),
    height: integer('height'),
    /** By the camera's own clock, which has no zone: `2026-11-26T09:30:15`. */
    takenAt: text('taken_at'),
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    /** Who says so. */
    locatedBy: text('located_by').$type<'picture' | 'device'>(),
    uploadedSub: text('uploaded_sub').notNull(),
    uploadedOrg: text('uploaded_org').notNull(),
    uploadedRole: text('uploaded_role').$type<Role>().notNull(),
    uploadedAt: instant('uploaded_at').notNull(),
  },
  (table) => [
    uniqueIndex('case_file_once').on(table.serviceNumber, table.originalSha256),
    index('case_file_by_case').on(table.serviceNumber, table.uploadedAt, table.id),
    check(
      'case_file_digests',
      sql`${table.originalSha256} ~ '^[0-9a-f]{64}$' and ${table.storedSha256} ~ '^[0-9a-f]{64}$'`,
    ),
    check('case_file_place', sql`num_nonnulls(${table.latitude}, ${table.longitude}, ${table.locatedBy}) in (0, 3)`),
  ],
)
