import { describe, expect, it } from 'vitest'
import { codeHolderOf } from '../../domain/actor/code-holder.ts'
import { isComplete } from '../../workflows/application/core/missing.ts'
import { MOST_CORRECTIONS } from '../../workflows/application/core/corrections.ts'
import { CLERK, INTAKE, APPLICANT_USER } from '../fixtures/actors.ts'
import { BranchCase, STRANGER, WATER_AND_POWER } from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { verified } from '../fixtures/claims.ts'
import { APPLICANT } from '../fixtures/forms.ts'
import { SERVICE_NUMBER } from '../fixtures/pure-case.ts'

const DOUBT = { field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' } as const
const OTHER = '91350200MA2YJ1XR9G'
const RIGHT = { kind: 'enterprise', name: APPLICANT.name, creditCode: OTHER } as const
const BAD_CHECK = { ...RIGHT, creditCode: '91350200MA2YJ1XR9H' } as const

const open = (change: Record<string, unknown> = {}, warnings: (typeof DOUBT)[] = []) =>
  new BranchCase(WATER_AND_POWER, change, CHIBI, warnings, { correctsForm: true })
const asked = () => {
  const the = open({}, [DOUBT])
  the.act('requestSupplement', CLERK, { items: ['form.applicant.creditCode', 'form.address'], message: '请核对' })
  return the
}

describe('R-03: any field of the form is supplemented or corrected', () => {
  it('R-03, R-08: the code and the name as the answer: the warning goes, and the demand is complete', () => {
    const the = asked()
    expect(isComplete(the.state)).toBe(false)
    the.act('supplementDemand', INTAKE, { applicant: RIGHT, address: '某路 3 号' })
    expect(the.state.registration.form).toMatchObject({ applicant: RIGHT, address: '某路 3 号' })
    expect([the.state.warnings, isComplete(the.state)]).toEqual([[], true])
    expect(the.state.supplement?.answeredAt).toBe(the.at)
  })

  it('R-08: what is mended wrong is in doubt again, and waits for the clerk', () => {
    const the = asked()
    the.act('supplementDemand', INTAKE, { applicant: BAD_CHECK })
    expect(the.state.warnings).toEqual([DOUBT])
    expect(the.awaited().join()).toContain('acceptDemand')
    the.act('supplementDemand', INTAKE, { applicant: RIGHT })
    expect(isComplete(the.state)).toBe(true)
  })

  it('R-03: unasked until the survey is over, with each utility told; what is corrected later is no other answer', () => {
    const the = asked()
    the.act('supplementDemand', INTAKE, { address: '某路 3 号' })
    const answeredAt = the.at
    the.later(5)
    the.act('supplementDemand', CLERK, { projectCode: '2411-421281-04-01-123457', remarks: '二期' })
    expect(the.state.supplement?.answeredAt).toBe(answeredAt)
    expect(the.state.registration.form).toMatchObject({
      address: '某路 3 号',
      remarks: '二期',
      contact: APPLICANT.contact,
    })
    the.atSurvey().closeSurvey()
    expect(the.refused('supplementDemand', INTAKE, { address: '某路 4 号' }).code).toBe('wrong-stage')
  })

  it('R-03: a case of before is supplemented only where something is wanting', () => {
    expect(new BranchCase().refused('supplementDemand', INTAKE, { address: '某路 3 号' }).code).toBe('wrong-stage')
  })

  it.each([
    ['what stands already', { address: APPLICANT.address }, 'already-done', undefined],
    ['an address of another area (R-06)', { address: '赤壁市新店镇老街 8 号' }, 'validation-failed', 'address'],
    ['a service more', { services: { gas: { business: 'new', use: 'domestic' } } }, 'validation-failed', 'services'],
    ['a survey of yesterday', { surveyDate: '2026-11-22' }, 'date-past', 'surveyDate'],
    [
      'somebody who is not born',
      { applicant: { kind: 'individual', name: '某', identityNumber: '420281203001010017' } },
      'validation-failed',
      'applicant.identityNumber',
    ],
  ] as const)('R-03: bad input: %s', (_what, body, code, field) => {
    expect(open().refused('supplementDemand', INTAKE, body)).toEqual({ code, field })
  })

  it('R-12, R-37: the day of a survey that is being convened is booked anew, not corrected', () => {
    const body = { surveyDate: '2026-11-26' }
    expect(open().atSurvey().refused('supplementDemand', INTAKE, body).code).toBe('wrong-stage')
    const the = open()
    the.act('supplementDemand', INTAKE, body)
    expect(the.state.registration.form.surveyDate).toBe(body.surveyDate)
  })

  it('R-37: corrections have an end', () => {
    const facts = { corrections: MOST_CORRECTIONS }
    expect(open().refused('supplementDemand', INTAKE, { address: '某路 3 号' }, facts).code).toBe(
      'corrections-exhausted',
    )
  })
})

describe('R-01, R-05: whose application it is does not change by a correction', () => {
  const number = { applicant: RIGHT } as const
  const inPerson = (agent?: object) =>
    new BranchCase(WATER_AND_POWER, { agent, applicantSubject: undefined }, CHIBI, [], {
      registeredBy: STRANGER,
      correctsForm: true,
    })

  it('R-02: who filed in person was verified: the number is changed by a succession only, the name is mended', () => {
    expect(inPerson().refused('supplementDemand', STRANGER, number, verified(OTHER)).code).toBe('already-claimed')
    const the = inPerson()
    the.act('supplementDemand', STRANGER, {
      applicant: { ...RIGHT, creditCode: APPLICANT.creditCode, name: '更名公司' },
    })
    expect(the.state.registration.form.applicant.name).toBe('更名公司')
  })

  it('R-01: a claimed case’s number is changed by nobody', () => {
    const the = open()
    the.act('claimApplication', APPLICANT_USER, {}, verified(APPLICANT.creditCode))
    expect(the.refused('supplementDemand', CLERK, number)).toEqual({
      code: 'already-claimed',
      field: 'applicant.creditCode',
    })
  })

  it('R-02: an account mends the number to its own, or by its authorisation; a code’s holder to none', () => {
    expect(open().refused('supplementDemand', APPLICANT_USER, number).code).toBe('authorisation-required')
    open().act('supplementDemand', APPLICANT_USER, number, verified(OTHER))
    inPerson({ name: '刘芳', phone: '13871234568', authorisation: '委托书' }).act('supplementDemand', STRANGER, number)
    const holder = { sub: codeHolderOf(SERVICE_NUMBER), org: 'applicant', role: 'applicant' } as const
    expect(open().refused('supplementDemand', holder, number, verified(OTHER)).code).toBe('identity-unverified')
  })

  it('R-11: once the demand is pushed a company is no person', () => {
    const person = { kind: 'individual', name: '王小明', identityNumber: '11010519491231002X' } as const
    expect(open().atSurvey().refused('supplementDemand', CLERK, { applicant: person }).code).toBe('wrong-stage')
    open().act('supplementDemand', CLERK, { applicant: person })
  })
})
