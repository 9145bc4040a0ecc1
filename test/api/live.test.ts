import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Outlet } from '../../api/live/outlet.ts'
import { projectEvents } from '../../db/projection.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { officer } from '../fixtures/actors.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { openTestDatabase } from '../projection/database.ts'
import type { TestDatabase } from '../projection/database.ts'

const API = '/api/v1'
const LIVE = { roundMs: 50, beatMs: 200, longestMs: 60_000, mostOfAccount: 3 }
type Who = readonly [org: string, role: Parameters<TestApi['token']>[1]]
const ZIGUI: Who = ['zigui', 'officer']

let server: TestDatabase
/** Two API processes' worth over one database. */
let one: TestApi
let other: TestApi
const opened: Stream[] = []

beforeAll(async () => {
  server = await openTestDatabase()
  const environment = testEnvironment()
  const started = async () => {
    const api = await testApi({ database: server.database, environment, live: LIVE })
    await api.app.listen({ port: 0, host: '127.0.0.1' })
    return api
  }
  ;[one, other] = [await started(), await started()]
})
afterAll(async () => {
  for (const stream of opened) stream.leave()
  await one.app.close()
  await other.app.close()
  await server.close()
})

interface Told {
  readonly event: string
  readonly id?: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Reads one stream as a browser would. */
class Stream {
  readonly events: Told[] = []
  text = ''
  ended = false
  readonly #answer: IncomingMessage

