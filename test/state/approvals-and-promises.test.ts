import { describe, expect, it } from 'vitest'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import {
  application,
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
  twoLines,
  WATER,
} from '../fixtures/branch-case.ts'
import { zigui, jiaotong, PLANNING, RIVER, BOTH, applied } from '../fixtures/applied-approvals.ts'

describe('promise and application together', () => {
  it.each([
    ['promise first', true],
    ['application first', false],
  ])(
    'R-16, R-17: a mixed line is cleared only when all is given, and its deadline met when all is begun: %s',
    (_name, promiseFirst) => {
      const the = surveyed(['road', 'planning'])
      the.clock('commitment:shuiwu', 'commitment', 'shuiwu')
      expect(the.awaited()).toEqual(expect.arrayContaining(['signCommitment shuiwu', 'applyForApprovals shuiwu']))
      const steps = [
        () => the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-10')),
        () => the.act('applyForApprovals', shuiwu, application(['worksPlanning'])),
      ]
      const [first, second] = promiseFirst ? steps : steps.toReversed()
      first?.()
      expect(the.state.deadlines['commitment:shuiwu']?.metAt).toBeUndefined()
      expect(the.status(WATER)).toBe('outerWorks')
      the.later(10)
      second?.()
      expect(the.state.deadlines['commitment:shuiwu']?.metAt).toBe(the.at)
      expect(the.awaited().filter((task) => task.endsWith('shuiwu') && !task.startsWith('ack'))).toEqual([])
      expect(the.refused('startWorks', shuiwu, { line: WATER }).code).toBe('commitment-required')
      the.act('decideApproval', zigui, { approval: PLANNING, approved: true })
      expect(the.status(WATER)).toBe('committed')
    },
  )

  it('R-17, R-29: an open credit record blocks the promise, and what it would have replaced goes the parallel way, all of it', () => {
    const the = surveyed(['road', 'planning'])
    expect(the.refused('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-10'), CREDIT).code).toBe(
      'commitment-blocked',
    )
    expect(the.refused('applyForApprovals', shuiwu, application(['worksPlanning']), CREDIT)).toEqual({
      code: 'approval-missing',
      field: 'approvals',
    })
    the.act('applyForApprovals', shuiwu, application(['roadExcavation', 'worksPlanning']), CREDIT)
    expect(the.events.at(-1)).toMatchObject({ data: { creditRecord: 'credit:1' } })
    the.act('decideApproval', zigui, { approval: PLANNING, approved: true })
    expect(the.status(WATER)).toBe('outerWorks')
    the.act('decideApproval', officer('chengguan'), { approval: 'shuiwu:roadExcavation:1', approved: true })
    the.act('decideApproval', officer('jiaojing'), { approval: 'shuiwu:roadExcavation:1:jiaojing', approved: true })
    expect(the.status(WATER)).toBe('committed')
    expect(the.state.commitments).toEqual({})
  })

  it('R-20, R-29: works cleared by decision are inspected by who decided', () => {
    const the = surveyed(['planning'])
    the.act('applyForApprovals', shuiwu, application(['worksPlanning']))
    the.act('decideApproval', zigui, { approval: PLANNING, approved: true })
    planned(the)
    the.act('startWorks', shuiwu, { line: WATER })
    expect(the.awaited()).toContain('inspectWorks zigui')
    the.act('fileInspection', officer('zigui', 'inspector'), inspection(WATER))
    the.act('completeWorks', shuiwu, { line: WATER })
  })

  it('R-29: once the record is withdrawn a promise may take the place of what is still undecided, which is then decided no more', () => {
    const the = surveyed(['road'])
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']), CREDIT)
    the.clock('approval:shuiwu:roadExcavation:1', 'approval', 'chengguan')
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-10'))
    expect(the.status(WATER)).toBe('committed')
    expect(the.state.deadlines['approval:shuiwu:roadExcavation:1']?.supersededAt).toBe(the.at)
    expect(the.awaited()).not.toContain('decideApproval chengguan')
    expect(
      the.refused('decideApproval', officer('chengguan'), {
        approval: 'shuiwu:roadExcavation:1',
        approved: false,
        reason: '晚',
      }).code,
    ).toBe('wrong-stage')
  })

  it('R-17: two lines of one utility: one promise and one application, each cleared when what it needs is given', () => {
    const the = twoLines(['road', 'planning'], ['road'])
    the.act('applyForApprovals', chutian, application(['worksPlanning']))
    expect([the.status(NETWORK), the.status(CATV)]).toEqual(['outerWorks', 'outerWorks'])
    the.act('signCommitment', chutian, commitment('2026-11-23', '2026-12-10'))
    expect([the.status(NETWORK), the.status(CATV)]).toEqual(['outerWorks', 'committed'])
    the.act('decideApproval', zigui, { approval: 'chutian:worksPlanning:1', approved: true })
    expect([the.status(NETWORK), the.status(CATV)]).toEqual(['committed', 'committed'])
    expect(the.state.commitments['chutian']?.version).toBe(1)
    expect(Object.keys(the.state.approvals)).toEqual(['chutian:worksPlanning:1'])
  })
})

