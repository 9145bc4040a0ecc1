import { describe, expect, it } from 'vitest'
import { findMatter } from '../../db/queries/matters.ts'
import { openCreditRecordOf } from '../../db/queries/credit.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { newKey } from '../fixtures/api.ts'
import { CONFIRMER, PROPOSER } from '../fixtures/credit.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { creditBody, evidencedBody } from '../fixtures/matters.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'

const APPLICATIONS = '/api/v1/applications'
const RECORDS = '/api/v1/credit-records'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const OFFICE: Who = ['office', 'officer']
const AUDITOR: Who = ['fagai', 'auditor']
const SUBJECT: Who = ['ranqi', 'officer']
const ACCOUNT: Who = ['applicant', 'applicant', 'hall-user-9']
const WINDOW: Who = ['window', 'clerk']
const RANQI = { org: 'ranqi', name: '赤壁华润燃气公司', account: 'hall-user-9' }
const YES = { confirmed: true, remarks: '照片已核对' }
/** Well-formed, and never given out. */
const UNKNOWN = makeServiceNumber('CB', '2020-01-01', 1)

const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)

const blocks = async (org: string) => (await openCreditRecordOf(servers.database, { city: 'chibi', org }))?.recordId
const listed = async (who: Who, recordId: string, query = '') => {
  const { json } = await client.get(`${RECORDS}?limit=200${query}`, who)
  return json.items.some((row) => row['recordId'] === recordId)
}

async function proposed(change: Record<string, unknown> = {}): Promise<string> {
  const { recordId, status } = await client.done(RECORDS, PROPOSER, evidencedBody({ subject: RANQI, ...change }))
  expect(status).toBe('proposed')
  await client.until(`${RECORDS}/${recordId}`, PROPOSER, { status: 'proposed', seq: 2 })
  return recordId
}

describe('a record that one person proposed', () => {
  it('R-29: blocks nobody, is in no list and readable by nobody but who may confirm it, and auditors', async () => {
    const recordId = await proposed()
    const url = `${RECORDS}/${recordId}`
    expect(await blocks('ranqi')).toBeUndefined()
    for (const who of [PROPOSER, CONFIRMER, OFFICE])
      expect([who, (await client.get(url, who)).json]).toMatchObject([
        who,
        { inForce: false, reportedTo: [], confirmers: [{ org: 'chengguan' }, { org: 'office' }] },
      ])
    expect((await client.get(url, AUDITOR)).json).toMatchObject({ status: 'proposed', masked: true })
    for (const who of [PROPOSER, CONFIRMER, OFFICE, AUDITOR])
      expect([who, await listed(who, recordId)]).toEqual([who, true])
    for (const [who, status] of [
      [SUBJECT, 403],
      [WINDOW, 403],
      [['group', 'officer'], 403],
      [['fagai', 'administrator'], 403],
      [['zigui', 'officer'], 403],
      [ACCOUNT, 404],
      [['creditPlatform', 'system'], 404],
    ] as const) {
      for (const path of [url, `${url}/history`])
        expect([who, (await client.get(path, who)).statusCode]).toEqual([who, status])
      expect([who, await listed(who, recordId)]).toEqual([who, false])
    }
    expect(await client.refused(`${url}/contests`, SUBJECT, { reason: '?' })).toEqual([409, 'wrong-stage'])
    expect(await client.refused(`${url}/contests`, ACCOUNT, { reason: '?' })).toEqual([404, 'credit-record-not-found'])
    expect(await listed(CONFIRMER, recordId, '&awaiting=chengguan')).toBe(true)
  })

  it('R-29: is confirmed by another rank of the same organisation, or of the office; then it blocks and is reported', async () => {
    const recordId = await proposed()
    const url = `${RECORDS}/${recordId}`
    const sub = (await findMatter(servers.database, 'creditRecord', recordId))?.openedBy.sub ?? ''
    for (const who of [PROPOSER, ['chengguan', 'lead', sub], ['office', 'lead', sub], OFFICE] as const)
      expect([who, ...(await client.refused(`${url}/confirmation`, who, YES))]).toEqual([
        who,
        403,
        'second-person-required',
      ])
    expect(await client.refused(`${url}/confirmation`, ['zigui', 'lead'], YES)).toEqual([403, 'not-concerned'])
    expect(await client.refused(`${url}/confirmation`, SUBJECT, YES)).toEqual([403, 'not-concerned'])
    expect(await client.refused(`${url}/confirmation`, WINDOW, YES)).toEqual([403, 'forbidden'])
    expect(await client.refused(`${url}/confirmation`, CONFIRMER, { confirmed: false })).toEqual([
      422,
      'validation-failed',
      'reason',
    ])
    expect(await blocks('ranqi')).toBeUndefined()
    const { seq } = await client.done(`${url}/confirmation`, CONFIRMER, YES)
    await client.until(`${url}?minSeq=${seq}`, ['zigui', 'officer'], {
      inForce: true,
      confirmation: { org: 'chengguan' },
      reportedTo: expect.arrayContaining([expect.objectContaining({ org: 'creditPlatform' })]),
    })
    expect(await blocks('ranqi')).toBe(recordId)
    for (const who of [SUBJECT, ACCOUNT, WINDOW]) expect([who, await listed(who, recordId)]).toEqual([who, true])
    expect(await client.refused(`${url}/confirmation`, ['office', 'lead'], YES)).toEqual([409, 'already-done'])
    const { json } = await client.get(`${url}/history`, CONFIRMER)
    expect(json.items.map(({ type, actor }) => [type, (actor as { sub: string }).sub])).toEqual([
      ['recordOpened', sub],
      ['deadlineStarted', 'workflow'],
      ['recordConfirmed', expect.not.stringMatching(sub)],
      ['recordReported', 'workflow'],
    ])
  })

  it('R-29: is rejected with a reason, ends, and stays hidden', async () => {
    const recordId = await proposed({ subject: { org: 'mobile', name: '移动公司' } })
    const url = `${RECORDS}/${recordId}`
    await client.done(`${url}/confirmation`, ['office', 'lead'], { confirmed: false, reason: '照片不是该工地' })
    await client.until(url, PROPOSER, { status: 'rejected', inForce: false, rejection: { reason: '照片不是该工地' } })
    expect(await client.refused(`${url}/confirmation`, CONFIRMER, YES)).toEqual([409, 'matter-closed'])
    expect(await blocks('mobile')).toBeUndefined()
    expect([(await client.get(url, ['mobile', 'lead'])).statusCode, await listed(WINDOW, recordId)]).toEqual([
      403,
      false,
    ])
  })
})

