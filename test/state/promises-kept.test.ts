import { describe, expect, it } from 'vitest'
import { officer } from '../fixtures/actors.ts'
import {
  application,
  BranchCase,
  guowang,
  inspector,
  POWER,
  shuiwu,
  underWorks,
  WATER,
  WATER_AND_POWER,
} from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { commitment, PARTICIPANTS, inspection } from '../fixtures/works.ts'
import { chengguan, planNamed, promised, promisedWorks, verified } from '../fixtures/promised-case.ts'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'

const BACKFILL = { line: WATER, evidence: '影像 12 张' }
const VERIFIED = { ...inspection(WATER), verification: 'open' } as const
const COVERED = { ...inspection(WATER, [3], '2026-12-01'), verification: 'covered' } as const
const stopping = (dueDate = '2026-12-01') => {
  const { order = { requirement: '', dueDate }, ...rest } = inspection(WATER, [1], dueDate)
  return { ...rest, order: { ...order, stop: '沟槽无支护，随时坍塌' } }
}

describe('R-16, R-20: designer, contractor and 监理 are named before works start', () => {
  it('a plan that names nobody is taken, and does not let works start: it is said who is missing', () => {
    const the = planNamed(promised(), {})
    expect(the.refused('startWorks', shuiwu, { line: WATER })).toEqual({ code: 'participants-unnamed', field: 'line' })
    planNamed(the, { designer: PARTICIPANTS.designer })
    expect(() => the.act('startWorks', shuiwu, { line: WATER })).toThrow(/施工单位、监理单位/)
    planNamed(the, { contractor: PARTICIPANTS.contractor, supervisor: PARTICIPANTS.designer })
    the.act('startWorks', shuiwu, { line: WATER })
    expect(the.state.lines[WATER]?.works).toMatchObject({
      designer: { name: '赤壁市政设计院' },
      contractor: { person: '钱工' },
      supervisor: { name: '赤壁市政设计院' },
    })
  })

  it('where no 监理 is required the reason is said, never beside one', () => {
    const plan = { line: WATER, title: '方案', summary: '略', nearbyOwners: [], ...PARTICIPANTS }
    expect(ACT_BODIES.fileConstructionPlan.safeParse(plan).success).toBe(true)
    expect(ACT_BODIES.fileConstructionPlan.safeParse({ ...plan, supervisor: PARTICIPANTS.designer }).success).toBe(
      false,
    )
    const bad = { ...plan, designer: { ...PARTICIPANTS.designer, creditCode: '1' } }
    expect(ACT_BODIES.fileConstructionPlan.safeParse(bad).error?.issues[0]?.path).toEqual(['designer', 'creditCode'])
  })

  it('a case of before starts without', () => {
    expect(underWorks().status(WATER)).toBe('constructing')
  })
})

