import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporalCli } from '../../scripts/stack/temporal-cli.ts'
import type { DevServer } from '../../scripts/stack/temporal-dev-server.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import { CLERK, officer } from '../fixtures/actors.ts'
import { begun } from '../fixtures/begun.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { workflowCode } from '../fixtures/workflow-code.ts'
import { surveyed, waterOnly } from './plays.ts'
import { RecordedCase } from './recorded.ts'
import { RecordedWorker } from './recorded-worker.ts'
import { NAMESPACE, readyDevServer } from './recorder.ts'
import { bundle, replay } from './replay.ts'
import { Told } from './told.ts'

const AFTER_EVENTS = 40
const keyring = parseKeyring(newKey())
const folder = mkdtempSync(join(tmpdir(), 'seven-ones-first-task-'))
const told = new Told()
let server: DevServer
let worker: RecordedWorker
/** Serves nothing: its client outlives the other. */
let sender: RecordedWorker

const begin = (taskQueue: string) =>
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
  worker = await begin('first-task')
  sender = await begin('elsewhere')
})
afterAll(async () => {
  await worker.end()
  await sender.end()
  await server.program.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** In its second run, waiting for the user without any clock. */
async function wentOnAtRest(): Promise<RecordedCase> {
  const { subject } = await worker.register(`first-task-${randomUUID()}`, waterOnly(), begun(CHIBI))
  const the = new RecordedCase(sender.client, sender.client.workflow.getHandle(subject), told)
  await surveyed(the)
  for (let index = 0; (await the.runs()).length < 2; index += 1) {
    await the.act('correctContact', CLERK, { contact: `联系人${index}` })
    await the.settled()
  }
  await expect
    .poll(async () =>
      (await the.runs()).at(-1)?.history.events?.some((event) => event.workflowTaskCompletedEventAttributes),
    )
    .toBe(true)
  return the
}

describe('R-36: a run that goes on and has nothing to do in its first task', () => {
  it('tells the same again, when a worker that has never seen it is met by acts and a signal at once', async () => {
    const cases = await Promise.all(Array.from({ length: 4 }, wentOnAtRest))
    await worker.end()
    const answers = cases.flatMap((the) => [
      the.act('correctContact', CLERK, { contact: '甲' }),
      the.act('correctContact', CLERK, { contact: '乙' }),
    ])
    await Promise.all(
      cases.map((the) => the.signal('fileOpinion', { actor: officer('zigui'), body: { remarks: '信号' } })),
    )
    worker = await begin('first-task')
    await Promise.all(answers)
    for (const the of cases) await the.settled()
    const subjects = await Promise.all(
      cases.map(async (the) => ({
        subject: the.subject,
        runs: (await the.runs()).map(({ history }) => history),
      })),
    )
    const replayed = await replay(await bundle(keyring), keyring, subjects)
    expect(replayed).toEqual(cases.map((the) => ({ subject: the.subject, failures: [], events: the.events })))
  })
})