  constructor(answer: IncomingMessage) {
    this.#answer = answer
    answer.setEncoding('utf8')
    answer.on('data', (part: string) => this.#read(part))
    answer.on('close', () => (this.ended = true))
    answer.on('error', () => {})
  }

  get status(): number | undefined {
    return this.#answer.statusCode
  }

  get headers() {
    return this.#answer.headers
  }

  leave(): void {
    this.#answer.destroy()
  }

  async hears(what: object): Promise<void> {
    await expect.poll(() => this.events.at(-1), { interval: 20 }).toMatchObject(what)
  }

  #read(part: string): void {
    this.text += part
    for (let at = this.text.indexOf('\n\n', this.#done); at >= 0; at = this.text.indexOf('\n\n', this.#done)) {
      const lines = this.text.slice(this.#done, at).split('\n')
      this.#done = at + 2
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
      const [event, data, id] = [field('event'), field('data'), field('id')]
      if (event !== undefined) this.events.push({ event, data: JSON.parse(data ?? '{}'), ...(id && { id }) })
    }
  }
  #done = 0
}

async function ask(path: string, token: string, { api = one, lastId }: { api?: TestApi; lastId?: string } = {}) {
  const { port } = api.app.server.address() as AddressInfo
  const headers = { authorization: `Bearer ${token}`, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', path: API + path, headers }, resolve)
      .on('error', reject)
      .end()
  })
  const stream = new Stream(answer)
  opened.push(stream)
  return stream
}

const watch = async (path: string, who: Who = ZIGUI, more: Parameters<typeof ask>[2] = {}) =>
  ask(path, await one.token(who[0], who[1], { sub: `${who[0]}-${opened.length}` }), more)

let sequence = 0
async function surveyed(): Promise<PureCase> {
  const serviceNumber = makeServiceNumber('CB', '2026-11-23', (sequence += 1))
  const the = new PureCase(applicationInput(undefined, { serviceNumber }))
  the.atSurvey()
  await project(the)
  return the
}
const project = (the: PureCase) => projectEvents(server.database, the.state.serviceNumber, the.events)

async function opinion(the: PureCase, org: string): Promise<number> {
  the.act('fileOpinion', officer(org), { remarks: '王建国 13871234567 说无意见' })
  await project(the)
  return the.state.seq
}

const ofCase = (the: PureCase) => `/applications/${the.state.serviceNumber}/live`

describe('a case', () => {
  it('tells where it stands, then each time something happens, whichever process wrote it; nothing of what', async () => {
    const the = await surveyed()
    const { serviceNumber } = the.state
    const streams = [await watch(ofCase(the)), await watch(ofCase(the), ['shuiwu', 'officer'], { api: other })]
    for (const stream of streams) {
      expect([stream.status, stream.headers['content-type'], stream.headers['cache-control']]).toEqual([
        200,
        'text/event-stream; charset=utf-8',
        'no-store',
      ])
      await stream.hears({ event: 'case', id: String(the.state.seq), data: { serviceNumber, seq: the.state.seq } })
    }
    const seq = await opinion(the, 'chengguan')
    for (const stream of streams) {
      await stream.hears({ event: 'case', id: String(seq), data: { seq } })
      expect(stream.text).not.toMatch(/王建国|1387|湖北/)
    }
  })

  it('resumes: told at once what it missed, and nothing where it missed nothing', async () => {
    const the = await surveyed()
    const first = await watch(ofCase(the))
    await first.hears({ event: 'case' })
    first.leave()
    const lastId = first.events.at(-1)?.id ?? ''
    const seq = await opinion(the, 'chengguan')
    const again = await watch(ofCase(the), ZIGUI, { lastId, api: other })
    await again.hears({ data: { seq } })
    const same = await watch(ofCase(the), ZIGUI, { lastId: String(seq) })
    const next = await opinion(the, 'zigui')
    await same.hears({ data: { seq: next } })
    expect(same.events).toHaveLength(1)
    const odd = await watch(ofCase(the), ZIGUI, { lastId: "1' or 1=1" })
    await odd.hears({ data: { seq: next } })
  })

  it('R-39: who may not read it hears nothing of it', async () => {
    const the = await surveyed()
    const stranger = await watch(ofCase(the), ['mobile', 'officer'])
    expect([stranger.status, stranger.headers['content-type']]).toEqual([403, expect.stringContaining('problem')])
    expect((await watch(ofCase(the), ['applicant', 'applicant'])).status).toBe(404)
    expect((await watch(ofCase(the), ['xianningPlatform', 'system'])).status).toBe(403)
    expect((await watch('/applications/CB-20261123-99999-0/live')).status).toBe(404)
    expect((await ask(ofCase(the), 'nonsense')).status).toBe(401)
    expect((await watch(`${ofCase(the)}?x=1`)).status).toBe(422)
    expect((await watch(ofCase(the), ['office', 'auditor'])).status).toBe(200)
  })
})

describe('an inbox', () => {
  it('hears of cases that concern the organisation, and of no others', async () => {
    const the = await surveyed()
    const [zigui, fagai] = [
      await watch('/organisations/zigui/live'),
      await watch('/organisations/mobile/live', ['mobile', 'officer']),
    ]
    for (const stream of [zigui, fagai]) await stream.hears({ event: 'inbox', id: expect.stringMatching(/^\d+$/) })
    await opinion(the, 'chengguan')
    await expect.poll(() => zigui.events.length).toBe(2)
    expect(zigui.events.at(-1)).toMatchObject({ event: 'inbox', data: { organisation: 'zigui' } })
    expect(fagai.events).toHaveLength(1)
  })

  it('resumes: what happened meanwhile is told, and a mark of another server is none', async () => {
    const the = await surveyed()
    const first = await watch('/organisations/zigui/live')
    await first.hears({ event: 'inbox' })
    first.leave()
    const lastId = first.events.at(-1)?.id ?? ''
    await opinion(the, 'chengguan')
    const again = await watch('/organisations/zigui/live', ZIGUI, { lastId, api: other })
    await again.hears({ event: 'inbox' })
    const ahead = await watch('/organisations/zigui/live', ZIGUI, { lastId: '99999999999' })
    await ahead.hears({ event: 'inbox' })
    await opinion(the, 'zigui')
    await expect.poll(() => ahead.events.length).toBe(2)
  })

  it('R-38: is that of one’s own organisation, but for who oversees', async () => {
    expect((await watch('/organisations/zigui/live', ['shuiwu', 'officer'])).status).toBe(403)
    expect((await watch('/organisations/nobody/live')).status).toBe(404)
    expect((await watch('/organisations/zigui/live', ['applicant', 'applicant'])).status).toBe(403)
    expect((await watch('/organisations/zigui/live', ['office', 'officer'])).status).toBe(200)
  })
})

describe('streams', () => {
  it('beat, so that nobody between takes them for dead', async () => {
    const stream = await watch('/organisations/zigui/live')
    await expect.poll(() => stream.text.match(/^:$/gm)?.length ?? 0).toBeGreaterThanOrEqual(3)
  })

  it('end with their token, when it is revoked or past', async () => {
    const revoked = await one.token('zigui', 'officer', { sub: 'leaves' })
    const brief = await one.token('zigui', 'officer', { sub: 'brief', expiresInSeconds: 1 })
    const streams = [await ask('/organisations/zigui/live', revoked), await ask('/organisations/zigui/live', brief)]
    for (const stream of streams) expect(stream.status).toBe(200)
    const body = { jti: decodeJwt(revoked).jti, reason: '离岗' }
    await one.post({ url: `${API}/revoked-tokens`, token: await one.token('office', 'administrator'), body })
    for (const stream of streams) {
      await stream.hears({ event: 'bye', data: { why: 'signed-out' } })
      await expect.poll(() => stream.ended).toBe(true)
    }
    expect((await ask('/organisations/zigui/live', revoked)).status).toBe(401)
  })

  it('are few for each account', async () => {
    const token = await one.token('zigui', 'officer', { sub: 'many-tabs' })
    const own = [1, 2, 3].map(() => ask('/organisations/zigui/live', token))
    const streams = await Promise.all(own)
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200])
    const more = await ask('/organisations/zigui/live', token)
    expect([more.status, more.headers['retry-after']]).toEqual([429, '60'])
    streams[0]?.leave()
    await expect.poll(async () => (await ask('/organisations/zigui/live', token)).status).toBe(200)
  })

