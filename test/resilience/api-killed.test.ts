import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transaction } from '../../db/client.ts'
import { lock } from '../../db/locks.ts'
import { actJournal } from '../../db/schema/act-journal.ts'
import { newKey } from '../fixtures/api.ts'
import { HttpCase } from './http-case.ts'
import { TestStack } from './stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await TestStack.begin()
})
afterAll(() => stack.end())

async function waiting(): Promise<HttpCase> {
  const the = await HttpCase.register(stack, 'chibi')
  await the.reaches((state) => state.survey !== undefined)
  return the
}

/** Answered by a program that may be killed meanwhile: then there is no status. */
async function post(url: string, { serviceNumber }: HttpCase, key: string): Promise<number | undefined> {
  const token = await stack.api.token('window', 'clerk', { city: 'chibi' })
  try {
    const answer = await fetch(`${url}/api/v1/applications/${serviceNumber}/contact`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ contact: '李四' }),
    })
    return answer.status
  } catch {
    return undefined
  }
}

const noted = () => stack.database.select().from(actJournal)
const age = () => stack.database.update(actJournal).set({ since: sql`now() - interval '1 minute'` })
const recorded = async ({ serviceNumber }: HttpCase) => (await stack.recorded([serviceNumber])).get(serviceNumber) ?? []

async function equalsHistory(the: HttpCase): Promise<void> {
  await stack.caughtUp([the.serviceNumber])
  expect(await stack.projected(the.serviceNumber)).toEqual(await recorded(the))
  const { code, stdout } = await stack.run('rebuild.ts', '--verify', the.serviceNumber)
  expect([code, JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')]).toEqual([
    0,
    expect.objectContaining({ differences: 0 }),
  ])
}

/** Whoever waits for the lock of a case. */
const WAITING = sql`from pg_locks where locktype = 'advisory' and not granted`

async function killedWriting(
  transaction: Transaction,
  the: HttpCase,
  api: { readonly url: string; kill(): Promise<void> },
): Promise<void> {
  await lock(transaction, 'case', the.serviceNumber)
  const answer = post(api.url, the, newKey())
  await expect.poll(async () => (await transaction.execute(sql`select pid ${WAITING}`)).length).toBe(1)
  await api.kill()
  await answer
}

describe('an API is killed amid an act', () => {
  it('R-39: when the act has been answered to it and it waits to write: another sees to it, without a further act', async () => {
    const the = await waiting()
    const [killed, other] = [await stack.startApi(), await stack.startApi()]
    const before = (await recorded(the)).length
    await stack.database.transaction(async (transaction) => {
      await killedWriting(transaction, the, killed)
      // As if its machine were gone: else PostgreSQL goes on with what it was asked.
      await transaction.execute(sql`select pg_terminate_backend(pid, 5000) ${WAITING}`)
    })
    expect((await recorded(the)).length).toBe(before + 1)
    expect([(await stack.projected(the.serviceNumber)).length, (await noted()).length]).toEqual([before, 1])
    await age()
    await expect.poll(async () => (await stack.projected(the.serviceNumber)).length).toBe(before + 1)
    await expect.poll(noted).toEqual([])
    await equalsHistory(the)
    await other.kill()
  }, 120_000)

  it('R-39: when it waits to write and PostgreSQL goes on with what it was asked: all is written, nothing is left to see to', async () => {
    const the = await waiting()
    const killed = await stack.startApi()
    const before = (await recorded(the)).length
    await stack.database.transaction((transaction) => killedWriting(transaction, the, killed))
    await expect.poll(async () => (await stack.projected(the.serviceNumber)).length).toBe(before + 1)
    expect(await noted()).toEqual([])
    await equalsHistory(the)
  }, 120_000)

  it('R-39: while no worker is there: the case is told before the act comes to it, and takes both', async () => {
    const the = await waiting()
    const before = (await stack.projected(the.serviceNumber)).length
    await stack.kill('worker')
    const [killed, key] = [await stack.startApi(), newKey()]
    const answer = post(killed.url, the, key)
    await expect.poll(async () => (await noted()).length).toBe(1)
    // Until Temporal has it, which tells nobody.
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await killed.kill()
    expect(await answer).toBeUndefined()
    const other = await stack.startApi()
    await age()
    await expect.poll(noted).toEqual([])
    await stack.startWorker()
    const status = await post(other.url, the, key)
    expect(status).toBe(200)
    await expect.poll(async () => (await stack.projected(the.serviceNumber)).length).toBe(before + 1)
    await equalsHistory(the)
    await other.kill()
  }, 120_000)
})
