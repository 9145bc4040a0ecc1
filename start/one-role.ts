import type { Database } from '../db/client.ts'
import { mayRewrite } from '../db/roles.ts'

/** said and not refused, for 0.3 ran as the owner of its tables. A database that is away is told elsewhere. */
export async function tellWhereOneRole(database: Database, say: (text: string) => void): Promise<void> {
  if (await mayRewrite(database).catch(() => false))
    say(
      '本程序以表的所有者连接 PostgreSQL，能改写查阅记录：请分开两个角色（DATABASE_OWNER_URL，见 docs/operations.md）。',
    )
}
