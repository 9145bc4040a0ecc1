import { beforeAll } from 'vitest'
import { assess } from '../../db/assess.ts'
import { projectMatterEvents } from '../../db/matters/projection.ts'
import { disputesOf } from '../../db/queries/meeting-report.ts'
import { overdueNow } from '../../db/queries/overdue.ts'
import { NO_FIGURES, ratesOf, sumOf } from '../../domain/assessment/assessment.ts'
import type { AssessmentRow, Figures } from '../../domain/assessment/assessment.ts'
import { parsePeriod } from '../../domain/assessment/period.ts'
import { addDeadline, local, madeCase, projectCase } from '../fixtures/assessed.ts'
import type { GivenDeadline } from '../fixtures/assessed.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import type { TestDatabase } from './database.ts'
import type { WholeMatter } from './matters.ts'

export const NOW = local('2026-12-10T09:00')

type Ours = Pick<TestDatabase, 'database'>

const GIVEN: Readonly<Record<string, GivenDeadline>> = {
  early: { kind: 'works', owner: 'shuiwu', due: '2026-12-31T17:30', met: '2026-11-30T09:00' },
  inTime: { kind: 'connection', owner: 'shuiwu', due: '2026-11-24T09:00', met: '2026-11-23T14:30' },
  lateNextYear: { kind: 'connection', owner: 'ranqi', due: '2026-12-01T09:00', passed: true, met: '2026-12-02T09:00' },
  stillOpen: { kind: 'connection', owner: 'ranqi', due: '2026-12-09T09:00', passed: true },
  running: { kind: 'connection', owner: 'guowang', due: '2026-12-20T17:30' },
  standing: { kind: 'approval', owner: 'zigui', due: '2026-11-25T09:00', stopped: '2026-11-24T10:00' },
  metWhileStanding: {
    kind: 'approval',
    owner: 'zigui',
    due: '2026-11-25T09:00',
    stopped: '2026-11-24T09:00',
    met: '2026-12-03T10:00',
  },
  superseded: { kind: 'connection', owner: 'ranqi', due: '2026-11-26T09:00', superseded: '2026-11-25T09:00' },
  redThenSuperseded: {
    kind: 'connection',
    owner: 'ranqi',
    due: '2026-11-26T09:00',
    passed: true,
    superseded: '2026-11-27T09:00',
  },
  lastMinute: { kind: 'connection', owner: 'guowang', due: '2026-12-31T23:59', passed: true, met: '2027-01-04T09:00' },
  nextYear: { kind: 'connection', owner: 'guowang', due: '2027-01-01T00:00', passed: true, met: '2027-01-04T09:00' },
  elsewhere: {
    kind: 'connection',
    owner: 'ranqi',
    due: '2026-11-24T09:00',
    passed: true,
    met: '2026-11-25T09:00',
    advisory: true,
  },
}

/** Two cases with the deadlines of `GIVEN`, before the first test of a file; their ids by name, from then on. */
export function givenDeadlines(server: Ours): Readonly<Record<string, string>> {
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    const here = await projectCase(server.database, madeCase())
    const elsewhere = await projectCase(server.database, madeCase('elsewhere'))
    for (const [name, given] of Object.entries(GIVEN))
      ids[name] = await addDeadline(server.database, given.advisory === true ? elsewhere : here, given)
  })
  return ids
}

export function span(key: string) {
  const period = parsePeriod(key, 480)
  if (period === undefined) throw new Error(key)
  return period
}

export function within(key: string): { from: string; to: string } {
  const { from, to } = span(key)
  return { from, to }
}

export function figuresOf(server: Ours, key: string, now = NOW): Promise<AssessmentRow[]> {
  return assess(server.database, {
    city: 'chibi',
    period: span(key),
    order: CHIBI.organisations.map(({ key: org }) => org),
    hours: CHIBI.hours,
    calendar: CALENDARS.china,
    now,
  })
}

/**
 * Of all rows of some periods: what binds, and what does not; the mean use in the place of its sum, which is not to the
 * last digit the same.
 */
export async function sumsOf(server: Ours, keys: readonly string[], now: string) {
  const rows = (await Promise.all(keys.map((key) => figuresOf(server, key, now)))).flat()
  return [sumOf(rows.map(({ binding }) => binding)), sumOf(rows.map(({ advisory }) => advisory))].map((figures) => ({
    ...figures,
    useSum: ratesOf(figures).meanUse,
  }))
}

export const partOf = (
  rows: readonly AssessmentRow[],
  org: string,
  part: 'binding' | 'advisory' = 'binding',
  link = 'connection',
): Figures => rows.find((row) => row.org === org && row.link === link)?.[part] ?? NO_FIGURES

/** As far as its `upTo`th event. */
export async function project(server: Ours, { kind, id, events }: WholeMatter, upTo = events.length): Promise<void> {
  await projectMatterEvents(server.database, kind, id, events.slice(0, upTo))
}

export const overdue = (server: Ours) => server.database.transaction((transaction) => overdueNow(transaction, 'chibi'))

export const disputes = (server: Ours) =>
  server.database.transaction((transaction) => disputesOf(transaction, { city: 'chibi', ...within('2027-Q1') }))
