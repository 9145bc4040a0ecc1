import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Outlet } from '../../api/live/outlet.ts'
import type { Database } from '../../db/client.ts'
import { noServers, testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'

const INBOX = '/api/v1/organisations/zigui/live'

/** Answers what hub and routes ask for, or nothing. */
function marking() {
  const postgres = { away: false }
  const execute = async () => {
    if (postgres.away) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
    return [{ mark: '100', changed: false }]
  }
  const database = Object.create(noServers().database, { execute: { value: execute } }) as Database
  return { postgres, database }
}

let api: TestApi
let postgres: { away: boolean }

beforeAll(async () => {
  const fake = marking()
  postgres = fake.postgres
  api = await testApi({ database: fake.database, live: { roundMs: 20, longestMs: 200 } })
  await api.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => api.app.close())

async function ask(path: string, { method = 'GET', lastId }: { method?: string; lastId?: string } = {}) {
  const { port } = api.app.server.address() as AddressInfo
  const authorization = `Bearer ${await api.token('zigui', 'officer')}`
  const headers = { authorization, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) }
  return new Promise<IncomingMessage>((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, method, headers }, resolve).on('error', reject).end()
  })
}

/** What it says until it ends. */
async function heard(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of answer) text += String(part)
  return text
}

describe('open pages', () => {
  it('one that is refused while PostgreSQL is away is kept by nobody; those that are open go on and end in order', async () => {
    const open = await ask(INBOX)
    expect([open.statusCode, api.app.live.size]).toEqual([200, 1])
    postgres.away = true
    const refused = await ask(INBOX, { lastId: '50' })
    refused.resume()
    postgres.away = false
    expect([refused.statusCode, api.app.live.size]).toEqual([503, 1])
    expect(await heard(open)).toMatch(/event: inbox\n[^]*event: bye\ndata: \{"why":"again"\}/)
    await expect.poll(() => api.app.live.size).toBe(0)
  })

  it.each([INBOX, '/api/v1/applications/CB-20261123-00001-0/live'])(
    'HEAD %s is refused, and kept by nobody',
    async (path) => {
      const answer = await ask(path, { method: 'HEAD' })
      answer.resume()
      expect([answer.statusCode, answer.headers.allow, api.app.live.size]).toEqual([405, 'GET', 0])
    },
  )
})

describe('an outlet', () => {
  it('finishes once, however often it is asked to, and says nothing after', () => {
    const outlet = new Outlet()
    for (const why of ['again', 'signed-out', 'closing']) outlet.finish(why)
    outlet.tell({ event: 'inbox', id: '1', data: { organisation: 'zigui' } })
    outlet.beat()
    const read = String(outlet.read())
    expect(read.match(/^event: .*/gm)).toEqual(['event: bye'])
    expect(read).toContain('again')
    expect(outlet.errored).toBeNull()
  })

  it('that nobody reads to its end is cut off after a while', () => {
    const outlet = new Outlet()
    outlet.finish('again')
    expect([outlet.destroyed, outlet.isStalled(0), outlet.isStalled(30_000)]).toEqual([false, false, true])
  })
})
