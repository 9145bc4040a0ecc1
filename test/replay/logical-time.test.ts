import { setTimeout as sleep } from 'node:timers/promises'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventType } from '../../domain/case/event.ts'
import { temporalCli } from '../../scripts/stack/temporal-cli.ts'
import type { DevServer } from '../../scripts/stack/temporal-dev-server.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { application } from '../../workflows/application/workflow.ts'
import { CLERK, officer } from '../fixtures/actors.ts'
import { begun } from '../fixtures/begun.ts'
import { NO_OBJECTION } from '../fixtures/opinions.ts'
import { workflowCode } from '../fixtures/workflow-code.ts'
import { drill, DOUBT, waterOnly } from './plays.ts'
import { NAMESPACE, readyDevServer } from './recorder.ts'
import { RecordedCase } from './recorded.ts'
import { RecordedWorker } from './recorded-worker.ts'
import { bundle, replay } from './replay.ts'
import { Told } from './told.ts'

const keyring = parseKeyring(newKey())
const told = new Told()
let folder: string
let server: DevServer
let worker: RecordedWorker
/** As the API's: it outlives the workers. */
let client: Client

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  folder = mkdtempSync(join(tmpdir(), 'seven-ones-logical-time-'))
  server = await readyDevServer(await temporalCli(() => {}), { folder })
  worker = await begin()
  const connection = await Connection.connect({ address: server.address })
  client = new Client({ connection, namespace: NAMESPACE, dataConverter: dataConverter(keyring) })
})
afterAll(async () => {
  await worker.end()
  await client.connection.close()
  await server.program.stop()
  rmSync(folder, { recursive: true, force: true })
})

const begin = () =>
  RecordedWorker.begin(
    { address: server.address, namespace: NAMESPACE, taskQueue: 'logical-time', keyring, code: workflowCode() },
    {},
    told,
  )

/** A case whose first clocks are due while no worker is there; what is sent meanwhile is answered by the next one. */
async function servedLate(
  id: string,
  { start, sent = () => [] }: { start: Partial<ApplicationInput>; sent?: (the: RecordedCase) => Promise<unknown>[] },
) {
  await worker.register(id, waterOnly(), start)
  const the = new RecordedCase(client, client.workflow.getHandle<typeof application>(id), told)
  await the.reaches((state) => Object.keys(state.deadlines).length > 0)
  await worker.end()
  await sleep(LONG_AFTER_MS)
  const answers = sent(the)
  worker = await begin()
  return { the, answers: await Promise.all(answers) }
}

const LONG_AFTER_MS = 4_000
const outcomeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'taken',
    (error: { cause?: { type?: string } }) => error.cause?.type,
  )
const at = (the: RecordedCase, type: EventType) => the.events.find((event) => event.type === type)?.at

describe.each([
  ['begun by this release', true],
  ['begun by 0.2', false],
])('R-34, R-36: the time of an event is that of its cause, in a case %s', (name, isNew) => {
  const drilled = drill({ registration: 1, survey: 2 })
  const { conduct: _of07, ...before } = drilled.survey
  const policy = isNew ? drilled : { ...drilled, survey: before }
  const start = { policy, ...(isNew ? begun(policy) : {}) }

  it('a deadline passes when it is due, and what follows from it follows then, however late a worker serves it; and replays so', async () => {
    const { the } = await servedLate(`late-${isNew}`, { start: { ...start, warnings: DOUBT } })
    const { deadlines } = await the.reaches((state) => state.survey?.closedAt !== undefined)
    const { registration, survey } = deadlines
    expect([
      at(the, 'deadlinePassed'),
      at(the, 'demandAccepted'),
      at(the, 'demandPushed'),
      at(the, isNew ? 'surveyProposed' : 'surveyConvened'),
    ]).toEqual(Array.from({ length: 4 }, () => registration?.dueAt))
    expect(survey).toMatchObject({ startedAt: registration?.dueAt, [isNew ? 'metAt' : 'passedAt']: survey?.dueAt })
    expect(at(the, 'surveyClosed')).toBe(survey?.dueAt)
    const times = the.events.map((event) => Date.parse(event.at))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    await the.settled()
    const [again] = await replay(await bundle(keyring), keyring, [
      { subject: the.subject, runs: (await the.runs()).map(({ history }) => history) },
    ])
    expect(again?.failures).toEqual([])
    expect(JSON.stringify(again?.events)).toBe(JSON.stringify(the.events))
  })

  it('R-03: an act sent after 视为受理 is refused, though no worker had recorded the passing; one that is right by then is taken', async () => {
    const policy = drill({ registration: 1, survey: 600 })
    const { the, answers } = await servedLate(`judged-${isNew}`, {
      start: { policy, ...(isNew ? begun(policy) : {}), warnings: DOUBT },
      sent: (open) => [
        outcomeOf(
          open.act('requestSupplement', CLERK, { items: ['form.applicant.creditCode'], message: '请核对信用代码' }),
        ),
        outcomeOf(open.act('fileOpinion', officer('zigui'), NO_OBJECTION)),
      ],
    })
    expect(answers).toEqual(['wrong-stage', 'taken'])
    const state = await the.reaches(({ opinions }) => opinions['zigui'] !== undefined)
    expect([name, state.accepted?.how, state.supplement]).toEqual([name, 'deemed', undefined])
  })
})
