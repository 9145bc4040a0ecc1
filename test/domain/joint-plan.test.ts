import { describe, expect, it } from 'vitest'
import { jointPlan } from '../../domain/trench/joint-plan.ts'
import type { RoadWorks } from '../../domain/trench/joint-plan.ts'
import { allNamesOf } from '../../domain/city/city-parts.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { commonSection, roadKeysOf } from '../../domain/trench/road-section.ts'
import { CHIBI } from '../fixtures/cities.ts'
import type { LineId } from '../../domain/case/service.ts'

const TERMS = { moratoriumYears: 3, today: '2026-11-23', dateOf: (instant: string) => instant.slice(0, 10) }
const works = (serviceNumber: string, line: LineId, change: Partial<RoadWorks> = {}): RoadWorks => ({
  serviceNumber,
  line,
  utility: line.split(':')[1] ?? '',
  road: '河北大道',
  from: '发展大道路口',
  to: '厂区北门',
  worksFrom: '2026-12-01',
  worksTo: '2026-12-20',
  openedAt: null,
  completedAt: null,
  restoredAt: null,
  agreedWith: [],
  ...change,
})
const WATER = works('A', 'water:shuiwu')
const plan = (own: RoadWorks[], others: RoadWorks[] = []) => jointPlan(own, others, TERMS)
const DONE = {
  openedAt: '2024-05-01T00:00:00Z',
  completedAt: '2024-05-20T00:00:00Z',
  restoredAt: '2024-06-01T00:00:00Z',
  worksFrom: '2024-05-01',
  worksTo: '2024-05-20',
}

describe('common sections', () => {
  const section = (from: string, to: string, road = '河北大道') => ({ road, from, to })
  it.each([
    [
      'the same ends, either way round, however written',
      section('甲 路口', '乙'),
      section('乙', '甲路口', '河北　大道'),
      'same',
    ],
    [
      'chainages that overlap',
      section('K1+000', 'K2+500'),
      section('k2+100', 'K3+000'),
      { from: 'K2+100', to: 'K2+500', closeness: 'overlapping' },
    ],
    ['chainages that only touch', section('K1+000', 'K2+000'), section('K2+000', 'K3+000'), undefined],
    ['names that cannot tell', section('甲', '乙'), section('丙', '丁'), 'sameRoad'],
    ['another road', section('甲', '乙'), section('甲', '乙', '发展大道'), undefined],
  ])('R-18: %s', (_what, one, other, wanted) => {
    const found = commonSection(one, other)
    if (typeof wanted === 'string') expect(found?.closeness).toBe(wanted)
    else if (wanted === undefined) expect(found).toBeUndefined()
    else expect(found).toMatchObject(wanted)
  })
})

