import { desc, gt, lte, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { revokedToken } from '../schema/revoked-token.ts'

export type RevokedTokenRow = typeof revokedToken.$inferSelect
export type Revocation = Pick<typeof revokedToken.$inferInsert, 'jti' | 'revokedBy' | 'reason'>

/** It stays as it was first revoked. Kept for so many hours: as long as any token can count. */
export async function revokeToken(
  database: Database,
  revocation: Revocation,
  keptHours: number,
): Promise<{ token: RevokedTokenRow; created: boolean }> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await transaction.delete(revokedToken).where(lte(revokedToken.forgetAt, sql`now()`))
      const [created] = await transaction
        .insert(revokedToken)
        .values({ ...revocation, forgetAt: sql`now() + make_interval(hours => ${keptHours}::integer)` })
        .onConflictDoNothing()
        .returning()
      if (created !== undefined) return { token: created, created: true }
      const [earlier] = await transaction
        .select()
        .from(revokedToken)
        .where(sql`${revokedToken.jti} = ${revocation.jti}`)
      if (earlier === undefined) throw new Error('neither revoked now nor before')
      return { token: earlier, created: false }
    }),
  )
}

/** The latest first. */
export async function revokedTokens(database: Database): Promise<RevokedTokenRow[]> {
  return guarded(() =>
    database
      .select()
      .from(revokedToken)
      .where(gt(revokedToken.forgetAt, sql`now()`))
      .orderBy(desc(revokedToken.revokedAt)),
  )
}
