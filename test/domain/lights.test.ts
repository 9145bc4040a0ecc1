import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lightAt, lightOf, lightsFrom } from '../../domain/clocks/deadline.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { defined } from '../../domain/defined.ts'

/** Hours of one day, so that instants often are the same. */
const instant = fc.integer({ min: 2, max: 22 }).map((hour) => `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`)
const maybe = fc.option(instant, { nil: undefined })

test('R-33: lists and inboxes filter by the light that a view shows', () => {
  fc.assert(
    fc.property(
      fc.record({
        warnAt: instant,
        length: fc.integer({ min: 0, max: 1 }),
        hastenedAt: maybe,
        stoppedAt: maybe,
        metAt: maybe,
        supersededAt: maybe,
        passed: fc.boolean(),
        now: fc.integer({ min: 2, max: 23 }),
      }),
      ({ warnAt, length, hastenedAt, stoppedAt, metAt, supersededAt, passed, now: hour }) => {
        const dueAt = new Date(Date.parse(warnAt) + length * 3_600_000).toISOString()
        const now = `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`
        const startedAt = '2026-11-23T00:00:00.000Z'
        // What has happened has happened before now.
        const past = (at: string | undefined) => (at !== undefined && at <= now ? at : undefined)
        const clock = defined({
          startedAt,
          warnAt,
          dueAt,
          hastenedAt: past(hastenedAt),
          stoppedAt: past(stoppedAt),
          metAt: past(metAt),
          supersededAt: past(supersededAt),
          passedAt: passed ? past(dueAt) : undefined,
        }) as Deadline
        const { yellow = null, red = null } = lightsFrom(clock)
        expect(lightAt({ yellowFrom: yellow, redFrom: red }, now)).toBe(lightOf(clock, now))
      },
    ),
    { numRuns: 2_000 },
  )
})
