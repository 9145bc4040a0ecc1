import { describe, expect, it } from 'vitest'
import { projectEvents } from '../../db/projection.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { newKey } from '../fixtures/api.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { wholeCase } from '../projection/cases.ts'

const INTAKE: Who = ['hubeiGovernmentService', 'system']
const CLERK: Who = ['window', 'clerk']
const SOMEBODY = { kind: 'individual', number: '11010519491231002X' } as const
const APPLICANT: Who = ['applicant', 'applicant', 'hubei-user-7']
/** Verified as nobody of the case. */
const OTHER: Who = ['applicant', 'applicant', 'other', { identity: SOMEBODY }]
const OFFICE: Who = ['office', 'officer']
const BAD = {
  grade: 'dissatisfied',
  text: '约好的时间没有人来',
  organisations: [{ org: 'ranqi', grade: 'veryDissatisfied', text: '师傅迟到两小时' }],
}

const servers = testServers()
const client = new PartyClient(servers)
let made = 0

/** A case in PostgreSQL only, closed or as far as its first `events`; its rating's address. */
async function caseOf(events?: number): Promise<string> {
  const serviceNumber = makeServiceNumber('CB', '2031-01-02', 70_000 + (made += 1))
  await projectEvents(servers.database, serviceNumber, wholeCase(serviceNumber).events.slice(0, events))
  return `/api/v1/applications/${serviceNumber}/rating`
}

describe('rating', () => {
  it('R-32: a closed case is rated once; 差评 is answered by the office, added to, and ends', async () => {
    const url = await caseOf()
    expect(await client.done(url, APPLICANT, BAD)).toMatchObject({ status: 'awaitingAnswer', bad: true })
    await client.until(url, OFFICE, {
      awaiting: [{ org: 'office' }, { org: 'ranqi' }],
      deadlines: expect.arrayContaining([
        expect.objectContaining({ kind: 'answer', owner: 'office', light: 'green', minutes: 1950 }),
      ]),
    })
    expect(await client.refused(url, APPLICANT, { grade: 'satisfied' })).toEqual([409, 'already-done'])
    expect((await client.get('/api/v1/ratings?awaiting=office', OFFICE)).json.items[0]).toMatchObject({
      gradeName: '不满意',
      bad: true,
    })
    await client.done(`${url}/answers`, OFFICE, { answer: '已致歉并约谈', measures: '预约前一日确认' })
    expect(await client.refused(`${url}/rated-answers`, ['shuiwu', 'officer'], { answer: '?' })).toEqual([
      403,
      'not-concerned',
    ])
    await client.done(`${url}/rated-answers`, ['ranqi', 'officer'], { answer: '已约谈班组' })
    await client.done(`${url}/additions`, APPLICANT, { text: '处理及时' })
    await client.until(url, OFFICE, {
      status: 'closed',
      answer: { late: false },
      ratedAnswers: [{ org: 'ranqi', answer: '已约谈班组', late: false }],
      addition: { text: '处理及时' },
    })
    expect(await client.refused(`${url}/additions`, APPLICANT, { text: '再说一句' })).toEqual([409, 'matter-closed'])
    const audited = await client.get(`${url}/history`, ['office', 'auditor'])
    expect(audited.json.items.map((event) => event['type'])).toEqual([
      'caseRated',
      'deadlineStarted',
      'deadlineStarted',
      'deadlineStarted',
      'ratingAnswered',
      'ratedAnswered',
      'ratingAdded',
      'ratingClosed',
    ])
    for (const said of ['没有人来', '迟到两小时', '处理及时']) expect(audited.payload).not.toContain(said)
  })

  it('R-32: the same key gives the same rating, another body under it is refused', async () => {
    const url = await caseOf()
    const key = newKey()
    const [first, again] = [
      await client.post(url, APPLICANT, { grade: 'satisfied' }, key),
      await client.post(url, APPLICANT, { grade: 'satisfied' }, key),
    ]
    expect([first.statusCode, again.statusCode, again.json()['bad']]).toEqual([201, 200, false])
    expect((await client.post(url, APPLICANT, { grade: 'dissatisfied' }, key)).json()).toMatchObject({
      code: 'idempotency-key-reused',
    })
  })

  it('R-32: a clerk and an intake never rate in the user’s place, nor add to a rating', async () => {
    const url = await caseOf()
    for (const who of [CLERK, INTAKE]) expect(await client.refused(url, who, BAD)).toEqual([403, 'forbidden'])
    await client.done(url, APPLICANT, BAD)
    for (const who of [CLERK, INTAKE])
      expect(await client.refused(`${url}/additions`, who, { text: '处理及时' })).toEqual([403, 'forbidden'])
  })

  it('R-01, R-32: whom the form names rates by a verified identity, whichever way the case came; another channel’s user of the same id does not', async () => {
    const url = await caseOf()
    const sameId: Who = ['applicant', 'applicant', 'hubei-user-7', { channel: 'ehuiban', identity: SOMEBODY }]
    expect(await client.refused(url, sameId, BAD)).toEqual([404, 'application-not-found'])
    const rater: Who = ['applicant', 'applicant', 'never-named']
    await client.done(url, rater, { grade: 'fairlySatisfied' })
    expect(await client.refused(`${url}/additions`, APPLICANT, { text: '?' })).toEqual([404, 'rating-not-found'])
    await client.done(`${url}/additions`, rater, { text: '补充' })
    await client.until(url, rater, { status: 'closed', addition: { text: '补充' } })
  })

  it('R-32: bad input: too early, by others, about others, answered by others or without need, unknown', async () => {
    const open = await caseOf(4)
    expect(await client.refused(open, APPLICANT, BAD)).toEqual([409, 'wrong-stage'])
    expect((await client.get(open, OFFICE)).json).toMatchObject({ status: 404, code: 'rating-not-found' })
    const url = await caseOf()
    expect(await client.refused(url, OTHER, BAD)).toEqual([404, 'application-not-found'])
    expect(await client.refused(url, APPLICANT, { grade: 'superb' })).toEqual([422, 'validation-failed', 'grade'])
    expect(
      await client.refused(url, APPLICANT, {
        grade: 'satisfied',
        organisations: [{ org: 'unicom', grade: 'satisfied' }],
      }),
    ).toEqual([422, 'validation-failed', 'organisations.0.org'])
    expect(
      await client.refused(url, APPLICANT, {
        grade: 'satisfied',
        organisations: [
          { org: 'ranqi', grade: 'satisfied' },
          { org: 'ranqi', grade: 'dissatisfied' },
        ],
      }),
    ).toEqual([422, 'validation-failed', 'organisations'])
    expect(await client.refused(`${url}/answers`, OFFICE, { answer: '?' })).toEqual([404, 'rating-not-found'])
    await client.done(url, APPLICANT, { grade: 'fairlySatisfied' })
    expect(await client.refused(`${url}/answers`, OFFICE, { answer: '谢谢' })).toEqual([409, 'wrong-stage'])
    expect(await client.refused(`${url}/answers`, ['zhujian', 'officer'], { answer: '?' })).toEqual([
      403,
      'not-concerned',
    ])
    expect(await client.refused(`${url}/additions`, OTHER, { text: '?' })).toEqual([404, 'rating-not-found'])
    await client.done(`${url}/additions`, APPLICANT, { text: '电话追评' })
    await client.until(url, OFFICE, { status: 'closed' })
  })
})
