import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { temporalCli } from '../../scripts/stack/temporal-cli.ts'
import type { DevServer } from '../../scripts/stack/temporal-dev-server.ts'
import { EncryptionCodec } from '../../temporal/codec.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { caseStateQuery } from '../../workflows/application/messages.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { begun } from '../fixtures/begun.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { PureCase } from '../fixtures/pure-case.ts'
import { inspection } from '../fixtures/works.ts'
import {
  appointed,
  committed,
  connected,
  drill,
  inMilliseconds,
  restored,
  surveyed,
  underWorks,
  WATER,
  waterOnly,
} from '../replay/plays.ts'
import { NAMESPACE, readyDevServer } from '../replay/recorder.ts'
import { RecordedWorker } from '../replay/recorded-worker.ts'
import type { RecordedCase } from '../replay/recorded.ts'
import { bundle, replay } from '../replay/replay.ts'
import { Told } from '../replay/told.ts'

const AFTER_EVENTS = 40
const keyring = parseKeyring(newKey())
const folder = mkdtempSync(join(tmpdir(), 'seven-ones-continued-'))
const told = new Told()
let server: DevServer
let worker: RecordedWorker

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  server = await readyDevServer(await temporalCli(() => {}), { folder, continueAsNewAfter: AFTER_EVENTS })
  worker = await RecordedWorker.begin(
    { address: server.address, namespace: NAMESPACE, taskQueue: 'continued', keyring },
    {},
    told,
  )
})
afterAll(async () => {
  await worker.end()
  await server.program.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function atSurvey(change: Partial<ApplicationInput> = {}): Promise<RecordedCase> {
  const the = await worker.register(`continued-${randomUUID()}`, waterOnly(), change)
  await the.reaches((state) => state.deadlines['survey'] !== undefined)
  return the
}

const correct = (the: RecordedCase, text: string, updateId?: string) =>
  the.act('fileOpinion', officer('zigui'), { remarks: text }, updateId)

/** Corrects an opinion until the case has gone on in so many runs; each correction is one event. */
async function goOnUntil(the: RecordedCase, runs: number): Promise<void> {
  for (let index = 0; (await the.runs()).length < runs; index += 1) await correct(the, `更正 ${index}`)
}

const queried = (the: RecordedCase): Promise<CaseState> => the.handle.query(caseStateQuery)

describe('a case that continued as new', () => {
  it('R-36: keeps its seq without gaps, its deadlines as they were, and what it answered under a key', async () => {
    const the = await atSurvey()
    const first = await correct(the, '初次', 'key-1')
    const { survey, registration } = (await queried(the)).deadlines
    await goOnUntil(the, 3)
    const before = await queried(the)
    expect(await correct(the, '初次', 'key-1')).toEqual(first)
    expect((await queried(the)).seq).toBe(before.seq)
    expect(before.deadlines).toMatchObject({ survey, registration })

    await the.act('fileOpinion', officer('chengguan'), NO_OBJECTION)
    await the.act('fileOpinion', officer('shuiwu'), connectable(WATER))
    await the.reaches((state) => state.stage === 'connection')
    await appointed(the)
    await connected(the, [WATER])
    expect(await the.handle.result()).toMatchObject({ outcome: 'connected', seq: the.events.length })
    expect(the.events.map((event) => event.seq)).toEqual(the.events.map((_, index) => index + 1))
    const started = the.events.flatMap((event) => (event.type === 'deadlineStarted' ? [event.data.deadline.id] : []))
    expect(started).toEqual(['registration', 'survey', `connection:${WATER}`])
    const runs = await the.runs()
    const [alone] = await replay(await bundle(keyring), keyring, [
      { subject: the.subject, runs: runs.map((run) => run.history) },
    ])
    expect(alone).toEqual({ subject: the.subject, failures: [], events: the.events })
  })

  it('R-33: a deadline that began in one run is warned of and passes in another, each once and in time', async () => {
    // Three quarters of it are for the first run, on a busy machine too.
    const the = await atSurvey({ policy: drill({ survey: 16 }) })
    await goOnUntil(the, 2)
    expect(the.events.filter((event) => event.type === 'deadlineWarned')).toEqual([])
    const { deadlines } = await the.reaches((state) => state.survey?.closedAt !== undefined)
    const marks = the.events.filter((event) => event.type === 'deadlineWarned' || event.type === 'deadlinePassed')
    expect(marks.map((event) => [event.type, event.data.deadline])).toEqual([
      ...['chengguan', 'shuiwu'].map((org) => ['deadlineWarned', `fileOpinion:${org}`]),
      ['deadlineWarned', 'survey'],
      ...['chengguan', 'shuiwu'].map((org) => ['deadlinePassed', `fileOpinion:${org}`]),
      ['deadlinePassed', 'survey'],
    ])
    const { warnAt = '', dueAt = '' } = deadlines['survey'] ?? {}
    expect(marks.every(({ type, at }) => at >= (type === 'deadlineWarned' ? warnAt : dueAt))).toBe(true)
  })

  it('R-36, R-39: goes on only when all is projected, and loses none of it', async () => {
    const the = await atSurvey()
    await the.settled()
    // Its history may have been long enough before: what counts is the run that begins after the hold.
    const before = (await the.runs()).length
    const held = told.hold()
    let last = 0
    for (let index = 0; index < 12; index += 1) last = (await correct(the, `更正 ${index}`)).seq
    expect((await the.runs()).length).toBe(before)
    held.release()
    await the.reaches((state) => state.seq === last)
    await vi.waitFor(
      async () => {
        expect((await the.runs()).length).toBeGreaterThan(before)
      },
      { timeout: 20_000 },
    )
    const input = await startOf(the, before)
    expect(input.carried?.state.seq).toBeGreaterThanOrEqual(last)
    expect(the.events.map((event) => event.seq)).toEqual(the.events.map((_, index) => index + 1))
    await the.act('withdrawApplication', INTAKE, { reason: '测试结束' })
    expect(await the.handle.result()).toMatchObject({ seq: the.events.length })
  })
})

describe('a state of another release', () => {
  it('R-36: of a newer one, stops the task with a sentence that names it, and nothing is recorded', async () => {
    const { state } = new PureCase()
    const carried = { state: { ...state, stateVersion: 9 }, answers: {} }
    const the = await worker.register(`continued-${randomUUID()}`, waterOnly(), { carried })
    const failed = await vi.waitUntil(
      async () => {
        const events = (await the.runs())[0]?.history.events ?? []
        return events.find(({ workflowTaskFailedEventAttributes }) => workflowTaskFailedEventAttributes)
      },
      { timeout: 20_000, interval: 100 },
    )
    const failure = await decodeOptionalFailureToOptionalError(
      worker.client.options.loadedDataConverter,
      failed.workflowTaskFailedEventAttributes?.failure,
    )
    expect(failure?.message).toContain(
      `application ${state.serviceNumber} 的状态是第 9 版，本程序只认得到第 1 版：它由更新的版本办理，请先升级本程序`,
    )
    expect(the.events).toEqual([])
    await the.handle.terminate()
  })
})

describe('a withdrawn case that is being wound up', () => {
  it.each([
    ['begun by this release', begun(CHIBI)],
    ['of 0.2, live', {}],
  ])('R-37: goes on in new runs like any other, and closes when its works are settled: %s', async (_, change) => {
    const the = await worker.register(`continued-${randomUUID()}`, waterOnly(), change)
    await surveyed(the, [WATER], { [WATER]: ['road'] })
    await committed(the, WATER, CHIBI, ['roadExcavation'])
    await underWorks(the, WATER)
    const [utility, inspector, order] = [officer('shuiwu'), officer('chengguan', 'inspector'), `${WATER}:1`]
    const dueDate = localDate(inMilliseconds(5 * 86_400_000), CHIBI.hours)
    await the.act('fileInspection', inspector, inspection(WATER, [3], dueDate))
    await the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
    const before = (await the.runs()).length
    while ((await the.runs()).length < before + 2) {
      await the.act('reportRectified', utility, { order, remarks: '已整改' })
      await the.act('reinspect', inspector, { order, passed: false })
    }
    expect((await startOf(the, before + 1)).carried?.state).toMatchObject({ withdrawn: { reason: '项目取消' } })
    expect((await queried(the)).closedAt).toBeUndefined()
    const { rectification } = Object.groupBy(Object.values((await queried(the)).deadlines), ({ kind }) => kind)
    expect(rectification?.map(({ id }) => id)).toEqual([`rectification:${order}`])

    await the.act('reportRectified', utility, { order, remarks: '已整改' })
    await the.act('reinspect', inspector, { order, passed: true })
    await restored(the, WATER)
    expect(await the.handle.result()).toMatchObject({ outcome: 'withdrawn', seq: the.events.length })
    expect(the.events.map((event) => event.seq)).toEqual(the.events.map((_event, index) => index + 1))
    expect(the.events.at(-1)).toMatchObject({ type: 'applicationClosed' })
    expect(the.events.filter(({ type }) => type === 'applicationWithdrawn').length).toBe(1)
    const runs = (await the.runs()).map(({ history }) => history)
    const [alone] = await replay(await bundle(keyring), keyring, [{ subject: the.subject, runs }])
    expect(alone).toEqual({ subject: the.subject, failures: [], events: the.events })
  })
})

describe('while a case waits to continue as new', () => {
  it('R-13, R-14: the last opinion closes the survey although PostgreSQL is away', async () => {
    const the = await atSurvey()
    await dueToGoOn(the, async () => {
      await the.act('fileOpinion', officer('chengguan'), NO_OBJECTION)
      await the.act('fileOpinion', officer('shuiwu'), connectable(WATER))
      await vi.waitFor(
        async () => {
          expect((await queried(the)).survey?.closedAt).toBeDefined()
        },
        { timeout: 15_000 },
      )
      await the.act('appointConnection', INTAKE, { at: inMilliseconds(60_000) })
    })
  })

  it('R-33: a deadline passes in time although PostgreSQL is away', async () => {
    const the = await atSurvey({ policy: drill({ survey: 4 }) })
    await dueToGoOn(the, async () => {
      await vi.waitFor(
        async () => {
          expect((await queried(the)).deadlines['survey']?.passedAt).toBeDefined()
        },
        { timeout: 15_000 },
      )
    })
  })

  it('R-36: no signal is lost between one run and the next', async () => {
    const the = await atSurvey()
    await the.settled()
    const [before, signals] = [the.events.length, 60]
    for (let index = 0; index < signals; index += 4) {
      await Promise.all(
        [0, 1, 2, 3].map((more) =>
          the.signal('fileOpinion', { actor: officer('zigui'), body: { remarks: `更正 ${index + more}` } }),
        ),
      )
    }
    await vi.waitFor(
      () => {
        expect(the.events.length).toBe(before + signals)
      },
      { timeout: 15_000 },
    )
  })
})

/** `work` while no projection ends and the server has suggested to continue as new. */
async function dueToGoOn(the: RecordedCase, work: () => Promise<void>): Promise<void> {
  await the.settled()
  const held = told.hold()
  try {
    for (let index = 0; index < 10; index += 1) await correct(the, `更正 ${index}`)
    await work()
  } finally {
    held.release()
  }
}

/** With what a run was started. */
async function startOf(the: RecordedCase, run: number): Promise<ApplicationInput> {
  const { input } = (await the.runs())[run]?.history.events?.[0]?.workflowExecutionStartedEventAttributes ?? {}
  const [payload] = await new EncryptionCodec(keyring).decode(input?.payloads ?? [])
  return JSON.parse(Buffer.from(payload?.data ?? []).toString('utf8')) as ApplicationInput
}
