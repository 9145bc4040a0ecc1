import { and, eq, inArray, or } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { accountName, parseAccount } from '../../domain/actor/account.ts'

/** Which rows are of an account, as `isAccount` has it. `sentBy`: of the organisation that named the account. */
export function ofAccount(column: PgColumn, name: string, sentBy?: PgColumn): SQL | undefined {
  const account = parseAccount(name)
  if (account === undefined) return eq(column, name)
  const names = [true, false].map((own) => accountName({ ...account, own }))
  if (account.own) return inArray(column, [...names, account.subject])
  if (sentBy === undefined) return inArray(column, names)
  return or(inArray(column, names), and(eq(column, account.subject), eq(sentBy, account.channel)))
}
