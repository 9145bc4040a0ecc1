import { describe, expect, it } from 'vitest'
import { guidanceFacts, guidedAtOf, requireGuider, requireOwnGuidance } from '../../domain/asked/guidance.ts'
import { GuidanceSchema } from '../../domain/asked/guidance.schema.ts'
import { isInquiryNumber, makeInquiryNumber, nextInquiryNumber } from '../../domain/asked/inquiry-number.ts'
import { askingOf } from '../../api/public/look-up.ts'
import { answered, asked, passed, turnsOf } from '../../domain/asked/inquiry.ts'
import type { AskingBy } from '../../domain/asked/inquiry.ts'
import { InquirySchema } from '../../domain/asked/inquiry.schema.ts'
import { askedFiguresOf, isNothing, NO_FIGURES, sumOf, Tally } from '../../domain/assessment/assessment.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { GUIDED } from '../fixtures/asked.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { refusal } from '../fixtures/refusal.ts'

const NOW = new Date('2026-12-10T01:00:00Z')
const at = (time: string): AskingBy => ({ city: CHIBI, calendar: CALENDARS.china, now: new Date(time) })
const BY = { channel: 'window', askedSub: null }
const QUESTION = { question: '临时用水怎样办理' }

describe('guidance', () => {
  it.each([
    ['landPlanning', ['zigui']],
    ['worksPlanning', ['zigui']],
    ['constructionPermit', ['zhengshu', 'zhujian']],
    ['projectFiling', []],
    ['landTransfer', []],
    ['none', []],
  ] as const)('R-01: at %s by %j', (phase, guiders) => {
    const may = CHIBI.organisations
      .filter(({ key }) => CHIBI.registration.guidance?.[phase]?.includes(key) === true)
      .map(({ key }) => key)
    expect(may).toEqual(guiders)
    for (const { key } of CHIBI.organisations)
      if (may.includes(key)) expect(() => requireGuider(CHIBI, phase, key)).not.toThrow()
      else expect(refusal(() => requireGuider(CHIBI, phase, key)).code).toBe('forbidden')
  })

  it('R-01: who may not hears who does', () => {
    expect(() => requireGuider(CHIBI, 'constructionPermit', 'zigui')).toThrow(/市政数局、住建局/)
    expect(() => requireGuider(CHIBI, 'projectFiling', 'zhengshu')).toThrow(/不设引导记录/)
  })

  it('R-01: when somebody was told is now, or not long ago, and never to come', () => {
    expect(guidedAtOf(undefined, NOW)).toBe(NOW.toISOString())
    expect(guidedAtOf('2026-12-01T09:00:00+08:00', NOW)).toBe('2026-12-01T01:00:00.000Z')
    expect(refusal(() => guidedAtOf('2026-12-10T09:00:01+08:00', NOW)).code).toBe('validation-failed')
    expect(refusal(() => guidedAtOf('2026-11-09T09:00:00+08:00', NOW)).code).toBe('validation-failed')
    const standing = '2026-01-01T01:00:00.000Z'
    expect([guidedAtOf(undefined, NOW, standing), guidedAtOf(standing, NOW, standing)]).toEqual([standing, standing])
  })

  it('R-01: only its own bureau changes a record, and nobody one that is withdrawn', () => {
    const facts = guidanceFacts('zigui', GuidanceSchema.parse(GUIDED), NOW.toISOString())
    expect(requireOwnGuidance(facts, 'zigui', 'x')).toBe(facts)
    expect(refusal(() => requireOwnGuidance(facts, 'zhujian', 'x')).code).toBe('not-concerned')
    expect(refusal(() => requireOwnGuidance(undefined, 'zigui', 'x')).code).toBe('guidance-not-found')
    expect(refusal(() => requireOwnGuidance({ ...facts, withdrawn: true }, 'zigui', 'x')).code).toBe('already-done')
  })

  it.each([
    ['a code of another shape', { told: { ...GUIDED.told, creditCode: '9142128100' } }],
    ['a project code of another shape', { projectCode: '1234' }],
    ['no service', { services: [] }],
    ['a service twice', { services: ['water', 'water'] }],
    ['no name of the project', { projectName: ' ' }],
    ['another phase', { phase: 'someday' }],
    ['what nobody asks for', { colour: 'red' }],
  ])('R-01: refuses %s', (_, change) => {
    expect(GuidanceSchema.safeParse({ ...GUIDED, ...change }).success).toBe(false)
  })

  it('R-01: a city names only bureaus that it has', () => {
    const registration = { ...CHIBI.registration, guidance: { landPlanning: ['shuiwu'] } }
    expect(CitySchema.safeParse({ ...CHIBI, registration }).success).toBe(false)
  })
})

describe('numbers of inquiries', () => {
  it('R-10: follow each other through the day, are typed as service numbers are, and are of no city', () => {
    const first = nextInquiryNumber('2026-12-11', undefined)
    expect([first, nextInquiryNumber('2026-12-11', first)].map((number) => number.slice(0, 17))).toEqual([
      'ZX-20261211-00001',
      'ZX-20261211-00002',
    ])
    expect(nextInquiryNumber('2026-12-11', makeInquiryNumber('2026-12-11', 99_999))).toMatch(/^ZX-20261211-100000-\d$/)
    expect(askingOf({ number: first.toLowerCase().replaceAll('-', ''), phone: '13871234567' })).toMatchObject({
      serviceNumber: first,
    })
    expect([isInquiryNumber(first), isInquiryNumber('CB-20261124-00017-9')]).toEqual([true, false])
    expect(InquirySchema.safeParse({ ...QUESTION, serviceNumber: first }).success).toBe(false)
    expect(CitySchema.safeParse({ ...CHIBI, servicePrefix: 'ZX' }).success).toBe(false)
  })
})

