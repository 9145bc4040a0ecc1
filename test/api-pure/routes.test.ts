import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACT_TYPES, ACTS } from '../../domain/act/act.ts'
import { testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.app.close())

test('a route that does not say who may stops the start', async () => {
  const other = await testApi()
  expect(() => other.app.get('/open', async () => 'open')).toThrow(/config\.access/)
  await other.app.close()
})

describe('/openapi.json', () => {
  test('describes every act from its own schema, with its rule and its problems', async () => {
    const document = (await api.get('/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    for (const type of ACT_TYPES) {
      const operation = document.paths[`/api/v1/applications/{serviceNumber}/${ACTS[type].path}`].post
      expect(operation.summary).toContain(ACTS[type].rule)
      expect(operation.security).toEqual([{ bearer: [] }])
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['200', '401', '403', '404', '409', '422', '503']),
      )
      expect(operation.parameters.map((parameter: { name: string }) => parameter.name)).toEqual(
        expect.arrayContaining(['serviceNumber', 'Idempotency-Key']),
      )
    }
    const form = document.paths['/api/v1/applications'].post.requestBody.content['application/json'].schema
    expect(form.required).toEqual(['channel', 'form'])
    expect(form.additionalProperties).toBe(false)
    expect(document.paths['/api/v1/calendar/deadline'].get.security).toEqual([])
  })
})

test('/metrics counts by route template, without numbers of cases', async () => {
  await api.get('/api/v1/applications/CB-20261124-00017-9')
  const text = (await api.get('/metrics')).payload
  expect(text).toContain(
    'http_request_duration_seconds_count{method="GET",route="/api/v1/applications/:serviceNumber",status="401"}',
  )
  expect(text).toContain('process_cpu_seconds_total')
  expect(text).not.toContain('CB-20261124')
})

test('organisations of a city', async () => {
  const { organisations } = (await api.get('/api/v1/organisations?city=drill')).json()
  expect(organisations).toContainEqual({ key: 'window', name: '水电气网联动报装综窗', kind: 'window' })
})
