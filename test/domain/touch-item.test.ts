import { describe, expect, it } from 'vitest'
import { isSameSection, itemsMeant, remitOf } from '../../domain/approvals/touch-item.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { CHIBI } from '../fixtures/cities.ts'

const { list } = CHIBI.approvals
const [first, ...others] = list
const meant = (...said: string[]) => itemsMeant(list, said).map(({ key }) => key)

describe('the items of the list', () => {
  it('R-13, R-15: the four words mean their items, other items are named; each once, in the order of the list', () => {
    expect(meant('road')).toEqual(['roadExcavation'])
    expect(meant('planning', 'road', 'greenery', 'traffic')).toEqual([
      'roadExcavation',
      'greeneryOccupation',
      'roadTraffic',
      'worksPlanning',
    ])
    expect(meant('road', 'roadExcavation', 'highway')).toEqual(['roadExcavation', 'highway'])
    expect(meant('moon')).toEqual([])
  })

  it('R-13: who approves may say that works touch it, unless the city names others', () => {
    expect(remitOf({ authority: 'chengguan' })).toEqual(['chengguan'])
    expect(remitOf({ authority: 'chengguan', remit: ['jiaotong', 'chengguan'] })).toEqual(['jiaotong', 'chengguan'])
  })

  it.each([
    ['a remit of nobody in the city', { remit: ['nobody'] }],
    ['limits of a promise that may not be', { replaceable: false }],
    ['a key that is one of the four words', { key: 'road' }],
    ['a limit of nothing', { limits: { metres: 0 } }],
    ['a notice without consequences', { notice: { version: '1', conditions: ['甲'], duties: ['乙'] } }],
  ])('R-15: %s is no policy', (_, change) => {
    const policy = { ...CHIBI, approvals: { ...CHIBI.approvals, list: [{ ...first, ...change }, ...others] } }
    expect(CitySchema.safeParse(policy).success).toBe(false)
  })

  it('R-16: one stretch of road is the same from either end, however it is written', () => {
    const section = { road: '河北大道', from: 'K0+000', to: 'K0+180' }
    expect(isSameSection(section, { road: ' 河北 大道', from: 'k0+180', to: 'K0+000' })).toBe(true)
    expect(isSameSection(section, { ...section, to: 'K0+181' })).toBe(false)
  })
})
