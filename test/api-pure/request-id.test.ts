import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestIdOf } from '../../api/plugins/request-id.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const portOf = ({ app }: Pick<TestApi, 'app'>) => (app.server.address() as AddressInfo).port

let api: TestApi
let port: number
beforeAll(async () => {
  api = await testApi()
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  port = portOf(api)
})
afterAll(() => api.app.close())

const idOf = async (url: string, given?: string, method: 'GET' | 'POST' | 'PATCH' = 'GET') =>
  (await api.app.inject({ method, url, headers: given === undefined ? {} : { 'x-request-id': given } })).headers[
    'x-request-id'
  ]

describe('R-39: the id of a request', () => {
  it.each([
    '/healthz',
    '/api/v1/applications',
    '/api/v1/guide',
    '/nowhere',
    '/api/v1/applications/%ff',
    `/api/v1/applications/${'x'.repeat(500)}`,
    '/api/v1/organisations?city=nowhere',
  ])('is in every answer, and another each time: %s', async (url) => {
    const [one, other] = [await idOf(url), await idOf(url)]
    expect([one, other]).toEqual([expect.stringMatching(ID), expect.stringMatching(ID)])
    expect(one).not.toBe(other)
    expect(await idOf(url, 'client-00000001')).toBe('client-00000001')
  })

  it('is in answers by another method, and in those that never became a request', async () => {
    expect(await idOf('/api/v1/guide', undefined, 'PATCH')).toMatch(ID)
    for (const line of ['BREW /api/v1/guide HTTP/1.1', 'GET /healthz HTTP/9.9'])
      expect(await raw(`${line}\r\nhost: x\r\n\r\n`)).toMatch(/\r\nx-request-id: [0-9a-f-]{36}\r\n/i)
  })

  it.each(['0f6e1c9a-53f2-4a50-8d0e-0f0f0f0f0f0f', 'gateway.7f3a_91', 'A1234567', 'x'.repeat(64)])(
    'is the sender’s where it is well formed: %s',
    (given) => {
      expect(requestIdOf({ headers: { 'x-request-id': given } })).toBe(given)
    },
  )

  it.each([
    '',
    'short',
    'x'.repeat(65),
    'has space 1',
    '-leading-sign',
    'line\nbreak-1',
    '编号-00000001',
    'a1b2c3d4, e5f6a7b8',
    '"quoted-1"',
    '13871234567',
    'call-13871234567',
    '42118119900307211X',
    '91440101MA5CJQ4N59',
  ])('is ours where the sender’s is none, or might be a person’s number: %s', (given) => {
    expect(requestIdOf({ headers: { 'x-request-id': given } })).toMatch(ID)
  })

  it('is in every line that is logged while a request is served, and in none besides', async () => {
    const lines: Record<string, unknown>[] = []
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        for (const line of chunk.toString().trim().split('\n')) lines.push(JSON.parse(line) as Record<string, unknown>)
        done()
      },
    })
    const { app, post, get } = await testApi({ logTo: stream, environment: testEnvironment({ LOG_LEVEL: 'info' }) })
    app.log.info('beside')
    app.get('/told', { config: { access: 'public' } }, async (request) => {
      request.log.info('by the request')
      await new Promise((resolve) => setTimeout(resolve, 5))
      app.log.info('by the house')
      return {}
    })
    app.post('/told', { config: { access: 'public' } }, async () => {
      app.log.info('after a body')
      return {}
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    await get('/told')
    await fetch(`http://127.0.0.1:${portOf({ app })}/told`, {
      method: 'POST',
      body: '{"a":1}',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'request-id-1',
        'x-request-id': 'with-a-body-1',
      },
    })
    await post({ url: '/api/v1/applications', body: {} })
    await app.close()
    const told = (message: string) => lines.filter(({ msg }) => msg === message)
    expect(told('beside')[0]).not.toHaveProperty('reqId')
    expect(told('by the house')[0]?.['reqId']).toBe(told('by the request')[0]?.['reqId'])
    expect(told('after a body')[0]?.['reqId']).toBe('with-a-body-1')
    const ofRequests = lines.filter(({ msg }) => msg === 'incoming request' || msg === 'request completed')
    expect(ofRequests).toHaveLength(6)
    expect(ofRequests.every(({ reqId }) => typeof reqId === 'string')).toBe(true)
  })
})

/** What is answered to bytes that Node takes for no request. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (data) => (answer += data.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}
