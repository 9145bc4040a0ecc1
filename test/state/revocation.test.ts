import { describe, expect, it } from 'vitest'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { pendingRevocationOf, requireNoPendingRevocation } from '../../workflows/application/core/standstill.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
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
import {
  chengguan,
  director,
  planNamed,
  promised,
  promisedWorks,
  PROPOSAL,
  propose,
  verified,
  withClocks,
} from '../fixtures/promised-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'

const ONE = { revocation: '1' } as const
const STATEMENT = { ...ONE, statement: '已探测' }
const REVOKED = { ...ONE, outcome: 'revoked', reason: '事实清楚', onAnswer: '不予采纳', official: '吴局长' } as const
const SAFE = { ...ONE, measures: '已铺钢板' }
const BACKFILL = { line: WATER, evidence: '影像' }

/** Answered, safe, and revoked. */
function revoked(the: BranchCase = promisedWorks()): BranchCase {
  propose(the, PROPOSAL)
  the.act('answerRevocation', shuiwu, STATEMENT)
  if (the.status(WATER) === 'constructing') the.act('reportSiteSafe', shuiwu, SAFE)
  the.act('decideRevocation', director, REVOKED)
  return withClocks(the)
}

describe('R-16: what deception obtained is revoked by due process (行政许可法 第六十九条)', () => {
  it('proposed and told: answer and safety are awaited of the utility, each with a clock; nothing is decided yet', () => {
    const the = propose(promisedWorks())
    expect(the.events.find(({ type }) => type === 'revocationProposed')?.data).toMatchObject({
      revocation: '1',
      org: 'chengguan',
      lines: [WATER],
      openSites: [WATER],
    })
    expect(the.awaited()).toEqual(expect.arrayContaining(['answerRevocation shuiwu', 'makeSiteSafe shuiwu']))
    expect(the.awaited()).not.toContain('decideRevocation chengguan')
    expect(the.state.deadlines['answerRevocation:shuiwu:1']).toMatchObject({ owner: 'shuiwu', unassessed: true })
    expect(the.state.deadlines['makeSiteSafe:shuiwu:1']?.owner).toBe('shuiwu')
    expect(the.refused('decideRevocation', director, REVOKED)).toEqual({ code: 'answer-pending', field: 'revocation' })
  })

  it('decided when heard, or by the end of the term itself; answered late it is heard, and marked', () => {
    const the = propose(promised()).later(119)
    expect(the.refused('decideRevocation', director, REVOKED).code).toBe('answer-pending')
    the.later(1)
    the.pass('answerRevocation:shuiwu:1')
    expect(withClocks(the).awaited()).toContain('decideRevocation chengguan')
    the.act('answerRevocation', shuiwu, STATEMENT)
    expect(the.events.at(-1)?.data).toMatchObject({ late: true })
    const silent = propose(promised()).later(120)
    silent.act('decideRevocation', director, { ...ONE, outcome: 'revoked', reason: '事实清楚', official: '吴局长' })
    expect(silent.state.revocations?.['1']?.decision).toMatchObject({ outcome: 'revoked', official: '吴局长' })
  })

  it('a hearing that was asked for is held first, by neither the proposer nor another bureau, with a clock', () => {
    const the = propose(promised())
    the.act('answerRevocation', shuiwu, { ...ONE, hearing: true })
    withClocks(the)
    expect(the.awaited()).toContain('holdHearing chengguan')
    expect(the.state.deadlines['holdHearing:chengguan:1']?.owner).toBe('chengguan')
    expect(the.later(9000).refused('decideRevocation', director, REVOKED).code).toBe('hearing-missing')
    const hearing = { ...ONE, chair: '赵科长', report: '略' }
    const itself = { ...chengguan, role: 'lead' } as const
    expect(the.refused('holdHearing', itself, hearing).code).toBe('second-person-required')
    the.act('holdHearing', director, hearing)
    the.act('decideRevocation', director, REVOKED)
  })

  it('never decided by who proposed it, whatever the rank; what was answered is met in words', () => {
    const lead = officer('chengguan', 'lead')
    const the = propose(promised(), PROPOSAL, lead)
    the.act('answerRevocation', shuiwu, STATEMENT)
    expect(the.refused('decideRevocation', lead, REVOKED)).toEqual({
      code: 'second-person-required',
      field: 'revocation',
    })
    const { onAnswer: _none, ...unmet } = REVOKED
    expect(the.refused('decideRevocation', director, unmet)).toEqual({ code: 'validation-failed', field: 'onAnswer' })
    the.act('decideRevocation', director, REVOKED)
  })

  it('the site is made safe first, or its clock has passed: nobody keeps an approval by leaving a trench open', () => {
    const the = propose(promisedWorks())
    the.act('answerRevocation', shuiwu, { ...ONE, waived: true })
    expect(the.refused('decideRevocation', director, REVOKED)).toEqual({ code: 'site-not-safe', field: 'outcome' })
    the.later(120).act('decideRevocation', director, REVOKED)
    expect(the.refused('reportSiteSafe', shuiwu, SAFE).code).toBe('already-done')
    expect(propose(promised()).refused('reportSiteSafe', shuiwu, SAFE)).toEqual({
      code: 'wrong-stage',
      field: 'revocation',
    })
  })

  it('where it would gravely harm the public, or the facts do not stand, the approval stands', () => {
    for (const outcome of ['publicHarm', 'dismissed'] as const) {
      const the = propose(verified())
      the.act('answerRevocation', shuiwu, STATEMENT)
      the.act('decideRevocation', director, { ...REVOKED, outcome })
      expect(the.awaited().filter((task) => /Revocation|SiteSafe|Hearing/.test(task))).toEqual([])
      the.act('reportBackfill', shuiwu, BACKFILL)
      the.act('completeWorks', shuiwu, { line: WATER })
      expect(propose(the).state.revocations?.['2']?.id).toBe('2')
    }
  })
})

