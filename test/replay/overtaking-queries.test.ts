import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { dataConverter } from '../../temporal/data-converter.ts'
import { parseKeyring } from '../../temporal/keyring.ts'
import type { application } from '../../workflows/application/workflow.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { begun } from '../fixtures/begun.ts'
import { NO_OBJECTION } from '../fixtures/opinions.ts'
import { workflowCode } from '../fixtures/workflow-code.ts'
import { drill, waterOnly } from './plays.ts'
import { RecordedCase } from './recorded.ts'
import { RecordedWorker } from './recorded-worker.ts'
import { bundle, replay } from './replay.ts'
import { Told } from './told.ts'

const CASES = 16
const PAST_THE_DUE_TIME_MS = 3_000
const keyring = parseKeyring(inject('servers').payloadKeys)
const told = new Told()
const place = {
  address: inject('servers').temporalAddress,
  namespace: inject('servers').namespace,
  taskQueue: `overtaking-${randomUUID()}`,
  keyring,
  code: workflowCode(),
}
let client: Client

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  client = new Client({
    connection: await Connection.connect({ address: place.address }),
    namespace: place.namespace,
    dataConverter: dataConverter(keyring),
  })
})
afterAll(async () => {
  await client.connection.close()
})

/**
 * While no worker is there, each is asked at rest; then its timer fires, and it is acted on. A worker that comes may
 * meet the question first, with the timer in its history.
 */
async function askedWithoutWorker(
  all: readonly RecordedCase[],
): Promise<{ answers: Promise<number[]>; acts: Promise<unknown[]> }> {
  const answers = Promise.all(
    all.map((the) =>
      the.handle.query('caseState').then(
        () => 1,
        () => 0,
      ),
    ),
  )
  await sleep(PAST_THE_DUE_TIME_MS)
  const acts = Promise.all(all.map((the) => the.act('fileOpinion', officer('zigui'), NO_OBJECTION)))
  await sleep(100)
  return { answers, acts }
}

describe('R-36: a question that a worker meets before the task of what has happened', () => {
  it('may fail, and leaves the case as it was: every act is taken, and the history tells again what was lived', async () => {
    const policy = drill({ survey: 2 })
    const first = await RecordedWorker.begin(place, {}, told)
    const ids = Array.from({ length: CASES }, () => `overtaken-${randomUUID()}`)
    for (const id of ids) await first.register(id, waterOnly(), { policy, ...begun(policy) })
    const all = ids.map((id) => new RecordedCase(client, client.workflow.getHandle<typeof application>(id), told))
    for (const the of all) {
      await the.reaches((state) => state.deadlines['survey'] !== undefined)
      await the.settled()
    }
    await first.end()
    const { answers, acts } = await askedWithoutWorker(all)
    const second = await RecordedWorker.begin(place, {}, told)
    expect(await acts).toHaveLength(CASES)
    process.stdout.write(
      `overtaking queries: ${(await answers).filter((answered) => answered === 0).length} of ${CASES} refused\n`,
    )
    for (const the of all) await the.act('withdrawApplication', INTAKE, { reason: '测试' })
    for (const the of all) await the.handle.result()
    const histories = await Promise.all(
      all.map(async (the) => ({ subject: the.subject, runs: (await the.runs()).map(({ history }) => history) })),
    )
    await second.end()
    const again = await replay(await bundle(keyring), keyring, histories)
    expect(again.flatMap(({ failures }) => failures)).toEqual([])
    for (const [index, the] of all.entries())
      expect(JSON.stringify(again[index]?.events)).toBe(JSON.stringify(the.events))
  })
})
