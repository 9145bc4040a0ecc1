import { describe, expect, it } from 'vitest'
import { CitySchema } from '../../domain/city/city.schema.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { closedOn, closedRoads } from '../../domain/trench/closed-road.ts'
import type { RegisteredRoad } from '../../domain/trench/closed-road.ts'
import { officer } from '../fixtures/actors.ts'
import { application, planned, shuiwu, surveyed, WATER } from '../fixtures/branch-case.ts'
import type { BranchCase } from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { commitment } from '../fixtures/works.ts'

const YEARS = { afterDelivery: 5, afterOverhaul: 3 }
const closed = (road: Omit<RegisteredRoad, 'name'>, day: string) =>
  closedRoads([{ name: '河北大道', ...road }], YEARS, day)

describe('the register of roads', () => {
  it('R-18: closed within five years of delivery and three of overhaul, whichever is longer, its last day included', () => {
    expect(closed({ deliveredOn: '2022-11-24' }, '2027-11-24')).toMatchObject([
      { since: 'delivery', until: '2027-11-24' },
    ])
    expect(closed({ deliveredOn: '2022-11-24' }, '2027-11-25')).toEqual([])
    expect(closed({ deliveredOn: '2010-01-01', overhauledOn: '2024-03-01' }, '2026-11-23')).toMatchObject([
      { since: 'overhaul', on: '2024-03-01', until: '2027-03-01' },
    ])
    expect(closed({ deliveredOn: '2023-06-01', overhauledOn: '2024-03-01' }, '2026-11-23')).toMatchObject([
      { since: 'delivery', until: '2028-06-01' },
    ])
    expect(closed({}, '2026-11-23')).toEqual([])
  })

  it('R-18: a road is known by its aliases, however they are written', () => {
    const roads = closed({ aliases: ['107国道 城区段'], deliveredOn: '2023-06-01' }, '2026-11-23')
    const on = (road: string, day = '2026-11-23') => closedOn(roads, [{ road, from: '东', to: '西' }], day)?.name
    expect([on('河北 大道'), on('１０７国道城区段'), on('河北路'), on('河北大道', '2028-06-02')]).toEqual([
      '河北大道',
      '河北大道',
      undefined,
      undefined,
    ])
  })

  it('R-18: a city that registers roads says by which approval they are opened all the same', () => {
    const roads = { moratoriumYears: 3, list: [{ name: '河北大道', deliveredOn: '2023-06-01' }] }
    const list = CHIBI.approvals.list.filter(({ opensClosedRoad }) => opensClosedRoad === undefined)
    expect(CitySchema.safeParse({ ...CHIBI, roads }).success).toBe(true)
    expect(CitySchema.safeParse({ ...CHIBI, roads, approvals: { ...CHIBI.approvals, list } }).success).toBe(false)
  })
})

/** Water's works open 河北大道 on 2026-11-23. */
function onRoad(road: Partial<Record<'deliveredOn' | 'overhauledOn', string>>, touches = ['road']): BranchCase {
  const policy: City = { ...CHIBI, roads: { moratoriumYears: 3, list: [{ name: '河北大道', ...road }] } }
  return surveyed(touches, policy)
}

describe('works on a closed road', () => {
  const government = officer('government')
  const [FROM, TO] = ['2026-11-23', '2026-11-30']
  const OPENING = 'closedRoadOpening'

  it('R-18: a road in its fourth year is not opened, whatever is promised, until the city government approves', () => {
    const the = onRoad({ deliveredOn: '2023-03-01' })
    expect(the.awaited()).toEqual(expect.arrayContaining(['signCommitment shuiwu', 'applyForApprovals shuiwu']))
    expect(the.refused('signCommitment', shuiwu, commitment(FROM, TO, ['roadExcavation', OPENING]))).toEqual({
      code: 'approval-unknown',
      field: 'approvals.1',
    })
    the.act('signCommitment', shuiwu, commitment(FROM, TO))
    planned(the)
    expect(the.status(WATER)).toBe('outerWorks')
    expect(the.refused('startWorks', shuiwu, { line: WATER })).toEqual({ code: 'road-closed', field: 'line' })
    the.act('applyForApprovals', shuiwu, application([OPENING]))
    expect(the.refused('startWorks', shuiwu, { line: WATER }).code).toBe('road-closed')
    expect(
      the.refused('decideApproval', officer('chengguan'), { approval: `shuiwu:${OPENING}:1`, approved: true }),
    ).toEqual({ code: 'not-concerned', field: 'approval' })
    the.act('decideApproval', government, { approval: `shuiwu:${OPENING}:1`, approved: true })
    the.act('startWorks', shuiwu, { line: WATER })
    expect(the.status(WATER)).toBe('constructing')
  })

  it.each([
    ['in its sixth year', { deliveredOn: '2021-03-01' }, ['road']],
    ['in the fourth year after its overhaul', { overhauledOn: '2023-03-01' }, ['road']],
    ['that the works run along and do not open', { deliveredOn: '2023-03-01' }, ['greenery']],
  ])('R-18: a road %s is open', (_, road, touches) => {
    const the = onRoad(road, touches)
    the.act(
      'signCommitment',
      shuiwu,
      commitment(FROM, TO, [touches[0] === 'road' ? 'roadExcavation' : 'greeneryOccupation']),
    )
    expect(the.status(WATER)).toBe('committed')
  })

  it('R-18: works that begin when it is open again need no such approval', () => {
    const the = onRoad({ deliveredOn: '2021-12-01' })
    the.act('signCommitment', shuiwu, commitment('2026-12-02', '2026-12-10'))
    expect(the.status(WATER)).toBe('committed')
    const { schedules } = the.state
    expect(schedules['shuiwu']?.worksFrom).toBe('2026-12-02')
    the.act('signCommitment', shuiwu, commitment('2026-12-01', '2026-12-10'))
    expect(the.refused('startWorks', shuiwu, { line: WATER }).code).toBe('road-closed')
  })

  it('R-13, R-18: nor is a road that nobody registered, where 城管局 finds it closed', () => {
    const the = surveyed(['road'])
    the.act('signCommitment', shuiwu, commitment(FROM, TO))
    planned(the)
    the.act('fileOpinion', officer('chengguan'), { found: [{ line: WATER, touches: [OPENING] }] })
    expect(the.refused('startWorks', shuiwu, { line: WATER }).code).toBe('approval-lacking')
    the.act('applyForApprovals', shuiwu, application([OPENING]))
    the.act('decideApproval', government, { approval: `shuiwu:${OPENING}:1`, approved: true })
    the.act('startWorks', shuiwu, { line: WATER })
  })
})
