import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { guarded } from '../../db/database-error.ts'
import { lockIfFree } from '../../db/locks.ts'
import { MendRefused } from './refused.ts'

/**
 * Runs `work` while nobody else mends this subject. Throws {@link MendRefused} where somebody does. The lock ends with
 * its connection.
 */
export function whileLocked<Result>(database: Database, subject: string, work: () => Promise<Result>): Promise<Result> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await transaction.execute(sql`set local idle_in_transaction_session_timeout = 0`)
      if (!(await lockIfFree(transaction, 'mend', subject)))
        throw new MendRefused(`${subject} 正由另一个 mend 修复，请等它结束`)
      return work()
    }),
  )
}
