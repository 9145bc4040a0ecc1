import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../db/client.ts'
import { allServiceNumbers } from '../../db/queries/registrations.ts'
import { newKey } from '../fixtures/api.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { transferBody } from '../fixtures/matters.ts'
import { TestStack } from './stack.ts'

const APPLICATIONS = '/api/v1/applications'
const TRANSFERS = '/api/v1/transfers'
const AT_ONCE = 4
const FORM = { services: { water: { business: 'new', tonsPerDay: 12 } } }

/** One company's request: the same key and body however often it is sent. */
interface Sent {
  readonly key: string
  readonly body: Record<string, unknown>
  readonly number: string
}

let stack: TestStack
beforeAll(async () => {
  stack = await TestStack.begin()
})
afterAll(() => stack.end())

async function post(key: string, body: unknown, url = APPLICATIONS) {
  return stack.api.post({ url, token: await stack.api.token('hubeiGovernmentService', 'system'), body, key })
}

async function registered(name: string): Promise<Sent> {
  const [key, body] = [newKey(), registrationBody({}, { ...FORM, remarks: name })]
  const answer = await post(key, body)
  expect([answer.statusCode, answer.payload]).toEqual([201, expect.any(String)])
  return { key, body, number: answer.json<{ serviceNumber: string }>().serviceNumber }
}

/** So many registrations, a few at once, each followed by an act. */
async function load(name: string, count: number): Promise<readonly Sent[]> {
  const all: Sent[] = []
  const clerk = await stack.api.token('window', 'clerk')
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, lane) => {
      for (let index = lane; index < count; index += AT_ONCE) {
        const sent = await registered(`${name} ${index}`)
        all.push(sent)
        const answer = await stack.api.post({
          url: `${APPLICATIONS}/${sent.number}/contact`,
          token: clerk,
          body: { contact: '李四', phone: '13900001111' },
        })
        expect([answer.statusCode, answer.payload]).toEqual([200, expect.any(String)])
      }
    }),
  )
  return all
}

/** What a backup is: every table as it is at one moment, kept aside. */
async function backUp(database: Database): Promise<void> {
  await database.transaction(
    async (transaction) => {
      await transaction.execute(sql`create schema backup`)
      for (const { name } of await tablesOf(transaction))
        await transaction.execute(
          sql`create table backup.${sql.identifier(name)} as table public.${sql.identifier(name)}`,
        )
    },
    { isolationLevel: 'repeatable read' },
  )
}

/** The tables as they were kept, in the place of those that are there. */
async function restore(database: Database): Promise<void> {
  await database.transaction(async (transaction) => {
    const tables = await tablesOf(transaction)
    await transaction.execute(sql`set local session_replication_role = replica`)
    await transaction.execute(
      sql`truncate ${sql.join(
        tables.map(({ name }) => sql.identifier(name)),
        sql`, `,
      )}`,
    )
    for (const { name } of tables) {
      const columns = await columnsOf(transaction, name)
      await transaction.execute(
        sql`insert into public.${sql.identifier(name)} (${columns}) overriding system value
          select ${columns} from backup.${sql.identifier(name)}`,
      )
    }
  })
}

function tablesOf(database: Pick<Database, 'execute'>) {
  return database.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
}

/** Without those that PostgreSQL makes of the others. */
async function columnsOf(database: Pick<Database, 'execute'>, table: string): Promise<SQL> {
  const columns = await database.execute<{ name: string }>(
    sql`select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`,
  )
  return sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  )
}

/** Its index of what there is comes a moment later. */
async function seenByTemporal(count: number): Promise<void> {
  const kinds = "WorkflowType = 'application' OR WorkflowType = 'transfer'"
  await expect.poll(async () => (await stack.client.workflow.count(kinds)).count).toBe(count)
}

async function readiness() {
  return (await stack.api.app.inject('/readyz')).json<{
    status: string
    checks: { registration: string }
    details: { registration?: { unknownNumbers: number; examples: string[]; run: string } }
  }>()
}

const lastLine = (stdout: string): unknown => JSON.parse(stdout.trim().split('\n').at(-1) ?? '')

