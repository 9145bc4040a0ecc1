import { and, asc, count, eq, inArray } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { lock } from '../locks.ts'
import { caseFile } from '../schema/case-file.ts'

export type CaseFile = typeof caseFile.$inferSelect

/** The file of a case that was sent with these bytes. Throws `DatabaseError`. */
export async function fileOfCase(
  database: Database,
  serviceNumber: string,
  originalSha256: string,
): Promise<CaseFile | undefined> {
  const [row] = await guarded(() =>
    database
      .select()
      .from(caseFile)
      .where(and(eq(caseFile.serviceNumber, serviceNumber), eq(caseFile.originalSha256, originalSha256))),
  )
  return row
}

/**
 * Keeps that it was uploaded; where it was before, by whomever, gives that row. Undefined where the case has as many
 * as it may. Throws `DatabaseError`.
 */
export async function keepFile(database: Database, file: CaseFile, most: number): Promise<CaseFile | undefined> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await lock(transaction, 'caseFiles', file.serviceNumber)
      const ofCase = eq(caseFile.serviceNumber, file.serviceNumber)
      const [earlier] = await transaction
        .select()
        .from(caseFile)
        .where(and(ofCase, eq(caseFile.originalSha256, file.originalSha256)))
      if (earlier !== undefined) return earlier
      const [there] = await transaction.select({ count: count() }).from(caseFile).where(ofCase)
      if ((there?.count ?? 0) >= most) return undefined
      await transaction.insert(caseFile).values(file)
      return file
    }),
  )
}

/** Whether a case has as many as it may. Throws `DatabaseError`. */
export async function hasFilesEnough(database: Database, serviceNumber: string, most: number): Promise<boolean> {
  const [there] = await guarded(() =>
    database.select({ count: count() }).from(caseFile).where(eq(caseFile.serviceNumber, serviceNumber)),
  )
  return (there?.count ?? 0) >= most
}

/** Oldest first. Throws `DatabaseError`. */
export async function filesOfCase(database: Database, serviceNumber: string): Promise<readonly CaseFile[]> {
  return guarded(() =>
    database
      .select()
      .from(caseFile)
      .where(eq(caseFile.serviceNumber, serviceNumber))
      .orderBy(asc(caseFile.uploadedAt), asc(caseFile.id)),
  )
}

/** Throws `DatabaseError`. */
export async function findFile(database: Database, id: string): Promise<CaseFile | undefined> {
  const [row] = await guarded(() => database.select().from(caseFile).where(eq(caseFile.id, id)))
  return row
}

/** Which of these a case has, with what is kept of each. Throws `DatabaseError`. */
export async function storedOf(
  database: Database,
  serviceNumber: string,
  originals: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { originalSha256: original, storedSha256: stored } = caseFile
  const rows = await guarded(() =>
    database
      .select({ original, stored })
      .from(caseFile)
      .where(and(eq(caseFile.serviceNumber, serviceNumber), inArray(original, [...originals]))),
  )
  return new Map(rows.map((row) => [row.original, row.stored]))
}
