import { describe, expect, it } from 'vitest'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { application, inspector, shuiwu, WATER } from '../fixtures/branch-case.ts'
import { registration } from '../fixtures/forms.ts'
import { needsOuterWorks } from '../fixtures/opinions.ts'
import { chengguan, director, PROPOSAL } from '../fixtures/promised-case.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import type { SkippedCase } from '../fixtures/skipped-case.ts'
import { commitment, inspection, PARTICIPANTS } from '../fixtures/works.ts'
import { connected, days, opine, WATER_ONLY } from './branch-steps.ts'

const time = SkippedTime.ofThisFile()
const ANSWER = 'answerRevocation:shuiwu:1'
const REVOKED = { revocation: '1', outcome: 'revoked', reason: '事实清楚', official: '吴局长' } as const

/** A case of now, whose works on a road go on by a promise. */
async function promisedWorks(): Promise<SkippedCase> {
  const the = await time.register(registration({}, { services: WATER_ONLY }), { verifiesPromises: true })
  await the.reaches((state) => state.deadlines['survey'] !== undefined)
  await opine(the)
  await the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road']))
  await the.reaches((state) => state.deadlines['commitment:shuiwu'] !== undefined)
  await the.act('signCommitment', shuiwu, commitment(await time.dateAhead(0), await time.dateAhead(200)))
  await the.act('fileDesign', shuiwu, { line: WATER, title: '设计', summary: '略' })
  const plan = { line: WATER, title: '方案', summary: '略', nearbyOwners: [] }
  await the.act('fileConstructionPlan', shuiwu, { ...plan, ...PARTICIPANTS })
  await the.act('startWorks', shuiwu, { line: WATER })
  await the.reaches((state) => state.deadlines[`verifyPromise:chengguan:${WATER}`] !== undefined)
  return the
}

/** Accepted, restored, connected. */
async function ended(the: SkippedCase): Promise<void> {
  await the.act('completeWorks', shuiwu, { line: WATER })
  await the.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
  await the.act('reportRestored', shuiwu, { line: WATER })
  await the.act('confirmRestoration', officer('chengguan'), { line: WATER })
  await connected(time, the, WATER)
  expect(await the.closed()).toMatchObject({ outcome: 'connected' })
}

describe('R-16, R-33: promises, at their real length', () => {
  it('ten working days to verify: red for the authority, whose absence holds up no backfill', async () => {
    const the = await promisedWorks()
    const { lines, deadlines } = await the.state()
    const due = days(lines[WATER]?.works?.startedAt ?? '', 10)
    expect(deadlines[`verifyPromise:chengguan:${WATER}`]).toMatchObject({ dueAt: due.dueAt, warnAt: due.warnAt })
    await the.act('fileInspection', inspector, inspection(WATER))
    await time.past(due.dueAt)
    await the.act('reportBackfill', shuiwu, { line: WATER, evidence: '影像' })
    await the.reaches(() => the.events('backfilled').length === 1)
    expect(the.events('backfilled')[0]?.data.unverified).toEqual(['chengguan'])
    const red = (await the.state()).deadlines[`verifyPromise:chengguan:${WATER}`]
    expect(red).toMatchObject({ passedAt: due.dueAt, supersededAt: expect.any(String) as string })
    await ended(the)
  })

  it('revoked unanswered while works go on: the clocks of the ordinary way run under works, and works end', async () => {
    const the = await promisedWorks()
    await the.act('proposeRevocation', chengguan, PROPOSAL)
    const { revocations, deadlines } = await the.reaches((state) => state.deadlines[ANSWER] !== undefined)
    const term = days(revocations?.['1']?.proposedAt ?? '', 3)
    expect(deadlines[ANSWER]).toMatchObject({ dueAt: term.dueAt, owner: 'shuiwu', unassessed: true })
    await time.past(term.dueAt)
    const over = await the.reaches((state) => state.deadlines['decideRevocation:chengguan:1'] !== undefined)
    expect(over.deadlines['decideRevocation:chengguan:1']?.dueAt).toBe(days(term.dueAt, 3).dueAt)
    await the.act('decideRevocation', director, REVOKED)
    const again = await the.reaches((state) => state.deadlines['commitment:shuiwu#2'] !== undefined)
    const { at = '' } = again.revocations?.['1']?.decision ?? {}
    expect(again.deadlines['commitment:shuiwu#2']?.dueAt).toBe(days(at, 0.5).dueAt)
    await time.past(days(at, 0.5).dueAt)
    await the.reaches((state) => state.deadlines['commitment:shuiwu#2']?.passedAt !== undefined)
    const worksTo = await time.dateAhead(100)
    await the.act('applyForApprovals', shuiwu, application(['roadExcavation'], worksTo, await time.dateAhead(0)))
    const id = 'approval:shuiwu:roadExcavation:1'
    const applied = await the.reaches((state) => state.deadlines[id] !== undefined)
    await time.past(applied.deadlines[id]?.dueAt ?? '')
    await the.reaches((state) => state.deadlines[id]?.passedAt !== undefined)
    const approval = 'shuiwu:roadExcavation:1'
    await the.act('decideApproval', officer('chengguan'), { approval, approved: true })
    await the.act('decideApproval', officer('jiaojing'), { approval: `${approval}:jiaojing`, approved: true })
    await the.act('fileInspection', inspector, inspection(WATER))
    await ended(the)
    expect(the.events('promiseBroken')).toEqual([])
  })

  it('R-37: withdrawn meanwhile, nobody is waited for on its account, and the case is wound up', async () => {
    const the = await promisedWorks()
    await the.act('proposeRevocation', chengguan, PROPOSAL)
    await the.reaches((state) => state.deadlines[ANSWER] !== undefined)
    await the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
    const { deadlines } = await the.state()
    expect(deadlines[ANSWER]?.supersededAt).toBeDefined()
    await the.act('reportRestored', shuiwu, { line: WATER })
    await the.act('confirmRestoration', officer('chengguan'), { line: WATER })
    expect(await the.closed()).toMatchObject({ outcome: 'withdrawn' })
  })

  it('R-16, R-36: completed and revoked before acceptance, its works and their clock go on in the same run', async () => {
    const the = await promisedWorks()
    await the.act('fileInspection', inspector, { ...inspection(WATER), verification: 'open' })
    await the.act('reportBackfill', shuiwu, { line: WATER, evidence: '影像' })
    await the.act('completeWorks', shuiwu, { line: WATER })
    await the.act('proposeRevocation', chengguan, PROPOSAL)
    await the.act('answerRevocation', shuiwu, { revocation: '1', waived: true })
    await the.act('decideRevocation', director, REVOKED)
    const back = await the.reaches((state) => state.lines[WATER]?.status === 'constructing')
    expect(back.deadlines[`works:${WATER}`]?.metAt).toBeUndefined()
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['roadExcavation'], await time.dateAhead(100), await time.dateAhead(0)),
    )
    const approval = 'shuiwu:roadExcavation:1'
    await the.act('decideApproval', officer('chengguan'), { approval, approved: true })
    await the.act('decideApproval', officer('jiaojing'), { approval: `${approval}:jiaojing`, approved: true })
    await ended(the)
    expect((await the.state()).deadlines[`works:${WATER}`]?.metAt).toBeDefined()
  })
})
