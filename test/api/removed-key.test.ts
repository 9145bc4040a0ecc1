import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@temporalio/client'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { freePorts } from '../../scripts/stack/ports.ts'
import { connectTemporal } from '../../temporal/client.ts'
import { newKey as newPayloadKey } from '../../temporal/keyring.ts'
import { newKey, testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { APPLICATIONS } from '../fixtures/application-client.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { newNamespace, PartyClient } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { asProgram } from '../fixtures/program-role.ts'
import { spawned } from '../fixtures/spawned.ts'
import type { Spawned } from '../fixtures/spawned.ts'
import { testDatabase } from '../projection/database.ts'

const [OLD, NEW] = [newPayloadKey(), newPayloadKey()]
const CLERK: Who = ['window', 'clerk']
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const AUDITOR: Who = ['fagai', 'auditor']
const OPINION = { actor: { sub: 'x', org: 'zigui', role: 'officer' }, body: { remarks: '同意' } }
const FORM = { services: { water: { business: 'new', tonsPerDay: 12 } } }

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'seven-ones-removed-'))
let variables: Record<string, string>
beforeAll(async () => {
  const { temporalAddress } = inject('servers')
  const [METRICS_PORT] = (await freePorts(1)).map(String)
  variables = {
    DATABASE_URL: asProgram(database.url),
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: await newNamespace(temporalAddress),
    TASK_QUEUE: 'removed-key',
    DATA_DIR: folder,
    METRICS_PORT: METRICS_PORT ?? '',
    PUSH: 'off',
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Programs {
  readonly api: TestApi
  readonly client: PartyClient
  readonly temporal: Client
  readonly worker: Spawned
  end(): Promise<void>
}

/** An API and a worker that hold these keys. */
async function programs(...keys: readonly string[]): Promise<Programs> {
  const held = { ...variables, PAYLOAD_KEYS: keys.join(',') }
  const worker = spawned('worker.ts', held)
  const environment = testEnvironment(held)
  const temporal = await connectTemporal(environment)
  const api = await testApi({ environment, database: database.database, temporal })
  await worker.says('工作进程已就绪')
  return {
    api,
    client: new PartyClient({ api }),
    temporal,
    worker,
    async end() {
      await api.app.close()
      worker.kill('SIGTERM')
      await worker.ends()
      await temporal.connection.close()
    },
  }
}

async function open({ client }: Programs): Promise<string> {
  const { serviceNumber } = await client.done(APPLICATIONS, INTAKE, registrationBody({}, FORM))
  await client.until(`${APPLICATIONS}/${serviceNumber}`, CLERK, { stage: 'jointSurvey' })
  return serviceNumber
}

it('R-39: what comes under a key that was removed is refused; what lies under it waits for the key, and is not lost', async () => {
  const first = await programs(OLD)
  const old = await open(first)
  await first.end()
  const both = await programs(NEW, OLD)
  const recent = await open(both)
  await both.end()

  const without = await programs(NEW)
  expect(without.worker.said()).toContain(OLD.split(':')[0])
  const stranger = await connectTemporal(testEnvironment({ ...variables, PAYLOAD_KEYS: OLD }))
  await stranger.workflow.getHandle(recent).signal('fileOpinion', OPINION)
  const events = async ({ client }: Programs, number: string) =>
    (await client.get(`${APPLICATIONS}/${number}/history?limit=200`, AUDITOR)).json.items
  const refused = async () => (await events(without, recent)).filter(({ type }) => type === 'actRefused')
  await expect.poll(refused).toMatchObject([{ data: { act: 'fileOpinion', code: 'payload-foreign' } }])
  await without.client.done(`${APPLICATIONS}/${recent}/survey/opinions`, ['zigui', 'officer'], { remarks: '同意' })

  const before = await events(without, old)
  const [path, key] = [`${APPLICATIONS}/${old}/survey/opinions`, newKey()]
  const send = ({ client }: Programs) => client.post(path, ['zigui', 'officer'], { remarks: '同意' }, key)
  expect((await send(without)).json()).toMatchObject({ status: 503, code: 'temporal-unavailable' })
  expect((await without.temporal.workflow.getHandle(old).describe()).status.name).toBe('RUNNING')
  await stranger.connection.close()
  await without.end()

  const again = await programs(NEW, OLD)
  await expect.poll(async () => (await send(again)).statusCode, { timeout: 90_000, interval: 1_000 }).toBe(200)
  const types = async () => (await events(again, old)).slice(before.length).map(({ type }) => type)
  await expect.poll(types).toEqual(['opinionFiled'])
  await again.end()
}, 300_000)
