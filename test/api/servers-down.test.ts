import { describe, expect, test } from 'vitest'
import { sweep } from '../../api/registration/sweeper.ts'
import { unstartedRegistrations } from '../../db/queries/registrations.ts'
import { registration } from '../../db/schema/registration.ts'
import { newKey, noServers, testApi } from '../fixtures/api.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { ApplicationClient, APPLICATIONS, refused } from '../fixtures/application-client.ts'
import { testServers } from '../fixtures/matter-api.ts'

const servers = testServers()
const client = new ApplicationClient(servers)

describe('PostgreSQL down', () => {
  test('acts go on; reading says that it has to wait, and never asks the workflow', async () => {
    const serviceNumber = await client.register()
    await client.until(serviceNumber, 'jointSurvey')
    const cut = await testApi({
      environment: servers.api.app.deps.environment,
      temporal: servers.temporal,
      database: noServers().database,
    })
    const token = await cut.token('zigui', 'officer')
    const answer = await cut.post({
      url: `${APPLICATIONS}/${serviceNumber}/survey/opinions`,
      token,
      body: { remarks: '同意' },
    })
    expect([answer.statusCode, answer.json().seq]).toEqual([200, expect.any(Number)])
    for (const url of [
      `${APPLICATIONS}/${serviceNumber}?minSeq=${answer.json().seq}`,
      `${APPLICATIONS}/${serviceNumber}/history`,
      `${APPLICATIONS}/CB-20261124-00017-9`,
    ]) {
      const read = await cut.get(url, token)
      refused(read, 503, 'database-unavailable')
      expect([read.headers['retry-after'], read.json().detail]).toEqual([
        '5',
        expect.stringContaining('已经办理的不会丢失'),
      ])
    }
    expect(await client.view(serviceNumber, answer.json().seq)).toMatchObject({
      seq: answer.json().seq,
      stage: 'jointSurvey',
    })
    const [ours, theirs] = await Promise.all(
      ['hubeiGovernmentService', 'ehuiban'].map(async (org) =>
        cut.post({
          url: `${APPLICATIONS}/${serviceNumber}/contact`,
          token: await cut.token(org, 'system'),
          body: { contact: '李四', phone: '13900001111' },
        }),
      ),
    )
    expect([ours?.statusCode, theirs?.statusCode, theirs?.json().code]).toEqual([200, 404, 'application-not-found'])
    await cut.app.close()
  })
})

describe('Temporal down', () => {
  test('a registration takes its number; the sweeper starts it, the same key answers', async () => {
    const environment = servers.api.app.deps.environment
    const cut = await testApi({ environment, database: servers.database, temporal: noServers().temporal })
    const [token, key, body] = [await cut.token('hubeiGovernmentService', 'system'), newKey(), registrationBody()]
    const answer = await cut.post({ url: APPLICATIONS, token, key, body })
    refused(answer, 503, 'temporal-unavailable')
    const [left] = await unstartedRegistrations(servers.database, { olderThanSeconds: 0, limit: 10 })
    expect(answer.json().detail).toContain(left?.serviceNumber)
    refused(
      await client.act(left?.serviceNumber ?? '', 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' }),
      503,
      'temporal-unavailable',
    )
    await cut.app.close()
    await servers.database.update(registration).set({ createdAt: new Date(Date.now() - 60_000).toISOString() })
    await sweep(servers.api.app)
    expect(await unstartedRegistrations(servers.database, { olderThanSeconds: 0, limit: 10 })).toEqual([])
    const again = await servers.api.post({ url: APPLICATIONS, token, key, body })
    expect([again.statusCode, again.json().serviceNumber]).toEqual([200, left?.serviceNumber])
    await client.until(left?.serviceNumber ?? '', 'jointSurvey')
  })

  test('readyz', async () => {
    expect((await servers.api.get('/readyz')).json()).toEqual({
      status: 'ready',
      checks: { temporal: 'ok', database: 'ok', migrations: 'ok', registration: 'ok' },
      details: { troubles: [] },
    })
  })
})
