import { describe, expect, it } from 'vitest'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { BUSINESS_TYPES, DETAILS_OF } from '../../domain/case/service.ts'
import { missingDemand } from '../../workflows/application/core/missing.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { registration, registrationBody } from '../fixtures/forms.ts'
import { BranchCase, guowang, POWER, shuiwu, STRANGER, WATER } from '../fixtures/branch-case.ts'

const OPEN = { water: { business: 'new' }, power: { business: 'new' } }
const FULL = {
  water: { business: 'new' as const, tonsPerDay: 9 },
  power: { business: 'new' as const, kilovoltAmperes: 100 },
}
const ASKED = { items: ['services.water.tonsPerDay', 'services.power.kilovoltAmperes'], message: '请补填用量' }

function asked(): BranchCase {
  const the = new BranchCase(OPEN)
  the.clock('registration', 'registration', 'window')
  the.act('requestSupplement', CLERK, ASKED)
  return the
}

describe('一次性告知', () => {
  it("R-03: lists everything missing, once, by the collector; the clock stands still and the applicant's side is awaited", () => {
    const the = new BranchCase(OPEN)
    the.clock('registration', 'registration', 'window')
    expect(the.awaited()).toEqual(['acceptDemand window'])
    expect(the.refused('requestSupplement', officer('zigui'), ASKED).code).toBe('not-concerned')
    expect(the.refused('requestSupplement', CLERK, { ...ASKED, items: ['services.water.tonsPerDay'] })).toEqual({
      code: 'supplement-incomplete',
      field: 'items',
    })
    the.act('requestSupplement', CLERK, ASKED)
    expect(the.state.deadlines['registration']).toMatchObject({ stoppedAt: the.at, stopReason: 'awaitingUser' })
    expect(the.awaited()).toEqual(['supplementDemand hubeiGovernmentService'])
    expect(the.refused('requestSupplement', CLERK, ASKED).code).toBe('already-done')
  })

  it('R-03: asked before the clock was there, it stands from its start', () => {
    const the = new BranchCase(OPEN)
    the.act('requestSupplement', CLERK, ASKED)
    the.later(1).clock('registration', 'registration', 'window')
    expect(the.state.deadlines['registration']).toMatchObject({ stoppedAt: the.at, stopReason: 'awaitingUser' })
  })

  it('R-03: not after it was accepted or pushed, and an incomplete demand is not accepted without it', () => {
    const the = new BranchCase(OPEN)
    expect(the.refused('acceptDemand', CLERK, {}).code).toBe('demand-incomplete')
    the.record({ type: 'demandAccepted', rule: 'R-03', data: { how: 'deemed' } })
    expect(the.refused('requestSupplement', CLERK, ASKED).code).toBe('wrong-stage')
  })

  it('R-03: the supplement fills what was asked, resumes the clock, and changes no service', () => {
    const the = asked()
    expect(the.refused('supplementDemand', STRANGER, { services: FULL }).code).toBe('not-concerned')
    expect(the.refused('supplementDemand', shuiwu, { services: FULL }).code).toBe('not-concerned')
    expect(the.refused('supplementDemand', INTAKE, { services: { water: FULL.water } })).toEqual({
      code: 'validation-failed',
      field: 'services',
    })
    expect(the.refused('supplementDemand', INTAKE, { services: { ...FULL, catv: { terminals: 1 } } })).toEqual({
      code: 'validation-failed',
      field: 'services',
    })
    expect(the.refused('supplementDemand', INTAKE, { services: { ...FULL, power: { business: 'new' } } })).toEqual({
      code: 'demand-incomplete',
      field: 'services.power.kilovoltAmperes',
    })
    the.later(60).act('supplementDemand', APPLICANT_USER, { services: FULL })
    expect(the.state.registration.form.services.water?.tonsPerDay).toBe(9)
    expect(the.state.deadlines['registration']?.resumedAt).toBe(the.at)
    expect(the.state.supplement?.answeredAt).toBe(the.at)
    expect(the.refused('supplementDemand', INTAKE, { services: FULL }).code).toBe('already-done')
    expect(the.awaited()).toEqual([])
  })

  it('R-03: nothing is supplemented that was neither missing nor asked for; operators stay as they were', () => {
    expect(new BranchCase().refused('supplementDemand', INTAKE, { services: FULL }).code).toBe('wrong-stage')
    const the = new BranchCase({
      water: { business: 'new' },
      network: { operators: ['telecom', 'mobile'], access: ['broadband'] },
    })
    const network = (operators: string[]) => ({ operators, access: ['broadband' as const] })
    expect(
      the.refused('supplementDemand', CLERK, { services: { water: FULL.water, network: network(['telecom']) } }),
    ).toEqual({ code: 'validation-failed', field: 'services.network.operators' })
    the.act('supplementDemand', CLERK, { services: { water: FULL.water, network: network(['mobile', 'telecom']) } })
  })

  it('R-03: a demand deemed accepted may still be completed until the survey closes', () => {
    const the = new BranchCase(OPEN).atSurvey()
    the.act('supplementDemand', INTAKE, { services: FULL })
    const late = new BranchCase(OPEN).atSurvey().closeSurvey(['shuiwu', 'guowang'])
    expect(late.refused('supplementDemand', INTAKE, { services: FULL }).code).toBe('wrong-stage')
  })

  it('R-03, R-37: what a dropped service lacked is missing no more, and it does not come back by a supplement', () => {
    const the = asked()
    the.act('dropServices', INTAKE, { lines: [POWER], reason: '暂不用电' })
    expect(the.refused('supplementDemand', INTAKE, { services: FULL })).toEqual({
      code: 'validation-failed',
      field: 'services',
    })
    the.act('supplementDemand', INTAKE, { services: { water: FULL.water } })
    expect(the.status(POWER)).toBe('withdrawn')
    expect(the.awaited()).toEqual([])
    const whole = new BranchCase({ water: FULL.water, power: OPEN.power })
    whole.act('dropServices', INTAKE, { lines: [POWER], reason: '暂不用电' })
    expect(whole.awaited()).toEqual([])
  })

  it('R-33, R-35: an answer does not set going what the office stopped for its own reason; the office does not set going what awaits an answer', () => {
    const the = new BranchCase(OPEN)
    the.clock('registration', 'registration', 'window')
    the.act('suspendClock', officer('office'), { deadline: 'registration', reason: 'forceMajeure', note: '洪水' })
    const stoppedAt = the.at
    the.later(30).act('requestSupplement', CLERK, ASKED)
    expect(the.state.deadlines['registration']).toMatchObject({ stoppedAt, stopReason: 'forceMajeure' })
    the.later(30).act('resumeClock', officer('office'), { deadline: 'registration' })
    expect(the.state.deadlines['registration']).toMatchObject({ stoppedAt, stopReason: 'awaitingUser' })
    expect(the.state.deadlines['registration']?.resumedAt).toBeUndefined()
    expect(the.refused('resumeClock', officer('office'), { deadline: 'registration' }).code).toBe('wrong-stage')
    the.later(30).act('supplementDemand', INTAKE, { services: FULL })
    expect(the.state.deadlines['registration']?.resumedAt).toBe(the.at)

    const other = asked()
    other.act('supplementDemand', INTAKE, { services: FULL })
    expect(other.state.deadlines['registration']?.resumedAt).toBe(other.at)
  })
})

