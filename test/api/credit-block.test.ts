import { describe, expect, it } from 'vitest'
import { promiseBlocksOf } from '../../db/queries/credit.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { newKey } from '../fixtures/api.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { recordInForce } from '../fixtures/credit-in-force.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { commitment } from '../fixtures/works.ts'

const APPLICATIONS = '/api/v1/applications'
const RECORDS = '/api/v1/credit-records'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const OFFICE: Who = ['office', 'officer']
const UTILITY: Who = ['guowang', 'officer']

const servers = testServers()
const client = new PartyClient(servers)

const today = () => localDate(new Date().toISOString(), CHIBI.hours)
const recordOf = async () =>
  (await promiseBlocksOf(servers.database, { city: 'chibi', org: 'guowang' })).byApproval['roadExcavation']

/** A case whose power line needs works on a road, for which a promise is enough. */
async function surveyed(): Promise<string> {
  const body = registrationBody(
    {},
    { projectCode: undefined, services: { power: { business: 'new', kilovoltAmperes: 100 } } },
  )
  const { serviceNumber } = await client.done(APPLICATIONS, INTAKE, body)
  const url = `${APPLICATIONS}/${serviceNumber}`
  await client.until(url, OFFICE, { stage: 'jointSurvey' })
  for (const org of ['zigui', 'chengguan']) await client.done(`${url}/survey/opinions`, [org, 'officer'], NO_OBJECTION)
  await client.done(`${url}/survey/opinions`, UTILITY, needsOuterWorks('power:guowang'))
  await client.until(url, OFFICE, { stage: 'approval' })
  return url
}

async function blocked(): Promise<string> {
  const recordId = await recordInForce(client, { subject: { org: 'guowang', name: '国网赤壁分公司' } })
  await expect.poll(recordOf, { timeout: 15_000 }).toBe(recordId)
  return recordId
}

async function lifted(recordId: string): Promise<void> {
  await client.done(`${RECORDS}/${recordId}/withdrawal`, OFFICE, { reason: '所据处罚已被撤销' })
  await expect.poll(recordOf, { timeout: 15_000 }).toBeUndefined()
}

const application = () => ({
  approvals: ['roadExcavation'],
  worksFrom: today(),
  worksTo: today(),
  sections: [{ road: '河北大道', from: '1 号', to: '9 号' }],
  responsible: '陈工',
})

describe('an open credit record', () => {
  it('R-29: blocks the promise; what a promise would replace goes the parallel way, and the record is named', async () => {
    const url = await surveyed()
    expect(await client.refused(`${url}/approval/applications`, UTILITY, { ...application(), approvals: [] })).toEqual([
      422,
      'approval-missing',
      'approvals',
    ])
    const recordId = await blocked()
    expect(await client.refused(`${url}/approval/commitments`, UTILITY, commitment(today(), today()))).toEqual([
      409,
      'commitment-blocked',
      'approvals.0',
    ])
    const key = newKey()
    const first = await client.post(`${url}/approval/applications`, UTILITY, application(), key)
    expect(first.statusCode).toBe(200)
    await client.until(`${url}?minSeq=${first.json<{ seq: number }>().seq}`, OFFICE, {
      approvals: [
        { id: 'guowang:roadExcavation:1', authority: 'chengguan', status: 'applied' },
        { id: 'guowang:roadExcavation:1:jiaojing', authority: 'jiaojing', status: 'applied' },
      ],
    })
    const { json } = await client.get(`${url}/history?limit=500`, ['fagai', 'auditor'])
    expect(json.items.find(({ type }) => type === 'approvalsApplied')).toMatchObject({
      rule: 'R-17',
      data: { creditRecord: recordId },
    })

    await lifted(recordId)
    const again = await client.post(`${url}/approval/applications`, UTILITY, application(), key)
    expect([again.statusCode, again.json()]).toEqual([200, first.json()])
    const decisions = `${url}/approval/decisions`
    const approval = 'guowang:roadExcavation:1'
    await client.done(decisions, ['chengguan', 'officer'], { approval, approved: true })
    const { seq } = await client.done(decisions, ['jiaojing', 'officer'], {
      approval: `${approval}:jiaojing`,
      approved: true,
    })
    await client.until(`${url}?minSeq=${seq}`, OFFICE, { lines: [{ status: 'committed' }] })
  })

  it('R-29: a promise made before the record is answered the same again; one refused may be made once the record is gone', async () => {
    const [before, after] = [await surveyed(), await surveyed()]
    const [key, later] = [newKey(), newKey()]
    const signed = commitment(today(), today())
    const first = await client.post(`${before}/approval/commitments`, UTILITY, signed, key)
    expect(first.statusCode).toBe(200)
    const recordId = await blocked()
    expect((await client.post(`${before}/approval/commitments`, UTILITY, signed, key)).json()).toEqual(first.json())
    expect((await client.post(`${after}/approval/commitments`, UTILITY, signed, later)).json()).toMatchObject({
      code: 'commitment-blocked',
    })
    await lifted(recordId)
    expect((await client.post(`${after}/approval/commitments`, UTILITY, signed, later)).statusCode).toBe(200)
  })
})
