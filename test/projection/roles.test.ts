import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { guarded } from '../../db/database-error.ts'
import { migrate, pendingMigrations } from '../../db/migrate.ts'
import { logAccess, logNoise } from '../../db/queries/access-log.ts'
import { forgetAccesses } from '../../db/queries/forget-accesses.ts'
import { letWork, mayRewrite } from '../../db/roles.ts'
import { accessLog, accessNoise } from '../../db/schema/access-log.ts'
import { asProgram, PROGRAM } from '../fixtures/program-role.ts'
import { testDatabase } from './database.ts'

/** Each with the column that says when. */
const WHEN = {
  access_log: 'at',
  access_noise: 'at',
  subscription_log: 'at',
  document_number: 'numbered_at',
  document_print: 'printed_at',
  guidance: 'written_at',
  inquiry: 'written_at',
} as const
const AUDITED = Object.keys(WHEN)
const server = testDatabase()
let program: Database
let close: () => Promise<void>
beforeAll(() => {
  ;({ database: program, close } = connectDatabase(asProgram(server.url)))
})
afterAll(() => close())

const codeOf = async (statement: string): Promise<string> =>
  guarded(() => program.execute(sql.raw(statement))).then(
    () => 'done',
    (error: { code?: string }) => error.code ?? 'unknown',
  )

describe('R-39: the program only adds to what is audited', () => {
  it.each(Object.entries(WHEN))('%s: its role may add and read, and nothing else', async (table, when) => {
    expect(await codeOf(`select count(*) from ${table}`)).toBe('done')
    for (const statement of [
      `update ${table} set ${when} = now()`,
      `delete from ${table}`,
      `truncate ${table}`,
      `truncate ${table} cascade`,
      `drop table ${table}`,
      `alter table ${table} disable trigger all`,
      `alter table ${table} owner to ${PROGRAM.name}`,
      `create trigger t before insert on ${table} for each row execute function suppress_redundant_updates_trigger()`,
      `create rule quiet as on insert to ${table} do instead nothing`,
    ])
      expect([statement, await codeOf(statement)]).toEqual([statement, '42501'])
  })

  it('writes there, and works with everything else', async () => {
    await logAccess(program, { kind: 'act', action: 'POST /x', outcome: 'allowed', city: 'chibi' })
    const at = new Date().toISOString()
    await logNoise(program, [{ since: at, at, action: 'GET /x', number: 1, requestId: 'request-1' }])
    const others = await server.database.execute<{ name: string }>(sql`select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'`)
    for (const { name } of others)
      if (!AUDITED.includes(name))
        expect([name, await codeOf(`delete from "${name}" where false`)]).toEqual([name, 'done'])
    expect(await pendingMigrations(program)).toBe(0)
    expect([await mayRewrite(program), await mayRewrite(server.database)]).toEqual([false, true])
  })

  it('stays so after another migration, and after somebody gave it more', async () => {
    await server.database.execute(sql`grant all on access_log to ${sql.identifier(PROGRAM.name)}`)
    expect([await codeOf('delete from access_log where false'), await mayRewrite(program)]).toEqual(['done', true])
    await Promise.all([migrate(server.url, PROGRAM), migrate(server.url, PROGRAM)])
    expect([await codeOf('delete from access_log where false'), await mayRewrite(program)]).toEqual(['42501', false])
  })

  it('is refused a role that is, or can become, the owner; and one that is not there', async () => {
    const owner = new URL(server.url).username
    await expect(letWork(server.database, { name: owner })).rejects.toThrow(/是表的所有者/)
    await expect(letWork(server.database, { name: 'nobody_made_this' })).rejects.toThrow(
      /没有数据库角色 nobody_made_this/,
    )
  })
})

describe('R-39: the owner forgets what is older than the law has it kept', () => {
  it('and an entry of each city says so', async () => {
    await server.database.delete(accessLog)
    await server.database.delete(accessNoise)
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
    for (const days of [400, 200, 150, 1])
      await logAccess(program, {
        at: ago(days),
        kind: 'read',
        action: `GET ${days}`,
        outcome: 'allowed',
        city: 'chibi',
      })
    const [at, since] = [ago(300), ago(300)]
    await logNoise(program, [{ since, at, action: 'GET /x', number: 9, requestId: 'request-1' }])
    const asked = { months: 6, by: 'os/operator', cities: ['chibi', 'drill'] }
    await expect(forgetAccesses(program, asked)).rejects.toMatchObject({ code: '42501' })
    await server.database.delete(accessLog).where(sql`action like 'forget%'`)
    expect(await forgetAccesses(server.database, asked)).toEqual({ accesses: 2, unknownSenders: 1 })
    const left = await server.database.select().from(accessLog).orderBy(accessLog.id)
    expect(left.map(({ action, city, sub }) => [action.replace(/\d{4}-.*/, '…'), city, sub])).toEqual([
      ['GET 150', 'chibi', null],
      ['GET 1', 'chibi', null],
      ['forget accesses before …', 'chibi', 'os/operator'],
      ['forget accesses before …', 'drill', 'os/operator'],
    ])
  })
})
