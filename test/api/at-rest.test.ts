import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { endTroubles, noteTrouble } from '../../db/queries/troubles.ts'
import { application } from '../../db/schema/application.ts'
import { newKey, testApi } from '../fixtures/api.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { evidencedBody, transferBody } from '../fixtures/matters.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'

const APPLICATIONS = '/api/v1/applications'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const CLERK: Who = ['window', 'clerk']
const SHUIWU: Who = ['shuiwu', 'officer']
const FORM = { services: { water: { business: 'new', tonsPerDay: 12 } } }

const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)

async function registered(): Promise<string> {
  const { serviceNumber } = await client.done(APPLICATIONS, INTAKE, registrationBody({}, FORM))
  return `${APPLICATIONS}/${serviceNumber}`
}

type Answer = Awaited<ReturnType<PartyClient['post']>>

/** Of answers that wait two seconds for rest: a busy machine may need longer, and each is asked for anew. */
async function atRest(status: number, ask: () => Promise<Answer>): Promise<Answer> {
  let answer: Answer | undefined
  await expect
    .poll(async () => {
      answer = await ask()
      return [answer.statusCode, answer.json()]
    })
    .toEqual([status, expect.objectContaining({ settled: true })])
  if (answer === undefined) throw new Error('nothing was asked')
  return answer
}

const readiness = async () =>
  (await servers.api.app.inject('/readyz')).json<{
    status: string
    details: { troubles: { kind: string; subject: string; detail: string }[] }
  }>()

describe('answers and reads', () => {
  it('R-39: what is opened is answered with its row there: an application, a transfer, a credit record', async () => {
    const opened = await atRest(201, () => client.post(APPLICATIONS, INTAKE, registrationBody({}, FORM)))
    const url = `${APPLICATIONS}/${opened.json<{ serviceNumber: string }>().serviceNumber}`
    expect((await client.get(url, CLERK)).statusCode).toBe(200)
    for (const [where, who, body] of [
      ['/api/v1/transfers', INTAKE, transferBody()],
      ['/api/v1/credit-records', ['chengguan', 'officer'], evidencedBody()],
    ] as const) {
      const answer = await atRest(201, () => client.post(where, who, body))
      expect((await client.get(answer.json<{ links: { self: string } }>().links.self, who)).json).toMatchObject({
        seq: expect.any(Number),
      })
    }
  })

  it('R-39: an act’s answer says that the case is at rest, and its seq is waited for by whoever reads with it', async () => {
    const url = await registered()
    let asked = 0
    const answer = await atRest(200, () =>
      client.post(`${url}/contact`, CLERK, { contact: '李四', phone: `1390000${1_000 + (asked += 1)}` }),
    )
    const { seq } = answer.json<{ seq: number }>()
    expect((await client.get(`${url}?minSeq=${seq}`, CLERK)).json).toMatchObject({ contact: '李四' })
  })

  it('R-39: a seq that nobody has answered is waited for a while, and then told: what was done is safe', async () => {
    const url = await registered()
    const from = performance.now()
    const token = await servers.api.token('window', 'clerk')
    const answer = await servers.api.get(`${url}?minSeq=9999`, token)
    expect([answer.statusCode, answer.json(), answer.headers['retry-after']]).toEqual([
      503,
      expect.objectContaining({ code: 'projection-behind', detail: expect.stringContaining('不带 minSeq') }),
      '5',
    ])
    const took = performance.now() - from
    expect([took > 4_900, took < 9_000]).toEqual([true, true])
    expect(
      (await client.get('/api/v1/credit-records/credit:0123456789abcdef01234567?minSeq=3', CLERK)).json,
    ).toMatchObject({ status: 404, code: 'credit-record-not-found' })
  })

  it('R-39: a refusal that comes too early says that the same may be tried again; one that is for good does not', async () => {
    const url = await registered()
    await client.until(url, CLERK, { stage: 'jointSurvey' })
    const early = await client.post(`${url}/connection/completions`, SHUIWU, { line: 'water:shuiwu' })
    expect([early.statusCode, early.json(), early.headers['retry-after']]).toEqual([
      409,
      expect.objectContaining({ code: 'line-not-ready', retryable: true }),
      '2',
    ])
    await client.done(`${url}/withdrawal`, CLERK, { reason: '不办了' })
    await client.until(url, CLERK, { stage: 'closed' })
    const late = await client.post(`${url}/connection/completions`, SHUIWU, { line: 'water:shuiwu' })
    expect([late.statusCode, late.json<{ retryable?: boolean }>().retryable, late.headers['retry-after']]).toEqual([
      409,
      undefined,
      undefined,
    ])
  })

  it('R-39: while no worker is there, an act’s 503 says that it may still take effect; the same key tells', async () => {
    const environment = { ...servers.api.app.deps.environment, TASK_QUEUE: `nobody-${process.pid}` }
    const alone = await testApi({ environment, database: servers.database, temporal: servers.temporal })
    const token = await alone.token('window', 'clerk')
    const opened = await alone.post({
      url: APPLICATIONS,
      token: await alone.token('hubeiGovernmentService', 'system'),
      body: registrationBody({}, FORM),
    })
    expect([opened.statusCode, opened.json()]).toEqual([
      201,
      expect.objectContaining({ settled: false, seq: 1, stage: 'registration' }),
    ])
    const answer = await alone.post({
      url: `${APPLICATIONS}/${opened.json().serviceNumber}/contact`,
      token,
      body: { contact: '李四', phone: '13900001111' },
      key: newKey(),
    })
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      expect.objectContaining({
        code: 'temporal-unavailable',
        detail: expect.stringMatching(/可能已经生效.*同一 Idempotency-Key/),
      }),
    ])
    await alone.app.close()
  })
})

