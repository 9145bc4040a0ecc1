import { describe, expect, it } from 'vitest'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { officer } from '../fixtures/actors.ts'
import { commitment } from '../fixtures/works.ts'
import {
  application,
  bothUnderWorks,
  BranchCase,
  CATV,
  chutian,
  CREDIT,
  guowang,
  NETWORK,
  planned,
  POWER,
  shuiwu,
  surveyed,
  TWO_APPROVALS,
  twoLines,
  WATER,
} from '../fixtures/branch-case.ts'
import { zigui, jiaotong, PLANNING, RIVER, BOTH, applied } from '../fixtures/applied-approvals.ts'

describe('applying', () => {
  it('R-17: all at once, each with its own authority, led as the policy says, never cleared before all are given', () => {
    const the = surveyed(['planning'], TWO_APPROVALS)
    expect(the.awaited()).toContain('applyForApprovals shuiwu')
    expect(the.refused('applyForApprovals', shuiwu, application(['worksPlanning']))).toEqual({
      code: 'approval-missing',
      field: 'approvals',
    })
    the.act('applyForApprovals', shuiwu, application(BOTH))
    expect(the.events.at(-1)).toMatchObject({
      data: {
        lead: 'zigui',
        lines: [WATER],
        approvals: [
          { id: PLANNING, authority: 'zigui', workingDays: 3 },
          { id: RIVER, authority: 'jiaotong', workingDays: 5 },
        ],
      },
    })
    expect(the.awaited().filter((task) => task.startsWith('decide'))).toEqual([
      'decideApproval zigui',
      'decideApproval jiaotong',
    ])
    the.act('decideApproval', zigui, { approval: PLANNING, approved: true })
    expect(the.status(WATER)).toBe('outerWorks')
    the.act('decideApproval', jiaotong, { approval: RIVER, approved: true })
    expect(the.status(WATER)).toBe('committed')
  })

  it('R-15, R-17: refused where there is nothing to apply for, for what is not needed, where a promise alone is wanted, and for what is under way', () => {
    expect(new BranchCase().atSurvey().refused('applyForApprovals', shuiwu, application(['worksPlanning'])).code).toBe(
      'wrong-stage',
    )
    const the = surveyed(['planning', 'road'])
    expect(the.refused('applyForApprovals', officer('mobile'), application(['worksPlanning'])).code).toBe(
      'not-concerned',
    )
    expect(the.refused('applyForApprovals', guowang, application(['worksPlanning'])).code).toBe('no-outer-works')
    expect(the.refused('applyForApprovals', shuiwu, application(['worksPlanning', 'moonLanding']))).toEqual({
      code: 'approval-unknown',
      field: 'approvals.1',
    })
    expect(the.refused('applyForApprovals', shuiwu, application(['roadTraffic']))).toEqual({
      code: 'approval-unknown',
      field: 'approvals.0',
    })
    expect(the.refused('applyForApprovals', shuiwu, application(['roadExcavation']))).toEqual({
      code: 'approval-missing',
      field: 'approvals',
    })
    expect(surveyed([]).refused('applyForApprovals', shuiwu, application([]))).toEqual({
      code: 'approval-not-replaceable',
      field: 'approvals',
    })
    the.act('applyForApprovals', shuiwu, application(['worksPlanning']))
    expect(the.refused('applyForApprovals', shuiwu, application(['worksPlanning']))).toEqual({
      code: 'already-done',
      field: 'approvals.0',
    })
  })

  it('R-17: works that end in the past, before they start, or beyond any calendar', () => {
    const the = surveyed(['planning'])
    expect(
      the.refused('applyForApprovals', shuiwu, {
        ...application(['worksPlanning'], '2026-11-20'),
        worksFrom: '2026-11-01',
      }),
    ).toEqual({ code: 'date-past', field: 'worksTo' })
    expect(the.refused('applyForApprovals', shuiwu, application(['worksPlanning'], '2099-12-31'))).toEqual({
      code: 'calendar-year-unknown',
      field: 'worksTo',
    })
    expect(surveyed().refused('signCommitment', shuiwu, commitment('2026-11-23', '9999-12-31'))).toEqual({
      code: 'calendar-year-unknown',
      field: 'worksTo',
    })
    expect(
      ACT_BODIES.applyForApprovals.safeParse(application(['worksPlanning'], '2026-11-01')).error?.issues[0]?.path,
    ).toEqual(['worksTo'])
    expect(ACT_BODIES.applyForApprovals.safeParse(application(['worksPlanning', 'worksPlanning'])).success).toBe(false)
  })
})

describe('R-29: whose promise is blocked, with outer works that need no approval', () => {
  it('names the dates of its works and goes on to them: there is no other way to begin', () => {
    const the = surveyed([])
    the.clock('commitment:shuiwu', 'commitment', 'shuiwu')
    expect(the.refused('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'), CREDIT).code).toBe(
      'commitment-blocked',
    )
    the.act('applyForApprovals', shuiwu, application([]), CREDIT)
    expect(the.status(WATER)).toBe('committed')
    expect(the.state.deadlines['commitment:shuiwu']?.metAt).toBe(the.at)
    expect(the.state.schedules['shuiwu']).toMatchObject({ worksTo: '2026-12-10', version: 1 })
    planned(the)
    the.act('startWorks', shuiwu, { line: WATER })
    the.act('completeWorks', shuiwu, { line: WATER })
  })

  it('R-16, R-17: everybody else promises, or applies for what is needed', () => {
    expect(surveyed([]).refused('applyForApprovals', shuiwu, application([]))).toEqual({
      code: 'approval-not-replaceable',
      field: 'approvals',
    })
    expect(surveyed(['planning']).refused('applyForApprovals', shuiwu, application([]), CREDIT)).toEqual({
      code: 'approval-missing',
      field: 'approvals',
    })
    const the = surveyed(['planning'])
    the.act('applyForApprovals', shuiwu, application(['worksPlanning']), CREDIT)
    expect(the.refused('applyForApprovals', shuiwu, application([]), CREDIT)).toEqual({
      code: 'already-done',
      field: 'approvals',
    })
    expect(ACT_BODIES.applyForApprovals.safeParse(application([])).success).toBe(true)
  })

  it('of two lines only the one that needs nothing is cleared', () => {
    const the = twoLines(['planning'], [])
    expect(the.refused('applyForApprovals', chutian, application([]), CREDIT)).toEqual({
      code: 'approval-missing',
      field: 'approvals',
    })
    the.act('applyForApprovals', chutian, application(['worksPlanning']), CREDIT)
    the.act('applyForApprovals', chutian, application([], '2026-12-20'), CREDIT)
    expect([the.status(NETWORK), the.status(CATV)]).toEqual(['outerWorks', 'committed'])
  })
})

