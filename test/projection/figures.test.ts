import { expect, it } from 'vitest'
import { countedDeadlines } from '../../db/queries/counted-deadlines.ts'
import { figuresOfDeadlines } from '../../db/queries/figures.ts'
import { deadline } from '../../db/schema/deadline.ts'
import { LINKS, Tally, useClock } from '../../domain/assessment/assessment.ts'
import type { AssessmentRow, Figures } from '../../domain/assessment/assessment.ts'
import { CalendarRangeError } from '../../domain/clocks/working-time.ts'
import { local, madeCase, projectCase } from '../fixtures/assessed.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI, DRILL } from '../fixtures/cities.ts'
import { span } from './assessing.ts'
import { testDatabase } from './database.ts'
import { randomDeadlines } from './random-deadlines.ts'

const server = testDatabase()
const NOW = local('2026-11-26T10:07')
/** Sums of fractions are not to the last digit the same in another order. */
function rounded(rows: readonly AssessmentRow[]): unknown {
  const figures = (of: Figures) => ({ ...of, useSum: of.useSum.toFixed(6), worstUse: of.worstUse.toFixed(9) })
  return rows.map(({ binding, advisory, ...row }) => ({
    ...row,
    binding: figures(binding),
    advisory: figures(advisory),
  }))
}

it.each([
  ['the working calendar', CHIBI.hours, CALENDARS.china],
  ['a calendar that is always open', DRILL.hours, CALENDARS.always],
] as const)(
  'R-30, R-35: what PostgreSQL adds up by %s is what each deadline says by itself',
  async (_, hours, calendar) => {
    const number = await projectCase(server.database, madeCase())
    await server.database.delete(deadline)
    await server.database.insert(deadline).values(randomDeadlines(number, 7, 3_200))
    for (const key of ['2026', '2026-Q4', '2026-11', '2027-Q1']) {
      for (const narrowed of [{}, { owners: ['ranqi'], kinds: ['survey', 'rectification'] as const }]) {
        const request = { city: 'chibi', ...span(key), now: NOW, ...narrowed }
        const [summed, single] = [new Tally(), new Tally()]
        const clock = useClock({ hours, calendar, now: NOW })
        for (const sum of await figuresOfDeadlines(server.database, { ...request, hours, calendar }))
          summed.deadlines(sum)
        const { items } = await countedDeadlines(server.database, { ...request, limit: 10_000 })
        for (const item of items) single.deadline(item, clock)
        expect(items.length).toBeGreaterThan(10)
        expect(rounded(summed.rows(LINKS))).toEqual(rounded(single.rows(LINKS)))
      }
    }
  },
)

it('R-30: an instant in a year that the calendar does not know is refused, not left out', async () => {
  const number = await projectCase(server.database, madeCase())
  const [row] = randomDeadlines(number, 1, 1)
  await server.database.insert(deadline).values({
    ...(row as typeof deadline.$inferInsert),
    id: 'far',
    length: { kind: 'workingDays', days: 1 },
    minutes: 390,
    dueAt: '2045-01-01T00:00:00.000Z',
    warnAt: '2026-01-01T00:00:00.000Z',
    metAt: local('2026-03-02T10:00'),
    stoppedAt: null,
    passedAt: null,
  })
  const request = { city: 'chibi', ...span('2026-Q1'), now: NOW, hours: CHIBI.hours, calendar: CALENDARS.china }
  await expect(figuresOfDeadlines(server.database, request)).rejects.toThrow(CalendarRangeError)
})