describe('a whole case, each act behind the answer before it', () => {
  /** Only what a busy server did not answer is sent again; where it was not at rest in time, rest is waited for. */
  async function atOnce(path: string, who: Who, body: unknown): Promise<unknown> {
    const key = newKey()
    let answer: Answer | undefined
    await expect
      .poll(async () => (answer = await client.post(path, who, body, key)).statusCode, { timeout: 30_000 })
      .not.toBe(503)
    const { settled, seq, ...given } = answer?.json<{ settled?: boolean; seq: number }>() ?? { seq: 0 }
    if (settled === false) await client.until(`${path.split('/').slice(0, 5).join('/')}?minSeq=${seq}`, CLERK, {})
    return { status: answer?.statusCode, ...given }
  }

  it('R-39: nothing comes too early, and the last answer tells the end', async () => {
    for (let round = 0; round < 4; round += 1) {
      const url = await registered()
      for (const org of ['zigui', 'chengguan'])
        expect(await atOnce(`${url}/survey/opinions`, [org, 'officer'], { remarks: '不占路、不占绿' })).toMatchObject({
          status: 200,
          stage: 'jointSurvey',
        })
      const lines = [{ line: 'water:shuiwu', connectable: true }]
      const at = new Date(Date.now() + 3_600_000).toISOString()
      for (const [path, who, body, told] of [
        ['survey/opinions', SHUIWU, { lines }, { stage: 'connection' }],
        ['connection/appointments', CLERK, { at }, { stage: 'connection' }],
        ['connection/completions', SHUIWU, { line: 'water:shuiwu' }, { stage: 'closed', outcome: 'connected' }],
      ] as const)
        expect([path, await atOnce(`${url}/${path}`, who, body)]).toMatchObject([path, { status: 200, ...told }])
    }
  })
})

describe('what stands in the way', () => {
  it('R-39: a gap in the projection shows in /readyz, without personal data, until it is put right', async () => {
    const url = await registered()
    const serviceNumber = url.slice(APPLICATIONS.length + 1)
    await client.until(url, CLERK, { stage: 'jointSurvey' })
    await expect
      .poll(
        async () => (await servers.temporal.workflow.getHandle(serviceNumber).describe()).raw.pendingActivities?.length,
      )
      .toBe(0)
    const [row] = await servers.database.select().from(application).where(eq(application.serviceNumber, serviceNumber))
    await servers.database
      .update(application)
      .set({ seq: 1, state: sql`jsonb_set(state, '{seq}', '1')` })
      .where(eq(application.serviceNumber, serviceNumber))
    await client.done(`${url}/contact`, CLERK, { contact: '李四', phone: '13900001111' })
    await expect.poll(readiness, { timeout: 15_000 }).toMatchObject({
      status: 'degraded',
      details: { troubles: [{ kind: 'projection-gap', subject: serviceNumber }] },
    })
    expect(JSON.stringify(await readiness())).not.toContain('李四')
    await servers.database
      .update(application)
      .set({ seq: row?.seq ?? 0, state: row?.state })
      .where(eq(application.serviceNumber, serviceNumber))
    await expect.poll(readiness, { timeout: 20_000 }).toMatchObject({ status: 'ready', details: { troubles: [] } })
  })

  it('R-39: what is met again is one trouble, since it was met first', async () => {
    for (const detail of ['once', 'twice'])
      await noteTrouble(servers.database, { kind: 'city-unknown', subject: 'nowhere', detail })
    expect((await readiness()).details.troubles).toMatchObject([
      { kind: 'city-unknown', subject: 'nowhere', detail: 'twice' },
    ])
    await endTroubles(servers.database, 'nowhere')
    expect(await readiness()).toMatchObject({ status: 'ready' })
  })
})
