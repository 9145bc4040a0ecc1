import { describe, expect, it } from 'vitest'
import type { Actor } from '../../domain/actor/actor.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import { userSideOf } from '../../domain/actor/applicant-side.ts'
import { eventRows } from '../../db/rows.ts'
import { isSaidToUser } from '../../domain/case/case-masking.ts'
import { partsInCase } from '../../domain/visibility/case-parts.ts'
import { lensOnCase } from '../../domain/visibility/lens-on.ts'
import { applicationView } from '../../api/views/application.ts'
import { mayRead } from '../../api/views/who-may-read.ts'
import type { Caller } from '../../api/auth/caller.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { BranchCase, STRANGER, WATER, WATER_AND_POWER } from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { SUCCESSOR, verified } from '../fixtures/claims.ts'
import { APPLICANT } from '../fixtures/forms.ts'

const hall = (sub: string): Actor => ({ sub: `own:0a1b2c3d:onlineHall:${sub}`, org: 'applicant', role: 'applicant' })
const portal = (sub: string): Actor => ({ sub: `via:0a1b2c3d:ehuiban:${sub}`, org: 'applicant', role: 'applicant' })
const [HOLDER, COMPANY] = [hall('winner'), portal('company')]
const OWN = verified(APPLICANT.creditCode)
const PERSON = { identity: { kind: 'individual', number: APPLICANT.creditCode } } as const
const NEW = verified('91350200MA2YJ1XR9G')
const CALLED = { contact: '周立', phone: '13871230088' }
const caller = ({ sub, org, role }: Actor, kind: Caller['kind']): Caller => ({
  sub,
  org,
  role,
  kind,
  city: CHIBI,
  policyHash: '',
  issuer: '0a1b2c3d',
})

