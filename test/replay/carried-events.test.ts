import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { livedOf } from '../../scripts/history/lived.ts'
import { temporalCli } from '../../scripts/stack/temporal-cli.ts'
import type { DevServer } from '../../scripts/stack/temporal-dev-server.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import type { ActAnswer } from '../../workflows/application/core/carried.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { begun } from '../fixtures/begun.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { workflowCode } from '../fixtures/workflow-code.ts'
import { historyOf, projectingActivities } from './carrying.ts'
import { appointed, WATER, waterOnly } from './plays.ts'
import { RecordedCase } from './recorded.ts'
import type { Putting } from './recorded.ts'
import { RecordedWorker } from './recorded-worker.ts'
import { NAMESPACE, readyDevServer } from './recorder.ts'
import { bundle, replay } from './replay.ts'
import { Told } from './told.ts'

const AFTER_EVENTS = 150
const keyring = parseKeyring(newKey())
const folder = mkdtempSync(join(tmpdir(), 'seven-ones-carried-'))
const told = new Told()
const cases: RecordedCase[] = []
let server: DevServer
let worker: RecordedWorker

/** Serves nothing: its client outlives the other. */
let sender: RecordedWorker

const begin = (taskQueue = 'carried') =>
  RecordedWorker.begin(
    { address: server.address, namespace: NAMESPACE, taskQueue, keyring, code: workflowCode() },
    {},
    told,
  )

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  server = await readyDevServer(await temporalCli(() => {}), { folder, continueAsNewAfter: AFTER_EVENTS })
  worker = await begin()
  sender = await begin('elsewhere')
})
afterAll(async () => {
  await worker.end()
  await sender.end()
  await server.program.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Registered, and waiting for opinions. */
async function registered(): Promise<RecordedCase> {
  const { subject } = await worker.register(`carried-${randomUUID()}`, waterOnly(), begun(CHIBI))
  const the = new RecordedCase(sender.client, sender.client.workflow.getHandle(subject), told)
  cases.push(the)
  await the.reaches((state) => state.survey !== undefined)
  await the.settled()
  return the
}

function put<A extends ActType>(the: RecordedCase, type: A, actor: Actor, body: ActBodies[A], putting?: Putting) {
  return the.put<ActAnswer>(type, { actor, body }, putting)
}

const contact = (name: string) => ({ contact: name })

describe('an act whose sender brings its events', () => {
  it('R-36: needs no activity: its history is shorter by the activity’s three events and the task of its end', async () => {
    const the = await registered()
    // The first leaves the marker of the change, once in a run.
    await put(the, 'correctContact', CLERK, contact('甲'))
    const before = await historyOf(the)
    const answer = await put(the, 'correctContact', CLERK, contact('乙'))
    await the.settled()
    const carried = (await historyOf(the)).slice(before.length)
    await the.act('correctContact', CLERK, contact('丙'))
    await the.settled()
    const byActivity = (await historyOf(the)).slice(before.length + carried.length)
    expect(answer.events?.map(({ seq, type }) => [seq, type])).toEqual([[answer.seq, 'contactCorrected']])
    expect(carried).toEqual([
      'workflowTaskScheduled',
      'workflowTaskStarted',
      'workflowTaskCompleted',
      'workflowExecutionUpdateAccepted',
      'workflowExecutionUpdateCompleted',
    ])
    expect(byActivity).toEqual([
      ...carried.slice(0, -1),
      'activityTaskScheduled',
      'workflowExecutionUpdateCompleted',
      'activityTaskStarted',
      'activityTaskCompleted',
      'workflowTaskScheduled',
      'workflowTaskStarted',
      'workflowTaskCompleted',
    ])
  })

  it('R-36: is answered with all that is not known to be in PostgreSQL, what nobody brought before included', async () => {
    const the = await registered()
    const projected = the.events.length
    await put(the, 'correctContact', CLERK, contact('甲'), { dies: true })
    const second = await put(the, 'correctContact', CLERK, contact('乙'), { projected })
    expect(second.events?.map(({ seq }) => seq)).toEqual([projected + 1, projected + 2])
    const third = await put(the, 'correctContact', CLERK, contact('丙'), { projected })
    expect(third.events?.map(({ seq }) => seq)).toEqual([projected + 1, projected + 2, projected + 3])
    expect(the.events.map(({ seq }) => seq)).toEqual(the.events.map((_, index) => index + 1))
    const fourth = await put(the, 'correctContact', CLERK, contact('丁'))
    expect(fourth.events?.map(({ seq }) => seq)).toEqual([projected + 4])
  })

  it('R-37: tells the case at rest: a withdrawal with its outcome, and the last connection', async () => {
    const withdrawn = await registered()
    const answer = await put(withdrawn, 'withdrawApplication', INTAKE, { reason: '项目取消' })
    expect(answer).toMatchObject({ stage: 'closed', outcome: 'withdrawn' })
    await withdrawn.handle.result()
    const connected = await registered()
    for (const org of ['zigui', 'chengguan']) await put(connected, 'fileOpinion', officer(org), NO_OBJECTION)
    await put(connected, 'fileOpinion', officer('shuiwu'), connectable(WATER))
    await appointed(connected)
    const last = await put(connected, 'reportConnected', officer('shuiwu'), { line: WATER })
    expect(last).toMatchObject({ stage: 'closed', outcome: 'connected' })
    await connected.handle.result()
    for (const the of [withdrawn, connected]) expect(the.events.at(-1)?.type).toBe('applicationClosed')
  })

  it('R-36: whatever a refused one let pass before goes by activity', async () => {
    const the = await registered()
    await expect(put(the, 'reportConnected', officer('shuiwu'), { line: WATER })).rejects.toThrow()
    await put(the, 'correctContact', CLERK, contact('甲'))
    expect(the.events.at(-1)?.type).toBe('contactCorrected')
  })

  it('R-36: goes by activity where it is more than an answer may hold', async () => {
    const the = await registered()
    const projected = the.events.length
    let answer = await put(the, 'correctContact', CLERK, contact('0'), { projected, dies: true })
    for (let index = 1; answer.events !== undefined && index < 300; index += 1)
      answer = await put(the, 'correctContact', CLERK, contact(String(index)), { projected, dies: true })
    await the.settled()
    expect([answer.events, the.events.length]).toEqual([undefined, answer.seq])
  })

  it('R-39: goes by activity where PostgreSQL has more than the history: what stands there is another’s', async () => {
    const the = await registered()
    const projected = the.events.length + 5
    const answer = await put(the, 'correctContact', CLERK, contact('甲'), { projected })
    await the.settled()
    expect([answer.events, the.events.length]).toEqual([undefined, answer.seq])
    expect((await put(the, 'correctContact', CLERK, contact('乙'))).events).toBeUndefined()
  })
})

describe('an act whose sender may be gone', () => {
  it('R-39: has been answered: the case brings its events itself', async () => {
    const the = await registered()
    const updateId = randomUUID()
    const answer = await put(the, 'correctContact', CLERK, contact('甲'), { updateId, dies: true })
    await the.settled()
    expect(the.events.length).toBe(answer.seq - 1)
    await the.orphan(updateId)
    await the.reaches(({ seq }) => seq === answer.seq)
    const activities = await projectingActivities(the)
    await the.orphan(updateId)
    await the.settled()
    expect(await projectingActivities(the)).toBe(activities)
  })

  it('R-39: is still to come: it goes by activity, also in a run that goes on, and only that one', async () => {
    const the = await registered()
    const [first, late] = [randomUUID(), randomUUID()]
    await the.orphan(first)
    await the.orphan(late)
    const answer = await put(the, 'correctContact', CLERK, contact('甲'), { updateId: first })
    await the.reaches(({ seq }) => seq === answer.seq)
    expect(answer.events).toBeUndefined()
    expect((await put(the, 'correctContact', CLERK, contact('乙'))).events).toHaveLength(1)
    for (let index = 0; (await the.runs()).length < 2; index += 1) {
      await put(the, 'correctContact', CLERK, contact(`丙${index}`))
      await the.settled()
    }
    const after = await put(the, 'correctContact', CLERK, contact('丁'), { updateId: late })
    await the.reaches(({ seq }) => seq === after.seq)
    expect(after.events).toBeUndefined()
    expect((await put(the, 'correctContact', CLERK, contact('戊'))).events).toHaveLength(1)
  })

  it('R-39: is told of in the same task as it comes: worker away meanwhile', async () => {
    const the = await registered()
    await worker.end()
    const updateId = randomUUID()
    const answering = put(the, 'correctContact', CLERK, contact('甲'), { updateId, dies: true })
    await the.orphan(updateId)
    await the.orphan('no id of anything')
    await the.handle.signal('orphaned', { not: 'an id' })
    worker = await begin()
    const { seq } = await answering
    await the.reaches((state) => state.seq === seq)
  })
})

describe('their histories', () => {
  it('R-36: hold every event as lived, and replay tells them again, from runs that went on too', async () => {
    const converter = loadDataConverter(dataConverter(keyring))
    const runs = await Promise.all(cases.map((the) => the.runs()))
    expect(runs.some((each) => each.length > 1)).toBe(true)
    const replayed = await replay(
      await bundle(keyring),
      keyring,
      cases.map(({ subject }, index) => ({ subject, runs: (runs[index] ?? []).map(({ history }) => history) })),
    )
    for (const [index, { failures, events }] of replayed.entries()) {
      const lived = await livedOf(runs[index] ?? [], converter)
      expect([failures, lived.findings]).toEqual([[], []])
      expect(events.map((event) => JSON.stringify(event))).toEqual(lived.events.map((event) => JSON.stringify(event)))
      expect(lived.events.length).toBe(cases[index]?.events.length)
    }
  })
})
