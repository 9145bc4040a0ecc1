import { describe, expect, it } from 'vitest'
import { CitySchema } from '../../domain/city/city.schema.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { officer } from '../fixtures/actors.ts'
import {
  application,
  BranchCase,
  CREDIT,
  POWER,
  shuiwu,
  surveyed,
  WATER,
  WATER_AND_POWER,
} from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'

const chengguan = officer('chengguan')
const jiaojing = officer('jiaojing')
const DAY = 1440
const COMPANY = { name: '某公司', creditCode: '91440101MA5CJQ4N59', person: '李工' }
const ROAD = 'shuiwu:roadExcavation:1'
const CONSENT = `${ROAD}:jiaojing`

/** The flags that its start had. */
type BegunAs = ConstructorParameters<typeof BranchCase>[4]

/** 赤壁市 with one entry of its list otherwise. */
function city(key: string, change: Partial<City['approvals']['list'][number]>): City {
  const list = CHIBI.approvals.list.map((item) => (item.key === key ? { ...item, ...change } : item))
  return { ...CHIBI, approvals: { ...CHIBI.approvals, list } }
}

/** Water's works touch a road, and go the ordinary way. */
function appliedFor(worksTo = '2026-12-10', begun: BegunAs = { timesWorks: true }): BranchCase {
  const the = new BranchCase(WATER_AND_POWER, {}, CHIBI, [], begun).atSurvey()
  the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road']))
  the.act('fileOpinion', officer('guowang'), connectable(POWER))
  the.closeSurvey()
  the.act('applyForApprovals', shuiwu, { ...application(['roadExcavation']), worksFrom: '2026-11-23', worksTo })
  return the
}

function approved(worksTo?: string): BranchCase {
  const the = appliedFor(worksTo)
  the.act('decideApproval', chengguan, { approval: ROAD, approved: true })
  the.act('decideApproval', jiaojing, { approval: CONSENT, approved: true })
  return the
}

/** Its works may start: designed, planned, with everybody named. */
function named(the: BranchCase): BranchCase {
  the.act('fileDesign', shuiwu, { line: WATER, title: '给水设计', summary: 'DN200' })
  the.act('fileConstructionPlan', shuiwu, {
    line: WATER,
    title: '施工方案',
    summary: '明挖',
    nearbyOwners: [],
    designer: COMPANY,
    contractor: COMPANY,
    unsupervised: '规模以下',
  })
  return the
}

const ready = (worksTo: string) => named(approved(worksTo))