const DOUBT = { field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' } as const
/** at 土地出让 the bureau collected it; nobody knows an account. */
const collected = (warnings: (typeof DOUBT)[] = []) =>
  new BranchCase(
    WATER_AND_POWER,
    { channel: 'zigui', phase: 'landTransfer', applicantSubject: undefined },
    CHIBI,
    warnings,
    { registeredBy: officer('zigui') },
  )
const claimed = () => {
  const the = collected()
  the.act('claimApplication', HOLDER, {}, OWN)
  return the
}
const confirmed = () => {
  const the = claimed()
  the.act('confirmSuccessor', CLERK, SUCCESSOR)
  return the
}
const succeeded = () => {
  const the = confirmed()
  the.act('claimApplication', COMPANY, CALLED, NEW)
  return the
}

describe('R-01: a case that was registered for a user is claimed by a verified identity', () => {
  it('R-01: by whom the form names; from then on it is theirs, and the bureau’s system speaks for them no more', () => {
    const [before, the] = [collected(), claimed()]
    const bureau: Actor = { sub: 'zigui-system', org: 'zigui', role: 'system' }
    before.act('correctContact', bureau, { contact: '李四' })
    expect(before.refused('correctContact', HOLDER, { contact: '李五' }).code).toBe('not-concerned')
    the.act('correctContact', HOLDER, { contact: '李四' })
    expect(the.refused('correctContact', bureau, { contact: '李五' }).code).toBe('not-concerned')
    expect(userSideOf(the.state)).toEqual({ applicant: HOLDER.sub, intake: 'applicant', channel: 'onlineHall' })
  })

  it.each([
    ['another company’s code', HOLDER, NEW, 'not-concerned'],
    ['a person of the same digits', HOLDER, PERSON, 'not-concerned'],
    ['no verified identity', HOLDER, {}, 'identity-unverified'],
    ['an intake that vouches for nobody', INTAKE, OWN, 'not-concerned'],
    ['a clerk', CLERK, OWN, 'not-concerned'],
  ] as const)('R-01: bad input: is refused: %s', (_what, actor, facts, code) => {
    expect(collected().refused('claimApplication', actor, {}, facts).code).toBe(code)
  })

  it('R-01: twice, or by another account of the same identity, it is refused: the window decides', () => {
    expect(claimed().refused('claimApplication', HOLDER, {}, OWN).code).toBe('already-done')
    expect(claimed().refused('claimApplication', STRANGER, {}, OWN).code).toBe('already-claimed')
    const the = claimed()
    the.act('confirmSuccessor', CLERK, {
      ...SUCCESSOR,
      basis: 'account',
      applicant: { kind: 'enterprise', name: APPLICANT.name, creditCode: APPLICANT.creditCode },
    })
    the.act('claimApplication', STRANGER, CALLED, OWN)
    expect(userSideOf(the.state).applicant).toBe(STRANGER.sub)
    expect(the.refused('correctContact', HOLDER, { contact: '李四' }).code).toBe('not-concerned')
  })

  it('R-01, R-02: nobody takes over what a user filed in person, but from who filed it for them by authority', () => {
    const filed = (agent?: object) =>
      new BranchCase(WATER_AND_POWER, { agent, applicantSubject: undefined }, CHIBI, [], { registeredBy: STRANGER })
    expect(filed().refused('claimApplication', HOLDER, {}, OWN).code).toBe('already-claimed')
    expect(filed().refused('claimApplication', STRANGER, {}, OWN).code).toBe('already-done')
    const the = filed({ name: '刘芳', phone: '13871234568', authorisation: '委托书' })
    the.act('claimApplication', HOLDER, {}, OWN)
    expect(the.refused('withdrawApplication', STRANGER, { reason: '不要' }).code).toBe('not-concerned')
  })

  it('R-08: a number that was verified is in doubt no more, and the demand is complete', () => {
    const the = collected([DOUBT])
    expect(the.awaited().join()).toContain('acceptDemand')
    the.act('claimApplication', HOLDER, {}, OWN)
    expect(the.state.warnings).toEqual([])
  })
})

describe('R-01: a successor is confirmed on a document, and claims', () => {
  it('R-01: the form names them from then on, their telephone is called, and nobody of before acts', () => {
    const { state, events } = succeeded()
    expect(state.registration.form).toMatchObject({ applicant: SUCCESSOR.applicant, ...CALLED })
    expect(state).toMatchObject({ claimed: { as: 'successor', by: COMPANY } })
    expect(state.successor).toBeUndefined()
    expect(userSideOf(state)).toEqual({ applicant: COMPANY.sub, intake: 'ehuiban', channel: 'ehuiban' })
    expect(events.at(-1)?.data).toMatchObject({ as: 'successor', former: 'applicant' })
    const the = succeeded()
    expect(the.refused('correctContact', HOLDER, { contact: '李四' }).code).toBe('not-concerned')
    expect(the.refused('claimApplication', HOLDER, {}, OWN).code).toBe('not-concerned')
  })

  it('R-01: whom the case named before claims no more while a successor is confirmed', () => {
    const the = collected()
    the.act('confirmSuccessor', officer('zigui'), SUCCESSOR)
    expect(the.refused('claimApplication', HOLDER, {}, OWN).code).toBe('already-claimed')
  })

  it.each([
    ['without a person to call', { phone: CALLED.phone }, 'contact'],
    ['without a telephone', { contact: CALLED.contact }, 'phone'],
  ])('R-01: bad input: a claim %s', (_what, body, field) => {
    expect(confirmed().refused('claimApplication', COMPANY, body, NEW)).toEqual({ code: 'validation-failed', field })
  })

  it.each([
    ['a document of tomorrow', { document: { ...SUCCESSOR.document, date: '2026-11-24' } }, 'document.date'],
    ['another account of another company', { basis: 'account' }, 'basis'],
    [
      'the same company as its own successor',
      { applicant: { kind: 'enterprise', name: '某', creditCode: APPLICANT.creditCode } },
      'basis',
    ],
  ] as const)('R-01: bad input: a confirmation by %s', (_what, change, field) => {
    const the = claimed()
    expect(the.refused('confirmSuccessor', CLERK, { ...SUCCESSOR, ...change })).toEqual({
      code: 'validation-failed',
      field,
    })
    expect(the.refused('confirmSuccessor', officer('zhujian'), SUCCESSOR).code).toBe('not-concerned')
  })

  it('R-39: files that show it have both digests in the event', () => {
    const the = claimed()
    const files = [{ original: 'a'.repeat(64), stored: 'b'.repeat(64) }]
    the.act('confirmSuccessor', CLERK, { ...SUCCESSOR, files })
    expect(the.events.at(-1)?.data).toMatchObject({ files })
    expect(the.refused('confirmSuccessor', CLERK, { ...SUCCESSOR, files }).code).toBe('already-done')
  })
})

describe('R-01, R-27, R-39: who is told and who reads', () => {
  const byIntake = () => {
    const the = new BranchCase()
    the.act('confirmSuccessor', CLERK, SUCCESSOR)
    the.act('claimApplication', COMPANY, CALLED, NEW)
    return the
  }
  const audienceOf = (the: BranchCase) => {
    const event = the.events.at(-1)
    if (event === undefined) throw new Error('no event')
    return eventRows([{ event, state: the.state }]).outbox[0]?.audience
  }

  it('R-27: the claim is told to who spoke for the user before, what follows to the new channel alone', () => {
    const the = byIntake()
    expect(audienceOf(the)).toEqual(expect.arrayContaining([INTAKE.org, 'ehuiban', 'shuiwu']))
    the.act('correctContact', COMPANY, { contact: '李四' })
    expect(audienceOf(the)).toContain('ehuiban')
    expect(audienceOf(the)).not.toContain(INTAKE.org)
    const [event] = the.events
    if (event === undefined) throw new Error('no event')
    const asked: CaseEvent = { ...event, type: 'supplementRequested', data: { items: ['略'], message: '略' } }
    expect([isSaidToUser(asked, 'ehuiban', the.state), isSaidToUser(asked, INTAKE.org, the.state)]).toEqual([
      true,
      false,
    ])
  })

  it('R-39: the new account and its intake read the case, those of before do not', () => {
    const { state } = byIntake()
    expect(mayRead(caller(COMPANY, 'applicant'), state)).toBe(true)
    expect(mayRead(caller({ sub: 'x', org: 'ehuiban', role: 'system' }, 'intake'), state)).toBe(true)
    expect(mayRead(caller(INTAKE, 'intake'), state)).toBe(false)
    expect(mayRead(caller(HOLDER, 'applicant'), state)).toBe(false)
    expect(partsInCase({ org: 'ehuiban' }, state)).toEqual(['channel'])
    expect(partsInCase(INTAKE, state)).toEqual([])
  })

  it('R-39: a pending successor and a claim are shown, their numbers masked as the applicant’s', () => {
    const view = (the: BranchCase, who: Caller) => applicationView(the.state, who, new Date(the.at))
    const auditor = caller({ sub: 'a', org: 'zigui', role: 'auditor' }, 'authority')
    expect(view(confirmed(), caller(CLERK, 'window')).successor).toMatchObject({
      applicant: SUCCESSOR.applicant,
      basisName: '竞得人设立项目公司',
      confirmedByName: expect.any(String),
    })
    expect(JSON.stringify(view(confirmed(), auditor))).not.toContain('赤壁新城项目有限公司')
    expect(view(succeeded(), caller(COMPANY, 'applicant')).claimed).toMatchObject({
      as: 'successor',
      channel: 'ehuiban',
    })
    expect(lensOnCase(caller(COMPANY, 'applicant'), succeeded().state, CHIBI).isWhole('creditCode')).toBe(true)
  })

  it('R-25, R-33: what the user is asked waits for who claimed, not for the bureau', () => {
    const the = collected()
    const ask = { items: ['地址'], message: '请核对地址' }
    the.act('requestSupplement', officer('zigui'), ask)
    the.act('claimApplication', HOLDER, {}, OWN)
    const open = Object.values(the.state.tasks).filter(({ closedSeq }) => closedSeq === undefined)
    expect(open.map(({ kind, org }) => [kind, org])).toEqual([['supplementDemand', 'applicant']])
    expect(the.status(WATER)).toBe('surveying')
  })
})
