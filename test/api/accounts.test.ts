import { describe, expect, it } from 'vitest'
import { projectEvents } from '../../db/projection.ts'
import { parseAccount } from '../../domain/actor/account.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { AGENT, registrationBody } from '../fixtures/forms.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { wholeCase } from '../projection/cases.ts'

const APPLICATIONS = '/api/v1/applications'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const CLERK: Who = ['window', 'clerk']
const [ID, CHANNEL] = ['hubei-user-7', 'hubeiGovernmentService']
const SOMEBODY = { kind: 'individual', number: '11010519491231002X' } as const
const account = (channel: string, sub = ID): Who => ['applicant', 'applicant', sub, { channel }]
const OTHERS = [account('ehuiban'), account('onlineHall'), account(CHANNEL, 'hubei-user-8')]

const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)

const listed = async (who: Who) =>
  (await client.get(APPLICATIONS, who)).json.items.map((row) => String(row['serviceNumber']))

describe('R-02: an account is issuer, channel and subject', () => {
  it('R-02: the same id at another channel neither reads, lists nor acts on what this one’s is', async () => {
    const { serviceNumber } = await client.done(APPLICATIONS, INTAKE, registrationBody())
    const url = `${APPLICATIONS}/${serviceNumber}`
    await client.until(url, CLERK, { stage: 'jointSurvey' })
    expect((await client.get(url, account(CHANNEL))).statusCode).toBe(200)
    expect(await listed(account(CHANNEL))).toContain(serviceNumber)
    for (const other of OTHERS) {
      expect([other, (await client.get(url, other)).statusCode]).toEqual([other, 404])
      expect([other, await listed(other)]).toEqual([other, []])
      const refused = await client.refused(`${url}/withdrawal`, other, { reason: '不办了' })
      expect([other, refused]).toEqual([other, [404, 'application-not-found']])
    }
    await client.done(`${url}/contact`, account(CHANNEL), { phone: '13900001111' })
    const { json } = await client.get(`${url}/history?limit=500`, CLERK)
    const corrected = json.items.find(({ type }) => type === 'contactCorrected')
    const actor = corrected?.['actor'] as { sub: string }
    expect(parseAccount(actor.sub)).toMatchObject({ channel: CHANNEL, subject: ID })
  })

  it('R-02: an account of 0.3 is still read by the online hall’s, and by that of the intake that named it', async () => {
    const serviceNumber = makeServiceNumber('CB', '2031-01-02', 61_000)
    await projectEvents(servers.database, serviceNumber, wholeCase(serviceNumber).events)
    for (const who of [account(CHANNEL), account('onlineHall')]) {
      expect([who, (await client.get(`${APPLICATIONS}/${serviceNumber}`, who)).statusCode]).toEqual([who, 200])
      expect(await listed(who)).toContain(serviceNumber)
    }
    for (const who of [account('ehuiban'), account(CHANNEL, 'hubei-user-8')]) {
      expect([who, (await client.get(`${APPLICATIONS}/${serviceNumber}`, who)).statusCode]).toEqual([who, 404])
      expect(await listed(who)).not.toContain(serviceNumber)
    }
  })

  it('R-01, R-02: files as whom the token vouches for, or by an authorisation that stays with the case', async () => {
    const own = registrationBody({ channel: 'onlineHall', applicantSubject: undefined })
    const user = (claims: NonNullable<Who[3]>): Who => ['applicant', 'applicant', 'filing-user', claims]
    const unverified = user({ identity: undefined })
    expect(await client.refused(APPLICATIONS, unverified, own)).toEqual([403, 'identity-unverified'])
    const somebody = user({ identity: SOMEBODY })
    expect(await client.refused(APPLICATIONS, somebody, own)).toEqual([403, 'authorisation-required', 'agent'])
    const ofIntake = user({ channel: CHANNEL })
    expect(await client.refused(APPLICATIONS, ofIntake, own)).toEqual([403, 'forbidden', 'channel'])
    await client.done(APPLICATIONS, user({}), own)
    const { serviceNumber } = await client.done(APPLICATIONS, somebody, { ...own, agent: AGENT })
    await client.until(`${APPLICATIONS}/${serviceNumber}`, CLERK, { serviceNumber })
    const { json } = await client.get(`${APPLICATIONS}/${serviceNumber}/history`, CLERK)
    expect(json.items[0]).toMatchObject({ type: 'registered', data: { registration: { agent: AGENT } } })
    expect(JSON.stringify(json)).not.toContain(SOMEBODY.number)
  })
})
