import { describe, expect, it } from 'vitest'
import { findMatter } from '../../db/queries/matters.ts'
import { promiseBlocksOf } from '../../db/queries/credit.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { newKey } from '../fixtures/api.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { NOTICE, RECORDED } from '../fixtures/credit.ts'
import { DECIDING, PROPOSER, recordInForce } from '../fixtures/credit-in-force.ts'
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
const STATEMENT = { waived: false, statement: '已整改', evidence: '照片' }
/** Well-formed, and never given out. */
const UNKNOWN = makeServiceNumber('CB', '2020-01-01', 1)

const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)

const blocks = async (org: string) =>
  (await promiseBlocksOf(servers.database, { city: 'chibi', org })).byApproval['roadExcavation']
const listed = async (who: Who, recordId: string, query = '') => {
  const { json } = await client.get(`${RECORDS}?limit=200${query}`, who)
  return json.items.some((row) => row['recordId'] === recordId)
}
const statusOf = async (path: string, who: Who) => [who, (await client.get(path, who)).statusCode]

async function proposed(change: Record<string, unknown> = {}): Promise<string> {
  const { recordId, status } = await client.done(RECORDS, PROPOSER, evidencedBody({ subject: RANQI, ...change }))
  expect(status).toBe('proposed')
  await client.until(`${RECORDS}/${recordId}`, PROPOSER, { status: 'proposed', seq: 2 })
  return recordId
}

/** Nobody but who may decide it has a part in it, nor its subject before it is told. */
const STRANGERS = [
  [WINDOW, 403],
  [['group', 'officer'], 403],
  [['fagai', 'administrator'], 403],
  [['zigui', 'officer'], 403],
  [['creditPlatform', 'system'], 404],
] as const satisfies readonly (readonly [Who, number])[]