describe('R-16, R-17, R-19: revoked, the approval falls, works stop, and the ordinary way is open', () => {
  it('works that had begun stand still until the approval is decided anew; then they go on, verified no more', () => {
    const the = revoked()
    const stopped = { code: 'works-stopped', field: 'line' }
    expect(the.status(WATER)).toBe('constructing')
    expect(the.refused('reportProgress', shuiwu, { line: WATER, percent: 9 })).toEqual(stopped)
    expect(the.refused('reportBackfill', shuiwu, BACKFILL)).toEqual(stopped)
    expect(the.refused('completeWorks', shuiwu, { line: WATER })).toEqual(stopped)
    expect(the.awaited()).toContain('applyForApprovals shuiwu')
    expect(the.state.clearances?.['shuiwu']?.number).toBe(2)
    expect(the.state.commitments['shuiwu']?.grants).toEqual({})
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
    expect(the.awaited()).toContain('decideApproval chengguan')
    expect(the.refused('reportProgress', shuiwu, { line: WATER, percent: 9 })).toEqual(stopped)
    the.act('decideApproval', officer('chengguan'), { approval: 'shuiwu:roadExcavation:1', approved: true })
    the.act('decideApproval', officer('jiaojing'), { approval: 'shuiwu:roadExcavation:1:jiaojing', approved: true })
    the.act('reportProgress', shuiwu, { line: WATER, percent: 9 })
    the.act('fileInspection', inspector, inspection(WATER))
    the.act('completeWorks', shuiwu, { line: WATER })
  })

  it('R-17: what had been applied for before the promise lapsed by it: it is applied for anew, on a clock of its own', () => {
    const the = new BranchCase(WATER_AND_POWER, {}, CHIBI, [], { verifiesPromises: true, timesWorks: true }).atSurvey()
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road']))
    the.act('fileOpinion', guowang, connectable(POWER))
    the.closeSurvey()
    the.clock('commitment:shuiwu', 'commitment', 'shuiwu')
    the.act('applyForApprovals', shuiwu, application(['roadExcavation'], '2026-11-30', '2026-11-23'))
    the.clock('approval:shuiwu:roadExcavation:1', 'approval', 'chengguan')
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))
    the.act('fileDesign', shuiwu, { line: WATER, title: '给水设计', summary: 'DN200' })
    planNamed(the).act('startWorks', shuiwu, { line: WATER })
    revoked(withClocks(the))
    expect(the.awaited()).not.toContain('decideApproval chengguan')
    expect(the.state.clearances?.['shuiwu']?.number).toBe(2)
    const decision = (id: string) => ({ approval: id, approved: true })
    expect(the.refused('decideApproval', officer('chengguan'), decision('shuiwu:roadExcavation:1')).code).toBe(
      'wrong-stage',
    )
    the.act('applyForApprovals', shuiwu, application(['roadExcavation'], '2026-11-30', '2026-11-23'))
    the.act('decideApproval', officer('chengguan'), decision('shuiwu:roadExcavation:2'))
    the.act('decideApproval', officer('jiaojing'), decision('shuiwu:roadExcavation:2:jiaojing'))
    the.act('reportProgress', shuiwu, { line: WATER, percent: 9 })
  })

  it('refused the ordinary way, the design goes back while works stand', () => {
    const the = revoked()
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
    const approval = 'shuiwu:roadExcavation:1'
    the.act('decideApproval', officer('chengguan'), { approval, approved: false, reason: '须绕行' })
    expect(the.awaited()).toContain('redesign shuiwu')
    expect(the.refused('applyForApprovals', shuiwu, application(['roadExcavation'])).code).toBe('already-done')
    the.act('decideApproval', officer('jiaojing'), { approval: `${approval}:jiaojing`, approved: true })
    expect(the.refused('applyForApprovals', shuiwu, application(['roadExcavation'])).code).toBe('plan-missing')
    the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '略' })
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
    the.act('decideApproval', officer('chengguan'), { approval: 'shuiwu:roadExcavation:2', approved: true })
    the.act('decideApproval', officer('jiaojing'), { approval: 'shuiwu:roadExcavation:2:jiaojing', approved: true })
    the.act('reportProgress', shuiwu, { line: WATER, percent: 9 })
  })

  it('works that had not begun do not start; promised again it is refused: no second 附件3 for what was revoked', () => {
    const the = revoked(promised())
    expect(the.status(WATER)).toBe('committed')
    expect(the.refused('startWorks', shuiwu, { line: WATER }).code).toBe('approval-lacking')
    expect(the.refused('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))).toEqual({
      code: 'promise-beyond-limits',
      field: 'approvals.0',
    })
    expect(the.awaited()).not.toContain('signCommitment shuiwu')
  })

  it('works completed and not accepted are open again, and their clock with them', () => {
    const the = verified()
    the.clock(`works:${WATER}`, 'works', 'shuiwu')
    the.act('reportBackfill', shuiwu, BACKFILL)
    the.act('completeWorks', shuiwu, { line: WATER })
    revoked(the)
    expect(the.status(WATER)).toBe('constructing')
    expect(the.state.deadlines[`works:${WATER}`]?.metAt).toBeUndefined()
    expect(the.refused('completeWorks', shuiwu, { line: WATER }).code).toBe('works-stopped')
  })

  it('while it is pending nothing is started, promised or accepted', () => {
    const pending = { code: 'revocation-pending' }
    const the = propose(promised())
    expect(the.refused('startWorks', shuiwu, { line: WATER })).toEqual({ ...pending, field: 'line' })
    expect(the.refused('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30')).code).toBe(pending.code)
    const done = verified()
    done.act('reportBackfill', shuiwu, BACKFILL)
    done.act('completeWorks', shuiwu, { line: WATER })
    propose(done)
    expect(done.refused('acceptWorks', officer('zhujian'), { line: WATER, passed: true })).toEqual({
      ...pending,
      field: 'line',
    })
    done.act('acceptWorks', officer('zhujian'), { line: WATER, passed: false, remarks: '不实' })
  })
})

