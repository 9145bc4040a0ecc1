import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LeakyBucket } from '../../api/limits/leaky-bucket.ts'
import { saidOf, quotaOf } from '../../api/limits/rate.ts'
import { RateLimiter } from '../../api/limits/rate-limiter.ts'
import type { Share } from '../../api/limits/rate-limiter.ts'
import { whoseAddress } from '../../api/limits/whose.ts'
import { randomOf } from '../fixtures/random.ts'

const RATE = { perSecond: 50, burst: 200 }
const SHARED_EVERY_MS = 250

describe('a bucket', () => {
  test('lets the burst through, and then as many as leak out', () => {
    const bucket = new LeakyBucket(RATE, 0)
    const through = (now: number) => Array.from({ length: 1_000 }, () => bucket.take(now)).filter(Boolean).length
    expect([through(0), through(0), through(1_000), through(1_000), through(3_600_000)]).toEqual([200, 0, 50, 0, 200])
  })

  test('never lets more through than the burst and what leaks out, whenever they come; whoever waits is let through', () => {
    const rate = fc.record({ perSecond: fc.integer({ min: 1, max: 500 }), burst: fc.integer({ min: 1, max: 1_000 }) })
    fc.assert(
      fc.property(rate, fc.array(fc.nat(2_000), { maxLength: 500 }), (given, pauses) => {
        const bucket = new LeakyBucket(given, 0)
        let [now, through] = [0, 0]
        for (const pause of pauses) {
          now += pause
          if (bucket.take(now)) through += 1
          expect(through).toBeLessThanOrEqual(given.burst + (now / 1_000) * given.perSecond + 1e-6)
        }
        while (bucket.take(now));
        expect(bucket.remaining(now)).toBe(0)
        expect(bucket.take(now + bucket.secondsUntilNext(now) * 1_000)).toBe(true)
      }),
    )
  })

  test('of a quota: no 24 hours hold more than it, whenever one asks; all of it is had by who asks all day', () => {
    const DAY_MS = 86_400_000
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 300 }),
        fc.array(fc.nat(DAY_MS / 4), { maxLength: 60 }),
        (most, pauses) => {
          const bucket = new LeakyBucket(quotaOf(String(most)) ?? RATE, 0)
          let now = 0
          const passed: number[] = []
          for (const pause of pauses) {
            now += pause
            while (bucket.take(now)) passed.push(now)
            expect(passed.filter((at) => at > now - DAY_MS).length).toBeLessThanOrEqual(most)
          }
        },
      ),
    )
    const bucket = new LeakyBucket(quotaOf('1000') ?? RATE, 0)
    const minutes = Array.from({ length: 24 * 60 }, (_, minute) => minute * 60_000)
    expect(minutes.filter((now) => bucket.take(now)).length).toBeGreaterThan(990)
    expect(quotaOf('off')).toBeUndefined()
    for (const most of ['10', '11', '200000', '1000000'])
      expect(saidOf(quotaOf(most) ?? RATE)).toBe(`24 小时至多 ${most} 次`)
  })

  test('a clock that stands or goes back gives nothing', () => {
    const bucket = new LeakyBucket({ perSecond: 1, burst: 1 }, 1_000)
    expect([bucket.take(1_000), bucket.take(0), bucket.take(1_000)]).toEqual([true, false, false])
  })
})

/** As PostgreSQL keeps it, at a time of our own. */
function keptBy(clock: { now: number }): Share {
  const kept = new Map<string, { level: number; at: number }>()
  return async (told) =>
    new Map(
      told.map(({ key, count, perSecond }) => {
        const { level = 0, at = clock.now } = kept.get(key) ?? {}
        const now = Math.max(0, level - ((clock.now - at) / 1_000) * perSecond) + count
        kept.set(key, { level: now, at: clock.now })
        return [key, now]
      }),
    )
}

/** How many pass where so many processes are each asked a thousand times a second. */
async function flooded(processes: number, seconds: number): Promise<number> {
  const [clock, random] = [{ now: 0 }, randomOf(processes)]
  const share = keptBy(clock)
  const limiters = Array.from({ length: processes }, () => new RateLimiter())
  let passed = 0
  for (clock.now = 1; clock.now <= seconds * 1_000; clock.now += 1) {
    for (const limiter of limiters) if (limiter.judge('one', RATE, clock.now).passed) passed += 1
    for (const [place, limiter] of limiters.entries())
      if ((clock.now + place * 60) % SHARED_EVERY_MS === Math.floor(random() * 2))
        await limiter.share(share, () => clock.now)
  }
  return passed
}

