import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AccessWriter } from '../../api/plugins/access-writer.ts'
import type { AccessEntry } from '../../db/queries/access-log.ts'
import { accessLog } from '../../db/schema/access-log.ts'
import { testDatabase } from '../projection/database.ts'

const server = testDatabase()
const warned: string[] = []
let writer: AccessWriter

beforeEach(async () => {
  await server.database.delete(accessLog)
  warned.length = 0
  writer = new AccessWriter(server.database, (message) => void warned.push(message))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await writer.close()
})

const entry = (action: string): AccessEntry => ({ action, outcome: 'allowed', org: 'shuiwu', kind: 'read' })
const actions = async () =>
  (await server.database.select().from(accessLog).orderBy(accessLog.id)).map((row) => row.action)

/** How many statements wrote to the log; `failing` of them, the first, are refused as while the database is away. */
function writes(failing = 0): { count: number; failing: number } {
  const seen = { count: 0, failing }
  const client = server.database.$asked
  const { unsafe } = client
  vi.spyOn(client, 'unsafe').mockImplementation(((text: string, ...rest: never[]) => {
    if (!text.includes('insert into "access_log"')) return Reflect.apply(unsafe, client, [text, ...rest])
    seen.count += 1
    if (seen.count > seen.failing) return Reflect.apply(unsafe, client, [text, ...rest])
    const refused = Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }))
    refused.catch(() => {})
    return refused
  }) as typeof unsafe)
  return seen
}

it('R-39: an act has its entry before it is answered', async () => {
  await writer.act(entry('act'))
  expect(await actions()).toEqual(['act'])
})

it('R-39: what is read is written with others, with the time of the reading', async () => {
  const seen = writes()
  const before = Date.now()
  for (let index = 0; index < 50; index += 1) void writer.read(entry(`read ${index}`))
  const read = Date.now()
  await expect.poll(actions, { timeout: 15_000 }).toHaveLength(50)
  expect(seen.count).toBe(1)
  for (const { at } of await server.database.select().from(accessLog)) {
    expect(Date.parse(at)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(at)).toBeLessThanOrEqual(read)
  }
})

it('R-39: while the database is away acts are answered, and each has its entry when it is back', async () => {
  const seen = writes(Infinity)
  // None waits for the database, which comes back only when all are answered.
  for (let index = 0; index < 5_100; index += 1) await writer.act(entry(`act ${index}`))
  await writer.read(entry('read'))
  seen.failing = seen.count
  await expect.poll(async () => (await actions()).length, { timeout: 15_000 }).toBe(5_101)
  expect(warned.length).toBeGreaterThan(0)
})

it('R-39: one entry that cannot be written keeps no other', async () => {
  await writer.read({ ...entry('bad'), problem: 'forbidden' })
  await writer.read(entry('good'))
  await writer.act(entry('act'))
  await expect.poll(actions, { timeout: 15_000 }).toEqual(['act', 'good'])
})

it('R-39: what is refused for want of a migration waits for it', async () => {
  await server.database.execute(sql`alter table access_log rename to access_log_away`)
  await writer.act(entry('act'))
  await writer.read(entry('read'))
  await server.database.execute(sql`alter table access_log_away rename to access_log`)
  await expect.poll(actions, { timeout: 15_000 }).toEqual(['act', 'read'])
})

it('R-39: nobody reads faster than it is written down, and nothing is left out', async () => {
  const before = Array.from({ length: 20_000 }, (_, index) => writer.read(entry(`read ${index}`)))
  await Promise.all(before)
  let isAnswered = false
  const beyond = writer.read(entry('beyond')).then(() => {
    isAnswered = true
  })
  await Promise.resolve()
  expect(isAnswered).toBe(false)
  await beyond
  await expect.poll(async () => (await actions()).length, { timeout: 60_000 }).toBe(20_001)
  expect(warned).toEqual([])
})

it('R-39: closing writes what waits', async () => {
  await writer.read(entry('read'))
  await writer.close()
  expect(await actions()).toEqual(['read'])
})