describe('a record that one person proposed', () => {
  it('R-29: blocks nobody, is in no list and readable by nobody but who may decide it, and auditors', async () => {
    const recordId = await proposed()
    const url = `${RECORDS}/${recordId}`
    expect(await blocks('ranqi')).toBeUndefined()
    for (const who of [PROPOSER, DECIDING, OFFICE])
      expect([who, (await client.get(url, who)).json]).toMatchObject([
        who,
        { inForce: false, reportedTo: [], confirmers: [{ org: 'chengguan' }, { org: 'office' }] },
      ])
    expect((await client.get(url, AUDITOR)).json).toMatchObject({ status: 'proposed', masked: true })
    for (const who of [PROPOSER, DECIDING, OFFICE, AUDITOR])
      expect([who, await listed(who, recordId)]).toEqual([who, true])
    for (const [who, status] of [...STRANGERS, [SUBJECT, 403], [ACCOUNT, 404]] as const) {
      for (const path of [url, `${url}/history`, `${url}/documents`])
        expect(await statusOf(path, who)).toEqual([who, status])
      expect([who, await listed(who, recordId)]).toEqual([who, false])
    }
    expect(await client.refused(`${url}/answer`, SUBJECT, STATEMENT)).toEqual([403, 'not-concerned'])
    expect(await client.refused(`${url}/answer`, ACCOUNT, STATEMENT)).toEqual([404, 'credit-record-not-found'])
    expect(await listed(DECIDING, recordId, '&awaiting=chengguan')).toBe(true)
  })

  it('R-29: told beforehand, its subject alone hears of it: reads, prints the notice, and answers', async () => {
    const recordId = await proposed()
    const url = `${RECORDS}/${recordId}`
    const { seq } = await client.done(`${url}/notice`, PROPOSER, NOTICE)
    for (const who of [SUBJECT, ACCOUNT]) {
      await client.until(`${url}?minSeq=${seq}`, who, {
        status: 'noticed',
        inForce: false,
        notice: {
          number: `${recordId}/告1`,
          grade: 'general',
          months: 6,
          document: { number: NOTICE.document?.number },
        },
        awaiting: [{ org: 'ranqi' }],
      })
      expect([who, await listed(who, recordId)]).toEqual([who, true])
      const paper = await client.text(`${url}/documents/notice`, who)
      for (const said of ['信用信息认定事先告知书', `${recordId}/告1`, '陈述、申辩的权利'])
        expect(paper).toContain(said)
    }
    for (const [who, status] of STRANGERS) {
      expect(await statusOf(url, who)).toEqual([who, status])
      expect([who, await listed(who, recordId)]).toEqual([who, false])
    }
    expect((await client.get(`${url}/documents/decision`, SUBJECT)).json).toMatchObject({ code: 'document-not-ready' })
    await client.done(`${url}/answer`, ACCOUNT, STATEMENT)
    await client.until(url, DECIDING, { status: 'answered', answer: { statement: '已整改', late: false } })
    expect(await client.refused(`${url}/answer`, SUBJECT, STATEMENT)).toEqual([409, 'already-done'])
    expect(await blocks('ranqi')).toBeUndefined()
  })

  it('R-29: is decided by another person of another rank, on the document told; then it blocks and is reported', async () => {
    const recordId = await proposed()
    const url = `${RECORDS}/${recordId}`
    const sub = (await findMatter(servers.database, 'creditRecord', recordId))?.openedBy.sub ?? ''
    expect(await client.refused(`${url}/determination`, DECIDING, RECORDED)).toEqual([409, 'wrong-stage'])
    await client.done(`${url}/notice`, PROPOSER, NOTICE)
    expect(await client.refused(`${url}/determination`, DECIDING, RECORDED)).toEqual([409, 'wrong-stage'])
    await client.done(`${url}/answer`, SUBJECT, STATEMENT)
    for (const who of [PROPOSER, ['chengguan', 'lead', sub], ['office', 'lead', sub], OFFICE] as const)
      expect([who, ...(await client.refused(`${url}/determination`, who, RECORDED))]).toEqual([
        who,
        403,
        'second-person-required',
      ])
    expect(await client.refused(`${url}/determination`, ['zigui', 'lead'], RECORDED)).toEqual([403, 'not-concerned'])
    expect(await client.refused(`${url}/determination`, SUBJECT, RECORDED)).toEqual([403, 'not-concerned'])
    expect(await client.refused(`${url}/determination`, WINDOW, RECORDED)).toEqual([403, 'forbidden'])
    expect(await client.refused(`${url}/confirmation`, DECIDING, { confirmed: true })).toEqual([409, 'wrong-stage'])
    expect(await client.refused(`${url}/determination`, DECIDING, { outcome: 'recorded', reason: '?' })).toEqual([
      422,
      'validation-failed',
      'grade',
    ])
    expect(await client.refused(`${url}/determination`, DECIDING, { ...RECORDED, months: 12 })).toEqual([
      422,
      'beyond-notice',
      'months',
    ])
    expect(await blocks('ranqi')).toBeUndefined()
    const { seq } = await client.done(`${url}/determination`, DECIDING, RECORDED)
    await client.until(`${url}?minSeq=${seq}`, ['zigui', 'officer'], {
      inForce: true,
      approvals: ['roadExcavation', 'greeneryOccupation'],
      determination: { org: 'chengguan', outcome: 'recorded', number: `${recordId}/定1` },
      reportedTo: expect.arrayContaining([expect.objectContaining({ org: 'creditPlatform' })]),
    })
    expect(await blocks('ranqi')).toBe(recordId)
    for (const who of [SUBJECT, ACCOUNT, WINDOW]) expect([who, await listed(who, recordId)]).toEqual([who, true])
    const payload = await client.text(`${url}/documents/decision`, SUBJECT)
    for (const said of [`${recordId}/定1`, '行政复议', '行政诉讼', '赤城管罚决〔2026〕12号'])
      expect(payload).toContain(said)
  })

  it('R-29: dismissed with a reason, it ends, and nobody but its subject ever heard of it', async () => {
    const recordId = await proposed({ subject: { org: 'mobile', name: '移动公司' } })
    const url = `${RECORDS}/${recordId}`
    const mobile: Who = ['mobile', 'lead']
    await client.done(`${url}/notice`, PROPOSER, NOTICE)
    await client.done(`${url}/answer`, mobile, { waived: true })
    await client.done(`${url}/determination`, ['office', 'lead'], { outcome: 'dismissed', reason: '照片不是该工地' })
    await client.until(url, mobile, { status: 'rejected', inForce: false, rejection: { reason: '照片不是该工地' } })
    expect(await client.refused(`${url}/determination`, DECIDING, RECORDED)).toEqual([409, 'matter-closed'])
    expect(await blocks('mobile')).toBeUndefined()
    for (const [who, status] of STRANGERS) expect(await statusOf(url, who)).toEqual([who, status])
  })

  it('R-29: without a document in force it is 履约信息: kept, contested perhaps, never reported, and blocks nothing', async () => {
    const recordId = await proposed({ subject: { org: 'unicom', name: '联通公司' } })
    const url = `${RECORDS}/${recordId}`
    const { document: _document, ...undocumented } = NOTICE
    await client.done(`${url}/notice`, PROPOSER, undocumented)
    await client.done(`${url}/answer`, ['unicom', 'officer'], { waived: true })
    expect(await client.refused(`${url}/determination`, DECIDING, RECORDED)).toEqual([
      409,
      'document-missing',
      'outcome',
    ])
    await client.done(`${url}/determination`, DECIDING, { outcome: 'performance', reason: '未受处罚' })
    await client.until(url, ['unicom', 'officer'], { status: 'performance', inForce: false, reportedTo: [] })
    for (const [who, status] of STRANGERS) expect(await statusOf(url, who)).toEqual([who, status])
    expect(await blocks('unicom')).toBeUndefined()
    expect(await client.refused(`${url}/repairs`, ['unicom', 'officer'], { correction: '?' })).toEqual([
      409,
      'wrong-stage',
    ])
    await client.done(`${url}/contests`, ['unicom', 'officer'], { reason: '并无此事' })
    await client.done(`${url}/decisions`, OFFICE, { upheld: false, reason: '查无此事' })
    await client.until(url, ['unicom', 'officer'], { status: 'withdrawn' })
  })
})

