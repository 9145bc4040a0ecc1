import { and, asc, count, eq } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { lock } from '../locks.ts'
import { documentPrint } from '../schema/document-number.ts'
import type { PaperOf } from './document-numbers.ts'

export type DocumentPrint = typeof documentPrint.$inferSelect

/** another copy of this paper; the same again under the same key. Throws `DatabaseError`. */
export async function printed(
  database: Database,
  print: Omit<DocumentPrint, 'copy'>,
): Promise<{ readonly row: DocumentPrint; readonly created: boolean }> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await lock(transaction, 'documentNumbers', `${print.subject}\n${print.paper}`)
      const ofPaper = isOf(print)
      const [earlier] = await transaction
        .select()
        .from(documentPrint)
        .where(and(ofPaper, eq(documentPrint.key, print.key)))
      if (earlier !== undefined) return { row: earlier, created: false }
      const [there] = await transaction.select({ count: count() }).from(documentPrint).where(ofPaper)
      const row = { ...print, copy: (there?.count ?? 0) + 1 }
      await transaction.insert(documentPrint).values(row)
      return { row, created: true }
    }),
  )
}

/** The copies of a paper so far, the first first. Throws `DatabaseError`. */
export async function printsOf(database: Database, of: PaperOf): Promise<readonly DocumentPrint[]> {
  return guarded(() => database.select().from(documentPrint).where(isOf(of)).orderBy(asc(documentPrint.copy)))
}

function isOf({ subject, paper }: PaperOf) {
  return and(eq(documentPrint.subject, subject), eq(documentPrint.paper, paper))
}
