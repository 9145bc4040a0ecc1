import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import type { Caller, Claims } from '../../api/auth/caller.ts'
import { requireRegistrar, requireWayIn } from '../../api/registration/check.ts'
import { requireReasonOfWindow } from '../../api/registration/open-limit.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import type { DemandForm } from '../../domain/demand/registration.schema.ts'
import { doubtsAbout } from '../../domain/demand/doubts.ts'
import { PHASES } from '../../domain/case/stage.ts'
import { areaFor } from '../../api/registration/area.ts'
import type { Area } from '../../domain/city/areas.ts'
import { requireReceived } from '../../api/registration/received.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { AGENT, APPLICANT, registration, registrationBody } from '../fixtures/forms.ts'
import { refusal } from '../fixtures/refusal.ts'

const PERSON = { kind: 'individual', name: '陈静', identityNumber: '11010519491231002X' }
const PAPER = { applicantSigner: '王建国', clerk: '赵敏', scanSha256: 'a'.repeat(64) }
const ENTERPRISE = { kind: 'enterprise', number: APPLICANT.creditCode } as const
const ISSUER = 'https://issuer.test'
const SELF = { kind: 'individual', number: PERSON.identityNumber } as const
const CITIES = new Map([['chibi', { city: CHIBI, policyHash: '' }]])
const caller = (org: string, role: Role, sub = `${org}-1`, claims: Partial<Claims> = {}): Caller =>
  callerOf({ iss: ISSUER, sub, org, role, city: 'chibi', ...claims }, CITIES)
const refusedAs = (who: Caller, change: Record<string, unknown>) =>
  refusal(() => requireRegistrar(who, registration(change))).code
const doubtsOf = ({ applicant }: DemandForm) => doubtsAbout(applicant, 'form.applicant')
const CHANNELS = ['hubeiGovernmentService', 'ehuiban', 'xianningConstruction', 'onlineHall', 'window']
const valid = (change: Record<string, unknown>, form: Record<string, unknown> = {}) =>
  RegistrationSchema.safeParse(registrationBody(change, form)).success

describe('who registers, and how', () => {
  it.each(CHANNELS.filter((channel) => channel !== 'window'))(
    'R-02: %s registers by its own channel and no other',
    (channel) => {
      const system = caller(channel, 'system')
      expect(() => requireRegistrar(system, registration({ channel }))).not.toThrow()
      for (const other of CHANNELS.filter((each) => each !== channel))
        expect(refusedAs(system, { channel: other })).toBe('forbidden')
    },
  )

  it('R-02: the window’s clerk by the window alone, by what the user signed, an applicant by the online hall and for himself', () => {
    const clerk = caller('window', 'clerk')
    for (const signed of [{ paper: PAPER }, { agent: AGENT }])
      expect(() => requireRegistrar(clerk, registration({ channel: 'window', ...signed }))).not.toThrow()
    expect(refusedAs(clerk, { channel: 'window' })).toBe('authorisation-required')
    expect(refusedAs(clerk, { channel: 'onlineHall', paper: PAPER })).toBe('forbidden')
    const applicant = caller('applicant', 'applicant', 'user-7', { identity: ENTERPRISE })
    expect(() =>
      requireRegistrar(applicant, registration({ channel: 'onlineHall', applicantSubject: 'user-7' })),
    ).not.toThrow()
    expect(refusedAs(applicant, { channel: 'onlineHall', applicantSubject: 'user-8' })).toBe('forbidden')
    expect(refusedAs(applicant, { channel: 'window', applicantSubject: 'user-7' })).toBe('forbidden')
  })

  it.each<[string, Partial<Claims>, Record<string, unknown>, Record<string, unknown>, string | undefined]>([
    ['for the enterprise that the token vouches for', { identity: ENTERPRISE }, {}, {}, undefined],
    ['for the person that the token vouches for', { identity: SELF }, {}, { applicant: PERSON }, undefined],
    ['for somebody else', { identity: SELF }, {}, {}, 'authorisation-required'],
    [
      'for somebody of the same number, of another kind',
      { identity: { ...SELF, kind: 'enterprise' } },
      {},
      { applicant: PERSON },
      'authorisation-required',
    ],
    ['for somebody else, by a recorded authorisation', { identity: SELF }, { agent: AGENT }, {}, undefined],
    ['whom nobody has verified', {}, { agent: AGENT }, {}, 'identity-unverified'],
    ['of another channel than the online hall', { identity: ENTERPRISE, channel: 'ehuiban' }, {}, {}, 'forbidden'],
  ])('R-01, R-02: an applicant files %s', (_case, claims, change, form, code) => {
    const asked = () =>
      requireRegistrar(
        caller('applicant', 'applicant', 'user-7', claims),
        registration({ channel: 'onlineHall', applicantSubject: undefined, ...change }, form),
      )
    if (code === undefined) expect(asked).not.toThrow()
    else expect(refusal(asked).code).toBe(code)
  })

  it.each(PHASES)(
    'R-01, R-02: at %s the collecting bureau registers by itself, and no other organisation does',
    (phase) => {
      const collector = CHIBI.registration.collectors[phase]
      const bureaus = CHIBI.organisations
        .filter(({ kind }) => kind === 'authority' || kind === 'utility')
        .map(({ key }) => key)
      const may = bureaus.filter((org) => {
        try {
          requireRegistrar(caller(org, 'officer'), registration({ phase, channel: org }))
          return true
        } catch {
          return false
        }
      })
      expect(may).toEqual(bureaus.filter((org) => org === collector))
      for (const channel of CHANNELS) {
        if (collector !== undefined) expect(refusedAs(caller(collector, 'lead'), { phase, channel })).toBe('forbidden')
      }
    },
  )

  it('R-02: every application says its channel, known ones only; the phase is none where nothing is said', () => {
    expect(valid({ channel: undefined })).toBe(false)
    expect(refusedAs(caller('window', 'clerk'), { channel: 'fax' })).toBe('validation-failed')
    expect(valid({ channel: '传真' })).toBe(false)
    expect(valid({ phase: 'someday' })).toBe(false)
    expect(registration({ phase: undefined }).phase).toBe('none')
  })

  it('R-02: an agent has a name, a telephone and a recorded authorisation; a paper form its scan and both names, at the window only', () => {
    expect(registration({ agent: AGENT }).agent).toEqual(AGENT)
    expect(valid({ agent: { name: '刘芳', phone: '13871234568' } })).toBe(false)
    const paper = PAPER
    expect(valid({ channel: 'window', paper })).toBe(true)
    expect(valid({ channel: 'window', paper: { ...paper, clerk: undefined } })).toBe(false)
    expect(valid({ channel: 'window', paper: { ...paper, scanSha256: 'scan.pdf' } })).toBe(false)
    expect(() => requireWayIn(registration({ channel: 'window', paper }), caller('window', 'clerk'))).not.toThrow()
    expect(() => requireWayIn(registration({ channel: 'ehuiban', paper }), caller('ehuiban', 'system'))).toThrow('综窗')
  })

  it('R-02: a clerk of the window alone goes beyond the limit of open applications, and says why', () => {
    const asked = (by: Caller, channel: string) => () =>
      requireReasonOfWindow(registration({ channel, overLimitReason: '园区统一报装' }), by)
    expect(asked(caller('window', 'clerk'), 'window')).not.toThrow()
    expect(asked(caller('ehuiban', 'system'), 'ehuiban')).toThrow('综窗')
    expect(asked(caller('zhengshu', 'officer'), 'hubeiGovernmentService')).toThrow('综窗')
    expect(valid({ channel: 'window', overLimitReason: ' ' })).toBe(false)
    expect(() => requireReasonOfWindow(registration(), caller('ehuiban', 'system'))).not.toThrow()
  })
})