describe('who applies for what', () => {
  it.each(BUSINESS_TYPES)('R-04: %s is taken for water, power and gas', (business) => {
    const services = {
      water: { business, tonsPerDay: 1 },
      power: { business, kilovoltAmperes: 10 },
      gas: { business, use: 'domestic', cubicMetresPerDay: 1 },
    }
    expect(Object.keys(new BranchCase(services).state.lines)).toEqual([WATER, POWER, 'gas:ranqi'])
  })

  it('R-04: an increase names its account, a temporary supply its last day, an alteration its account and what it is; nothing that belongs to another business', () => {
    const details = { accountNumber: '4201-0099', until: '2027-06-30', alteration: '移表位' }
    for (const business of BUSINESS_TYPES) {
      for (const [detail, value] of Object.entries(details)) {
        const fits = (DETAILS_OF[business] as readonly string[]).includes(detail)
        for (const services of [
          { water: { business, tonsPerDay: 1, [detail]: value } },
          { catv: { business, [detail]: value } },
        ]) {
          const parsed = RegistrationSchema.safeParse(registrationBody({}, { services }))
          expect([business, detail, parsed.success]).toEqual([business, detail, fits])
          if (!fits)
            expect(parsed.error?.issues).toMatchObject([
              { path: ['form', 'services', Object.keys(services)[0], detail] },
            ])
        }
      }
    }
  })

  it('R-03, R-04: what the city asks for with a business and is left open is asked for once, and waited for', () => {
    const open = {
      water: { business: 'increase' as const, tonsPerDay: 9 },
      power: { business: 'temporary' as const, kilovoltAmperes: 10 },
      network: { operators: ['telecom'], access: ['broadband' as const], business: 'alteration' as const },
    }
    const the = new BranchCase(open)
    const missing = [
      'services.water.accountNumber',
      'services.power.until',
      'services.network.accountNumber',
      'services.network.alteration',
    ]
    expect(missingDemand(the.state)).toEqual(missing)
    expect(the.awaited()).toEqual(['acceptDemand window'])
    expect(the.refused('requestSupplement', CLERK, { items: missing.slice(1), message: '请补填' })).toEqual({
      code: 'supplement-incomplete',
      field: 'items',
    })
    the.act('requestSupplement', CLERK, { items: missing, message: '请补填' })
    const whole = (until: string) => ({
      services: {
        water: { ...open.water, accountNumber: '42010099' },
        power: { ...open.power, until },
        network: { ...open.network, accountNumber: '0715-88', alteration: '移机' },
      },
    })
    expect(the.refused('supplementDemand', INTAKE, whole('2020-01-01'))).toEqual({
      code: 'date-past',
      field: 'services.power.until',
    })
    the.act('supplementDemand', INTAKE, whole('2027-06-30'))
    expect(missingDemand(the.state)).toEqual([])
  })

  it('R-04, R-36: a case of a policy that asks for none lacks none', () => {
    const { asked: _asked, ...rest } = new BranchCase({ water: { business: 'increase', tonsPerDay: 9 } }).state
    expect(missingDemand(rest)).toEqual([])
  })

  it('R-04: no other business, and no line for what is not asked for', () => {
    expect(
      RegistrationSchema.safeParse(
        registrationBody({}, { services: { water: { business: 'demolition', tonsPerDay: 1 } } }),
      ).success,
    ).toBe(false)
    expect(RegistrationSchema.safeParse(registrationBody({}, { services: {} })).success).toBe(false)
  })

  it("R-05: an individual with one service has a line, the parties of the survey, and nobody else's utility", () => {
    const applicant = { kind: 'individual', name: '李芳', identityNumber: '110101199003070038' }
    const { state } = new BranchCase({ gas: { business: 'new', use: 'domestic', cubicMetresPerDay: 2 } })
    expect(
      registration({}, { applicant, services: { gas: { use: 'domestic', cubicMetresPerDay: 2 } } }).form.services.gas
        ?.business,
    ).toBe('new')
    expect(Object.keys(state.lines)).toEqual(['gas:ranqi'])
    expect(
      Object.values(state.parties)
        .filter((party) => party.kind === 'utility')
        .map((party) => party.org),
    ).toEqual(['ranqi'])
  })

  it.each([
    ['projectFiling', 'zhengshu'],
    ['landTransfer', 'zigui'],
    ['worksPlanning', 'zigui'],
    ['constructionPermit', 'zhengshu'],
    ['none', 'window'],
  ])('R-01: at %s %s collects the demand', (phase, org) => {
    const the = new BranchCase(OPEN, { phase })
    expect(the.state.collector).toBe(org)
    the.act('requestSupplement', org === 'window' ? CLERK : officer(org), ASKED)
  })
})