describe('inquiries', () => {
  it('R-10: answered at once by the window, by nobody else', () => {
    const first = asked(QUESTION, BY, at('2026-12-10T01:00:00Z'))
    expect(first).toMatchObject({ owner: 'window', answer: null, unassessed: true })
    expect(answered(first, 'window', '带身份证到综窗', NOW)).toMatchObject({ answeredAt: NOW.toISOString() })
    expect(refusal(() => answered(first, 'shuiwu', '略', NOW)).code).toBe('not-concerned')
  })

  it('R-10, R-34: passed to who answers by a term of its own, on the working calendar', () => {
    // A Friday: the two working days of who answers go on on Monday.
    const first = asked(QUESTION, BY, at('2026-12-11T01:00:00Z'))
    expect(first.dueAt).toBe('2026-12-11T04:00:00.000Z')
    const second = passed(first, 'shuiwu', '请答复', at('2026-12-11T02:00:00Z'))
    expect(second).toMatchObject({ owner: 'shuiwu', reason: '请答复', dueAt: '2026-12-15T02:00:00.000Z' })
    const done = answered(second, 'shuiwu', '可以', new Date('2026-12-15T02:00:01Z'))
    expect(turnsOf([first, second, done], '2027-01-01T00:00:00.000Z')).toMatchObject([
      { owner: 'window', endedAt: '2026-12-11T02:00:00.000Z', late: false },
      { owner: 'shuiwu', endedAt: '2026-12-15T02:00:01.000Z', late: true },
    ])
  })

  it('R-10, R-33: what is passed on too late stays late, whoever has it then', () => {
    const first = asked(QUESTION, BY, at('2026-12-11T01:00:00Z'))
    const second = passed(first, 'shuiwu', null, at('2026-12-14T01:00:00Z'))
    const third = passed(second, 'guowang', null, at('2026-12-14T02:00:00Z'))
    expect(turnsOf([first, second, third], '2026-12-14T03:00:00.000Z').map(({ owner, late }) => [owner, late])).toEqual(
      [
        ['window', true],
        ['shuiwu', false],
        ['guowang', false],
      ],
    )
    expect(turnsOf([first], '2026-12-11T05:00:00.000Z')).toMatchObject([{ late: true }])
  })

  it('R-10: nobody answers twice, and nothing is passed to nobody', () => {
    const first = asked(QUESTION, BY, at('2026-12-10T01:00:00Z'))
    const done = answered(first, 'window', '可以', NOW)
    expect(refusal(() => answered(done, 'window', '又可以', NOW)).code).toBe('already-done')
    expect(refusal(() => passed(done, 'shuiwu', null, at('2026-12-10T01:00:00Z'))).code).toBe('already-done')
    for (const to of ['nobody', 'window', 'ehuiban', 'creditPlatform'])
      expect(refusal(() => passed(first, to, null, at('2026-12-10T01:00:00Z'))).code).toBe('validation-failed')
    const second = passed(first, 'office', null, at('2026-12-10T01:00:00Z'))
    expect(refusal(() => passed(second, 'office', null, at('2026-12-10T01:00:00Z'))).code).toBe('already-done')
  })

  it('R-10, R-33: a term that the group has adopted is assessed', () => {
    const city = { ...CHIBI, taskClocks: { ...CHIBI.taskClocks, tasks: {}, adoptedFrom: '2026-12-01' } } as typeof CHIBI
    const { now, calendar } = at('2026-12-10T01:00:00Z')
    expect(asked(QUESTION, BY, { city, calendar, now }).unassessed).toBe(false)
  })

  it('R-10: a city without terms takes none', () => {
    const city = { ...CHIBI, registration: { ...CHIBI.registration, inquiries: undefined } }
    expect(refusal(() => asked(QUESTION, BY, { ...at('2026-12-10T01:00:00Z'), city })).code).toBe('forbidden')
  })

  it.each([
    ['no question', { question: ' ' }],
    ['a number that is none', { serviceNumber: 'CB-20261124-00017-0' }],
    ['what nobody asks for', { colour: 'red' }],
  ])('R-10: refuses %s', (_, change) => {
    expect(InquirySchema.safeParse({ ...QUESTION, ...change }).success).toBe(false)
  })
})

describe('figures', () => {
  it('R-30: guidance and inquiries count where users come from, late ones apart while their term is advisory', () => {
    const tally = new Tally()
    tally.asked('zigui', false, { guided: 3, guidedFiled: 2 })
    tally.asked('zigui', false, { inquiries: 2, inquiriesAnswered: 1 })
    tally.asked('zigui', true, { inquiriesLate: 1 })
    const [row] = tally.rows(['zigui'])
    expect(row).toMatchObject({
      link: 'registration',
      binding: { volume: 0, guided: 3, guidedFiled: 2, inquiries: 2, inquiriesAnswered: 1, inquiriesLate: 0 },
      advisory: { inquiries: 0, inquiriesLate: 1 },
    })
    expect([isNothing(row!.binding), isNothing(row!.advisory)]).toEqual([false, false])
  })

  it('R-30: a report of before 0.8 has none, and adds up all the same', () => {
    const { guided: _g, guidedFiled: _f, inquiries: _i, inquiriesAnswered: _a, inquiriesLate: _l, ...old } = NO_FIGURES
    expect(askedFiguresOf(sumOf([old, { ...NO_FIGURES, guided: 1 }]))).toMatchObject({ guided: 1, inquiries: 0 })
    expect(isNothing(old)).toBe(true)
  })
})
