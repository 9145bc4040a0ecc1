/**
 * ADR 0042: two roles of PostgreSQL. The owner's has the tables, migrates them and forgets what is old; the program's
 * works with them, and of what is audited it only adds and reads rows.
 */
import { getTableName, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database, Transaction } from './client.ts'
import { guarded } from './database-error.ts'
import { accessLog, accessNoise } from './schema/access-log.ts'
import { guidance, inquiry } from './schema/asked.ts'
import { documentNumber, documentPrint } from './schema/document-number.ts'
import { subscriptionLog } from './schema/subscription-log.ts'

/** As whom the program connects. `password`: the role is made where there is none. */
export interface ProgramRole {
  readonly name: string
  readonly password?: string | undefined
}

/** Whatever else the program may do with its tables, these keep what was written. */
const AUDITED: readonly string[] = [
  accessLog,
  accessNoise,
  subscriptionLog,
  documentNumber,
  documentPrint,
  guidance,
  inquiry,
].map((table) => getTableName(table))

/**
 * Lets the program's role work on a database that has just been migrated, by whoever owns its tables; to be done again
 * after every migration. Throws `DatabaseError`, and `Error` where that role could undo what it is refused.
 */
export async function letWork(database: Database, role: ProgramRole): Promise<void> {
  await guarded(() =>
    database.transaction(async (transaction) => {
      await requireApart(transaction, role)
      for (const statement of await grantsTo(transaction, role.name)) await transaction.execute(statement)
    }),
  )
}

async function requireApart(transaction: Transaction, { name, password }: ProgramRole): Promise<void> {
  const [found] = await transaction.execute<{ owns: boolean }>(sql`
    select r.rolcreaterole or bool_or(pg_has_role(r.oid, c.relowner, 'MEMBER')) as owns
    from pg_roles r, pg_class c where r.rolname = ${name} and c.oid in (${regclasses()})
    group by r.rolcreaterole`)
  if (found?.owns === true)
    throw new Error(
      `数据库角色 ${name} 是表的所有者，或能成为所有者（超级用户、CREATEROLE）：DATABASE_URL 须用另一个角色，见 docs/operations.md`,
    )
  if (found !== undefined) return
  if (password === undefined)
    throw new Error(`没有数据库角色 ${name}：先由数据库管理员建立（CREATE ROLE … LOGIN），见 docs/operations.md`)
  const secret = sql.raw(`'${password.replaceAll("'", "''")}'`)
  await transaction.execute(sql`create role ${sql.identifier(name)} login password ${secret}`)
}

function regclasses(): SQL {
  return sql.raw(AUDITED.map((name) => `'public.${name}'::regclass`).join(', '))
}

/** What it has is what stands here, whatever it had. */
async function grantsTo(transaction: Transaction, name: string): Promise<SQL[]> {
  const role = sql.identifier(name)
  const [here] = await transaction.execute<{ name: string }>(sql`select current_database() as name`)
  const tables = await owned(transaction, sql`'r', 'p'`)
  const others = listed(tables.filter((table) => !AUDITED.includes(table)))
  const audited = listed(AUDITED)
  return [
    sql`grant connect, temporary on database ${sql.identifier(here?.name ?? '')} to ${role}`,
    sql`grant usage on schema public, drizzle to ${role}`,
    sql`grant select on all tables in schema drizzle to ${role}`,
    sql`grant usage, select on sequence ${listed(await owned(transaction, sql`'S'`))} to ${role}`,
    sql`grant select, insert, update, delete on ${others} to ${role}`,
    sql`revoke all on ${audited} from ${role}, public`,
    sql`grant select, insert on ${audited} to ${role}`,
  ]
}

function listed(names: readonly string[]): SQL {
  return sql.join(
    names.map((name) => sql`public.${sql.identifier(name)}`),
    sql`, `,
  )
}

/** In a database that is shared, not those of others. */
async function owned(transaction: Transaction, kinds: SQL): Promise<string[]> {
  const rows = await transaction.execute<{ name: string }>(sql`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in (${kinds}) and pg_has_role(relowner, 'USAGE')`)
  return [...rows].map((row) => row.name)
}

/** Whether who is connected could change or take away what is audited. */
export async function mayRewrite(database: Database): Promise<boolean> {
  const [row] = await guarded(() =>
    database.execute<{ may: boolean }>(sql`
      select bool_or(pg_has_role(c.relowner, 'MEMBER') or has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')) as may
      from pg_class c where c.oid in (${regclasses()})`),
  )
  return row?.may === true
}
