import { readFileSync } from 'node:fs'
import { eq, sql } from 'drizzle-orm'
import { afterEach, expect, it, vi } from 'vitest'
import { projectMatterEvents } from '../../db/matters/projection.ts'
import { projectEvents } from '../../db/projection.ts'
import { noteAct, noteOf } from '../../db/queries/act-journal.ts'
import { findApplication } from '../../db/queries/applications.ts'
import { compareRebuilt } from '../../db/rebuild.ts'
import { actJournal } from '../../db/schema/act-journal.ts'
import { application } from '../../db/schema/application.ts'
import { charge } from '../../db/schema/charge.ts'
import { concern } from '../../db/schema/concern.ts'
import { deadline } from '../../db/schema/deadline.ts'
import { findable } from '../../db/schema/findable.ts'
import { task } from '../../db/schema/task.ts'
import { plantedCases } from '../fixtures/planted.ts'
import { statementsAsked } from '../fixtures/statements-asked.ts'
import { wholeCase } from './cases.ts'
import { testDatabase } from './database.ts'
import { answeredRating } from './matters.ts'
import { nextNumber } from './projecting.ts'

const server = testDatabase()
afterEach(() => vi.restoreAllMocks())

/** The tables that each statement outside of a transaction writes. */
async function written(work: () => Promise<unknown>): Promise<string[][]> {
  const texts = statementsAsked(server.database)
  await work()
  vi.restoreAllMocks()
  return texts.map((text) => [...text.matchAll(/insert into "(\w+)"/g)].map(([, table = '']) => table))
}

it('R-39: an act reads where its case stands and writes what it changes, each in one statement; of the parts only those that changed', async () => {
  const the = wholeCase(nextNumber())
  const number = the.state.serviceNumber
  const opinion = the.events.findIndex(({ type, actor }) => type === 'opinionFiled' && actor.org === 'zigui')
  await projectEvents(server.database, number, the.events.slice(0, opinion))
  const statements = await written(() => projectEvents(server.database, number, the.events.slice(opinion, opinion + 1)))
  expect(statements).toEqual([[], ['application', 'event', 'outbox', 'deadline', 'task', 'opinion']])
})

it('R-39: an act of a matter too', async () => {
  const { kind, id, events } = answeredRating('CB-20261123-00001-0')
  await projectMatterEvents(server.database, kind, id, events.slice(0, -1))
  const statements = await written(() => projectMatterEvents(server.database, kind, id, events.slice(-1)))
  expect([statements.length, statements[0], statements[1]?.slice(0, 3)]).toEqual([
    2,
    [],
    ['rating', 'matter_event', 'matter_outbox'],
  ])
})

it('R-39: what every act asks is planned once on each of a few connections, whatever it is asked with; nothing else is', async () => {
  const mode = (client: typeof server.database.$client) => client.unsafe('show plan_cache_mode')
  expect(await mode(server.database.$asked)).toEqual([{ plan_cache_mode: 'force_generic_plan' }])
  expect(await mode(server.database.$client)).toEqual([{ plan_cache_mode: 'auto' }])
  const seen = await Promise.all(
    Array.from({ length: 40 }, () => server.database.$asked.unsafe('select pg_backend_pid() as pid, pg_sleep(0.01)')),
  )
  expect(new Set(seen.map(([row]) => row?.['pid'])).size).toBeLessThanOrEqual(4)
})

it('R-39: fifty at once with batches that overlap write every event once, whoever comes first', async () => {
  const the = wholeCase(nextNumber())
  const number = the.state.serviceNumber
  await projectEvents(server.database, number, the.events.slice(0, 2))
  await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      projectEvents(server.database, number, the.events.slice(1, 3 + (index % (the.events.length - 2)))),
    ),
  )
  await projectEvents(server.database, number, the.events)
  const history = { kind: 'application', subject: number, events: the.events } as const
  expect((await compareRebuilt(server.database, [history], { only: [number] })).differences).toEqual([])
})

it('R-39: a statement that would write behind a case that has moved on writes nothing at all', async () => {
  const the = wholeCase(nextNumber())
  const number = the.state.serviceNumber
  await projectEvents(server.database, number, the.events.slice(0, 6))
  const client = server.database.$asked
  const { unsafe } = client
  let overtaken = false
  vi.spyOn(client, 'unsafe').mockImplementation(((text: string, ...rest: never[]) => {
    if (overtaken || !text.includes('insert into "event"')) return Reflect.apply(unsafe, client, [text, ...rest])
    overtaken = true
    return projectEvents(server.database, number, the.events.slice(6, 9)).then(() =>
      Reflect.apply(unsafe, client, [text, ...rest]),
    )
  }) as typeof unsafe)
  await projectEvents(server.database, number, the.events.slice(6, 8))
  expect(overtaken).toBe(true)
  const history = { kind: 'application', subject: number, events: the.events.slice(0, 9) } as const
  expect((await compareRebuilt(server.database, [history], { only: [number] })).differences).toEqual([])
})