describe('deciding', () => {
  it('R-17: only its own authority, once, with a reason for a refusal', () => {
    const the = applied()
    expect(the.refused('decideApproval', jiaotong, { approval: PLANNING, approved: true })).toEqual({
      code: 'not-concerned',
      field: 'approval',
    })
    expect(the.refused('decideApproval', zigui, { approval: 'shuiwu:worksPlanning:9', approved: true })).toEqual({
      code: 'approval-unknown',
      field: 'approval',
    })
    expect(ACT_BODIES.decideApproval.safeParse({ approval: PLANNING, approved: false }).error?.issues[0]?.path).toEqual(
      ['reason'],
    )
    the.act('decideApproval', zigui, { approval: PLANNING, approved: true })
    expect(the.state.deadlines[`approval:${PLANNING}`]?.metAt).toBe(the.at)
    expect(the.refused('decideApproval', zigui, { approval: PLANNING, approved: false, reason: '改' }).code).toBe(
      'already-done',
    )
  })

  it('R-17: one request for more, its clock alone standing still until the applicant utility answers', () => {
    const the = applied()
    const message = '补总平面图'
    expect(the.refused('supplyApproval', shuiwu, { approval: PLANNING, message }).code).toBe('wrong-stage')
    expect(the.refused('requestApprovalSupplement', jiaotong, { approval: PLANNING, message }).code).toBe(
      'not-concerned',
    )
    the.act('requestApprovalSupplement', zigui, { approval: PLANNING, message })
    expect(the.state.deadlines[`approval:${PLANNING}`]).toMatchObject({ stoppedAt: the.at, stopReason: 'awaitingUser' })
    expect(the.state.deadlines[`approval:${RIVER}`]?.stoppedAt).toBeUndefined()
    expect(the.awaited()).toEqual(expect.arrayContaining(['supplyApproval shuiwu', 'decideApproval jiaotong']))
    expect(the.refused('requestApprovalSupplement', zigui, { approval: PLANNING, message }).code).toBe('already-done')
    expect(the.refused('supplyApproval', guowang, { approval: PLANNING, message }).code).toBe('not-concerned')
    the.later(10).act('supplyApproval', shuiwu, { approval: PLANNING, message })
    expect(the.state.deadlines[`approval:${PLANNING}`]?.resumedAt).toBe(the.at)
    expect(the.refused('supplyApproval', shuiwu, { approval: PLANNING, message }).code).toBe('already-done')
    expect(the.refused('requestApprovalSupplement', zigui, { approval: PLANNING, message }).code).toBe('already-done')
  })

  it('R-33: a clock that has passed is not stopped by asking for more', () => {
    const the = applied()
    the.pass(`approval:${PLANNING}`)
    the.act('requestApprovalSupplement', zigui, { approval: PLANNING, message: '补图' })
    expect(the.state.deadlines[`approval:${PLANNING}`]?.stoppedAt).toBeUndefined()
  })

  it("R-17: a refusal goes back to that utility's design and only there; it is applied for again with a new design", () => {
    const the = bothUnderWorks(['planning'])
    the.act('applyForApprovals', shuiwu, application(['worksPlanning']))
    the.act('applyForApprovals', guowang, application(['worksPlanning']))
    const others = the.state.lines[POWER]
    the.act('decideApproval', zigui, { approval: PLANNING, approved: false, reason: '管位冲突' })
    expect(the.state.lines[POWER]).toEqual(others)
    expect(the.awaited()).toContain('redesign shuiwu')
    expect(the.awaited()).not.toContain('redesign guowang')
    the.act('decideApproval', zigui, { approval: 'guowang:worksPlanning:1', approved: true })
    expect([the.status(WATER), the.status(POWER)]).toEqual(['outerWorks', 'committed'])
    expect(the.refused('applyForApprovals', shuiwu, application(['worksPlanning']))).toEqual({
      code: 'plan-missing',
      field: 'approvals.0',
    })
    the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '避让' })
    the.act('applyForApprovals', shuiwu, application(['worksPlanning'], '2026-12-20'))
    expect(the.state.approvals['shuiwu:worksPlanning:2']?.status).toBe('applied')
    expect(the.awaited()).not.toContain('redesign shuiwu')
    expect(the.refused('decideApproval', zigui, { approval: PLANNING, approved: true }).code).toBe('already-done')
    the.act('decideApproval', zigui, { approval: 'shuiwu:worksPlanning:2', approved: true })
    expect(the.status(WATER)).toBe('committed')
    expect(the.state.schedules['shuiwu']).toMatchObject({ worksTo: '2026-12-20', version: 2 })
  })
})
