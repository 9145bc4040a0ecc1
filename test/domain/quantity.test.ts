import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demandWords } from '../../api/documents/words.ts'
import { inHundredths, isInHundredths, quantityWords } from '../../domain/demand/quantity.ts'
import { RegistrationSchema, ServicesSchema } from '../../domain/demand/registration.schema.ts'
import { OuterWorksSchema } from '../../domain/survey/opinion.schema.ts'
import { CENTIMETRES } from '../../domain/trench/chainage.ts'
import { commonSection } from '../../domain/trench/road-section.ts'
import { registrationBody } from '../fixtures/forms.ts'

const water = (tonsPerDay: number) => ServicesSchema.safeParse({ water: { business: 'new', tonsPerDay } })

describe('R-05: quantities in hundredths of their unit', () => {
  it.each([
    [0.1 + 0.2, 0.3],
    [1.1 * 3, 3.3],
    [120, 120],
    [0.01, 0.01],
    [9_999_999.99, 9_999_999.99],
  ])('R-05: %d is taken as %d', (given, taken) => {
    expect(water(given).data?.water?.tonsPerDay).toBe(taken)
  })

  it.each([1e-9, 0.001, 0.125, 5e-324, 0, -1])('R-05: %d is refused, with what would be right', (given) => {
    expect(JSON.stringify(water(given).error?.issues)).toMatch(/两位小数|too_small/)
  })

  it('R-05: every quantity of every service, and the length of outer works', () => {
    const works = { touches: [], sections: [{ road: '甲路', from: '东', to: '西' }], preliminaryDesign: '略' }
    for (const [services, path] of [
      [{ power: { business: 'new', kilovoltAmperes: 1e-9 } }, 'form.services.power.kilovoltAmperes'],
      [{ gas: { use: 'domestic', cubicMetresPerDay: 1e-9 } }, 'form.services.gas.cubicMetresPerDay'],
    ] as const)
      expect(
        RegistrationSchema.safeParse(registrationBody({}, { services })).error?.issues.map((issue) =>
          issue.path.join('.'),
        ),
      ).toEqual([path])
    expect(OuterWorksSchema.safeParse({ ...works, lengthMetres: 1e-9 }).success).toBe(false)
    expect(OuterWorksSchema.parse({ ...works, lengthMetres: 0.1 + 0.2 }).lengthMetres).toBe(0.3)
  })

  it('R-05: what is made by adding hundredths is in hundredths, and stays so', () => {
    const hundredths = fc.integer({ min: 1, max: 1_000_000 }).map((many) => many / 100)
    fc.assert(
      fc.property(fc.array(hundredths, { minLength: 1, maxLength: 20 }), (parts) => {
        const sum = inHundredths(parts.reduce((one, other) => one + other, 0))
        expect(isInHundredths(sum)).toBe(true)
        expect(inHundredths(sum)).toBe(sum)
      }),
    )
  })

  it('R-10: what an older release took is rounded on paper, and never reads as nothing', () => {
    expect(quantityWords(0.1 + 0.2, '吨/日')).toBe('0.3 吨/日')
    expect(quantityWords(1e-9, '吨/日')).toBe('不足 0.01 吨/日')
    expect(demandWords('water', { water: { business: 'new', tonsPerDay: 0.1 + 0.2 } })).toBe('新开户，0.3 吨/日')
  })
})

describe('R-18: chainages to the centimetre', () => {
  it.each([
    ['k0+000.29', 29],
    ['k1+250.1', 125_010],
    ['k12+300', 1_230_000],
  ])('R-18: %s is %d whole centimetres', (place, centimetres) => expect(CENTIMETRES.read(place)).toBe(centimetres))

  const section = (from: string, to: string) => ({ road: '河北大道', from, to })
  it.each([
    [section('K1+250.3', 'K1+400'), section('K1+000', 'K1+300.7'), 'K1+250.3', 'K1+300.7'],
    [section('K1+250.35', 'K1+400'), section('K1+000', 'K1+300.05'), 'K1+250.35', 'K1+300.05'],
    [section('K0+005', 'K1+000'), section('K0+000', 'K0+099.99'), 'K0+005', 'K0+099.99'],
    [section('K9+999.99', 'K10+001'), section('K9+000', 'K10+000.5'), 'K9+999.99', 'K10+000.5'],
  ])('R-18: %o and %o', (one, other, from, to) => {
    expect(commonSection(one, other)).toEqual({ road: '河北大道', from, to, closeness: 'overlapping' })
  })

  it.each([
    ['K1+250.35', true],
    ['K1+250.350', true],
    ['Ｋ１＋２５０．３５１', false],
    ['k1 + 250.123456', false],
    ['河北大道 188.125 号', true],
  ])('R-13: %s as an end of a stretch: %s', (from, taken) => {
    const works = { touches: [], lengthMetres: 1, preliminaryDesign: '略' }
    expect(OuterWorksSchema.safeParse({ ...works, sections: [section(from, '西')] }).success).toBe(taken)
  })
})
