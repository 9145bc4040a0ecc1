import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import type { WorkflowBundle } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { temporalCli } from '../../scripts/stack/temporal-cli.ts'
import { STAGES } from '../../domain/case/stage.ts'
import { SUBJECT_KINDS } from '../../domain/matter/subject.ts'
import { parseKeyring } from '../../temporal/keyring.ts'
import { workflowCode } from '../fixtures/workflow-code.ts'
import { NAMESPACE, readyDevServer } from './recorder.ts'
import { RecordedWorker } from './recorded-worker.ts'
import { LATEST_RELEASE, scenariosOf } from './releases.ts'
import type { Scenario } from './releases.ts'
import { bundle } from './replay.ts'
import { playUnderQueries, together } from './under-queries.ts'
import type { UnderQueries } from './under-queries.ts'

/**
 * Two cores play so many at once, with two readers each, without a second's deadline being missed for want of a
 * processor.
 */
const AT_ONCE = 8
/**
 * Few enough that a case of four services and a transfer, which go on only at rest, find one in time while they are
 * asked.
 */
const CONTINUE_AS_NEW_AFTER = 30
/** So many questions say enough; where a machine is too slow to ask them in one round, there is another. */
const ENOUGH_QUERIES = 600
const MOST_ROUNDS = 3
/** A round takes three quarters of a minute where the two cores have nothing else to do. */
const LIMIT_MS = 900_000
/**
 * Of those that were begun by 0.2 some say enough, and one that waits does nothing that another does not do on its way.
 */
const BEGUN_BEFORE = [
  'connectable',
  'supplemented',
  'signals',
  'transfer-partial-failure',
  'transfer-continued-as-new',
].map((name) => `before-${name}`)

const keyring = parseKeyring(inject('servers').payloadKeys)
const scenarios = Object.fromEntries(
  // 0.4 recorded only what answers carry: the other ways are still those of 0.3.
  Object.entries({ ...scenariosOf('0.3'), ...scenariosOf(LATEST_RELEASE) }).filter(
    ([name, { open, begunBefore }]) => open !== true && (begunBefore !== true || BEGUN_BEFORE.includes(name)),
  ),
)
const those = (wanted: (scenario: Scenario) => boolean) =>
  Object.fromEntries(Object.entries(scenarios).filter(([, scenario]) => wanted(scenario)))
const ending: (() => Promise<void>)[] = []
let code: WorkflowBundle

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  code = await bundle(keyring)
})
afterAll(async () => {
  for (const end of ending.reverse()) await end()
})

async function workerAt(address: string, namespace: string): Promise<RecordedWorker> {
  const worker = await RecordedWorker.begin({
    address,
    namespace,
    taskQueue: `queries-${randomUUID()}`,
    keyring,
    code: workflowCode(),
  })
  ending.push(() => worker.end())
  return worker
}

async function restlessServer(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-queries-'))
  ending.push(async () => {
    rmSync(folder, { recursive: true, force: true })
  })
  const server = await readyDevServer(await temporalCli(() => {}), {
    folder,
    continueAsNewAfter: CONTINUE_AS_NEW_AFTER,
  })
  ending.push(() => server.program.stop())
  return server.address
}

describe('R-36, R-39: asked as fast as it goes, at every stage of a case and in every kind of matter', () => {
  it(
    'a history tells again what was lived, byte for byte, also in more than one run',
    async () => {
      const { temporalAddress, namespace } = inject('servers')
      const ask = async (worker: RecordedWorker, played: Readonly<Record<string, Scenario>>): Promise<UnderQueries> =>
        playUnderQueries(worker, code, keyring, {
          prefix: `queries-${randomUUID()}`,
          scenarios: played,
          atOnce: AT_ONCE,
        })
      const calm = await workerAt(temporalAddress, namespace)
      const restless = await workerAt(await restlessServer(), NAMESPACE)
      let [found, rounds] = [together([]), 0]
      while (found.queries <= ENOUGH_QUERIES && rounds < MOST_ROUNDS) {
        rounds += 1
        found = together([
          found,
          await ask(
            calm,
            those(({ continuesAsNew }) => continuesAsNew === undefined),
          ),
          await ask(
            restless,
            those(({ continuesAsNew }) => continuesAsNew === true),
          ),
        ])
      }
      const { subjects, events, queries, putOff, differing, differences, failures, unanswered } = found
      const figures = {
        subjects,
        events,
        queries,
        putOff,
        differing: differing.length,
        differences: differences.length,
        failures: failures.length,
        unanswered: unanswered.length,
      }
      process.stdout.write(`under queries: ${JSON.stringify(figures)}\n`)
      expect({ differences, failures, unanswered }).toEqual({ differences: [], failures: [], unanswered: [] })
      expect(subjects).toBe(rounds * Object.keys(scenarios).length)
      expect(queries).toBeGreaterThan(ENOUGH_QUERIES)
      expect(found.stages.toSorted()).toEqual(STAGES.toSorted())
    },
    LIMIT_MS,
  )

  it('which are played of every kind', () => {
    expect([...new Set(Object.values(scenarios).map(({ kind = 'application' }) => kind))].sort()).toEqual(
      [...SUBJECT_KINDS].sort(),
    )
  })
})