describe('R-16: a promise is verified on site before backfill', () => {
  it('is awaited of the authority from the start of the works, with a clock of its own', () => {
    const the = promisedWorks()
    const task = the.openTasks().find(({ kind }) => kind === 'verifyPromise')
    expect(task).toMatchObject({ org: 'chengguan', line: WATER, deadlineId: `verifyPromise:chengguan:${WATER}` })
    expect(the.state.deadlines[`verifyPromise:chengguan:${WATER}`]?.owner).toBe('chengguan')
  })

  it('what works rest on stays promised: a later 附件3 without it is refused, also where a record blocks new promises', () => {
    const signed = { ...commitment('2026-11-23', '2026-12-31'), approvals: [] }
    const facts = { blockedApprovals: { roadExcavation: 'credit:1' } }
    const the = promisedWorks()
    expect(the.refused('signCommitment', shuiwu, signed)).toEqual({ code: 'approval-missing', field: 'approvals' })
    expect(() => the.act('signCommitment', shuiwu, signed, facts)).toThrow(/还需列入：城市道路挖掘/)
    the.act('signCommitment', shuiwu, { ...signed, approvals: ['roadExcavation'] }, facts)
    expect(the.refused('reportBackfill', shuiwu, BACKFILL)).toMatchObject({ code: 'verification-missing' })
    expect(promised().state.commitments['shuiwu']?.version).toBe(1)
    expect(() => promised().act('signCommitment', shuiwu, signed, facts)).not.toThrow()
  })

  it('nor does it lapse by an application that was made before the promise', () => {
    const the = new BranchCase(WATER_AND_POWER, {}, CHIBI, [], {
      verifiesPromises: true,
      touchesByItem: true,
    }).atSurvey()
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road']))
    the.act('fileOpinion', guowang, connectable(POWER))
    the.closeSurvey()
    the.clock('commitment:shuiwu', 'commitment', 'shuiwu')
    const signed = commitment('2026-11-23', '2026-11-30')
    the.act('applyForApprovals', shuiwu, application(['roadExcavation'], '2026-11-30', '2026-11-23'))
    the.act('signCommitment', shuiwu, signed)
    the.act('fileDesign', shuiwu, { line: WATER, title: '给水设计', summary: 'DN200' })
    planNamed(the).act('startWorks', shuiwu, { line: WATER })
    expect(the.refused('signCommitment', shuiwu, { ...signed, approvals: [] })).toMatchObject({
      code: 'approval-missing',
    })
  })

  it('until then nothing is covered, and nothing completed; an inspection that does not verify is not enough', () => {
    const the = promisedWorks()
    the.act('fileInspection', inspector, inspection(WATER))
    expect(the.refused('reportBackfill', shuiwu, BACKFILL)).toEqual({ code: 'verification-missing', field: 'line' })
    expect(the.refused('completeWorks', shuiwu, { line: WATER })).toEqual({ code: 'backfill-missing', field: 'line' })
    the.act('fileInspection', inspector, VERIFIED)
    expect(the.awaited()).not.toContain('verifyPromise chengguan')
    expect(the.refused('completeWorks', shuiwu, { line: WATER }).code).toBe('backfill-missing')
    the.act('reportBackfill', shuiwu, BACKFILL)
    the.act('completeWorks', shuiwu, { line: WATER })
    expect(the.events.find(({ type }) => type === 'backfilled')?.data).toMatchObject({ unverified: [] })
    expect(the.state.deadlines[`verifyPromise:chengguan:${WATER}`]?.metAt).toBeDefined()
  })

  it('R-33: an authority that does not come in its time holds up nothing, by the due time itself, and is on record', () => {
    const the = promisedWorks().later(119)
    the.act('fileInspection', officer('zhujian', 'inspector'), inspection(WATER))
    expect(the.refused('reportBackfill', shuiwu, BACKFILL).code).toBe('verification-missing')
    the.later(1).act('reportBackfill', shuiwu, BACKFILL)
    expect(the.events.at(-1)).toMatchObject({ type: 'backfilled', data: { unverified: ['chengguan'] } })
    expect(the.awaited()).not.toContain('verifyPromise chengguan')
    expect(the.refused('fileInspection', chengguan, VERIFIED)).toEqual({ code: 'already-done', field: 'verification' })
  })

  it('R-35: a clock that stands has not reached its time', () => {
    const the = promisedWorks()
    const deadline = `verifyPromise:chengguan:${WATER}`
    the.act('suspendClock', officer('office'), { deadline, reason: 'forceMajeure', note: '暴雨' })
    expect(the.later(500).refused('reportBackfill', shuiwu, BACKFILL).code).toBe('verification-missing')
  })

  it('R-20: what was covered without is a promise not kept: ordered right, and covered again only after that', () => {
    const the = promisedWorks()
    const kept = { ...inspection(WATER), verification: 'covered' }
    expect(ACT_BODIES.fileInspection.safeParse(kept).error?.issues.map(({ path }) => path)).toEqual([['verification']])
    expect(ACT_BODIES.fileInspection.safeParse(COVERED).success).toBe(true)
    the.act('fileInspection', inspector, COVERED)
    expect(the.state.lines[WATER]?.works?.verified?.['chengguan']).toMatchObject({ found: 'covered' })
    expect(the.refused('reportBackfill', shuiwu, BACKFILL).code).toBe('rectification-open')
    the.act('reportRectified', shuiwu, { order: `${WATER}:1`, remarks: '已揭开' })
    the.act('reinspect', inspector, { order: `${WATER}:1`, passed: true })
    the.act('reportBackfill', shuiwu, BACKFILL)
    the.act('completeWorks', shuiwu, { line: WATER })
  })

  it('by whom it was promised to, once, while the works go on', () => {
    const the = promisedWorks()
    expect(the.refused('fileInspection', officer('zhujian', 'inspector'), VERIFIED)).toEqual({
      code: 'not-concerned',
      field: 'verification',
    })
    verified(the)
    expect(the.refused('fileInspection', chengguan, VERIFIED)).toEqual({ code: 'already-done', field: 'verification' })
    const before = underWorks()
    expect(before.refused('fileInspection', inspector, VERIFIED)).toEqual({
      code: 'not-concerned',
      field: 'verification',
    })
    expect(before.refused('completeWorks', shuiwu, { line: WATER }).code).toBe('inspection-missing')
  })
})