describe('the source of a record', () => {
  it('R-29: a case that is not there, or that the proposer has no part in, opens nothing', async () => {
    for (const serviceNumber of ['CB-20261123-00001-0', UNKNOWN, '随便写的'])
      expect(await client.refused(RECORDS, PROPOSER, creditBody({ source: { serviceNumber, promise: 4 } }))).toEqual([
        422,
        'source-unknown',
        'source.serviceNumber',
      ])
    const body = registrationBody({}, { services: { water: { business: 'new', tonsPerDay: 12 } } })
    const { serviceNumber } = await client.done(APPLICATIONS, INTAKE, body)
    await client.until(`${APPLICATIONS}/${serviceNumber}`, OFFICE, { stage: 'jointSurvey' })
    const cited = (source: object, change: object = {}) =>
      creditBody({ source: { serviceNumber, ...source }, ...change })
    expect(await client.refused(RECORDS, ['fagai', 'lead'], cited({ promise: 4 }))).toEqual([
      403,
      'not-concerned',
      'source.serviceNumber',
    ])
    expect(await client.refused(RECORDS, PROPOSER, cited({ promise: 4 }))).toEqual([
      422,
      'source-unknown',
      'source.promise',
    ])
    expect(await client.refused(RECORDS, PROPOSER, cited({ order: 'water:shuiwu:1' }))).toEqual([
      422,
      'source-unknown',
      'source.order',
    ])
    expect(await client.refused(RECORDS, PROPOSER, cited({ promise: 4 }, { subject: RANQI }))).toEqual([
      409,
      'source-contradictory',
      'subject.org',
    ])
    const { json } = await client.get(`${RECORDS}?limit=200`, AUDITOR)
    expect(json.items.filter((row) => row['org'] === 'shuiwu')).toEqual([])
    const key = newKey()
    const taken = cited({ evidence: '权属证明系伪造' }, { kind: 'false' })
    const first = await client.post(RECORDS, PROPOSER, taken, key)
    const again = await client.post(RECORDS, PROPOSER, taken, key)
    expect([first.statusCode, again.statusCode, again.json()['recordId']]).toEqual([201, 200, first.json()['recordId']])
  })

  it('R-29: another city’s case is not there', async () => {
    const there = await servers.api.post({
      url: APPLICATIONS,
      token: await servers.api.token('hubeiGovernmentService', 'system', { city: 'drill' }),
      body: registrationBody(),
    })
    const { serviceNumber } = there.json<{ serviceNumber: string }>()
    expect(await client.refused(RECORDS, PROPOSER, creditBody({ source: { serviceNumber, promise: 4 } }))).toEqual([
      422,
      'source-unknown',
      'source.serviceNumber',
    ])
  })
})