describe('who applies, for what', () => {
  it('R-05: an individual gives an identity number, an enterprise its credit code, and neither the other’s', () => {
    expect(valid({}, { applicant: PERSON })).toBe(true)
    expect(valid({}, { applicant: { kind: 'individual', name: '陈静' } })).toBe(false)
    expect(valid({}, { applicant: { ...PERSON, creditCode: '91440101MA5CJQ4N59' } })).toBe(false)
    expect(
      valid({}, { applicant: { kind: 'enterprise', name: '某企业', identityNumber: PERSON.identityNumber } }),
    ).toBe(false)
  })

  it.each([
    ['water', { water: { business: 'new', tonsPerDay: 1 } }],
    ['power', { power: { business: 'temporary', kilovoltAmperes: 1 } }],
    ['gas', { gas: { use: 'domestic', cubicMetresPerDay: 1 } }],
    ['network', { network: { operators: ['unicom'] } }],
    ['catv', { catv: {} }],
  ])('R-05: %s alone is allowed', (_service, services) => {
    expect(valid({}, { services })).toBe(true)
    expect(valid({}, { applicant: PERSON, services })).toBe(true)
  })

  it('R-05, R-07: no service at all is not', () => {
    expect(valid({}, { services: {} })).toBe(false)
  })
})

