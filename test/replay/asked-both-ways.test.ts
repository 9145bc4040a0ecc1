import { randomUUID } from 'node:crypto'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { parseKeyring } from '../../temporal/keyring.ts'
import { actRequestSignal } from '../../workflows/application/messages.ts'
import type { Act } from '../../workflows/application/messages.ts'
import type { ActRequested } from '../../domain/act/act-request.ts'
import { officer } from '../fixtures/actors.ts'
import { begun } from '../fixtures/begun.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { NO_OBJECTION } from '../fixtures/opinions.ts'
import { workflowCode } from '../fixtures/workflow-code.ts'
import { waterOnly } from './plays.ts'
import { RecordedCase } from './recorded.ts'
import { RecordedWorker } from './recorded-worker.ts'
import { bundle, replay } from './replay.ts'
import { Told } from './told.ts'

const taskQueue = `both-ways-${randomUUID()}`
const told = new Told()
let worker: RecordedWorker
/** Serves nothing: its client outlives the other. */
let sender: RecordedWorker

function begin(queue: string): Promise<RecordedWorker> {
  const { temporalAddress: address, namespace, payloadKeys } = inject('servers')
  const keyring = parseKeyring(payloadKeys)
  return RecordedWorker.begin({ address, namespace, taskQueue: queue, keyring, code: workflowCode() }, {}, told)
}

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  worker = await begin(taskQueue)
  sender = await begin(`${taskQueue}-elsewhere`)
})
afterAll(async () => {
  await worker.end()
  await sender.end()
})

async function open(): Promise<RecordedCase> {
  const { subject } = await worker.register(`both-ways-${randomUUID()}`, waterOnly(), begun(CHIBI))
  const the = new RecordedCase(sender.client, sender.client.workflow.getHandle(subject), told)
  await the.reaches((state) => state.survey !== undefined)
  await the.settled()
  return the
}

const ACT = { actor: officer('zigui'), bodyHash: 'hash', body: NO_OBJECTION }
const request = (the: RecordedCase, updateId: string, digit: string) =>
  the.handle.signal(actRequestSignal, {
    request: digit.repeat(40),
    updateId,
    type: 'fileOpinion',
    act: ACT,
  } satisfies ActRequested<'fileOpinion', Act<'fileOpinion'>>)

describe('R-13: one key, sent with and without waiting, while nobody serves the case', () => {
  it('is one act: who waits is answered what the request did, and the same is replayed', async () => {
    const cases = await Promise.all([open(), open(), open()])
    const seqs = cases.map((the) => the.events.length)
    await worker.end()
    const answering = cases.map(async (the) => {
      const updateId = randomUUID()
      // Its parsing holds the turn: the request and the update both come before either is decided.
      await the.signal('fileOpinion', { actor: officer('chengguan'), body: NO_OBJECTION })
      const answer = the.act('fileOpinion', ACT.actor, ACT.body, updateId)
      await request(the, updateId, 'a')
      await request(the, updateId, 'a')
      return answer
    })
    worker = await begin(taskQueue)
    const answers = await Promise.all(answering)
    for (const [index, the] of cases.entries()) {
      await the.reaches(({ seq }) => seq >= (answers[index]?.seq ?? 0))
      await the.settled()
      expect(the.events.slice(seqs[index]).map(({ type, actor }) => [type, actor.org])).toEqual([
        ['opinionFiled', 'chengguan'],
        ['opinionFiled', 'zigui'],
        ['actTaken', 'zigui'],
      ])
    }
    const keyring = parseKeyring(inject('servers').payloadKeys)
    const subjects = await Promise.all(
      cases.map(async (the) => ({ subject: the.subject, runs: (await the.runs()).map(({ history }) => history) })),
    )
    const replayed = await replay(await bundle(keyring), keyring, subjects)
    expect(replayed).toEqual(cases.map((the) => ({ subject: the.subject, failures: [], events: the.events })))
  })
})
