import { afterEach, expect, it, vi } from 'vitest'
import { AccessNoise } from '../../api/plugins/access-noise.ts'
import type { Unknown } from '../../api/plugins/access-noise.ts'
import type { Database } from '../../db/client.ts'
import type { NoiseEntry } from '../../db/queries/access-log.ts'

const written: NoiseEntry[] = []
let away = false
const database = {
  insert: () => ({
    values: async (entries: readonly NoiseEntry[]) => {
      if (away) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
      written.push(...entries)
    },
  }),
} as unknown as Database

const request = (address: string, change: Partial<Unknown> = {}): Unknown => ({
  address,
  action: 'GET /api/v1/applications',
  problem: 'unauthenticated',
  requestId: 'request-1',
  ...change,
})

afterEach(() => {
  written.length = 0
  away = false
  vi.useRealTimers()
})

it('R-39: 35,225 requests of one unknown sender are one row, which says how many', async () => {
  const noise = new AccessNoise(database, () => {})
  for (let index = 0; index < 35_225; index += 1) noise.count(request('192.0.2.7', { requestId: `request-${index}` }))
  await noise.close()
  expect(written).toMatchObject([{ address: '192.0.2.7', number: 35_225, requestId: 'request-0' }])
})

it('R-39: from however many addresses, a round writes some fifty rows, and none is uncounted', async () => {
  const noise = new AccessNoise(database, () => {})
  for (let index = 0; index < 20_000; index += 1) noise.count(request(`10.0.${index >> 8}.${index & 255}`))
  await noise.close()
  expect(written).toHaveLength(51)
  expect(written.at(-1)).toMatchObject({ address: null, action: '*', problem: null, number: 20_000 - 50 })
})

it('R-39: routes and reasons are told apart; a /64 of IPv6 is one sender', async () => {
  const noise = new AccessNoise(database, () => {})
  for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:2:3:4:5:6'])
    noise.count(request(address))
  noise.count(request('2001:db8::1'))
  noise.count(request('::ffff:192.0.2.7', { problem: 'token-expired' }))
  await noise.close()
  expect(written.map(({ address, problem, number }) => [address, problem, number])).toEqual([
    ['2001:db8:1:2::/64', 'unauthenticated', 3],
    ['2001:db8:0:0::/64', 'unauthenticated', 1],
    ['::ffff:192.0.2.7', 'token-expired', 1],
  ])
})

it('R-39: while the database is away they are counted on, and written when it is back', async () => {
  vi.useFakeTimers()
  const noise = new AccessNoise(database, () => {}, 100)
  away = true
  for (let index = 0; index < 10; index += 1) {
    noise.count(request('192.0.2.7'))
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(written).toEqual([])
  away = false
  await vi.advanceTimersByTimeAsync(100)
  expect(written).toMatchObject([{ number: 10 }])
  await noise.close()
  expect(written).toHaveLength(1)
})
