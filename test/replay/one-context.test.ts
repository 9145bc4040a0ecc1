import { randomUUID } from 'node:crypto'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { parseKeyring } from '../../temporal/keyring.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { workflowCode } from '../fixtures/workflow-code.ts'
import { appointed, connected, drill, POWER, WATER, waterAndPower, waterOnly } from './plays.ts'
import { RecordedWorker } from './recorded-worker.ts'
import type { RecordedCase } from './recorded.ts'
import { bundle, replay } from './replay.ts'

const keyring = parseKeyring(inject('servers').payloadKeys)
const place = () => ({
  address: inject('servers').temporalAddress,
  namespace: inject('servers').namespace,
  taskQueue: `one-context-${randomUUID()}`,
  keyring,
  code: workflowCode(),
})
const ending: (() => Promise<void>)[] = []

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') })
})
afterAll(async () => {
  for (const end of ending) await end()
})

/**
 * Act by act in turn: one closes with water and power, one is withdrawn in another city, one has its deadline pass, one
 * waits.
 */
async function interleaved(worker: RecordedWorker): Promise<readonly RecordedCase[]> {
  const number = (which: string) => `one-context-${which}-${randomUUID()}`
  const both = await worker.register(number('both'), waterAndPower())
  const withdrawn = await worker.register(number('withdrawn'), waterOnly(), { policy: drill() })
  const late = await worker.register(number('late'), waterOnly(), { policy: drill({ survey: 1 }) })
  const waiting = await worker.register(number('waiting'), waterAndPower())
  const all = [both, withdrawn, late, waiting]
  for (const the of all) await the.reaches((state) => state.survey !== undefined)
  for (const the of [both, withdrawn, waiting]) await the.act('fileOpinion', officer('zigui'), NO_OBJECTION)
  for (const the of [waiting, both]) await the.act('fileOpinion', officer('shuiwu'), connectable(WATER))
  await late.reaches((state) => state.survey?.closedAt !== undefined)
  await both.act('fileOpinion', officer('chengguan'), NO_OBJECTION)
  await late.act('fileOpinion', officer('shuiwu'), connectable(WATER))
  await both.act('fileOpinion', officer('guowang'), connectable(POWER))
  await withdrawn.act('withdrawApplication', INTAKE, { reason: '项目取消' })
  await both.reaches((state) => state.stage === 'connection')
  await appointed(late)
  await appointed(both)
  await connected(both, [WATER, POWER])
  await connected(late, [WATER])
  for (const the of [both, withdrawn, late]) await the.handle.result()
  await waiting.settled()
  return all
}

describe('cases in one context', () => {
  it.each([{ maxCachedWorkflows: 100 }, { maxCachedWorkflows: 2 }])(
    'R-36: interleaved in one V8 context, with %o, each tells what it tells alone',
    async (change) => {
      const worker = await RecordedWorker.begin(place(), { reuseV8Context: true, ...change })
      ending.push(() => worker.end())
      const cases = await interleaved(worker)
      const histories = await Promise.all(
        cases.map(async (the) => ({ subject: the.subject, runs: (await the.runs()).map((run) => run.history) })),
      )
      const alone = await replay(await bundle(keyring), keyring, histories, { reuseV8Context: false })
      for (const [index, the] of cases.entries()) {
        expect(alone[index]).toEqual({ subject: the.subject, failures: [], events: the.events })
      }
      expect(
        cases.map((the) =>
          the.events.filter((event) => event.type === 'serviceConnected').map((event) => event.data.line),
        ),
      ).toEqual([[WATER, POWER], [], [WATER], []])
      expect(cases.map((the) => the.events.at(-1)?.type)).toEqual([
        'applicationClosed',
        'applicationClosed',
        'applicationClosed',
        'opinionFiled',
      ])
    },
  )
})
