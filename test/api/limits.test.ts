import { and, count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessLog } from '../../db/schema/access-log.ts'
import { rateLevel } from '../../db/schema/rate-level.ts'
import { newKey, noServers, testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { ApplicationClient, APPLICATIONS } from '../fixtures/application-client.ts'
import { testServers } from '../fixtures/matter-api.ts'
import { sentAgain } from '../fixtures/sent-again.ts'

const [PER_SECOND, BURST] = [5, 20] as const
const LIST = `${APPLICATIONS}?limit=1`

const servers = testServers({ ownDatabase: true, variables: { LIMIT_ACCOUNT: `${PER_SECOND}:${BURST}` } })
const client = new ApplicationClient(servers)

/** Another process over the same servers, and one whose PostgreSQL is away; both take the same tokens. */
let other: TestApi
let away: TestApi
beforeAll(async () => {
  const { database, temporal, api } = servers
  const { environment } = api.app.deps
  other = await testApi({ environment, database, temporal })
  away = await testApi({ environment, temporal, database: noServers().database })
  // What is shared is shared by processes that listen.
  for (const { app } of [api, other, away]) await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await Promise.all([other, away].map(({ app }) => app.close()))
})

/** Asks until it is one too many. */
async function exhaust(api: TestApi, token: string): Promise<void> {
  for (let asked = 0; asked < 10 * BURST; asked += 1) if ((await api.get(LIST, token)).statusCode === 429) return
  throw new Error('no limit was met')
}

describe('rates are held by all API processes together', () => {
  test('what one process let through is spent at the other, for this account and no other', async () => {
    const [theirs, others] = await Promise.all([
      servers.api.token('shuiwu', 'system', { sub: 'flooder' }),
      servers.api.token('shuiwu', 'system', { sub: 'another' }),
    ])
    await expect
      .poll(
        async () => {
          await exhaust(servers.api, theirs)
          const { statusCode, headers } = await other.get(LIST, theirs)
          return [statusCode, headers['retry-after'] === undefined]
        },
        { interval: 100 },
      )
      .toEqual([429, false])
    expect((await other.get(LIST, others)).statusCode).toBe(200)
    const [row] = await servers.database.select({ keys: count() }).from(rateLevel)
    expect(row?.keys).toBeGreaterThan(0)
  })

  test('who waits as long as it was told is let in again', async () => {
    const token = await servers.api.token('ranqi', 'system', { sub: 'patient' })
    await exhaust(servers.api, token)
    await expect.poll(async () => (await servers.api.get(LIST, token)).statusCode, { interval: 1_000 }).toBe(200)
  })
})

describe('a flood', () => {
  test('ten thousand requests by one client: another works undisturbed, and few of them are read or logged', async () => {
    const token = await servers.api.token('hubeiGovernmentService', 'system', { sub: 'flood' })
    const began = Date.now()
    const statuses = new Map<number, number>()
    const flood = Promise.all(
      Array.from({ length: 20 }, async (_, lane) => {
        for (let request = 0; request < 500; request += 1) {
          const { statusCode } = await (lane % 2 === 0 ? servers.api : other).post({
            url: APPLICATIONS,
            token,
            body: {},
          })
          statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
        }
      }),
    )
    const worked = (async () => {
      const serviceNumber = await client.register()
      await client.surveyed(serviceNumber)
      return serviceNumber
    })()
    await Promise.all([flood, worked])
    const seconds = (Date.now() - began) / 1_000
    const [read = 0, refused = 0] = [statuses.get(422), statuses.get(429)]
    expect(new Set(statuses.keys())).toEqual(new Set([422, 429]))
    expect(read + refused).toBe(10_000)
    // Not even two processes that never told each other would let more through.
    expect(read).toBeLessThanOrEqual(2 * (BURST + PER_SECOND * seconds))
    const logged = async () => {
      const mine = and(eq(accessLog.sub, 'flood'), eq(accessLog.problem, 'too-many-requests'))
      return (await servers.database.select({ entries: count() }).from(accessLog).where(mine))[0]?.entries ?? 0
    }
    await expect.poll(logged).toBeGreaterThan(0)
    expect(await logged()).toBeLessThanOrEqual(2 * Math.ceil(seconds / 60))
  })
})

describe('while PostgreSQL is away', () => {
  test('acts are taken, and a flood is limited all the same', async () => {
    const serviceNumber = await client.register()
    await client.until(serviceNumber, 'jointSurvey')
    const url = `${APPLICATIONS}/${serviceNumber}/survey/opinions`
    const token = await away.token('zigui', 'system', { sub: 'zigui-away' })
    const key = newKey()
    const answer = await sentAgain(() => away.post({ url, token, key, body: { remarks: '同意' } }))
    expect([answer.statusCode, answer.headers['ratelimit']]).toEqual([
      200,
      expect.stringMatching(/^"account";r=1\d;t=\d+$/),
    ])
    await exhaust(away, token)
    expect((await away.post({ url, token, body: { remarks: '同意' } })).statusCode).toBe(429)
  })
})