describe('dropped and withdrawn', () => {
  it('R-37: what a dropped service had applied for is decided, supplied and asked about no more, and its clocks end', () => {
    const the = applied()
    the.act('requestApprovalSupplement', jiaotong, { approval: RIVER, message: '补图' })
    the.act('dropServices', INTAKE, { lines: [WATER], reason: '不再需要' })
    expect(the.awaited().filter((task) => !task.startsWith('ack'))).toEqual([])
    for (const id of [PLANNING, RIVER]) expect(the.state.deadlines[`approval:${id}`]?.supersededAt).toBe(the.at)
    expect(the.refused('decideApproval', zigui, { approval: PLANNING, approved: true }).code).toBe('wrong-stage')
    expect(the.refused('requestApprovalSupplement', zigui, { approval: PLANNING, message: '补图' }).code).toBe(
      'wrong-stage',
    )
    expect(the.refused('supplyApproval', shuiwu, { approval: RIVER, message: '补图' }).code).toBe('wrong-stage')
    expect(the.refused('applyForApprovals', shuiwu, application(BOTH)).code).toBe('no-outer-works')
  })

  it('R-37: of two lines the one that is left keeps the application', () => {
    const the = twoLines(['planning'], ['planning'])
    the.act('applyForApprovals', chutian, application(['worksPlanning']))
    the.act('dropServices', INTAKE, { lines: [CATV], reason: '不要电视' })
    the.act('decideApproval', zigui, { approval: 'chutian:worksPlanning:1', approved: true })
    expect([the.status(NETWORK), the.status(CATV)]).toEqual(['committed', 'withdrawn'])
  })

  it('R-37: withdrawal while an approval is decided, in both orders', () => {
    const first = applied()
    first.act('withdrawApplication', INTAKE, { reason: '取消' })
    expect(first.refused('decideApproval', zigui, { approval: PLANNING, approved: true }).code).toBe(
      'application-closed',
    )
    const second = surveyed(['planning'])
    second.act('applyForApprovals', shuiwu, application(['worksPlanning']))
    second.act('decideApproval', zigui, { approval: PLANNING, approved: true })
    second.act('withdrawApplication', INTAKE, { reason: '取消' })
    expect(second.status(WATER)).toBe('withdrawn')
    expect(second.awaited()).toEqual([])
  })

  it('R-13, R-17: a utility that answered late applies by itself, the others having gone on', () => {
    const the = new BranchCase(undefined, {}, CHIBI).atSurvey()
    the.act('fileOpinion', guowang, connectable(POWER))
    the.closeSurvey(['shuiwu'])
    expect(the.refused('applyForApprovals', shuiwu, application(['worksPlanning'])).code).toBe('no-outer-works')
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['planning']))
    the.act('applyForApprovals', shuiwu, application(['worksPlanning']))
    expect(the.state.approvals[PLANNING]?.lines).toEqual([WATER])
  })
})