describe('R-20: grave, works stand still (停工) until re-inspected (复工)', () => {
  it('nothing goes on meanwhile; re-inspected and not passed it stands on, passed it goes on', () => {
    const the = verified()
    the.act('fileInspection', inspector, stopping())
    const stopped = { code: 'works-stopped', field: 'line' }
    expect(the.refused('reportProgress', shuiwu, { line: WATER, percent: 9 })).toEqual(stopped)
    expect(the.refused('reportBackfill', shuiwu, BACKFILL)).toEqual(stopped)
    expect(the.refused('completeWorks', shuiwu, { line: WATER })).toEqual(stopped)
    the.act('reportRectified', shuiwu, { order: `${WATER}:1`, remarks: '已支护' })
    the.act('reinspect', inspector, { order: `${WATER}:1`, passed: false })
    expect(the.refused('reportProgress', shuiwu, { line: WATER, percent: 9 })).toEqual(stopped)
    the.act('reportRectified', shuiwu, { order: `${WATER}:1`, remarks: '已加固' })
    the.act('reinspect', inspector, { order: `${WATER}:1`, passed: true })
    expect(the.events.at(-1)).toMatchObject({ type: 'reinspected', data: { passed: true, resumes: true } })
    the.act('reportProgress', shuiwu, { line: WATER, percent: 9 })
  })

  it('by a person, of works that run, in cases of now; an order that stops nothing resumes nothing', () => {
    const the = promisedWorks()
    expect(the.refused('fileInspection', officer('chengguan', 'system'), stopping())).toEqual({
      code: 'forbidden',
      field: 'order.stop',
    })
    expect(underWorks().refused('fileInspection', inspector, stopping())).toEqual({
      code: 'wrong-stage',
      field: 'order.stop',
    })
    the.act('fileInspection', inspector, inspection(WATER, [1], '2026-12-01'))
    the.act('reportProgress', shuiwu, { line: WATER, percent: 9 })
    the.act('reportRectified', shuiwu, { order: `${WATER}:1`, remarks: '已改' })
    the.act('reinspect', inspector, { order: `${WATER}:1`, passed: true })
    expect(the.events.at(-1)?.data).not.toHaveProperty('resumes')
    const done = verified()
    done.act('reportBackfill', shuiwu, BACKFILL)
    done.act('completeWorks', shuiwu, { line: WATER })
    expect(done.refused('fileInspection', inspector, stopping())).toEqual({ code: 'wrong-stage', field: 'order.stop' })
  })

  it('two stops at once: works go on when both are lifted', () => {
    const the = verified()
    the.act('fileInspection', inspector, stopping())
    the.act('fileInspection', officer('zhujian', 'inspector'), stopping())
    the.act('reportRectified', shuiwu, { order: `${WATER}:1`, remarks: '已改' })
    the.act('reinspect', inspector, { order: `${WATER}:1`, passed: true })
    expect(the.refused('reportProgress', shuiwu, { line: WATER, percent: 9 }).code).toBe('works-stopped')
    the.act('reportRectified', shuiwu, { order: `${WATER}:2`, remarks: '已改' })
    the.act('reinspect', officer('zhujian', 'inspector'), { order: `${WATER}:2`, passed: true })
    the.act('reportProgress', shuiwu, { line: WATER, percent: 9 })
  })
})
