import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { countStopped, watchCases } from '../../watch/cases.ts'
import { INTAKE } from '../fixtures/actors.ts'
import { applicationInput } from '../fixtures/pure-case.ts'
import { House } from './house.ts'

let house: House

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  house = await House.open()
})
afterAll(() => house.close())

it('R-36: what was terminated or deleted by hand is counted, what runs or has closed is not; a server that is away leaves the figures as they are', async () => {
  const [running, closed, ended, gone] = [1, 2, 3, 4].map((each) => `CB-20261125-0700${each}-0`) as [
    string,
    string,
    string,
    string,
  ]
  for (const serviceNumber of [running, closed, ended, gone]) {
    await house.start('application', applicationInput(undefined, { serviceNumber }))
    await house.reaches(serviceNumber, (state) => state.survey !== undefined)
  }
  await house.act(closed, 'withdrawApplication', { actor: INTAKE, body: { reason: '取消' } })
  await house.client.workflow.getHandle(closed).result()
  expect(await countStopped(house)).toEqual({ ended: 0, gone: 0 })
  await house.client.workflow.getHandle(ended).terminate('by hand')
  await house.delete(gone)

  const told: object[] = []
  const warned: unknown[] = []
  const watch = watchCases(
    {
      client: house.client,
      database: house.database,
      metrics: { stopped: (figures) => told.push(figures) },
      log: { warn: (...line) => warned.push(line) },
    },
    100,
  )
  await vi.waitUntil(() => told.some((figures) => JSON.stringify(figures) === '{"ended":1,"gone":1}'), {
    timeout: 20_000,
    interval: 50,
  })
  await watch.stop()
  const last = told.length
  expect(warned).toEqual([])
  const away = watchCases(
    {
      client: house.client,
      database: { execute: () => Promise.reject(new Error('away')) } as never,
      metrics: { stopped: (figures) => told.push(figures) },
      log: { warn: (...line) => warned.push(line) },
    },
    60_000,
  )
  await away.stop()
  expect([told.length, warned.length]).toEqual([last, 1])

  expect(await house.mend(ended)).toMatchObject({ trouble: 'ended', exact: true })
  await vi.waitFor(
    async () => {
      expect(await countStopped(house)).toEqual({ ended: 0, gone: 1 })
    },
    { timeout: 20_000, interval: 250 },
  )
})
