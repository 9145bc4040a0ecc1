import { describe, expect, it } from 'vitest'
import { isPermanentRefusal } from '../../domain/push.ts'
import { retryAfterMs } from '../../push/retry-after.ts'
import { sign, verify } from '../../push/signature.ts'

const NOW = new Date('2026-11-24T04:00:00Z')

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 5 ', 5_000],
    ['Tue, 24 Nov 2026 04:02:00 GMT', 120_000],
    ['Tuesday, 24-Nov-26 04:02:00 GMT', 120_000],
    ['Tue Nov 24 04:02:00 2026', 120_000],
  ])('R-27: %s is a wait', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms)
  })
  it.each([
    undefined,
    '',
    '0',
    '-5',
    '1.5',
    'soon',
    'Tue, 24 Nov 2026 03:00:00 GMT',
    '2026-11-24T05:00:00Z',
    '1e9',
    '1'.repeat(12),
  ])('R-27: %s is none', (header) => {
    expect(retryAfterMs(header, NOW)).toBe(0)
  })
})

it('R-27: two secrets sign, and a receiver may know either', () => {
  const [old, fresh] = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD']
  const headers = sign(fresh, 'test:1', NOW, '{}', old)
  expect(headers['webhook-signature'].split(' ')).toHaveLength(2)
  expect([verify(old, headers, '{}', NOW), verify(fresh, headers, '{}', NOW)]).toEqual([true, true])
  expect(verify(old, sign(fresh, 'test:1', NOW, '{}'), '{}', NOW)).toBe(false)
})

it('R-27: what is refused for good: 4xx but 408, 425 and 429', () => {
  const refused = [null, 301, 400, 401, 404, 408, 409, 422, 425, 429, 499, 500, 503].filter(isPermanentRefusal)
  expect(refused).toEqual([400, 401, 404, 409, 422, 499])
})