describe('joint visit', () => {
  const visit = { date: '2026-11-23', orgs: ['shuiwu', 'guowang'], findings: '接口在北门' }

  it("R-01: recorded once by a utility of the case, between the push and the survey's end", () => {
    const the = new BranchCase(undefined, { phase: 'projectFiling' })
    expect(the.refused('recordJointVisit', shuiwu, visit).code).toBe('wrong-stage')
    the.atSurvey()
    expect(the.refused('recordJointVisit', officer('zigui'), visit).code).toBe('not-concerned')
    expect(the.refused('recordJointVisit', officer('ranqi'), visit).code).toBe('not-concerned')
    expect(the.refused('recordJointVisit', shuiwu, { ...visit, orgs: ['shuiwu', 'mobile'] })).toEqual({
      code: 'not-concerned',
      field: 'orgs.1',
    })
    expect(the.refused('recordJointVisit', shuiwu, { ...visit, date: '2026-11-24' })).toEqual({
      code: 'validation-failed',
      field: 'date',
    })
    the.act('recordJointVisit', shuiwu, visit)
    expect(the.state.jointVisit).toEqual(visit)
    expect(the.refused('recordJointVisit', guowang, visit).code).toBe('already-done')
    expect(new BranchCase().atSurvey().closeSurvey().refused('recordJointVisit', shuiwu, visit).code).toBe(
      'wrong-stage',
    )
  })
})

describe('contact', () => {
  it("R-37: corrected by the applicant's side at any moment until the case is closed, each part for itself", () => {
    const the = new BranchCase()
    expect(the.refused('correctContact', STRANGER, { phone: '13900001111' }).code).toBe('not-concerned')
    expect(the.refused('correctContact', shuiwu, { phone: '13900001111' }).code).toBe('not-concerned')
    the.act('correctContact', APPLICANT_USER, { phone: '13900001111' })
    the.atSurvey().closeSurvey().act('correctContact', CLERK, { contact: '赵敏' })
    expect(the.state.registration.form).toMatchObject({ contact: '赵敏', phone: '13900001111' })
    the.act('withdrawApplication', CLERK, { reason: '取消' })
    expect(the.refused('correctContact', CLERK, { contact: '钱' }).code).toBe('application-closed')
  })

  it('R-37: an empty correction and a telephone number that is none are refused before they reach the case', () => {
    expect(ACT_BODIES.correctContact.safeParse({}).success).toBe(false)
    expect(ACT_BODIES.correctContact.safeParse({ phone: '12' }).success).toBe(false)
  })
})