describe('PostgreSQL alone is put back to a minute ago, under load', () => {
  it('R-39: nobody is given another’s number, registration stands back and says so; the rebuild brings it forward, and it goes on', async () => {
    const kept = await load('此前', 4)
    await backUp(stack.database)
    const lost = await load('其后', 12)
    const transferKey = newKey()
    const lostBody = transferBody()
    const lostTransfer = (await post(transferKey, lostBody, TRANSFERS)).json<{ number: string }>().number
    const numbers = [...kept, ...lost].map(({ number }) => number)
    await seenByTemporal(numbers.length + 1)
    await restore(stack.database)
    expect((await allServiceNumbers(stack.database)).sort()).toEqual(kept.map(({ number }) => number).sort())

    // This process has not looked yet: the number that comes next is another's, and so are the eleven after it.
    const first = await registered('恢复之后')
    expect(numbers).not.toContain(first.number)
    expect(await readiness()).toMatchObject({ status: 'degraded', checks: { registration: 'suspended' } })

    await stack.restartApi()
    expect((await stack.api.app.inject('/readyz')).statusCode).toBe(200)
    const { details } = await readiness()
    expect(details.registration).toMatchObject({ unknownNumbers: lost.length + 1, run: 'npm run rebuild -- --all' })
    expect(details.registration?.examples).toEqual([...lost.map(({ number }) => number), lostTransfer].sort())
    for (const [key, body, url] of [
      [newKey(), registrationBody({}, FORM), APPLICATIONS],
      [lost[0]!.key, lost[0]!.body, APPLICATIONS],
      [newKey(), transferBody(), TRANSFERS],
    ] as const) {
      const answer = await post(key, body, url)
      expect([answer.statusCode, answer.json(), answer.headers['retry-after']]).toEqual([
        503,
        expect.objectContaining({
          code: 'registration-suspended',
          detail: expect.stringContaining('npm run rebuild -- --all'),
        }),
        '60',
      ])
    }
    const known = await post(kept[0]!.key, kept[0]!.body)
    expect([known.statusCode, known.json().serviceNumber]).toEqual([200, kept[0]!.number])

    const verified = await stack.run('rebuild.ts', '--verify')
    expect(verified.code).toBe(1)
    for (const { number } of lost) expect(verified.stdout).toContain(`不一致：registration ${number} (row)\n`)
    const rebuilt = await stack.run('rebuild.ts', '--all')
    expect([rebuilt.code, rebuilt.stderr, lastLine(rebuilt.stdout)]).toEqual([
      0,
      '',
      expect.objectContaining({ applications: 17, differences: 0 }),
    ])
    for (const number of [...lost.map((sent) => sent.number), lostTransfer])
      expect(rebuilt.stdout).toContain(`已补回登记：${number}\n`)

    await stack.api.app.deps.numbers.check()
    expect(await readiness()).toMatchObject({ checks: { registration: 'ok' } })
    for (const { key, body, number } of [...kept, ...lost, first]) {
      const again = await post(key, body)
      expect([again.statusCode, again.json().serviceNumber]).toEqual([200, number])
    }
    expect((await post(lost[0]!.key, registrationBody({}, { ...FORM, remarks: '另一内容' }))).json()).toMatchObject({
      code: 'idempotency-key-reused',
    })
    expect((await post(transferKey, lostBody, TRANSFERS)).json()).toMatchObject({ number: lostTransfer })
    const more = await load('恢复登记', 4)
    const given = [...numbers, first.number, ...more.map(({ number }) => number)]
    expect(new Set(given).size).toBe(given.length)

    const after = await stack.run('rebuild.ts', '--verify')
    expect([after.code, lastLine(after.stdout)]).toEqual([
      0,
      expect.objectContaining({ applications: given.length, matters: 1, differences: 0 }),
    ])
    const replayed = await stack.run('replay.ts', '--all')
    expect([replayed.code, lastLine(replayed.stdout)]).toEqual([
      0,
      expect.objectContaining({ applications: given.length, failed: 0 }),
    ])
  }, 600_000)
})