  it('end in order when the API does, which does not wait for them', async () => {
    const api = await testApi({ database: server.database, environment: one.app.deps.environment, live: LIVE })
    await api.app.listen({ port: 0, host: '127.0.0.1' })
    const streams = [
      await watch('/organisations/zigui/live', ZIGUI, { api }),
      await watch('/organisations/zigui/live', ZIGUI, { api }),
    ]
    for (const stream of streams) await stream.hears({ event: 'inbox' })
    const from = performance.now()
    await api.app.close()
    expect(performance.now() - from).toBeLessThan(5_000)
    for (const stream of streams) {
      await stream.hears({ event: 'bye', data: { why: 'closing' } })
      expect(stream.ended).toBe(true)
    }
  })

  it('of who never reads keep one event, and are cut off after a while', () => {
    const outlet = new Outlet()
    for (let seq = 1; seq <= 100_000; seq += 1)
      outlet.tell({ event: 'case', id: String(seq), data: { serviceNumber: 'CB-20261123-00001-0', seq } })
    expect(outlet.readableLength).toBeLessThan(10_000)
    expect([outlet.isStalled(0), outlet.isStalled(29_000), outlet.isStalled(30_000)]).toEqual([false, false, true])
    const read: string[] = []
    for (let part = outlet.read() as Buffer | null; part !== null; part = outlet.read() as Buffer | null)
      read.push(part.toString('utf8'))
    expect(read.join('')).toContain('id: 100000\n')
    expect(outlet.isStalled(31_000)).toBe(false)
    for (let seq = 1; seq <= 1_000; seq += 1) outlet.tell({ event: 'case', id: String(seq), data: { seq } })
    outlet.finish('closing')
    expect(outlet.destroyed).toBe(true)
  })

  it('are left by who goes, and nobody is asked for any more', async () => {
    const before = one.app.live.size
    const stream = await watch('/organisations/zigui/live')
    expect(one.app.live.size).toBe(before + 1)
    stream.leave()
    await expect.poll(() => one.app.live.size).toBe(before)
  })
})