describe('附件2', () => {
  it.each(['attachments', 'files', 'licence', 'drawings'])(
    'R-07: no material is demanded, none is taken: %s',
    (field) => {
      expect(valid({}, { [field]: [] })).toBe(false)
      expect(valid({ [field]: [] })).toBe(false)
    },
  )

  it.each(['projectCode', 'surveyDate', 'remarks'])('R-07: %s may stay empty', (field) => {
    expect(valid({}, { [field]: undefined })).toBe(true)
  })

  it.each(['applicant', 'address', 'contact', 'phone', 'services'])('R-07: %s may not', (field) => {
    expect(valid({}, { [field]: undefined })).toBe(false)
  })

  it('R-07: 预约踏勘时间 is a date; a network says broadband or telephone, broadband where nothing is said', () => {
    expect(valid({}, { surveyDate: '2026-11-25' })).toBe(true)
    expect(valid({}, { surveyDate: '2026-11-25T09:00:00+08:00' })).toBe(false)
    expect(
      registration({}, { services: { network: { operators: ['mobile'] } } }).form.services.network?.access,
    ).toEqual(['broadband'])
    expect(valid({}, { services: { network: { operators: ['mobile'], access: ['fibre'] } } })).toBe(false)
  })

  it('R-08: a wrong shape is refused, a wrong check character is a doubt that a clerk confirms', () => {
    const enterprise = (creditCode: string) => ({ applicant: { kind: 'enterprise', name: '某企业', creditCode } })
    expect(valid({}, enterprise('91440101MA5CJQ4N5'))).toBe(false)
    expect(doubtsOf(registration({}, enterprise('91440101MA5CJQ4N59')).form)).toEqual([])
    expect(doubtsOf(registration({}, enterprise('91440101MA5CJQ4N58')).form)).toEqual([
      { field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' },
    ])
    expect(doubtsOf(registration({}, { applicant: { ...PERSON, identityNumber: '110105194912310021' } }).form)).toEqual(
      [{ field: 'form.applicant.identityNumber', code: 'identityNumberCheckCharacter' }],
    )
  })
})

describe('R-03: paper that was handed over before it is typed in', () => {
  // A Friday morning in 赤壁; the fifth working day before is the Friday before.
  const NOW = '2026-11-27T02:00:00.000Z'
  const here = { city: CHIBI, calendar: CALENDARS.china }
  const receive = (receivedAt: string, city = CHIBI) =>
    requireReceived({ ...PAPER, receivedAt, lateReason: '停电' }, NOW, { ...here, city })

  it.each(['2026-11-27T09:59:00+08:00', '2026-11-20T00:00:00+08:00'])('R-03: is taken: %s', (at) => {
    expect(() => receive(at)).not.toThrow()
  })

  it.each([
    ['later than now', '2026-11-27T10:01:00+08:00', CHIBI],
    ['longer ago than the city says', '2026-11-19T17:30:00+08:00', CHIBI],
    [
      'where the city lets nobody',
      '2026-11-26T10:00:00+08:00',
      { ...CHIBI, registration: { ...CHIBI.registration, paperDays: undefined } },
    ],
  ] as const)('R-03: bad input: %s', (_what, at, city) => {
    expect(() => receive(at, city)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ field: 'paper.receivedAt' })] }) as Error,
    )
  })

  it('R-03: bad input: a time without its reason, a reason without its time, a time without its zone', () => {
    const paper = (more: object) => valid({ channel: 'window', paper: { ...PAPER, ...more } })
    expect(paper({ receivedAt: '2026-11-26T10:00:00+08:00', lateReason: '停电' })).toBe(true)
    for (const wrong of [
      { receivedAt: '2026-11-26T10:00:00+08:00' },
      { lateReason: '停电' },
      { receivedAt: '2026-11-26T10:00:00', lateReason: '停电' },
    ])
      expect(paper(wrong)).toBe(false)
  })
})

describe('R-06: where the plan binds, by the city’s list and the address', () => {
  const [intake, clerk, bureau] = [
    caller('hubeiGovernmentService', 'system'),
    caller('window', 'clerk'),
    caller('zigui', 'officer'),
  ]
  const area = (who: Caller, address: string, said?: Area) => areaFor({ area: said, form: { address } }, who)

  it.each([
    ['赤壁市赤马港街道河北大道 188 号', 'planningArea'],
    ['湖北省赤壁市 中伙铺镇 107 国道旁', 'coveredTown'],
    ['赤壁市新店镇老街 8 号', 'elsewhere'],
    ['赤壁镇周郎路 1 号', 'elsewhere'],
    ['赤壁市某处', 'planningArea'],
  ] as const)('R-06: %s: %s', (address, expected) => {
    expect(area(intake, address)).toBe(expected)
    expect(area(clerk, address, expected)).toBe(expected)
  })

  it.each([
    ['by an intake that says another', intake, '赤壁市新店镇老街 8 号', 'planningArea'],
    ['by a clerk that says another', clerk, '赤壁市赤马港街道 1 号', 'elsewhere'],
    ['by an intake of what the list does not know', intake, '赤壁市某处', 'elsewhere'],
  ] as const)('R-06: bad input: %s', (_what, who, address, said) => {
    expect(() => area(who, address, said)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ field: 'area' })] }) as Error,
    )
  })

  it('R-06: the window and the bureaus say it of what the list does not know; without a list it is as told', () => {
    for (const who of [clerk, bureau]) expect(area(who, '赤壁市某处', 'elsewhere')).toBe('elsewhere')
    const { towns: _none, ...registration_ } = CHIBI.registration
    const city = { ...CHIBI, registration: registration_ }
    expect(areaFor({ area: 'elsewhere', form: { address: '赤壁市赤马港街道 1 号' } }, { ...intake, city })).toBe(
      'elsewhere',
    )
  })
})