describe('a record in force', () => {
  it('R-29: is repaired: checked by one person, decided by another; then it blocks nothing', async () => {
    const minor = { grade: 'minor', months: 3 } as const
    const { recordId } = await client.done(RECORDS, PROPOSER, evidencedBody({ subject: RANQI }))
    const url = `${RECORDS}/${recordId}`
    await client.done(`${url}/notice`, PROPOSER, { ...NOTICE, ...minor })
    await client.done(`${url}/answer`, SUBJECT, { waived: true })
    await client.done(`${url}/determination`, DECIDING, { ...RECORDED, ...minor })
    await client.done(`${url}/repairs`, SUBJECT, { correction: '已恢复原貌', evidence: '验收单' })
    await client.done(`${url}/repairs/acceptances`, PROPOSER, { accepted: true, remarks: '现场属实' })
    expect(await client.refused(`${url}/repairs/decisions`, PROPOSER, { granted: true, reason: '?' })).toEqual([
      403,
      'second-person-required',
    ])
    await client.done(`${url}/repairs/decisions`, DECIDING, { granted: true, reason: '已纠正' })
    await client.until(url, ['zigui', 'officer'], {
      status: 'repaired',
      inForce: false,
      repairs: [{ repair: '1', decision: { granted: true, number: `${recordId}/复1` } }],
    })
    expect(await client.text(`${url}/documents/repair-1`, SUBJECT)).toContain('信用修复决定书')
  })

  it('R-29: of a person is told outside the system, and answered by the window on their behalf', async () => {
    const person = { name: '王小明', identityNumber: '11010519491231002X', capacity: 'designer' }
    const { recordId } = await client.done(RECORDS, PROPOSER, evidencedBody({ subject: person }))
    const url = `${RECORDS}/${recordId}`
    expect(await client.refused(`${url}/notice`, PROPOSER, NOTICE)).toEqual([422, 'validation-failed', 'delivery'])
    const on = localDate(new Date().toISOString(), CHIBI.hours)
    const delivered = { ...NOTICE, delivery: 'post', deliveredOn: on }
    expect(await client.refused(`${url}/notice`, PROPOSER, { ...delivered, deliveredOn: '2020-01-01' })).toEqual([
      422,
      'validation-failed',
      'deliveredOn',
    ])
    await client.done(`${url}/notice`, PROPOSER, delivered)
    await client.done(`${url}/answer`, WINDOW, { ...STATEMENT, paper: '邮寄的陈述书' })
    await client.until(url, PROPOSER, {
      status: 'noticed',
      answerAtWindow: { paper: '邮寄的陈述书' },
      subject: { capacity: 'designer', capacityName: '设计单位' },
    })
  })

  it('R-30: what was done with records is counted by the authority whose they are', async () => {
    await recordInForce(client, { subject: { org: 'telecom', name: '电信公司' } })
    const period = localDate(new Date().toISOString(), CHIBI.hours).slice(0, 4)
    const { json } = await client.get(`/api/v1/assessments/credit?period=${period}`, OFFICE)
    const own = json.items.find((row) => row['org'] === 'chengguan')
    expect(own).toMatchObject({ orgName: '城管局', performance: 1, dismissed: 1, repaired: 1, overdue: 0 })
    expect(Number(own?.['recorded'])).toBeGreaterThan(1)
    expect((await client.get(`/api/v1/assessments/credit?period=${period}`, ['ranqi', 'officer'])).json.items).toEqual(
      [],
    )
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
