import { describe, expect, it } from 'vitest'
import { projectMatterEvents } from '../../db/matters/projection.ts'
import { promiseBlocksOf } from '../../db/queries/credit.ts'
import { eventsOfMatter } from '../../db/queries/matters.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import { newKey } from '../fixtures/api.ts'
import { recordInForce } from '../fixtures/credit-in-force.ts'
import { evidencedBody } from '../fixtures/matters.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'

const RECORDS = '/api/v1/credit-records'
const OPENER: Who = ['chengguan', 'officer']
const OFFICE: Who = ['office', 'officer']
const PERSON = {
  name: '王小明',
  identityNumber: '11010519491231002X',
  account: 'hall-user-9',
  capacity: 'user',
}

const servers = testServers()
const client = new PartyClient(servers)

async function opened(org: string, change: Record<string, unknown> = {}): Promise<string> {
  const recordId = await recordInForce(client, { subject: { org, name: org }, ...change })
  await client.until(`${RECORDS}/${recordId}/history`, OFFICE, { items: SEQS })
  return `${RECORDS}/${recordId}`
}

/** Proposed, told, answered, decided, each after its clock; reported, and open to objection. */
const SEQS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((seq) => ({ seq }))
const POLL = { timeout: 15_000 }
const blocks = async (org: string) =>
  (await promiseBlocksOf(servers.database, { city: 'chibi', org })).byApproval['roadExcavation']

describe('the chain of a record', () => {
  it('R-29: opened → contested → withdrawn: the block stands while it is contested, and is lifted with the reason kept', async () => {
    expect(await blocks('ranqi')).toBeUndefined()
    const url = await opened('ranqi')
    expect(`${RECORDS}/${await blocks('ranqi')}`).toBe(url)
    await client.done(`${url}/contests`, ['ranqi', 'lead'], { reason: '整改已按期完成' })
    await client.until(url, OFFICE, { status: 'contested', inForce: true, awaiting: [{ org: 'office' }] })
    expect(await blocks('ranqi')).toBeDefined()
    await client.done(`${url}/decisions`, OFFICE, { upheld: false, reason: '复查记录有误' })
    await expect.poll(() => blocks('ranqi'), POLL).toBeUndefined()
    await client.until(url, OFFICE, {
      status: 'withdrawn',
      inForce: false,
      withdrawal: { reason: '复查记录有误', org: 'office' },
      decision: { upheld: false },
    })
  })

  it('R-29: opened → contested → upheld: the block stays, until the authority itself withdraws it', async () => {
    const url = await opened('mobile')
    await client.done(`${url}/contests`, ['mobile', 'officer'], { reason: '照片有误' })
    expect(await client.refused(`${url}/decisions`, OPENER, { upheld: true, reason: '?' })).toEqual([
      403,
      'second-person-required',
    ])
    await client.done(`${url}/decisions`, OFFICE, { upheld: true, reason: '照片属实' })
    await client.until(url, OFFICE, { status: 'upheld', inForce: true })
    expect(await blocks('mobile')).toBeDefined()
    await client.done(`${url}/withdrawal`, OPENER, { reason: '所据处罚已被撤销' })
    await expect.poll(() => blocks('mobile'), POLL).toBeUndefined()
  })

  it('R-29: an expired record blocks no longer; the block knows the city and the credit code', async () => {
    const url = await opened('unicom', {
      subject: { org: 'unicom', name: '联通公司', creditCode: '91440101MA5CJQ4N59' },
    })
    const id = url.slice(RECORDS.length + 1)
    expect(await promiseBlocksOf(servers.database, { city: 'drill', org: 'unicom' })).toEqual({ byApproval: {} })
    expect(
      await promiseBlocksOf(servers.database, { city: 'chibi', org: 'nobody', creditCode: '91440101MA5CJQ4N59' }),
    ).toEqual({ byApproval: { roadExcavation: id, greeneryOccupation: id } })
    const events = await eventsOfMatter(servers.database, id, { limit: 10 })
    const copy = `credit:expired-${Date.now()}`
    const expired: MatterEvent = {
      seq: 10,
      type: 'recordExpired',
      rule: 'R-29',
      at: '2029-11-24T01:00:00.000Z',
      actor: THE_CASE,
      data: {},
    }
    await client.done(`${url}/withdrawal`, OFFICE, { reason: '误记' })
    await expect.poll(() => blocks('unicom'), POLL).toBeUndefined()
    await projectMatterEvents(servers.database, 'creditRecord', copy, events)
    expect(await blocks('unicom')).toBe(copy)
    for (let twice = 0; twice < 2; twice++)
      await projectMatterEvents(servers.database, 'creditRecord', copy, [...events, expired])
    expect(await blocks('unicom')).toBeUndefined()
    expect(await eventsOfMatter(servers.database, copy, { limit: 20 })).toHaveLength(10)
  })

  it('R-29: reported to the credit platform and the joint sanction; a person is masked in lists, and reads and contests their own', async () => {
    const recordId = await recordInForce(client, { subject: PERSON, source: { evidence: '权属证明系伪造' } })
    const url = `${RECORDS}/${recordId}`
    await client.until(url, ['zigui', 'officer'], {
      subject: { name: '王小明' },
      reportedTo: expect.arrayContaining([
        expect.objectContaining({ org: 'creditPlatform' }),
        expect.objectContaining({ org: 'zigui' }),
      ]),
    })
    await client.until(`${url}/history`, OFFICE, { items: SEQS })
    const list = await client.get(`${RECORDS}?status=reported`, OFFICE)
    expect(list.json.items.find((row) => row['recordId'] === recordId)).toMatchObject({
      subject: '王**',
      kindName: '弄虚作假',
      inForce: true,
    })
    expect(list.payload).not.toContain(PERSON.identityNumber)
    const seen = await client.get(`${url}/history`, ['office', 'auditor'])
    for (const secret of ['王小明', PERSON.identityNumber, PERSON.account, '伪造'])
      expect(seen.payload).not.toContain(secret)
    expect(
      (await client.get(RECORDS, ['applicant', 'applicant', PERSON.account])).json.items.map((row) => row['recordId']),
    ).toEqual([recordId])
    await client.done(`${url}/contests`, ['applicant', 'applicant', PERSON.account], { reason: '并非本人提交' })
    expect((await client.get(url, ['applicant', 'applicant', 'other'])).statusCode).toBe(404)
    expect((await client.get(url, ['shuiwu', 'officer'])).statusCode).toBe(403)
  })
})

