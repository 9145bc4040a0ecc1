import { describe, expect, it } from 'vitest'
import { isPrivateAddress, refuseUnreachable } from '../../receivers/reach.ts'
import { caseStatusOf } from '../../push/case-status.ts'
import { messageFor } from '../../push/message.ts'
import { backoffMs, STANDARD_PUSH } from '../../push/settings.ts'
import { sign, verify } from '../../push/signature.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import { seal, unseal } from '../../temporal/seal.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { APPLICANT_USER, CLERK } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { stepsOf } from '../../db/rows.ts'
import { wholeCase } from '../projection/cases.ts'

describe('Standard Webhooks', () => {
  const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const at = new Date(1_614_265_330_000)
  const body = '{"test": 2432232314}'
  const headers = sign(SECRET, 'msg_p5jXN8AQM9LWM0D4loKWxJek', at, body)

  it('R-27: the signature is the one that the scheme’s own libraries give', () => {
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })
  it('R-27: verifies; another secret, body, id, time or version does not', () => {
    expect(verify(SECRET, headers, body, at)).toBe(true)
    expect(
      verify(SECRET, { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }, body, at),
    ).toBe(true)
    expect(verify('whsec_AAAA9r8GKYqrTwjUPD8ILPZIo2LaLaSw', headers, body, at)).toBe(false)
    expect(verify(SECRET, headers, `${body} `, at)).toBe(false)
    expect(verify(SECRET, { ...headers, 'webhook-id': 'msg_other' }, body, at)).toBe(false)
    expect(verify(SECRET, headers, body, new Date(at.getTime() + 301_000))).toBe(false)
    expect(verify(SECRET, { ...headers, 'webhook-timestamp': 'soon' }, body, at)).toBe(false)
    expect(
      verify(SECRET, { ...headers, 'webhook-signature': headers['webhook-signature'].replace('v1,', 'v2,') }, body, at),
    ).toBe(false)
    expect(() => sign('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'x', at, body)).toThrow('not a webhook secret')
  })
  it('R-27: a secret at rest opens for its own subscription only, and by its own key only', () => {
    const keyring = parseKeyring(newKey())
    const sealed = seal(SECRET, 'one', keyring)
    expect(sealed).not.toContain('MfKQ9r8G')
    expect(unseal(sealed, 'one', keyring)).toBe(SECRET)
    expect(
      unseal(
        sealed,
        'one',
        parseKeyring(`${newKey()},${keyring.current.id}:${keyring.current.key.export().toString('base64')}`),
      ),
    ).toBe(SECRET)
    expect(() => unseal(sealed, 'two', keyring)).toThrow()
    expect(() => unseal(sealed, 'one', parseKeyring(newKey()))).toThrow()
  })
})

describe('pace', () => {
  it('R-27: the first retry comes within seconds, the waits double up to an hour, and go on for three days', () => {
    const waits = Array.from({ length: 90 }, (_, index) => backoffMs(index + 1, STANDARD_PUSH, () => 1) / 1000)
    expect(waits.slice(0, 12)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600])
    expect(backoffMs(1, STANDARD_PUSH, () => 0)).toBe(2_500)
    expect(backoffMs(10_000, STANDARD_PUSH, () => 0)).toBe(1_800_000)
    expect(STANDARD_PUSH.giveUpAfterMs).toBe(3 * 24 * 3_600_000)
    expect(STANDARD_PUSH.leaseMs).toBeGreaterThan(2 * STANDARD_PUSH.timeoutMs)
  })
})

const RULES = { hosts: [], networks: [], plainHttp: 'allow' } as const

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '::7f00:1',
    '::ffff:0:7f00:1',
    'fec0::1',
    '2001::1',
  ])('R-27: %s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })
  it.each(['8.8.8.8', '172.32.0.1', '2400:3200::1', '::ffff:8.8.8.8'])('R-27: %s is not', (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  })
  it('R-27: however the address is spelt', () => {
    for (const url of [
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::1]/',
      'http://127.1/',
      'http://[::ffff:7f00:1]/',
    ])
      expect(() => refuseUnreachable(RULES, new URL(url)), url).toThrow('private-address')
    expect(() => refuseUnreachable(RULES, new URL('http://example.com/'))).not.toThrow()
  })
})

/** The codes after each event of a case, from the first. */
function codesOf({ events, state }: PureCase): number[] {
  return stepsOf(state.serviceNumber, undefined, events).map(caseStatusOf)
}