describe('several processes', () => {
  test('one, four and eight let the same through in the long run, but for a burst each at the beginning', async () => {
    for (const processes of [1, 4, 8]) {
      const passed = await flooded(processes, 60)
      expect(passed).toBeGreaterThan(RATE.perSecond * 60 * 0.95)
      expect(passed).toBeLessThan(RATE.burst * processes + RATE.perSecond * 60 * 1.05)
    }
  })

  test('what one let through is the other’s too, once they have told each other', async () => {
    const clock = { now: 0 }
    const share = keptBy(clock)
    const [one, other] = [new RateLimiter(), new RateLimiter()]
    for (let request = 0; request < RATE.burst; request += 1) one.judge('key', RATE, 0)
    await one.share(share, () => 0)
    expect(other.judge('key', RATE, 0).passed).toBe(true)
    await other.share(share, () => 0)
    expect([one, other].map((limiter) => limiter.judge('key', RATE, 0).passed)).toEqual([false, false])
    expect(other.judge('another', RATE, 0).passed).toBe(true)
  })

  test('while nobody can be told each limits by itself; afterwards nobody pays for what has long leaked out', async () => {
    const clock = { now: 0 }
    const [limiter, away] = [new RateLimiter(), () => Promise.reject(new Error('away'))]
    let passed = 0
    for (; clock.now < 600_000; clock.now += 10) {
      if (limiter.judge('key', RATE, clock.now).passed) passed += 1
      if (clock.now % SHARED_EVERY_MS === 0) await limiter.share(away, () => clock.now).catch(() => {})
    }
    expect(passed).toBeLessThanOrEqual(RATE.burst + 600 * RATE.perSecond)
    await limiter.share(keptBy(clock), () => clock.now)
    clock.now += 5_000
    expect(limiter.judge('key', RATE, clock.now).bucket.remaining(clock.now)).toBe(RATE.burst - 1)
  })

  test('what is let through while the others are being told is not lost', async () => {
    const limiter = new RateLimiter()
    limiter.judge('key', RATE, 0)
    await limiter.share(
      async (told) => {
        limiter.judge('key', RATE, 0)
        return new Map(told.map(({ key, count }) => [key, count + 10]))
      },
      () => 0,
    )
    expect(limiter.judge('key', RATE, 0).bucket.remaining(0)).toBe(RATE.burst - 13)
  })
})

describe('whom it keeps', () => {
  test('a refusal is notable once a minute', () => {
    const limiter = new RateLimiter()
    const rate = { perSecond: 1, burst: 1 }
    const notable = (now: number) => limiter.judge('key', rate, now).notable
    expect([notable(0), notable(1), notable(2), notable(60_500), notable(60_501), notable(60_502)]).toEqual([
      false,
      true,
      false,
      false,
      true,
      false,
    ])
  })

  test('forgets who is quiet, and has room for new ones however many there are', () => {
    const limiter = new RateLimiter()
    const began = process.cpuUsage().user
    for (let key = 0; key < 100_000; key += 1) limiter.judge(String(key), { perSecond: 1, burst: 9 }, 0)
    expect(limiter.size).toBe(50_000)
    // Looked through for each new one, they would take minutes.
    expect(process.cpuUsage().user - began).toBeLessThan(20_000_000)
    limiter.forget(500)
    expect(limiter.size).toBe(50_000)
    limiter.forget(1_000)
    expect(limiter.size).toBe(0)
  })

  test.each([
    ['192.0.2.7', '::ffff:192.0.2.7', true],
    ['2001:db8:1:2::1', '2001:0DB8:1:2:ffff:ffff:ffff:ffff', true],
    ['2001:db8::1', '2001:db8:0:0:1::', true],
    ['fe80::1%eth0', 'fe80::2', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['192.0.2.7', '192.0.2.8', false],
  ])('%s and %s are one address: %s', (one, other, same) => {
    expect(whoseAddress(one).key === whoseAddress(other).key).toBe(same)
    expect(whoseAddress(one).key).toMatch(/^[0-9a-f]{64}$/)
  })
})
