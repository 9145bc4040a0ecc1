import { describe, expect, it } from 'vitest'
import { AGENT, registrationBody } from '../fixtures/forms.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'

const APPLICATIONS = '/api/v1/applications'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const OTHER_INTAKE: Who = ['ehuiban', 'system']
const CLERK: Who = ['window', 'clerk']
const OFFICE: Who = ['office', 'officer']
const USER: Who = ['applicant', 'applicant', 'user-with-twins']

const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)

const WATER = { services: { water: { business: 'new', tonsPerDay: 9 } }, projectCode: undefined }
const GAS = { services: { gas: { business: 'new', use: 'domestic', cubicMetresPerDay: 3 } }, projectCode: undefined }
const ANOTHER = { applicant: { kind: 'enterprise', name: '某公司', creditCode: '91350200MA2YJ1XR9G' } }

async function registered(who: Who, channel: string, form: Record<string, unknown>) {
  const agent = who === CLERK ? AGENT : undefined
  const body = registrationBody({ channel, agent, applicantSubject: who === USER ? who[2] : undefined }, form)
  const answer = await client.done(APPLICATIONS, who, body)
  const { serviceNumber, twins } = answer as unknown as { serviceNumber: string; twins: string[] }
  await client.until(`${APPLICATIONS}/${serviceNumber}`, OFFICE, { stage: 'jointSurvey' })
  return { serviceNumber, twins }
}

const ofIntake = (form: Record<string, unknown>) => registered(INTAKE, 'hubeiGovernmentService', form)

describe('R-01: the same form again', () => {
  it('R-01: the answer names the open twins: same applicant, same place or project, a service in common', async () => {
    const address = '赤壁市陆水湖大道 9 号'
    const first = await ofIntake({ ...WATER, address })
    expect(first.twins).toEqual([])
    const second = await ofIntake({ ...WATER, address: '赤壁市陆水湖大道９号', contact: '李四', phone: '95598' })
    expect(second.twins).toEqual([first.serviceNumber])
    expect((await ofIntake({ ...WATER, address })).twins).toEqual([first.serviceNumber, second.serviceNumber])

    expect((await ofIntake({ ...GAS, address })).twins).toEqual([])
    expect((await ofIntake({ ...WATER, address: '赤壁市另一条路 1 号' })).twins).toEqual([])
    expect((await ofIntake({ ...WATER, ...ANOTHER, address })).twins).toEqual([])

    for (const { serviceNumber } of [first, second]) {
      await client.done(`${APPLICATIONS}/${serviceNumber}/withdrawal`, CLERK, { reason: '重复提交' })
      await client.until(`${APPLICATIONS}/${serviceNumber}`, OFFICE, { stage: 'closed' })
    }
    expect((await ofIntake({ ...WATER, address })).twins).toHaveLength(1)
  })

  it('R-01, R-39: only those that the sender may read; the window is told of all', async () => {
    const address = '赤壁市河北大道 77 号'
    const { serviceNumber } = await ofIntake({ ...WATER, address })
    expect((await registered(OTHER_INTAKE, 'ehuiban', { ...WATER, address })).twins).toEqual([])
    const own = await registered(USER, 'onlineHall', { ...WATER, address })
    expect(own.twins).toEqual([])
    expect((await registered(USER, 'onlineHall', { ...WATER, address })).twins).toEqual([own.serviceNumber])
    expect((await registered(CLERK, 'window', { ...WATER, address })).twins).toEqual(
      expect.arrayContaining([serviceNumber, own.serviceNumber]),
    )
  })

  it('R-08: what is doubtful is said in the answer, and waits for the collecting bureau', async () => {
    const doubtful = { kind: 'enterprise', name: '某公司', creditCode: '1'.repeat(18) }
    const body = registrationBody({}, { ...WATER, applicant: doubtful, phone: '（0715）5351234转801' })
    const answer = await client.done(APPLICATIONS, INTAKE, body)
    expect(answer['warnings']).toMatchObject([{ field: 'form.applicant.creditCode', code: 'creditCodeRepeated' }])
    const url = `${APPLICATIONS}/${answer.serviceNumber}`
    await client.until(url, CLERK, { stage: 'registration', phone: '0715-5351234-801' })
    await client.done(`${url}/registration/acceptance`, CLERK, { remarks: '已核对营业执照' })
    await client.until(url, OFFICE, { stage: 'jointSurvey' })
  })
})
