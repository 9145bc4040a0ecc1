import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { registrationBody } from '../fixtures/forms.ts'

const APPLICATIONS = '/api/v1/applications'
/** 赤壁 as GBK has it. */
const GBK = Buffer.from([0xb3, 0xe0, 0xb1, 0xda])

let api: TestApi
let intake: string
let office: string
beforeAll(async () => {
  api = await testApi()
  intake = await api.token('hubeiGovernmentService', 'system')
  office = await api.token('office', 'officer')
})
afterAll(() => api.app.close())

async function refusal(payload: Buffer | string, contentType = 'application/json') {
  const answer = await api.app.inject({
    method: 'POST',
    url: APPLICATIONS,
    headers: { authorization: `Bearer ${intake}`, 'idempotency-key': 'what-comes-in', 'content-type': contentType },
    payload,
  })
  const { status, code, errors } = answer.json<{ status: number; code: string; errors?: { field: string }[] }>()
  return [status, code, ...(errors ?? []).map(({ field }) => field)]
}

const withAddress = (address: Buffer) => {
  const [before = '', behind = ''] = JSON.stringify(registrationBody({}, { address: '#here#' })).split('#here#')
  return Buffer.concat([Buffer.from(before), address, Buffer.from(behind)])
}

describe('bytes that are no UTF-8', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"'])(
    'a body in GBK, sent as %s, is refused and not kept with its characters lost',
    async (type) => expect(await refusal(withAddress(GBK), type)).toEqual([400, 'not-utf-8']),
  )
  it.each(['GBK', 'gb18030', 'utf-16', 'latin1', '"GB2312"'])('a body that says it is %s', async (charset) => {
    expect(await refusal(withAddress(GBK), `application/json; charset=${charset}`)).toEqual([
      415,
      'unsupported-media-type',
    ])
  })
  it.each([
    ['half a character', Buffer.from([0xe8, 0xb5])],
    ['a surrogate half', Buffer.from([0xed, 0xa0, 0x80])],
    ['an overlong slash', Buffer.from([0xc0, 0xaf])],
  ])('%s', async (_what, bytes) => expect(await refusal(withAddress(bytes))).toEqual([400, 'not-utf-8']))
  it('a byte order mark is none of the content', async () => {
    expect(await refusal('\uFEFF{}')).toEqual([422, 'validation-failed', 'channel', 'form'])
    expect(await refusal('\uFEFF\uFEFF{}')).toEqual([400, 'malformed-json'])
  })

  it.each(['road=%B3%E0%B1%DA', 'road=100%', '%B3=1', 'road=%E8%B5%A4&to=%E8%B5'])(
    'a query that cannot be read is refused, and finds nothing else: %s',
    async (query) => {
      const answer = await api.get(`/api/v1/road-works?${query}`, office)
      expect(answer.json()).toMatchObject({ status: 400, code: 'not-utf-8', errors: [{}] })
    },
  )
  it('a query in UTF-8 is read', async () => {
    expect((await api.get('/api/v1/road-works?road=%E8%B5%A4%E5%A3%81', office)).statusCode).toBe(503)
  })
})

describe('a field that is said twice', () => {
  it.each([
    ['{"channel":"window","channel":"onlineHall"}', 'channel'],
    ['{"channel":"window","form":{"contact":"甲","contact":"甲"}}', 'form.contact'],
    ['{"channel":"window","form":{"contact":"甲","c\\u006fntact":"乙"}}', 'form.contact'],
    ['{"lines":[{"line":"a"},{"line":"a","line":"b"}]}', 'lines.1.line'],
  ])('%s', async (body, field) => expect(await refusal(body)).toEqual([400, 'field-repeated', field]))

  it.each([
    '{"__proto__":{"a":1}}',
    '{"__pro\\u0074o__":{"a":1},"a":1,"a":1}',
    '{"constructor":{"prototype":{"a":1}}}',
    '{"a":1,}',
    '',
  ])('what is no JSON of ours is refused as before: %s', async (body) =>
    expect(await refusal(body)).toEqual([400, 'malformed-json']),
  )
  it('what is too deep to look at is refused as that', async () => {
    expect((await refusal(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).slice(0, 2)).toEqual([
      422,
      'validation-failed',
    ])
  })
})

describe('names in which something is not seen', () => {
  it.each([
    ['U+200B', '王\u200b建国'],
    ['U+202E', '王\u202e建国'],
    ['U+2066', '王\u2066建国\u2069'],
    ['U+00AD', '王\u00ad建国'],
    ['U+FEFF', '王\ufeff建国'],
    ['U+3164', '\u3164'],
    ['U+2800', '\u2800\u2800'],
    ['U+000A', '王\n建国'],
    ['U+FFFD', '\ufffd\ufffd建国'],
    ['U+E0041', '王\u{e0041}建国'],
  ])('%s: the field and the character are named', async (code, contact) => {
    const answer = await api.post({ url: APPLICATIONS, token: intake, body: registrationBody({}, { contact }) })
    expect(answer.json()).toMatchObject({
      status: 422,
      code: 'validation-failed',
      errors: [{ field: 'form.contact', message: expect.stringContaining(code) }],
    })
  })
  it.each(['买买提·艾力', 'Jean-Luc O’Neill', '𠮷小明', '葛\u{e0100}城', '王　伟', '  王建国\ufeff'])(
    'is taken: %s',
    async (contact) => {
      const answer = await api.post({ url: APPLICATIONS, token: intake, body: registrationBody({}, { contact }) })
      expect(answer.json()).toMatchObject({ code: 'database-unavailable' })
    },
  )
})

describe('methods that no address has', () => {
  it.each(['QUERY', 'PUT', 'PATCH', 'PROPFIND', 'OPTIONS', 'TRACE', 'M-SEARCH'])(
    '%s is answered 405 with what is allowed, whatever it carries',
    async (method) => {
      for (const payload of ['', 'no JSON']) {
        const answer = await api.app.inject({
          method: method as 'PUT',
          url: APPLICATIONS,
          ...(payload === '' ? {} : { payload, headers: { 'content-type': 'text/strange' } }),
        })
        expect([answer.statusCode, answer.headers['allow'], answer.json().code]).toEqual([
          405,
          'POST, GET, HEAD',
          'method-not-allowed',
        ])
      }
    },
  )
  it('one that not even Node knows, on the wire', async () => {
    await api.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = api.app.server.address() as AddressInfo
    const told = async (line: string) => {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      socket.write(`${line} HTTP/1.1\r\nhost: x\r\n\r\n`)
      return text(socket)
    }
    expect(await told(`BREW ${APPLICATIONS}?x=1`)).toMatch(
      /^HTTP\/1\.1 405 [^]*allow: POST, GET, HEAD[^]*application\/problem\+json[^]*method-not-allowed/,
    )
    expect(await told('BREW /nowhere')).toMatch(/^HTTP\/1\.1 404 [^]*route-not-found/)
    expect(await told('nothing')).toMatch(/^HTTP\/1\.1 400 /)
  })
})
