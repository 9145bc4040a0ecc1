import { Client, Connection } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { createActivities } from '../../activities/create-activities.ts'
import { eventsOfApplication } from '../../db/queries/events.ts'
import { eventsOfMatter, findMatter } from '../../db/queries/matters.ts'
import { compareRebuilt, replaceSubject, subjectOf } from '../../db/rebuild.ts'
import { creditRecord } from '../../db/schema/credit.ts'
import { matterEvent, matterOutbox } from '../../db/schema/matter.ts'
import { participant } from '../../db/schema/parts.ts'
import { ALWAYS_OPEN } from '../../domain/clocks/working-calendars.ts'
import { createReplayer, isExact } from '../../scripts/history/replayer.ts'
import type { Replayed, Replayer } from '../../scripts/history/replayer.ts'
import { allSubjects } from '../../scripts/history/subjects.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { parseKeyring } from '../../temporal/keyring.ts'
import { ACT_UPDATES } from '../../workflows/application/messages.ts'
import { CODE_DIR } from '../code-dir.ts'
import type { application } from '../../workflows/application/workflow.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { DRILL } from '../fixtures/cities.ts'
import { newNamespace } from '../fixtures/matter-api.ts'
import { creditInput, ratingInput } from '../fixtures/matters.ts'
import { begun } from '../fixtures/begun.ts'
import { applicationInput } from '../fixtures/pure-case.ts'
import { workflowCode } from '../fixtures/workflow-code.ts'
import { testDatabase } from './database.ts'

const taskQueue = `histories-${randomUUID()}`
const server = testDatabase()
let client: Client
let replayer: Replayer
let stop: () => Promise<void>

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('WARN') })
  const { temporalAddress: address, payloadKeys } = inject('servers')
  // Its cases are registered nowhere: whoever registers on the tests' own namespace would stand back.
  const namespace = await newNamespace(address)
  const keyring = parseKeyring(payloadKeys)
  const native = await NativeConnection.connect({ address })
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    dataConverter: dataConverter(keyring),
    workflowBundle: workflowCode(),
    activities: createActivities({ database: server.database, calendars: { china: ALWAYS_OPEN, always: ALWAYS_OPEN } }),
    sinks: { events: { recorded: { fn: () => {} } } },
  })
  const running = worker.run()
  const connection = await Connection.connect({ address })
  client = new Client({ connection, namespace, dataConverter: dataConverter(keyring) })
  replayer = await createReplayer(client, keyring, { codeDir: CODE_DIR })
  stop = async () => {
    worker.shutdown()
    await running
    await connection.close()
    await native.close()
  }
})
afterAll(() => stop())

async function withdrawnCase(serviceNumber: string): Promise<void> {
  const handle = await client.workflow.start<typeof application>('application', {
    workflowId: serviceNumber,
    taskQueue,
    args: [applicationInput(undefined, { serviceNumber, policy: DRILL, ...begun(DRILL) })],
  })
  await handle.executeUpdate(ACT_UPDATES.withdrawApplication, {
    args: [{ actor: INTAKE, bodyHash: 'body', body: { reason: '项目取消' } }],
  })
  await handle.result()
}

async function withdrawnRecord(id: string): Promise<void> {
  const handle = await client.workflow.start('creditRecord', { workflowId: id, taskQueue, args: [creditInput(id)] })
  await handle.executeUpdate('withdrawRecord', {
    args: [{ actor: officer('office'), bodyHash: 'body', body: { reason: '误记' } }],
  })
  await handle.result()
}

/** Open: it waits for its answer. Gives its id. */
async function waitingRating(serviceNumber: string): Promise<string> {
  const input = ratingInput(serviceNumber)
  await client.workflow.start('rating', { workflowId: input.id, taskQueue, args: [input] })
  await vi.waitUntil(
    async () => Object.keys((await findMatter(server.database, 'rating', input.id))?.deadlines ?? {}).length === 2,
    { timeout: 20_000, interval: 50 },
  )
  return input.id
}

async function replayed(numbers: readonly string[]): Promise<Replayed[]> {
  const cases: Replayed[] = []
  for await (const one of replayer.replay(numbers)) cases.push(one)
  return cases
}