describe('办件状态', () => {
  it('R-27: through a whole case: 接件, 窗口受理, 部门受理, 办结通过', () => {
    expect([...new Set(codesOf(wholeCase('CB-1')))]).toEqual([1, 3, 8, 11])
  })
  it('R-27, R-37: taken back before it is accepted 撤件, afterwards 撤回, also when it is closed', () => {
    const early = new PureCase()
    early.act('withdrawApplication', CLERK, { reason: '不办了' })
    expect(codesOf(early).at(-1)).toBe(2)
    const late = new PureCase().atSurvey()
    late.act('withdrawApplication', CLERK, { reason: '不办了' })
    late.record({ type: 'applicationClosed', rule: 'R-26', data: { outcome: 'withdrawn' } })
    expect(codesOf(late).slice(-2)).toEqual([14, 14])
  })
  it('R-27, R-03: 一次性告知: 补正开始 until the user answers, then once 补正结束', () => {
    const the = new PureCase()
    the.record({ type: 'supplementRequested', rule: 'R-03', data: { items: ['用电容量'], message: '请补充' } })
    the.record({ type: 'demandSupplemented', rule: 'R-03', data: { services: the.state.registration.form.services } })
    the.record({ type: 'demandAccepted', rule: 'R-03', data: { how: 'complete' } })
    expect(codesOf(the)).toEqual([1, 6, 7, 3])
  })
  it('R-27, R-35: 特别程序: begun with its stop, said of all that happens meanwhile, ended once', () => {
    const the = wholeCase('CB-1')
    const before = the.events.findIndex(({ type }) => type === 'deadlinePassed')
    const early = new PureCase(applicationInput(undefined, { serviceNumber: 'CB-1' }))
    for (const event of the.events.slice(1, before)) early.record(event, event.actor)
    early.record({
      type: 'clockStopped',
      rule: 'R-35',
      data: { deadline: 'survey', reason: 'statutoryProcedure', note: '专家评审' },
    })
    early.record({ type: 'receiptAcknowledged', rule: 'R-03', data: { org: 'zigui' } })
    early.record({ type: 'clockResumed', rule: 'R-35', data: { deadline: 'survey' } })
    early.record({ type: 'receiptAcknowledged', rule: 'R-03', data: { org: 'guowang' } })
    expect(codesOf(early).slice(-5)).toEqual([8, 9, 9, 10, 8])
  })
})

describe('messages', () => {
  it('R-27: the same at every attempt, and as a rebuild would make it', () => {
    const [first, again] = [0, 1].map(() =>
      stepsOf('CB-1', undefined, structuredClone(wholeCase('CB-1').events)).map((told) =>
        messageFor('shuiwu', told, CHIBI),
      ),
    )
    expect(first).toEqual(again)
    expect(new Set(first?.map(({ id }) => id)).size).toBe(first?.length)
  })
  it('R-27: what an intake hears of an appointment says when; of an opinion, only that it was filed', () => {
    const data = stepsOf('CB-1', undefined, wholeCase('CB-1').events).map(
      (told): Record<string, unknown> => JSON.parse(messageFor('hubeiGovernmentService', told, CHIBI).body).data,
    )
    expect(data.find(({ event }) => event === 'connectionAppointed')).toMatchObject({
      name: '约定接入',
      detail: { at: '2026-11-26T01:00:00.000Z' },
      actor: { org: 'hubeiGovernmentService', role: 'system' },
    })
    expect(data.find(({ event }) => event === 'opinionFiled')).not.toHaveProperty('detail')
    expect(JSON.stringify(data)).not.toContain(APPLICANT_USER.sub)
  })
  it('R-27, R-03: what is written to the user goes to their channel, and to no other that does not take part', () => {
    const the = new PureCase()
    the.record({ type: 'supplementRequested', rule: 'R-03', data: { items: ['用电容量'], message: '请王建国补充' } })
    const told = { event: the.events[1]!, state: the.state }
    const said = (org: string) => messageFor(org, told, CHIBI).body.includes('请王建国补充')
    expect(['hubeiGovernmentService', 'shuiwu', 'window'].map(said)).toEqual([true, true, true])
    expect(['office', 'fagai', 'ehuiban', 'mobile'].map(said)).toEqual([false, false, false, false])
  })
})
