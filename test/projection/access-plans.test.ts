import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessesOf, noiseOf } from '../../db/queries/access-log.ts'
import type { AccessFilter } from '../../db/queries/access-log.ts'
import { testDatabase } from './database.ts'
import { openPlanner } from './plans.ts'
import type { Planner } from './plans.ts'

const server = testDatabase()
let planner: Planner
beforeAll(async () => {
  const { database } = server
  await database.execute(sql`
    insert into access_log (at, sub, org, role, city, kind, action, service_number, outcome)
    select now() - make_interval(secs => n), 'person-' || n % 97, (array['shuiwu', 'ranqi', 'window'])[1 + n % 3],
      'officer', (array['chibi', 'drill'])[1 + n % 2],
      (array['read', 'list', 'act', 'read']::access_kind[])[1 + n % 4], 'GET /x', 'CB-' || n % 3000, 'allowed'
    from generate_series(1, 60000) n`)
  await database.execute(sql`
    insert into access_noise (since, at, action, number, request_id)
    select now() - make_interval(secs => n), now() - make_interval(secs => n), 'GET /x', 1, 'request-' || n
    from generate_series(1, 20000) n`)
  await database.execute(sql`analyze access_log`)
  await database.execute(sql`analyze access_noise`)
  planner = openPlanner(server.url)
})
afterAll(() => planner.close())

const from = new Date(Date.now() - 30_000_000).toISOString()
const cursor = { at: new Date(Date.now() - 10_000_000).toISOString(), id: '1000' }
const FILTERS: Readonly<Record<string, Partial<AccessFilter>>> = {
  access_log_by_city: {},
  access_log_by_account: { sub: 'person-3' },
  access_log_by_org: { org: 'shuiwu' },
  access_log_by_case: { serviceNumber: 'CB-17' },
  access_log_by_kind: { kind: 'paper' },
}

it.each(Object.entries(FILTERS))('R-39: what auditors ask for is a range of %s', async (index, filter) => {
  for (const more of [{}, { from }, { cursor }, { from, cursor }]) {
    const { whole, indexes } = await planner.plansOf((database) =>
      accessesOf(database, { city: 'chibi', limit: 100, ...filter, ...more }),
    )
    expect([whole, indexes]).toEqual([[], [index]])
  }
})

it('R-39: and so are unknown senders', async () => {
  const { whole, indexes } = await planner.plansOf((database) => noiseOf(database, { limit: 100, from, cursor }))
  expect([whole, indexes]).toEqual([[], ['access_noise_by_time']])
})