describe('several authorities for one approval', () => {
  it('R-15, R-17: 公安交管 consents beside the road authority, each with its own decision, and the line waits for both', () => {
    const the = appliedFor()
    expect(the.events.at(-1)).toMatchObject({
      data: {
        approvals: [
          { id: ROAD, authority: 'chengguan', workingDays: 3 },
          { id: CONSENT, authority: 'jiaojing', workingDays: 3, consent: true },
        ],
      },
    })
    expect(the.awaited()).toEqual(expect.arrayContaining(['decideApproval chengguan', 'decideApproval jiaojing']))
    expect(the.refused('decideApproval', chengguan, { approval: CONSENT, approved: true }).code).toBe('not-concerned')
    the.act('decideApproval', jiaojing, { approval: CONSENT, approved: true })
    expect(the.status(WATER)).toBe('outerWorks')
    expect(the.refused('decideApproval', jiaojing, { approval: CONSENT, approved: true }).code).toBe('already-done')
    the.act('decideApproval', chengguan, { approval: ROAD, approved: true })
    expect(the.status(WATER)).toBe('committed')
  })

  it('R-17: refused by one it goes back to the design; it is applied for anew by all, when all have spoken', () => {
    const the = appliedFor()
    the.act('decideApproval', jiaojing, { approval: CONSENT, approved: false, reason: '高峰时段须改线' })
    expect(the.awaited()).toEqual(expect.arrayContaining(['redesign shuiwu', 'decideApproval chengguan']))
    the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '略' })
    expect(the.refused('applyForApprovals', shuiwu, application(['roadExcavation'])).code).toBe('already-done')
    the.act('decideApproval', chengguan, { approval: ROAD, approved: true })
    expect(the.status(WATER)).toBe('outerWorks')
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
    expect(Object.keys(the.state.approvals).slice(2)).toEqual([
      'shuiwu:roadExcavation:2',
      'shuiwu:roadExcavation:2:jiaojing',
    ])
  })

  it('R-17: the joint result tells of each, and waits for the last', () => {
    const the = appliedFor()
    the.act('decideApproval', chengguan, { approval: ROAD, approved: true })
    expect(the.refused('issueJointResult', officer('zigui'), { utility: 'shuiwu' }).code).toBe('wrong-stage')
    the.act('decideApproval', jiaojing, { approval: CONSENT, approved: true })
    the.act('issueJointResult', officer('zigui'), { utility: 'shuiwu' })
    expect(the.events.at(-1)).toMatchObject({
      data: {
        approvals: [
          { id: ROAD, approved: true },
          { id: CONSENT, approved: true },
        ],
      },
    })
  })

  it('R-11: 公安交管 takes part in the survey as soon as somebody says that a road is touched, and not before', () => {
    const the = new BranchCase(WATER_AND_POWER).atSurvey()
    expect(the.state.parties['jiaojing']).toBeUndefined()
    the.act('fileOpinion', officer('chengguan'), { found: [{ line: WATER, touches: ['greenery'] }] })
    expect(the.state.parties['jiaojing']).toBeUndefined()
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road']))
    expect(the.state.parties['jiaojing']).toEqual({ org: 'jiaojing', kind: 'authority', opinionRequired: false })
    the.act('fileOpinion', jiaojing, { found: [{ line: WATER, touches: ['traffic'], lanesClosed: true }] })
    expect(the.refused('fileOpinion', jiaojing, { found: [{ line: WATER, touches: ['greenery'] }] }).code).toBe(
      'touch-outside-remit',
    )
  })

  it('R-29: where a promise is blocked, both are applied to', () => {
    const the = surveyed(['road'])
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']), CREDIT)
    expect(Object.values(the.state.approvals).map(({ authority }) => authority)).toEqual(['chengguan', 'jiaojing'])
  })

  it('R-15: who consents is an organisation of the city, each once', () => {
    const jointly = (...orgs: string[]) =>
      CitySchema.safeParse(
        city('roadExcavation', { jointly: orgs.map((authority) => ({ authority, workingDays: 3 })) }),
      ).success
    expect([jointly('jiaojing'), jointly('nobody'), jointly('chengguan'), jointly('jiaojing', 'jiaojing')]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})

describe('statutory ceilings', () => {
  it.each([
    ['20 is what the permit law gives', {}, 20, true],
    ['21 is more', {}, 21, false],
    ['its own law gives less', { ceiling: { workingDays: 10, legalBasis: '略' } }, 10.5, false],
    ['its own law gives more', { ceiling: { workingDays: 30, legalBasis: '略' } }, 30, true],
  ])('R-15: a term of a city never exceeds the law: %s', (_why, change, workingDays, ok) => {
    const parsed = CitySchema.safeParse(city('worksPlanning', { ...change, workingDays }))
    expect(parsed.success).toBe(ok)
    if (!ok) expect(parsed.error?.issues[0]?.message).toContain('超过法定期限')
  })

  it('R-15: nor does that of who consents', () => {
    const jointly = [{ authority: 'jiaojing', workingDays: 25 }]
    expect(CitySchema.safeParse(city('roadExcavation', { jointly })).error?.issues[0]?.path).toEqual(
      expect.arrayContaining(['jointly', 0, 'workingDays']),
    )
  })

  it('R-15: an entry that is not in force on the day of registration is not needed', () => {
    const needs = (inForce: { from?: string; to?: string }) =>
      new BranchCase(WATER_AND_POWER, {}, city('worksPlanning', { inForce })).state.approvalNeeds.some(
        ({ key }) => key === 'worksPlanning',
      )
    expect([needs({ from: '2026-11-23' }), needs({ to: '2026-11-23' })]).toEqual([true, true])
    expect([needs({ from: '2026-11-24' }), needs({ to: '2026-11-22' })]).toEqual([false, false])
  })
})

describe('dates of force', () => {
  it('R-17, R-36: of a case of 0.7, what is approved has none, as its history has it', () => {
    const the = appliedFor('2026-12-10', {})
    the.act('decideApproval', chengguan, { approval: ROAD, approved: true })
    expect(the.events.at(-1)?.data).toEqual({ approval: ROAD, approved: true })
    expect(the.state.approvals[ROAD]).not.toHaveProperty('asked')
  })

  it('R-17: an approval says from when until when: as applied for, unless its authority says otherwise', () => {
    const the = appliedFor()
    the.act('decideApproval', chengguan, { approval: ROAD, approved: true, validTo: '2026-12-01' })
    the.act('decideApproval', jiaojing, { approval: CONSENT, approved: true })
    expect(Object.values(the.state.approvals).map(({ force }) => force)).toEqual([
      { from: '2026-11-23', to: '2026-12-01' },
      { from: '2026-11-23', to: '2026-12-10' },
    ])
  })

  it.each([
    ['over already', { validTo: '2026-11-22', validFrom: '2026-11-01' }, 'date-past'],
    ['beyond any calendar', { validTo: '2199-01-01' }, 'calendar-year-unknown'],
    ['ending before it begins', { validFrom: '2027-01-01' }, 'validation-failed'],
  ])('R-17: dates that are %s are refused', (_what, dates, code) => {
    expect(appliedFor().refused('decideApproval', chengguan, { approval: ROAD, approved: true, ...dates })).toEqual({
      code,
      field: 'validTo',
    })
  })

  it('R-17: decided when what was applied for is over, it is in force as many days from the decision', () => {
    const the = appliedFor('2026-11-25').later(10 * DAY)
    the.act('decideApproval', chengguan, { approval: ROAD, approved: true })
    expect(the.state.approvals[ROAD]?.force).toEqual({ from: '2026-12-03', to: '2026-12-05' })
  })

  it('R-17, R-19: works do not start before, nor go on after it, until it is given for longer', () => {
    const the = ready('2026-12-01')
    the.act('startWorks', shuiwu, { line: WATER })
    the.later(9 * DAY)
    const expired = { code: 'approval-expired', field: 'line' }
    expect(the.refused('reportProgress', shuiwu, { line: WATER, percent: 9 })).toEqual(expired)
    expect(the.refused('completeWorks', shuiwu, { line: WATER })).toEqual(expired)
    const longer = { ...application(['roadExcavation']), worksFrom: '2026-11-23' }
    expect(the.refused('applyForApprovals', shuiwu, { ...longer, worksTo: '2026-12-01' }).code).toBe('date-past')
    the.act('applyForApprovals', shuiwu, { ...longer, worksTo: '2026-12-20' })
    const second = 'shuiwu:roadExcavation:2'
    expect(the.state.approvals[second]).toMatchObject({ extends: true, lines: [WATER] })
    expect(the.state.schedules['shuiwu']?.worksTo).toBe('2026-12-01')
    expect(the.refused('reportProgress', shuiwu, { line: WATER, percent: 9 })).toEqual(expired)
    the.act('decideApproval', chengguan, { approval: second, approved: true })
    expect(the.refused('reportProgress', shuiwu, { line: WATER, percent: 9 })).toEqual(expired)
    the.act('decideApproval', jiaojing, { approval: `${second}:jiaojing`, approved: true })
    the.act('reportProgress', shuiwu, { line: WATER, percent: 9 })
  })

  it('R-17: while longer is asked for, or refused, what was given stands until its day; asked again without a design', () => {
    const the = ready('2026-12-01')
    the.act('startWorks', shuiwu, { line: WATER })
    const longer = { ...application(['roadExcavation']), worksFrom: '2026-11-23', worksTo: '2026-12-20' }
    expect(the.refused('applyForApprovals', shuiwu, { ...longer, worksTo: '2026-12-01' })).toEqual({
      code: 'already-done',
      field: 'worksTo',
    })
    the.act('applyForApprovals', shuiwu, longer)
    expect(the.refused('applyForApprovals', shuiwu, longer).code).toBe('no-outer-works')
    const second = 'shuiwu:roadExcavation:2'
    the.act('decideApproval', chengguan, { approval: second, approved: false, reason: '不予延期' })
    the.act('decideApproval', jiaojing, { approval: `${second}:jiaojing`, approved: true })
    expect(the.awaited()).not.toContain('redesign shuiwu')
    expect(the.status(WATER)).toBe('constructing')
    the.act('reportProgress', shuiwu, { line: WATER, percent: 9 })
    the.act('applyForApprovals', shuiwu, longer)
    expect(Object.keys(the.state.approvals)).toContain('shuiwu:roadExcavation:3:jiaojing')
  })

  it('R-17: works that begin before it is in force wait for the day', () => {
    const the = appliedFor()
    the.act('decideApproval', chengguan, { approval: ROAD, approved: true, validFrom: '2026-11-25' })
    the.act('decideApproval', jiaojing, { approval: CONSENT, approved: true })
    named(the)
    expect(the.refused('startWorks', shuiwu, { line: WATER })).toEqual({ code: 'works-too-early', field: 'line' })
    the.later(2 * DAY).act('startWorks', shuiwu, { line: WATER })
  })
})