describe('shared trenches', () => {
  it('R-18: two names of one road are one road, however they are written', () => {
    const roadKeys = roadKeysOf([{ name: '河北大道', aliases: ['107国道 城区段'] }])
    const other = works('B', 'power:guowang', { road: '１０７国道城区段' })
    expect(jointPlan([WATER], [other], TERMS).trenches).toEqual([])
    expect(jointPlan([WATER], [other], { ...TERMS, roadKeys }).trenches).toMatchObject([
      { section: { road: '河北大道', closeness: 'same' }, advice: 'share' },
    ])
    const done = works('B', 'power:guowang', { ...DONE, road: '107国道城区段' })
    expect(jointPlan([WATER], [done], { ...TERMS, roadKeys }).openedLately).toHaveLength(1)
    const list = [{ name: '河北大道', aliases: ['107国道城区段'] }]
    expect(allNamesOf({ roads: { moratoriumYears: 3, list } }, ['107国道 城区段'])).toEqual(
      expect.arrayContaining(['河北大道', '107国道城区段']),
    )
  })

  it('R-18: a name belongs to one road only', () => {
    const list = [{ name: '河北大道', aliases: ['沿江路'] }, { name: '沿江 路' }]
    const parsed = CitySchema.safeParse({ ...CHIBI, roads: { moratoriumYears: 3, list } })
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual(['roads.list'])
  })

  it('R-18: works on the same section at the same time share a trench: who, where, when; within a case and across cases', () => {
    const { trenches } = plan(
      [WATER, works('A', 'gas:ranqi', { worksFrom: '2026-12-10', worksTo: '2027-01-10' })],
      [works('B', 'power:guowang', { worksFrom: '2026-11-25', worksTo: '2026-12-01' })],
    )
    expect(
      trenches.map(({ first, second, window, advice, agreed }) => [
        first.line,
        second.line,
        window?.from,
        window?.to,
        advice,
        agreed,
      ]),
    ).toEqual([
      ['gas:ranqi', 'water:shuiwu', '2026-12-10', '2026-12-20', 'share', 'none'],
      ['water:shuiwu', 'power:guowang', '2026-12-01', '2026-12-01', 'share', 'none'],
      ['gas:ranqi', 'power:guowang', undefined, undefined, 'align', 'none'],
    ])
    expect(trenches[0]?.section).toEqual({ road: '河北大道', from: '发展大道路口', to: '厂区北门', closeness: 'same' })
  })

  it('R-18: dates apart are to be aligned, unknown dates to be settled; what is over shares nothing', () => {
    const advice = (change: Partial<RoadWorks>) =>
      plan([WATER], [works('B', 'gas:ranqi', change)]).trenches.map((trench) => trench.advice)
    expect(advice({ worksFrom: '2026-12-21', worksTo: '2026-12-30' })).toEqual(['align'])
    expect(advice({ worksFrom: null, worksTo: null })).toEqual(['settle'])
    expect(advice({ completedAt: '2026-12-02T00:00:00Z' })).toEqual([])
  })

  it('R-18: agreed when both sides say so', () => {
    const toGas: Partial<RoadWorks> = { agreedWith: [{ serviceNumber: 'B', line: 'gas:ranqi' }] }
    const toWater: Partial<RoadWorks> = { agreedWith: [{ serviceNumber: 'A', line: 'water:shuiwu' }] }
    const agreed = (own: Partial<RoadWorks>, other: Partial<RoadWorks>) =>
      plan([works('A', 'water:shuiwu', own)], [works('B', 'gas:ranqi', other)]).trenches[0]?.agreed
    expect([agreed(toGas, {}), agreed({}, toWater), agreed(toGas, toWater)]).toEqual(['first', 'second', 'both'])
  })

  it('R-18: two lines meet once on a road whose sections names cannot compare; a line never meets itself', () => {
    const sections = ['甲', '乙', '丙'].map((from) => works('A', 'water:shuiwu', { from }))
    expect(plan(sections).trenches).toEqual([])
    expect(
      plan(sections, [works('B', 'gas:ranqi', { from: '丁' }), works('B', 'gas:ranqi', { from: '甲' })])
        .trenches.map(({ section }) => section.closeness)
        .sort(),
    ).toEqual(['same', 'sameRoad'])
  })
})

describe('a road opened lately', () => {
  it("R-18: flagged to the moratorium's last day, counted from when the road was put back", () => {
    const [flag] = plan([WATER], [works('B', 'gas:ranqi', DONE)]).openedLately
    expect(flag).toMatchObject({
      since: DONE.restoredAt,
      until: '2027-06-01',
      works: { line: 'water:shuiwu' },
      earlier: { serviceNumber: 'B' },
    })
    expect(
      plan(
        [works('A', 'water:shuiwu', { worksFrom: '2027-06-02', worksTo: '2027-07-01' })],
        [works('B', 'gas:ranqi', DONE)],
      ).openedLately,
    ).toEqual([])
    expect(jointPlan([WATER], [works('B', 'gas:ranqi', DONE)], { ...TERMS, moratoriumYears: 2 }).openedLately).toEqual(
      [],
    )
  })

  it('R-18: not where the road is still open, where both opened it together, or where ours is over', () => {
    expect(plan([WATER], [works('B', 'gas:ranqi', { openedAt: '2026-11-01T00:00:00Z' })]).openedLately).toEqual([])
    expect(
      plan([works('A', 'water:shuiwu', { openedAt: '2024-05-10T00:00:00Z' })], [works('B', 'gas:ranqi', DONE)])
        .openedLately,
    ).toEqual([])
    expect(plan([works('A', 'water:shuiwu', DONE)], [works('B', 'gas:ranqi', DONE)]).openedLately).toEqual([])
  })

  it('R-18: another line of the same case too', () => {
    expect(
      plan([WATER, works('A', 'gas:ranqi', DONE)]).openedLately.map((flag) => [flag.works.line, flag.earlier.line]),
    ).toEqual([['water:shuiwu', 'gas:ranqi']])
    expect(plan([works('A', 'gas:ranqi', DONE), WATER]).openedLately).toHaveLength(1)
  })
})
