import { describe, expect, it } from 'vitest'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { confirmersOf } from '../../domain/city/city-parts.ts'
import { audienceOf, matterOf } from '../../db/matters/kinds.ts'
import { CREDIT } from '../../workflows/credit/core/acts.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import { CLERK, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { proposedInput } from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { refusal } from '../fixtures/refusal.ts'
import { confirmedRecord, rejectedRecord } from '../projection/matters.ts'
import type { WholeMatter } from '../projection/matters.ts'

const LEAD = officer('chengguan', 'lead')
const YES = { confirmed: true } as const
const SUBJECT = { org: 'shuiwu', name: '赤壁水务集团公司', account: 'hubei-user-7' }

function proposed(openedBy: Actor = officer('chengguan'), orderedBy?: string) {
  const { kind, subject, source, reason, decider } = proposedInput('credit:1', { subject: SUBJECT })
  const data = {
    city: 'chibi',
    policyHash: 'p',
    origin: { keyHash: 'k', bodyHash: 'b' },
    kind,
    subject,
    source,
    reason,
    decider,
    confirmers: confirmersOf(CHIBI, orderedBy ?? openedBy.org),
    expiresAt: '2029-11-23T01:00:00.000Z',
    ...(orderedBy === undefined ? {} : { orderedBy }),
  }
  return new PureMatter(CREDIT, 'credit:1', { type: 'recordOpened', rule: 'R-29', data }, openedBy)
}

/** After each of its events: who is told of it, whether nobody else is, and how its row says whose account it is. */
function toldOf({ id, events }: WholeMatter) {
  let state: CreditState | undefined
  return events.map((event) => {
    state = CREDIT.apply(state, event as never, id)
    const { subjectAccount, confined } = matterOf('creditRecord').row(state)
    return [event.type, audienceOf('creditRecord', state), confined, subjectAccount]
  })
}

describe('the second person of a credit record', () => {
  it('R-29: is never who proposed it, under whatever organisation or role', () => {
    const the = proposed()
    const proposer = officer('chengguan').sub
    for (const by of [
      officer('chengguan'),
      { ...LEAD, sub: proposer },
      { ...officer('office', 'lead'), sub: proposer },
      { ...officer('chengguan'), sub: 'another-officer' },
      officer('office'),
    ])
      expect([by, refusal(() => the.act('confirmRecord', by, YES)).code]).toEqual([by, 'second-person-required'])
    expect(the.state).toMatchObject({ status: 'proposed', seq: 1, awaited: ['chengguan', 'office'] })
  })

  it('R-29: is of another rank of the same organisation, or of the one that supervises it', () => {
    for (const [openedBy, by] of [
      [officer('chengguan'), LEAD],
      [officer('chengguan'), officer('office', 'lead')],
      [LEAD, officer('chengguan')],
      [LEAD, officer('office')],
      [officer('office'), officer('group', 'lead')],
    ] as const) {
      const the = proposed(openedBy)
      the.act('confirmRecord', by, YES)
      expect(the.state).toMatchObject({ status: 'reported', awaited: [], confirmation: { org: by.org } })
    }
    for (const org of ['zigui', 'group', 'shuiwu'])
      expect(refusal(() => proposed().act('confirmRecord', officer(org, 'lead'), YES)).code).toBe('not-concerned')
  })

  it('R-29: of what a case proposes by itself is a lead of the authority that had ordered, or of the office', () => {
    for (const org of ['chengguan', 'office']) {
      const the = proposed(THE_CASE, 'chengguan')
      expect(refusal(() => the.act('confirmRecord', officer(org), YES)).code).toBe('second-person-required')
      the.act('confirmRecord', officer(org, 'lead'), YES)
      expect(the.state.status).toBe('reported')
    }
  })

  it('R-29: before that nobody contests it, and only its own authority takes it back; after that all is as ever', () => {
    const the = proposed()
    for (const by of [officer('shuiwu'), CLERK])
      expect(() => {
        the.act('contestRecord', by, { reason: '?' })
      }).toThrow(expect.objectContaining({ code: 'wrong-stage', early: true }))
    for (const org of ['office', 'zigui'])
      expect(refusal(() => the.act('withdrawRecord', officer(org), { reason: '?' })).code).toBe('not-concerned')
    const taken = proposed()
    taken.act('withdrawRecord', officer('chengguan'), { reason: '误提' })
    expect(taken.state).toMatchObject({ status: 'withdrawn', reportedTo: [], awaited: [] })
    the.act('confirmRecord', LEAD, YES)
    the.act('contestRecord', officer('shuiwu'), { reason: '照片有误' })
    expect(the.state).toMatchObject({ status: 'contested', awaited: ['office'] })
  })
})

describe('what is not confirmed', () => {
  const INSIDE = ['chengguan', 'office']

  it('R-29: is told to nobody but who may confirm it; its subject and everybody else hear from the confirmation on', () => {
    const all = ['chengguan', 'office', 'shuiwu']
    expect(toldOf(confirmedRecord('credit:1', { subject: SUBJECT }))).toEqual([
      ['recordOpened', INSIDE, true, null],
      ['deadlineStarted', INSIDE, true, null],
      ['recordConfirmed', all, false, 'hubei-user-7'],
      ['recordReported', expect.arrayContaining([...all, 'creditPlatform', 'jiaotong']), false, 'hubei-user-7'],
    ])
  })

  it('R-29, R-33: rejected, however late, it ends and was never reported', () => {
    const whole = rejectedRecord('credit:1', { subject: SUBJECT })
    expect(toldOf(whole).map(([, ...told]) => told)).toEqual(Array(4).fill([INSIDE, true, null]))
    expect(whole.events.map(({ type }) => type)).toEqual([
      'recordOpened',
      'deadlineStarted',
      'deadlinePassed',
      'recordRejected',
    ])
  })

  it('R-29: its term counts from the confirmation', () => {
    const { events, id } = confirmedRecord('credit:1')
    const states = events.reduce<CreditState[]>(
      (known, event) => [...known, CREDIT.apply(known.at(-1), event as never, id)],
      [],
    )
    expect(states.map(({ expiresAt }) => expiresAt?.slice(0, 10))).toEqual([
      '2029-11-23',
      '2029-11-23',
      '2029-11-23',
      '2029-11-24',
    ])
    expect(states.at(-1)?.deadlines['confirmation']).toMatchObject({ metAt: '2026-11-24T01:00:00.000Z' })
  })
})

describe('who supervises', () => {
  it('R-29: the office a bureau, the group the office; or whom the city names', () => {
    expect(confirmersOf(CHIBI, 'chengguan')).toEqual(['chengguan', 'office'])
    expect(confirmersOf(CHIBI, 'office')).toEqual(['office', 'group'])
    const named = CHIBI.organisations.map((one) => (one.key === 'chengguan' ? { ...one, supervisor: 'zhujian' } : one))
    expect(confirmersOf({ ...CHIBI, organisations: named }, 'chengguan')).toEqual(['chengguan', 'zhujian'])
  })
})