it('R-39: an act that finds its case as this process left it does not read it again; whatever else wrote it is seen', async () => {
  const the = wholeCase(nextNumber())
  const number = the.state.serviceNumber
  const note = { updateId: 'b'.repeat(64), kind: 'application', subject: number } as const
  const bring = async (to: number) => {
    const noted = await noteAct(server.database, note)
    const seen = noted && { seq: noted.projected, mark: noted.mark }
    return written(() =>
      projectEvents(server.database, number, the.events.slice(0, to), { seen, over: noteOf(note.updateId) }),
    )
  }
  await projectEvents(server.database, number, the.events.slice(0, 6))
  const known = await findApplication(server.database, number)
  expect((await findApplication(server.database, number))?.state).toBe(known?.state)
  // Events that stand there already are compared: the one statement more.
  expect((await bring(7)).map((tables) => tables[0])).toEqual([undefined, 'application'])
  const repair = () =>
    server.database
      .update(application)
      .set({ state: sql`${application.state}` })
      .where(eq(application.serviceNumber, number))
  await repair()
  const repaired = await findApplication(server.database, number)
  expect(repaired?.state.seq).toBe(7)
  await repair()
  expect((await findApplication(server.database, number))?.state).not.toBe(repaired?.state)
  await repair()
  expect((await bring(8)).map((tables) => tables[0])).toEqual([undefined, undefined, 'application'])
})

it('R-39: what is noted of an act goes with the statement that writes its events, and with none that writes nothing', async () => {
  const the = wholeCase(nextNumber())
  const number = the.state.serviceNumber
  const note = { updateId: 'a'.repeat(64), kind: 'application', subject: number } as const
  const noted = () => server.database.select().from(actJournal)
  expect(await noteAct(server.database, note)).toBeUndefined()
  await projectEvents(server.database, number, the.events.slice(0, 6))
  expect(await noteAct(server.database, note)).toEqual({ projected: 6, mark: expect.any(String), sends: 1 })
  expect(await noteAct(server.database, note)).toEqual({ projected: 6, mark: expect.any(String), sends: 2 })
  const bring = (from: number, to: number) =>
    projectEvents(server.database, number, the.events.slice(from, to), { over: noteOf(note.updateId) })
  expect(await bring(2, 6)).toBe(false)
  await expect(bring(7, 8)).rejects.toThrow('projection-gap')
  expect(await noted()).toHaveLength(1)
  expect((await written(async () => expect(await bring(4, 8)).toBe(true))).length).toBe(3)
  expect(await noted()).toEqual([])
})

it('R-38, R-30: migrations give rows that stood there what the projection writes', async () => {
  const [closed, open] = [wholeCase(nextNumber()), wholeCase(nextNumber())]
  open.events.splice(12)
  const plain = [closed, open]
  for (const { events, state } of [...plain, ...plantedCases()])
    await projectEvents(server.database, state.serviceNumber, events)
  const tables = [task, deadline, concern, findable, charge, application]
  const all = () => Promise.all(tables.map((table) => server.database.select().from(table)))
  const sorted = async () => (await all()).map((rows) => rows.map((row) => JSON.stringify(row)).sort())
  const before = await sorted()
  await server.database.update(task).set({ dueAt: null, yellowFrom: null, redFrom: null })
  await server.database.update(deadline).set({ endedAt: null })
  await server.database.delete(concern)
  await server.database.delete(charge)
  await server.database.delete(findable)
  const none = { applicantNumber: null, dueAt: null, yellowFrom: null, redFrom: null }
  await server.database.update(application).set(none)
  expect(await sorted()).not.toEqual(before)
  const filling = ['0012_reads_at_scale', '0014_open_twins', '0034_lists'].flatMap((name) =>
    readFileSync(new URL(`../../db/migrations/${name}.sql`, import.meta.url), 'utf8')
      .split('--> statement-breakpoint')
      .filter((text) => /^(UPDATE|INSERT)\b/m.test(text)),
  )
  expect(filling).toHaveLength(9)
  for (const text of filling) await server.database.execute(sql.raw(text))
  expect(await sorted()).toEqual(before)
  expect(before.map((rows) => rows.length > 0)).toEqual(tables.map(() => true))
})