describe('histories', () => {
  it('R-39: replaying yields every event as it was projected, and the rebuilt rows equal the live ones', async () => {
    const numbers = ['CB-20261123-00001-0', 'CB-20261123-00002-0']
    for (const number of numbers) await withdrawnCase(number)
    const cases = await replayed(numbers)
    expect(cases.map((one) => one.subject)).toEqual(numbers)
    for (const { subject, events, bytes, historyEvents, runs } of cases) {
      expect(events).toEqual(await eventsOfApplication(server.database, subject, { limit: 100 }))
      expect(events.at(-1)).toMatchObject({ type: 'applicationClosed', data: { outcome: 'withdrawn' } })
      expect({ runs, enough: bytes > 1_000 && historyEvents > 10 }).toEqual({ runs: 1, enough: true })
    }
    for (const one of cases) {
      expect(isExact(one)).toBe(true)
      expect(one.lived).toBe(one.events.length)
    }
    expect(await compareRebuilt(server.database, replayer.replay(numbers))).toMatchObject({
      applications: 2,
      differences: [],
    })
    await server.database.delete(participant).where(eq(participant.org, 'zigui'))
    expect((await compareRebuilt(server.database, replayer.replay(numbers))).differences).toHaveLength(2)
  })

  it('R-29, R-32, R-39: matters too, closed and open; one whose rows are gone altogether is found by its workflow, and written again', async () => {
    const record = `credit:${randomUUID()}`
    await withdrawnRecord(record)
    const ids = [record, await waitingRating('CB-20261123-00004-0')]
    const matters = await replayed(ids)
    expect(matters.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['creditRecord', ids[0]],
      ['rating', ids[1]],
    ])
    for (const { subject, events } of matters)
      expect(events).toEqual(await eventsOfMatter(server.database, subject, { limit: 100 }))
    expect(await compareRebuilt(server.database, replayer.replay(ids), { only: ids })).toMatchObject({
      applications: 0,
      matters: 2,
      differences: [],
    })
    for (const table of [matterEvent, matterOutbox])
      await server.database.delete(table).where(eq(table.matterId, record))
    await server.database.delete(creditRecord).where(eq(creditRecord.id, record))
    const known = await vi.waitUntil(
      async () => {
        const all = await allSubjects({ client, database: server.database })
        return all.includes(record) && all
      },
      { timeout: 20_000, interval: 200 },
    )
    expect(known).toContain(ids[1])
    const { differences } = await compareRebuilt(server.database, replayer.replay(ids), { only: ids })
    expect(new Set(differences.map(subjectOf))).toEqual(new Set([record]))
    for (const history of matters) if (history.kind !== undefined) await replaceSubject(server.database, history)
    expect((await compareRebuilt(server.database, replayer.replay(ids), { only: ids })).differences).toEqual([])
  })

  it('R-39: a number that Temporal does not know gives a case without runs', async () => {
    expect(await replayed(['CB-20261123-99999-0'])).toEqual([
      {
        kind: undefined,
        subject: 'CB-20261123-99999-0',
        runs: 0,
        historyEvents: 0,
        bytes: 0,
        events: [],
        lived: 0,
        told: [],
        differences: [],
        failures: [],
      },
    ])
  })

  it('R-36: a history that the code of today would not have made is found, by name and event; its events are those lived', async () => {
    const number = 'CB-20261123-00003-0'
    await withdrawnCase(number)
    const changed = await createReplayer(client, parseKeyring(inject('servers').payloadKeys), {
      workflowsPath: fileURLToPath(new URL('changed-workflow.ts', import.meta.url)),
    })
    const found: Replayed[] = []
    for await (const one of changed.replay([number, 'CB-20261123-00001-0'])) found.push(one)
    expect(found.map(({ subject, failures }) => [subject, failures.length])).toEqual([
      [number, 1],
      ['CB-20261123-00001-0', 1],
    ])
    expect(found[0]?.failures[0]).toMatch(
      /^CB-20261123-00003-0 的历史不能在当前代码上重放（运行 [0-9a-f-]{36}，历史事件 \d+/,
    )
    expect(found[0]?.events).toEqual(await eventsOfApplication(server.database, number, { limit: 100 }))
    expect(await compareRebuilt(server.database, changed.replay([number]), { only: [number] })).toMatchObject({
      applications: 1,
      differences: [],
    })
  })
})
