import { describe, expect, it } from 'vitest'
import { accountNamed, accountOf, withAccount } from '../../api/auth/account.ts'
import { clientOf, callerOf } from '../../api/auth/caller.ts'
import type { Claims } from '../../api/auth/caller.ts'
import { whoseRequest } from '../../api/limits/whose.ts'
import { accountName, isAccount, MOST_ACCOUNT_NAME, parseAccount } from '../../domain/actor/account.ts'
import { isApplicant } from '../../domain/actor/applicant-side.ts'
import { refusal } from '../fixtures/refusal.ts'
import { CHIBI } from '../fixtures/cities.ts'

const CITIES = new Map([['chibi', { city: CHIBI, policyHash: '' }]])
const ISSUER = 'https://issuer.test'
const user = (claims: Partial<Claims> = {}) =>
  callerOf({ iss: ISSUER, sub: 'u-1', org: 'applicant', role: 'applicant', city: 'chibi', ...claims }, CITIES)
const of = (org: string, role: Claims['role']) => callerOf({ iss: ISSUER, sub: 'x', org, role, city: 'chibi' }, CITIES)
const HERE = user()
const OTHERS = {
  'of another channel': user({ channel: 'ehuiban' }),
  'of another issuer': user({ iss: 'https://another.test' }),
  'of another id': user({ sub: 'u-2' }),
}

describe('an account', () => {
  it('R-02: is issuer, channel and subject; its name says all three', () => {
    expect(HERE.account).toEqual({ issuer: HERE.issuer, channel: 'onlineHall', subject: 'u-1', own: true })
    expect(HERE.sub).toMatch(/^own:[0-9a-f]{8}:onlineHall:u-1$/)
    for (const caller of [HERE, ...Object.values(OTHERS)]) expect(parseAccount(caller.sub)).toEqual(caller.account)
    const longest = user({ sub: ':'.repeat(100), channel: 'hubeiGovernmentService' })
    expect(parseAccount(longest.sub)).toEqual(longest.account)
    expect(longest.sub.length).toBeLessThanOrEqual(MOST_ACCOUNT_NAME)
    expect(user({ channel: 'onlineHall' }).sub).toBe(HERE.sub)
  })

  it.each(Object.entries(OTHERS))(
    'R-02: the same id %s is another account, to the case and to the limits',
    (_of, other) => {
      expect(isAccount(HERE.sub, other.sub, 'onlineHall')).toBe(false)
      expect(isAccount(other.sub, HERE.sub, 'ehuiban')).toBe(false)
      expect(isApplicant({ applicant: HERE.sub, intake: 'applicant' }, other)).toBe(false)
    },
  )

  it('R-02: two channels do not share keys and limits, and no subject makes one look like another', () => {
    const there = OTHERS['of another channel']
    expect(clientOf(HERE)).toBe('chibi/applicant/u-1')
    expect(new Set([HERE, there, user({ sub: there.sub })].map(clientOf)).size).toBe(3)
    expect(whoseRequest(HERE)[0]).not.toEqual(whoseRequest(there)[0])
    const copied = user({ sub: there.sub })
    expect(isAccount(there.sub, copied.sub, 'ehuiban')).toBe(false)
  })

  it('R-02: one of 0.3, which is a subject alone, is the online hall’s, or that of the intake that named it', () => {
    const there = OTHERS['of another channel']
    expect(isAccount('u-1', HERE.sub, 'zhengshu')).toBe(true)
    expect(isAccount('u-1', there.sub, 'ehuiban')).toBe(true)
    expect(isAccount('u-1', there.sub, 'hubeiGovernmentService')).toBe(false)
    expect(isAccount('u-1', there.sub)).toBe(false)
    expect(isAccount('u-1', OTHERS['of another id'].sub, 'ehuiban')).toBe(false)
    expect(isAccount('u-1', 'u-1')).toBe(true)
  })

  it('R-02: stays the same when the city opens another online hall', () => {
    const there = OTHERS['of another channel']
    const moved = { ...CHIBI, registration: { ...CHIBI.registration, onlineHall: 'ehuiban' } }
    const now = accountName(accountOf({ iss: ISSUER, sub: 'u-1', channel: 'ehuiban' }, moved))
    expect(now).not.toBe(there.sub)
    expect(isAccount(there.sub, now, 'ehuiban')).toBe(true)
  })

  it('R-01, R-02: an intake names its own user’s, a bureau and the window one of the online hall', () => {
    expect(accountNamed('u-1', of('ehuiban', 'system'))).toBe(OTHERS['of another channel'].sub)
    for (const by of [of('zhengshu', 'officer'), of('window', 'clerk'), of('onlineHall', 'system')])
      expect(accountNamed('u-1', by)).toBe(HERE.sub)
    expect(withAccount({}, of('window', 'clerk'))).toEqual({})
    expect(accountNamed('u-1', of('chengguan', 'officer'), 'ehuiban')).toBe(OTHERS['of another channel'].sub)
    expect(accountNamed('u-1', of('chengguan', 'officer'), 'onlineHall')).toBe(HERE.sub)
  })

  it('R-02: bad input: a token of no intake of the city, of a bureau, without an issuer', () => {
    for (const channel of ['zhengshu', 'window', 'nowhere', ''])
      expect(refusal(() => user({ channel })).code).toBe('forbidden')
    expect(refusal(() => accountOf({ sub: 'u-1' }, CHIBI)).code).toBe('forbidden')
  })
})
