import { WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCities } from '../../config/load-cities.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { ApplicationClient, APPLICATIONS } from '../fixtures/application-client.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'

const SHUIWU: Who = ['shuiwu', 'officer']
const CLERK: Who = ['window', 'clerk']
const FORM = { services: { water: { business: 'new', tonsPerDay: 12 } } }
const READY = { lines: [{ line: 'water:shuiwu', connectable: true }] } as const

const servers = testServers({ ownDatabase: true })
const cases = new ApplicationClient(servers)

/** The API after 水务集团 has handed its work over to another company: its key is in the city no more. */
let after: TestApi
let client: PartyClient
let serviceNumber: string
let url: string

beforeAll(async () => {
  const { database, temporal, api } = servers
  const city = CitySchema.parse(JSON.parse(JSON.stringify(CHIBI).replaceAll('shuiwu', 'xinshui')))
  const cities = new Map([...loadCities(), ['chibi', { city, policyHash: 'after' }]])
  after = await testApi({ environment: api.app.deps.environment, database, temporal, cities })
  client = new PartyClient({ api: after })
  serviceNumber = await cases.register({}, FORM)
  url = `${APPLICATIONS}/${serviceNumber}`
  await client.until(url, CLERK, { stage: 'jointSurvey', survey: { proposedVisitAt: expect.any(String) } })
  await client.done(`${url}/survey/letter`, ['zhujian', 'lead'], {})
  await client.until(url, CLERK, { survey: { letterAt: expect.any(String) } })
})
afterAll(() => after.app.close())

const historyOf = async () => (await client.get(`${url}/history?limit=200`, ['fagai', 'auditor'])).json.items

describe('an actor whose organisation has left the city', () => {
  it('R-39: does and reads nothing any more, in the case in which it takes part neither, and leaves no trace there', async () => {
    const before = await historyOf()
    for (const [path, body] of [
      ['survey/opinions', READY],
      ['reminders', { task: `${serviceNumber}:fileOpinion:zigui`, note: '请尽快' }],
    ] as const)
      expect([path, await client.refused(`${url}/${path}`, SHUIWU, body)]).toEqual([path, [403, 'forbidden']])
    const later = await after.post({
      url: `${url}/survey/opinions`,
      token: await after.token('shuiwu', 'officer'),
      body: READY,
      headers: { prefer: 'respond-async' },
    })
    expect([later.statusCode, later.json<{ code: string }>().code]).toEqual([403, 'forbidden'])
    for (const path of [url, `${url}/history`, `${url}/documents`, APPLICATIONS, '/api/v1/organisations/shuiwu/tasks'])
      expect([path, (await client.get(path, SHUIWU)).statusCode]).toEqual([path, 403])
    expect(await historyOf()).toEqual(before)
  })

  it('R-39: whoever came in its place takes no part in its cases, and others read them as ever', async () => {
    expect((await client.refused(`${url}/survey/opinions`, ['xinshui', 'officer'], READY))[0]).toBeOneOf([
      403, 404, 409,
    ])
    for (const [who, paths] of [
      [CLERK, ['', '/history', '/documents', '/documents/receipt']],
      [
        ['zhujian', 'lead'],
        ['', '/history', '/documents/survey-letter'],
      ],
      [
        ['fagai', 'auditor'],
        ['', '/history'],
      ],
    ] as const satisfies readonly (readonly [Who, readonly string[]])[])
      for (const path of paths) {
        const { statusCode, payload } = await textOf(`${url}${path}`, who)
        expect([who[0], path, statusCode]).toEqual([who[0], path, 200])
        expect([path, payload.includes('undefined')]).toEqual([path, false])
      }
    for (const path of [APPLICATIONS, '/api/v1/organisations/zhujian/tasks'])
      expect([path, (await client.get(path, ['zhujian', 'lead'])).statusCode]).toEqual([path, 200])
  })

  it('R-39: nor is it any for the case itself, whoever sends it', async () => {
    const handle = servers.temporal.workflow.getHandle(serviceNumber)
    for (const [name, role, body] of [
      ['fileOpinion', 'officer', { remarks: '同意' }],
      ['withdrawApplication', 'system', { reason: '不办了' }],
    ] as const) {
      const sent = { actor: { sub: 'x', org: 'xinshui', role }, bodyHash: 'x', body }
      const error: unknown = await handle.executeUpdate(name, { args: [sent] }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      const why = error instanceof WorkflowUpdateFailedError ? error.cause : error
      expect([name, why instanceof ApplicationFailure && why.type]).toEqual([name, 'not-concerned'])
    }
  })

  it('R-13: does not hold up the case: the lead files what it found, and the user goes on or withdraws', async () => {
    for (const org of ['zigui', 'chengguan'])
      await client.done(`${url}/survey/opinions`, [org, 'officer'], { remarks: '不占路、不占绿' })
    const opinions = [{ org: 'shuiwu', opinion: READY }]
    await client.done(`${url}/survey/joint-record`, ['zhujian', 'lead'], { opinions })
    await client.until(url, CLERK, { stage: 'connection' })
    await client.done(`${url}/withdrawal`, CLERK, { reason: '由新的公司重新申请' })
    await client.until(url, CLERK, { stage: 'closed' })
  })
})

async function textOf(path: string, [org, role]: Who) {
  const { statusCode, payload } = await after.get(path, await after.token(org, role))
  return { statusCode, payload }
}
