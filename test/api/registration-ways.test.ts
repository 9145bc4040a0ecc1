import { describe, expect, it } from 'vitest'
import { newKey } from '../fixtures/api.ts'
import { APPLICANT, registrationBody } from '../fixtures/forms.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'

const APPLICATIONS = '/api/v1/applications'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const CLERK: Who = ['window', 'clerk']
const OFFICE: Who = ['office', 'officer']
const PAPER = { applicantSigner: '王建国', clerk: '李窗口', scanSha256: 'a'.repeat(64) }

const servers = testServers()
const client = new PartyClient(servers)

let projects = 0
const projectCode = () =>
  `2411-421281-04-02-${String(process.pid % 1000).padStart(3, '0')}${String((projects += 1)).padStart(3, '0')}`
const COMPANY = { kind: 'enterprise', name: '赤壁新城项目有限公司', creditCode: '91350200MA2YJ1XR9G' }
const WATER = { services: { water: { business: 'new', tonsPerDay: 9 } } }

async function registered(who: Who, change: Record<string, unknown>, form: Record<string, unknown>) {
  const { serviceNumber, sameProject } = (await client.done(
    APPLICATIONS,
    who,
    registrationBody(change, { ...WATER, ...form }),
  )) as unknown as { serviceNumber: string; sameProject: string[] }
  await client.until(`${APPLICATIONS}/${serviceNumber}`, OFFICE, { stage: 'jointSurvey' })
  return { serviceNumber, sameProject }
}

const refused = (who: Who, change: Record<string, unknown>, form: Record<string, unknown> = {}) =>
  client.refused(APPLICATIONS, who, registrationBody(change, { ...WATER, ...form }))

describe('a second application for the same project', () => {
  it('R-01: is told of the first while that is open, and may be an addition to it', async () => {
    const code = projectCode()
    const first = await registered(INTAKE, {}, { projectCode: code })
    expect(first.sameProject).toEqual([])
    const key = newKey()
    const body = registrationBody({ additionTo: first.serviceNumber }, { ...WATER, projectCode: code })
    const second = await client.post(APPLICATIONS, INTAKE, body, key)
    expect([second.statusCode, second.json()['sameProject']]).toEqual([201, [first.serviceNumber]])
    const { serviceNumber } = second.json<{ serviceNumber: string }>()
    await client.until(`${APPLICATIONS}/${serviceNumber}`, OFFICE, { additionTo: first.serviceNumber })
    await client.done(`${APPLICATIONS}/${first.serviceNumber}/withdrawal`, CLERK, { reason: '不办了' })
    await client.until(`${APPLICATIONS}/${first.serviceNumber}`, OFFICE, { stage: 'closed' })
    const again = await client.post(APPLICATIONS, INTAKE, body, key)
    expect([again.statusCode, again.json()]).toEqual([200, expect.objectContaining({ serviceNumber, sameProject: [] })])
  })

  it('R-01, R-39: nobody is told the number of another’s, whatever project they name', async () => {
    const code = projectCode()
    const first = await registered(INTAKE, {}, { projectCode: code })
    const other = await registered(['ehuiban', 'system'], { channel: 'ehuiban' }, { projectCode: code })
    expect(other.sameProject).toEqual([])
    const typed = await registered(
      CLERK,
      { channel: 'window', paper: PAPER, applicantSubject: undefined },
      { projectCode: code },
    )
    expect(typed.sameProject).toEqual([first.serviceNumber, other.serviceNumber])
  })

  it('R-01: an addition names an application of the same city and the same project', async () => {
    const code = projectCode()
    const { serviceNumber } = await registered(INTAKE, {}, { projectCode: code })
    const wrong = [422, 'validation-failed', 'additionTo']
    expect(await refused(INTAKE, { additionTo: 'CB-20200101-00001-0' }, { projectCode: code })).toEqual(wrong)
    expect(await refused(INTAKE, { additionTo: serviceNumber }, { projectCode: projectCode() })).toEqual(wrong)
    expect(await refused(INTAKE, { additionTo: serviceNumber }, { projectCode: undefined })).toEqual(wrong)
    const elsewhere = await servers.api.post({
      url: APPLICATIONS,
      token: await servers.api.token(...INTAKE_OF, { city: 'drill' }),
      body: registrationBody({ additionTo: serviceNumber }, { ...WATER, projectCode: code }),
    })
    expect([elsewhere.statusCode, elsewhere.json<{ errors: { field: string }[] }>().errors[0]?.field]).toEqual([
      422,
      'additionTo',
    ])
  })
})

const INTAKE_OF = ['hubeiGovernmentService', 'system'] as const

