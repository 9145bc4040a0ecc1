import { describe, expect, it } from 'vitest'
import { createCreditActivities } from '../../activities/credit.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { CREDIT } from '../../workflows/credit/core/acts.ts'
import { RATING } from '../../workflows/rating/core/acts.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { creditInput, ratingInput } from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { refusal } from '../fixtures/refusal.ts'

const origin = { keyHash: 'k', bodyHash: 'b' }
const OFFICE = officer('office')

function opened(openedBy: Actor = officer('chengguan'), orderedBy?: string) {
  const { kind, subject, source, reason, decider } = creditInput('credit:1')
  const data = {
    city: 'chibi',
    policyHash: 'p',
    origin,
    kind,
    subject,
    source,
    reason,
    decider,
    expiresAt: '2029-11-23T01:00:00.000Z',
    ...(orderedBy === undefined ? {} : { orderedBy }),
  }
  return new PureMatter(CREDIT, 'credit:1', { type: 'recordOpened', rule: 'R-29', data }, openedBy)
}

function rated(rating?: Record<string, unknown>) {
  const { serviceNumber, rating: given, answerer, parties, side } = ratingInput('CB-20261123-00001-0', rating)
  const bad = given.grade === 'dissatisfied' || given.grade === 'veryDissatisfied'
  return new PureMatter(
    RATING,
    'rating:1',
    {
      type: 'caseRated',
      rule: 'R-32',
      data: {
        city: 'chibi',
        policyHash: 'p',
        origin,
        serviceNumber,
        rating: given,
        bad,
        answerer,
        parties: [...parties],
        side,
      },
    },
    INTAKE,
  )
}

describe('acts on a credit record', () => {
  it('R-29: opened by a case, it is decided by the office and the authority that ordered, and nobody else', () => {
    const the = opened(THE_CASE, 'chengguan')
    expect(the.state.concerned).toEqual(['chengguan', 'office', 'shuiwu'])
    expect(refusal(() => the.act('withdrawRecord', officer('zigui'), { reason: '?' })).code).toBe('not-concerned')
    the.act('contestRecord', CLERK, { reason: '代为提出' })
    expect(the.state).toMatchObject({ status: 'contested', awaited: ['office'] })
    expect(refusal(() => the.act('withdrawRecord', OFFICE, { reason: '?' })).code).toBe('wrong-stage')
    the.act('decideContest', officer('chengguan'), { upheld: true, reason: '属实' })
    expect(the.state).toMatchObject({ status: 'upheld', awaited: [], decision: { org: 'chengguan' } })
  })

  it('R-29: withdrawn or expired, nothing more is taken', () => {
    const withdrawn = opened()
    withdrawn.act('withdrawRecord', OFFICE, { reason: '误记' })
    const expired = opened()
    expired.record({ type: 'recordExpired', rule: 'R-29', data: {} })
    for (const the of [withdrawn, expired])
      expect(refusal(() => the.act('contestRecord', officer('shuiwu'), { reason: '?' })).code).toBe('matter-closed')
  })

  it('R-29: an applicant contests by the account on record only', () => {
    const the = opened()
    expect(refusal(() => the.act('contestRecord', APPLICANT_USER, { reason: '?' })).code).toBe('not-concerned')
    expect(refusal(() => the.act('contestRecord', { ...APPLICANT_USER, org: 'shuiwu' }, { reason: '?' })).code).toBe(
      'not-concerned',
    )
  })
})

describe('acts on a rating', () => {
  it('R-32: answered and added to once each, by whom they concern', () => {
    const the = rated()
    expect(the.state).toMatchObject({ status: 'awaitingAnswer', awaited: ['office'] })
    expect(refusal(() => the.act('answerRating', officer('zhujian'), { answer: '?' })).code).toBe('not-concerned')
    the.act('addToRating', APPLICANT_USER, { text: '补充' })
    expect(refusal(() => the.act('addToRating', CLERK, { text: '再补充' })).code).toBe('already-done')
    the.act('answerRating', OFFICE, { answer: '已处理' })
    expect(refusal(() => the.act('answerRating', OFFICE, { answer: '再答' })).code).toBe('already-done')
    expect(the.state).toMatchObject({ status: 'answered', awaited: [] })
  })

  it('R-32: an addition after its term is too late, a good rating is not answered', () => {
    const the = rated({ grade: 'satisfied' })
    expect(refusal(() => the.act('answerRating', OFFICE, { answer: '谢谢' })).code).toBe('wrong-stage')
    the.clock({ id: 'addition', kind: 'addition', owner: 'applicant' }, '2026-12-07T01:00:00.000Z')
    the.at = '2026-12-07T01:00:01.000Z'
    expect(refusal(() => the.act('addToRating', INTAKE, { text: '迟了' })).code).toBe('wrong-stage')
  })
})

describe('a record that a case opens', () => {
  it('R-29: is not lost, nor its case with it, where a worker does not know the city: it is tried again', async () => {
    const opening = {
      recordId: 'credit:1',
      city: 'nowhere',
      subject: { org: 'shuiwu', name: '水务' },
      source: { serviceNumber: 'CB-1' },
      reason: '逾期未整改',
      openedBy: THE_CASE,
    }
    const nobody = () => Promise.resolve(undefined)
    await expect(
      createCreditActivities(() => undefined, CALENDARS, nobody).openCreditRecord(opening),
    ).rejects.toMatchObject({
      type: 'city-unknown',
      nonRetryable: false,
    })
  })
})