describe('R-16, R-20, R-29, R-37: attacks on a revocation', () => {
  it('twice: not while one is pending, nor what is revoked already, nor what was never given', () => {
    const the = propose(promised())
    expect(the.refused('proposeRevocation', director, PROPOSAL).code).toBe('wrong-stage')
    const done = revoked(promised())
    expect(done.refused('proposeRevocation', director, PROPOSAL).code).toBe('wrong-stage')
    const more = { ...PROPOSAL, approvals: ['roadExcavation', 'worksPlanning'] }
    expect(promised().refused('proposeRevocation', chengguan, more)).toEqual({
      code: 'approval-unknown',
      field: 'approvals.1',
    })
    expect(promised().refused('proposeRevocation', chengguan, { ...PROPOSAL, utility: 'guowang' })).toEqual({
      code: 'not-concerned',
      field: 'utility',
    })
    expect(promised().refused('proposeRevocation', chengguan, { ...PROPOSAL, utility: 'nobody' }).code).toBe(
      'not-concerned',
    )
  })

  it('after the works are accepted there is nothing to revoke: it is said what is left', () => {
    const the = verified()
    the.act('reportBackfill', shuiwu, BACKFILL)
    the.act('completeWorks', shuiwu, { line: WATER })
    the.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
    expect(() => the.act('proposeRevocation', chengguan, PROPOSAL)).toThrow(/后续检查与信用程序/)
  })

  it('an authority that gave nothing, a case of before, a withdrawn one', () => {
    expect(promised().refused('proposeRevocation', officer('zigui', 'lead'), PROPOSAL).code).toBe('not-concerned')
    expect(underWorks().refused('proposeRevocation', chengguan, PROPOSAL).code).toBe('wrong-stage')
    const the = propose(promisedWorks())
    the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
    expect(the.awaited()).toEqual(['restoreSite shuiwu'])
    expect(the.refused('decideRevocation', director, REVOKED).code).toBe('application-closed')
    expect(the.state.deadlines['answerRevocation:shuiwu:1']?.supersededAt).toBeDefined()
  })

  it('R-37: dropped meanwhile there is nothing to decide, and nobody is held up by it', () => {
    const the = propose(promised())
    the.act('dropServices', INTAKE, { lines: [WATER], reason: '不要了' })
    expect(the.awaited().filter((task) => /Revocation/.test(task))).toEqual([])
    expect(the.refused('decideRevocation', director, REVOKED).code).toBe('wrong-stage')
    expect(pendingRevocationOf(the.state, 'shuiwu')).toBeUndefined()
  })

  it('what is covered already needs no safety; another line of the utility is not held up', () => {
    const the = verified()
    the.act('reportBackfill', shuiwu, BACKFILL)
    expect(propose(the).state.revocations?.['1']?.openSites).toEqual([])
    const [line, rev] = [the.state.lines[WATER], the.state.revocations?.['1']]
    if (line === undefined || rev === undefined) throw new Error('no line')
    const other = { ...line, id: 'gas:shuiwu' as typeof line.id }
    expect(() => requireNoPendingRevocation(the.state, 'shuiwu', the.policy, other)).not.toThrow()
    expect(() => requireNoPendingRevocation(the.state, 'shuiwu', the.policy, line)).toThrow()
  })

  it('during a stop: both have to end before works go on', () => {
    const the = verified()
    const { order, ...rest } = inspection(WATER, [1], '2026-12-01')
    the.act('fileInspection', inspector, {
      ...rest,
      order: { requirement: '支护', dueDate: '2026-12-01', ...order, stop: '随时坍塌' },
    })
    revoked(the)
    the.act('applyForApprovals', shuiwu, application(['roadExcavation']))
    the.act('decideApproval', officer('chengguan'), { approval: 'shuiwu:roadExcavation:1', approved: true })
    the.act('decideApproval', officer('jiaojing'), { approval: 'shuiwu:roadExcavation:1:jiaojing', approved: true })
    expect(the.refused('reportProgress', shuiwu, { line: WATER, percent: 9 }).code).toBe('works-stopped')
    the.act('reportRectified', shuiwu, { order: `${WATER}:1`, remarks: '已改' })
    the.act('reinspect', inspector, { order: `${WATER}:1`, passed: true })
    the.act('reportProgress', shuiwu, { line: WATER, percent: 9 })
  })

  it('R-29: no credit record comes of it by itself', () => {
    expect(revoked().events.filter(({ type }) => type === 'promiseBroken')).toEqual([])
  })

  it('bodies that cannot be: neither answer nor waiver, both, a number that is none, a field too many', () => {
    const parse = (type: 'answerRevocation' | 'proposeRevocation' | 'decideRevocation', body: unknown) =>
      ACT_BODIES[type].safeParse(body).error?.issues[0]?.path.join('.')
    expect(parse('answerRevocation', ONE)).toBe('statement')
    expect(parse('answerRevocation', { ...STATEMENT, waived: true })).toBe('statement')
    expect(parse('answerRevocation', { ...STATEMENT, revocation: '0' })).toBe('revocation')
    expect(parse('proposeRevocation', { ...PROPOSAL, approvals: [] })).toBe('approvals')
    expect(parse('proposeRevocation', { ...PROPOSAL, approvals: ['a', 'a'] })).toBe('approvals')
    expect(parse('decideRevocation', { ...REVOKED, official: '' })).toBe('official')
    expect(ACT_BODIES.decideRevocation.safeParse({ ...REVOKED, record: true }).success).toBe(false)
  })
})
