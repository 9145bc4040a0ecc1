import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assess } from '../../db/assess.ts'
import { connectDatabase } from '../../db/client.ts'
import { countedEvents } from '../../db/queries/assessment.ts'
import { countedDeadlines } from '../../db/queries/counted-deadlines.ts'
import { openTransfersOf } from '../../db/queries/open-transfers.ts'
import { openApplicationsOfProject } from '../../db/queries/same-project.ts'
import { openTasks } from '../../db/queries/tasks.ts'
import { Tally, useClock } from '../../domain/assessment/assessment.ts'
import { parsePeriod } from '../../domain/assessment/period.ts'
import { fill, NotEmpty } from '../../scripts/fill/fill.ts'
import { measuredReads } from '../../scripts/fill/measured-reads.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { testDatabase } from './database.ts'
import { openPlanner } from './plans.ts'
import type { Planner } from './plans.ts'

const APPLICATIONS = 20_000
const UNTIL = new Date('2026-11-26T01:00:00.000Z')
const [city, now] = ['chibi', UNTIL.toISOString()]
const quarter = parsePeriod('2026-Q2', 480) ?? { from: '', to: '' }
const span = { city, from: quarter.from, to: quarter.to, now }
const request = { city, now, period: quarter, hours: CHIBI.hours, calendar: CALENDARS.china }

const server = testDatabase()
let planner: Planner

const filling = { city: CHIBI, calendar: CALENDARS.china, until: UNTIL }

beforeAll(async () => {
  const { database, close } = connectDatabase(server.url, { max: 1, statementTimeoutMs: 0 })
  await fill(database, { ...filling, applications: APPLICATIONS })
  await close()
  planner = openPlanner(server.url)
}, 300_000)
afterAll(() => planner.close())

/** Those of matters hold nothing here. */
const FILLED = [
  'application',
  'charge',
  'concern',
  'deadline',
  'figure_change',
  'figure_sum',
  'event',
  'findable',
  'opinion',
  'outbox',
  'participant',
  'service_line',
  'task',
]
const READS = measuredReads({ city: CHIBI, calendar: CALENDARS.china, now: UNTIL })

describe(`R-38, R-30: reads among ${APPLICATIONS} applications`, () => {
  it.each(Object.entries(READS))('%s: no table is read from end to end', async (_, read) => {
    const { whole } = await planner.plansOf(read)
    expect(whole.filter((table) => FILLED.includes(table))).toEqual([])
  })

  it('R-01: the open applications of an applicant are a range of their index, in its order', async () => {
    const ofApplicant = READS['the open applications of an applicant']
    const { indexes } = await planner.plansOf(async (database) => ofApplicant?.(database))
    expect(indexes).toEqual(['application_open_by_number'])
  })

  it('R-01: those of a project are found by its own', async () => {
    const { indexes } = await planner.plansOf((database) =>
      openApplicationsOfProject(database, { city, projectCode: '2411-421281-04-01-123456', seenBy: { all: true } }),
    )
    expect(indexes).toEqual(['application_by_project'])
  })

  it('R-28: the open transfers to a holder, and of an account, are found by their own', async () => {
    await server.database.execute(sql`insert into transfer_registration
      (key_hash, body_hash, number, city, start_input)
      select encode(sha256(n::text::bytea), 'hex'), 'body', 'CBT-' || n, 'chibi', jsonb_build_object(
        'openedBy', jsonb_build_object('sub', 'user-' || n),
        'request', jsonb_build_object('form', jsonb_build_object('to', jsonb_build_object('creditCode', 'code-' || n))))
      from generate_series(1, 20000) n`)
    await server.database.execute(sql`analyze transfer_registration`)
    for (const [of, index] of [
      [{ city, holder: 'code-7' }, 'transfer_registration_by_holder'],
      [{ city, account: 'user-7' }, 'transfer_registration_by_account'],
    ] as const) {
      const found = await planner.plansOf((database) =>
        database.transaction(async (transaction) => {
          expect(await openTransfersOf(transaction, of, 20)).toMatchObject([{ number: 'CBT-7' }])
        }),
      )
      expect(found.whole).not.toContain('transfer_registration')
      expect(found.indexes).toContain(index)
    }
  })

  it('R-30: what PostgreSQL adds up is what each deadline says', async () => {
    const order = CHIBI.organisations.map(({ key }) => key)
    for (const key of ['2026-Q2', '2026-Q4']) {
      const period = parsePeriod(key, 480) ?? quarter
      const tally = new Tally()
      const clock = useClock({ hours: CHIBI.hours, calendar: CALENDARS.china, now })
      const { items, next } = await countedDeadlines(server.database, { ...span, ...period, limit: 50_000 })
      expect([items.length > 1_000, next]).toEqual([true, undefined])
      for (const item of items) tally.deadline(item, clock)
      for (const count of await countedEvents(server.database, { city, ...period })) tally.count(count)
      const rounded = (rows: ReturnType<Tally['rows']>) =>
        JSON.parse(
          JSON.stringify(rows, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(6)) : value)),
        )
      expect(rounded(await assess(server.database, { ...request, period, order }))).toEqual(rounded(tally.rows(order)))
    }
  })

  it('nothing is filled where a case stands', async () => {
    await expect(fill(server.database, { ...filling, applications: 1 })).rejects.toThrow(NotEmpty)
  })
  // Last: the database is dropped after this file.
  it('a read whose index is gone is found out', async () => {
    await server.database.execute(sql`drop index task_open, task_since, task_of_person`)
    const { whole } = await planner.plansOf((database) => openTasks(database, { city, org: 'ranqi', now, limit: 50 }))
    expect(whole).toContain('task')
  })
})
