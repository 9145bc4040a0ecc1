import { randomUUID } from 'node:crypto'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { parseKeyring } from '../../temporal/keyring.ts'
import { officer } from '../fixtures/actors.ts'
import { begun } from '../fixtures/begun.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { NO_OBJECTION } from '../fixtures/opinions.ts'
import { workflowCode } from '../fixtures/workflow-code.ts'
import { appointed, surveyed, WATER, waterOnly } from './plays.ts'
import { RecordedWorker } from './recorded-worker.ts'

const CASES = 20
let worker: RecordedWorker

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  const { temporalAddress, namespace, payloadKeys } = inject('servers')
  worker = await RecordedWorker.begin({
    address: temporalAddress,
    namespace,
    taskQueue: `at-the-end-${randomUUID()}`,
    keyring: parseKeyring(payloadKeys),
    code: workflowCode(),
  })
})
afterAll(async () => {
  await worker.end()
})

/**
 * The last act of a case, and two signals at the same moment; how many of those Temporal took, and how many the case
 * recorded.
 */
async function ended(): Promise<{ taken: number; recorded: number }> {
  const the = await worker.register(`at-the-end-${randomUUID()}`, waterOnly(), begun(CHIBI))
  await surveyed(the)
  await appointed(the)
  const signal = () =>
    the.signal('fileOpinion', { actor: officer('zigui'), body: NO_OBJECTION }).then(
      () => 1,
      () => 0,
    )
  const [connected, ...signals] = await Promise.all([
    the.act('reportConnected', officer('shuiwu'), { line: WATER }),
    signal(),
    signal(),
  ])
  expect(connected.outcome).toBe('connected')
  await the.handle.result()
  return {
    taken: signals.reduce<number>((sum, one) => sum + one, 0),
    recorded: the.events.filter(({ type }) => type === 'actRefused').length,
  }
}

describe('R-39: a signal that reaches a case while it ends', () => {
  it('is recorded, as refused, or Temporal tells its sender that the case has ended: never neither', async () => {
    const all = await Promise.all(Array.from({ length: CASES }, ended))
    expect(all.filter(({ taken, recorded }) => taken !== recorded)).toEqual([])
    expect(all.reduce((sum, { taken }) => sum + taken, 0)).toBeGreaterThan(0)
  })
})