describe('zero or one application', () => {
  it.each([
    ['projectFiling', 'zhengshu'],
    ['landTransfer', 'zigui'],
  ])(
    'R-01: at %s %s collects the demand itself; the user files nothing and only names the time',
    async (phase, org) => {
      const change = { channel: org, phase, applicantSubject: `zero-${org}` }
      expect(await refused(['kejing', 'officer'], change)).toEqual([403, 'forbidden', 'channel'])
      for (const channel of ['window', 'xianningConstruction'])
        expect(await refused([org, 'officer'], { ...change, channel })).toEqual([403, 'forbidden', 'channel'])
      const { serviceNumber } = await registered([org, 'officer'], change, { projectCode: undefined })
      const url = `${APPLICATIONS}/${serviceNumber}`
      await client.until(url, ['applicant', 'applicant', `zero-${org}`], { phase, stage: 'jointSurvey' })
      await client.done(`${url}/survey/waiver`, ['zhujian', 'lead'], { reason: '管网已在红线边', signer: '张局长' })
      await client.done(`${url}/survey/opinions`, ['shuiwu', 'officer'], {
        lines: [{ line: 'water:shuiwu', connectable: true }],
      })
      await client.until(url, OFFICE, { stage: 'connection' })
      await client.done(`${url}/connection/appointments`, ['applicant', 'applicant', `zero-${org}`], {
        at: new Date(Date.now() + 3_600_000).toISOString(),
      })
      await client.done(`${url}/connection/completions`, ['shuiwu', 'officer'], { line: 'water:shuiwu' })
      await client.until(url, OFFICE, { outcome: 'connected' })
    },
  )

  it('R-01: later the user is told and led to file: by an organisation of the city, which is shown', async () => {
    expect(await refused(INTAKE, { phase: 'constructionPermit', guidedBy: 'nobody' })).toEqual([
      422,
      'validation-failed',
      'guidedBy',
    ])
    const { serviceNumber } = await registered(
      INTAKE,
      { phase: 'constructionPermit', guidedBy: 'zhujian' },
      { projectCode: undefined },
    )
    await client.until(`${APPLICATIONS}/${serviceNumber}`, OFFICE, { guidedBy: 'zhujian', guidedByName: '住建局' })
  })

  it('R-01, R-39: is claimed by a verified identity, then by a confirmed successor; to anybody else it is not there', async () => {
    const { serviceNumber } = await registered(
      CLERK,
      { channel: 'window', paper: PAPER, applicantSubject: undefined },
      { projectCode: undefined },
    )
    const url = `${APPLICATIONS}/${serviceNumber}`
    const account = async (sub: string, number: string) =>
      servers.api.token('applicant', 'applicant', { sub, identity: { kind: 'enterprise', number } })
    const [own, other] = [await account('hall-1', APPLICANT.creditCode), await account('hall-2', COMPANY.creditCode)]
    const send = async (token: string, path: string, body: object) => {
      const answer = await servers.api.post({ url: `${url}/${path}`, token, body })
      return [answer.statusCode, answer.json<{ code?: string }>().code]
    }
    const called = { contact: '周立', phone: '13871230088' }
    const proof = { basis: 'projectCompany', document: { kind: '成交确认书', number: '17 号', date: '2026-01-20' } }
    expect((await servers.api.get(url, own)).statusCode).toBe(404)
    expect(await send(other, 'claims', {})).toEqual([404, 'application-not-found'])
    const claimable = async (token: string) => (await servers.api.get('/api/v1/me/claimable', token)).payload
    expect([await claimable(own), await claimable(other)].map((list) => list.includes(serviceNumber))).toEqual([
      true,
      false,
    ])
    expect(await send(own, 'claims', {})).toEqual([200, undefined])
    await expect.poll(async () => (await servers.api.get(url, own)).statusCode).toBe(200)
    expect(await claimable(own)).not.toContain(serviceNumber)
    expect(
      await send(await servers.api.token('window', 'clerk'), 'successors', { applicant: COMPANY, ...proof }),
    ).toEqual([200, undefined])
    expect(await send(other, 'claims', {})).toEqual([422, 'validation-failed'])
    expect(await send(other, 'claims', called)).toEqual([200, undefined])
    await expect.poll(async () => (await servers.api.get(url, own)).statusCode).toBe(404)
    const view = await servers.api.get(url, other)
    expect(view.json()).toMatchObject({ applicant: COMPANY, ...called, claimed: { as: 'successor' } })
    expect(await send(own, 'withdrawal', { reason: '不办了' })).toEqual([404, 'application-not-found'])
    const lists = await Promise.all([own, other].map((token) => servers.api.get(APPLICATIONS, token)))
    expect(lists.map((list) => list.payload.includes(serviceNumber))).toEqual([false, true])
  })

  it('R-02: the paper form comes in at the window only', async () => {
    expect(await refused(INTAKE, { paper: PAPER })).toEqual([422, 'validation-failed', 'paper'])
    expect(await refused(CLERK, { channel: 'window' })).toEqual([403, 'authorisation-required', 'paper'])
    await registered(CLERK, { channel: 'window', paper: PAPER }, { projectCode: undefined })
  })
})