describe('the account of a record', () => {
  it('R-02, R-29: may be of any intake that is named: that user reads and contests, nobody of the same id elsewhere', async () => {
    const subject = { ...PERSON, account: 'user-of-ehuiban', accountChannel: 'ehuiban' }
    const url = `${RECORDS}/${await recordInForce(client, { subject })}`
    const user = (channel: string): Who => ['applicant', 'applicant', subject.account, { channel }]
    await client.until(url, user('ehuiban'), { status: 'reported', subject: { name: PERSON.name } })
    for (const channel of ['onlineHall', 'hubeiGovernmentService'])
      expect((await client.get(url, user(channel))).statusCode).toBe(404)
    await client.done(`${url}/contests`, user('ehuiban'), { reason: '并非本人提交' })
  })

  it('R-29: bad input: an intake that is none of the city’s, one without an account', async () => {
    const { account: _account, ...unnamed } = PERSON
    for (const accountChannel of ['chengguan', 'nowhere'])
      expect(await client.refused(RECORDS, OPENER, evidencedBody({ subject: { ...PERSON, accountChannel } }))).toEqual([
        422,
        'validation-failed',
        'subject.accountChannel',
      ])
    const subject = { ...unnamed, accountChannel: 'ehuiban' }
    expect(await client.refused(RECORDS, OPENER, evidencedBody({ subject }))).toEqual([
      422,
      'validation-failed',
      'subject.account',
    ])
  })
})

describe('bad input', () => {
  it('R-29: who may open, what names nobody, the key reused', async () => {
    expect(await client.refused(RECORDS, ['shuiwu', 'officer'], evidencedBody())).toEqual([403, 'forbidden'])
    expect(await client.refused(RECORDS, ['window', 'clerk'], evidencedBody())).toEqual([403, 'forbidden'])
    expect(await client.refused(RECORDS, OPENER, evidencedBody({ subject: { name: '某公司' } }))).toEqual([
      422,
      'validation-failed',
      'subject',
    ])
    expect(
      await client.refused(
        RECORDS,
        OPENER,
        evidencedBody({ subject: { ...PERSON, creditCode: '91440101MA5CJQ4N59' } }),
      ),
    ).toEqual([422, 'validation-failed', 'subject'])
    expect(await client.refused(RECORDS, OPENER, evidencedBody({ subject: { org: 'nobody', name: '无' } }))).toEqual([
      404,
      'organisation-not-found',
      'subject.org',
    ])
    expect(await client.refused(RECORDS, OPENER, evidencedBody({ source: {} }))).toEqual([
      422,
      'validation-failed',
      'source',
    ])
    const key = newKey()
    const body = evidencedBody({ subject: { org: 'chutian', name: '楚天视讯' } })
    const first = (await client.post(RECORDS, OPENER, body, key)).json()
    const again = await client.post(RECORDS, OPENER, body, key)
    expect([again.statusCode, again.json()['recordId']]).toEqual([200, first['recordId']])
    expect((await client.post(RECORDS, OPENER, { ...body, reason: '另一事由' }, key)).json()).toMatchObject({
      code: 'idempotency-key-reused',
    })
  })

  it('R-29: wrong organisation, wrong stage, twice, unknown, after the end', async () => {
    const url = await opened('guowang')
    expect(await client.refused(`${url}/contests`, ['shuiwu', 'officer'], { reason: '?' })).toEqual([
      403,
      'not-concerned',
    ])
    expect(await client.refused(`${url}/decisions`, OFFICE, { upheld: true, reason: '?' })).toEqual([
      409,
      'wrong-stage',
    ])
    await client.done(`${url}/contests`, ['guowang', 'officer'], { reason: '有异议' })
    expect(await client.refused(`${url}/contests`, ['guowang', 'officer'], { reason: '再次' })).toEqual([
      409,
      'already-done',
    ])
    expect(await client.refused(`${url}/withdrawal`, OFFICE, { reason: '?' })).toEqual([409, 'wrong-stage'])
    expect(await client.refused(`${url}/decisions`, ['zigui', 'officer'], { upheld: true, reason: '?' })).toEqual([
      403,
      'not-concerned',
    ])
    await client.done(`${url}/decisions`, OFFICE, { upheld: true, reason: '属实' })
    expect(await client.refused(`${url}/decisions`, OFFICE, { upheld: false, reason: '改判' })).toEqual([
      409,
      'already-done',
    ])
    await client.done(`${url}/withdrawal`, OFFICE, { reason: '修复' })
    await client.until(url, OFFICE, { status: 'withdrawn' })
    expect(await client.refused(`${url}/contests`, ['guowang', 'officer'], { reason: '?' })).toEqual([
      409,
      'matter-closed',
    ])
    expect(await client.refused(`${RECORDS}/credit:unknown/contests`, ['guowang', 'officer'], { reason: '?' })).toEqual(
      [404, 'credit-record-not-found'],
    )
    expect((await client.get(`${RECORDS}/x`, OFFICE)).json).toMatchObject({ code: 'credit-record-not-found' })
  })
})
