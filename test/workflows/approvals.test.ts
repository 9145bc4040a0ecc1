import { describe, expect, it } from 'vitest'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { needsOuterWorks } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import { commitment } from '../fixtures/works.ts'
import {
  application,
  CATV,
  chutian,
  guowang,
  NETWORK,
  POWER,
  shuiwu,
  TWO_APPROVALS,
  WATER,
} from '../fixtures/branch-case.ts'
import {
  days,
  between,
  surveying,
  surveyed,
  opine,
  started,
  built,
  connected,
  restored,
  clock,
  minute,
} from './branch-steps.ts'

const time = SkippedTime.ofThisFile()

const zigui = officer('zigui')

const jiaotong = officer('jiaotong')

describe('parallel approval', () => {
  const [planning, river] = ['shuiwu:worksPlanning:1', 'shuiwu:riverCrossing:1']

  it('R-17: each approval passes its own deadline once, and the line waits for all', async () => {
    const the = await surveyed(time, ['planning'], undefined, TWO_APPROVALS)
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['worksPlanning', 'riverCrossing'], await time.dateAhead(200), await time.dateAhead(0)),
    )
    const { deadlines, approvals } = await the.reaches(
      (state) =>
        state.deadlines[`approval:${river}`] !== undefined && state.deadlines[`approval:${planning}`] !== undefined,
    )
    const at = approvals[planning]?.appliedAt ?? ''
    expect(deadlines[`approval:${planning}`]).toMatchObject({ owner: 'zigui', dueAt: days(at, 3).dueAt })
    expect(deadlines[`approval:${river}`]).toMatchObject({ owner: 'jiaotong', dueAt: days(at, 5).dueAt })
    await the.act('decideApproval', zigui, { approval: planning, approved: true })
    await time.past(days(at, 9).dueAt)
    await the.reaches((state) => state.deadlines[`approval:${river}`]?.passedAt !== undefined)
    expect((await the.state()).lines[WATER]?.status).toBe('outerWorks')
    await the.act('decideApproval', jiaotong, { approval: river, approved: true })
    await the.reaches((state) => state.deadlines[`works:${WATER}`] !== undefined)
    expect(the.ofThePlan('deadlinePassed').map((event) => event.data)).toEqual([
      { deadline: `approval:${river}`, owner: 'jiaotong' },
    ])
  })

  it('R-17, R-35: one approval stands while its supplement is awaited, the other runs on', async () => {
    const the = await surveyed(time, ['planning'], undefined, TWO_APPROVALS)
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['worksPlanning', 'riverCrossing'], await time.dateAhead(200), await time.dateAhead(0)),
    )
    await the.act('requestApprovalSupplement', zigui, { approval: planning, message: '补总平面图' })
    await the.reaches(
      (state) =>
        state.deadlines[`approval:${river}`] !== undefined &&
        state.deadlines[`approval:${planning}`]?.stoppedAt !== undefined,
    )
    const { dueAt } = await clock(the, `approval:${planning}`)
    await time.past(days(dueAt, 10).dueAt)
    const { deadlines } = await the.reaches((state) => state.deadlines[`approval:${river}`]?.passedAt !== undefined)
    expect(deadlines[`approval:${planning}`]?.passedAt).toBeUndefined()
    await the.act('supplyApproval', shuiwu, { approval: planning, message: '已补' })
    await the.reaches((state) => state.deadlines[`approval:${planning}`]?.stoppedAt === undefined)
    const moved = (await clock(the, `approval:${planning}`)).dueAt
    expect(between(the.events('approvalSupplied')[0]?.at ?? '', moved)).toBe(
      between((await the.state()).approvals[planning]?.supplement?.requestedAt ?? '', dueAt),
    )
    await time.past(moved)
    await the.reaches((state) => state.deadlines[`approval:${planning}`]?.passedAt !== undefined)
  })

  it('R-13, R-17, R-33: what is found late has a clock of its own, its approval another: both pass, and works start in the end', async () => {
    const the = await surveyed(time, ['road'])
    await the.act('signCommitment', shuiwu, commitment(await time.dateAhead(0), await time.dateAhead(100)))
    await the.reaches((state) => state.deadlines[`works:${WATER}`] !== undefined)
    await the.act('fileOpinion', jiaotong, { found: [{ line: WATER, touches: ['highway'] }] })
    const { deadlines, clearances } = await the.reaches((state) => state.deadlines['commitment:shuiwu#2'] !== undefined)
    const late = deadlines['commitment:shuiwu#2']
    expect(late).toMatchObject({ owner: 'shuiwu', dueAt: days(clearances?.['shuiwu']?.since ?? '', 0.5).dueAt })
    await time.past(late?.dueAt ?? '')
    await the.reaches((state) => state.deadlines['commitment:shuiwu#2']?.passedAt !== undefined)
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['highway'], await time.dateAhead(90), await time.dateAhead(0)),
    )
    const highway = await the.reaches((state) => state.deadlines['approval:shuiwu:highway:1'] !== undefined)
    await time.past(highway.deadlines['approval:shuiwu:highway:1']?.dueAt ?? '')
    await the.reaches((state) => state.deadlines['approval:shuiwu:highway:1']?.passedAt !== undefined)
    await the.act('decideApproval', jiaotong, { approval: 'shuiwu:highway:1', approved: true })
    await started(the, WATER)
    expect((await the.state()).lines[WATER]?.status).toBe('constructing')
  })

  it("R-17: refused for one utility while the other's is given and its works are built; the refused one designs anew", async () => {
    const the = await surveyed(time, ['planning'], ['planning'])
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['worksPlanning'], await time.dateAhead(200), await time.dateAhead(0)),
    )
    await the.act(
      'applyForApprovals',
      guowang,
      application(['worksPlanning'], await time.dateAhead(200), await time.dateAhead(0)),
    )
    await Promise.all([
      the.act('decideApproval', zigui, { approval: planning, approved: false, reason: '管位冲突' }),
      the.act('decideApproval', zigui, { approval: 'guowang:worksPlanning:1', approved: true }),
    ])
    await started(the, POWER)
    await built(the, POWER, officer('zigui', 'inspector'))
    await connected(time, the, POWER)
    expect((await the.state()).lines).toMatchObject({
      [WATER]: { status: 'outerWorks' },
      [POWER]: { status: 'connected' },
    })
    await the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '避让' })
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['worksPlanning'], await time.dateAhead(200), await time.dateAhead(0)),
    )
    await the.reaches((state) => state.deadlines['approval:shuiwu:worksPlanning:2'] !== undefined)
    await the.act('decideApproval', zigui, { approval: 'shuiwu:worksPlanning:2', approved: true })
    await the.reaches((state) => state.deadlines[`works:${WATER}:2`] !== undefined)
  })

  it('R-16, R-17: two lines of one utility share one commitment and one approval application, and each goes its own way', async () => {
    const the = await surveying(time, {
      network: { operators: ['chutian'], access: ['broadband'] },
      catv: { terminals: 2 },
    })
    await opine(the)
    await the.act('fileOpinion', chutian, {
      lines: [
        ...(needsOuterWorks(NETWORK, ['road', 'planning']).lines ?? []),
        ...(needsOuterWorks(CATV, ['road']).lines ?? []),
      ],
    })
    await the.reaches((state) => state.deadlines['commitment:chutian'] !== undefined)
    await the.act('signCommitment', chutian, commitment(await time.dateAhead(0), await time.dateAhead(100)))
    await the.act(
      'applyForApprovals',
      chutian,
      application(['worksPlanning'], await time.dateAhead(100), await time.dateAhead(0)),
    )
    await started(the, CATV)
    await the.reaches((state) => state.deadlines['approval:chutian:worksPlanning:1'] !== undefined)
    await the.act('decideApproval', zigui, { approval: 'chutian:worksPlanning:1', approved: true })
    await started(the, NETWORK)
    for (const line of [CATV, NETWORK]) {
      await built(the, line)
      await connected(time, the, line)
      await restored(the, line)
    }
    await the.closed()
    const kinds = the.events('deadlineStarted').map((event) => event.data.deadline.id)
    expect(kinds.filter((id) => /commitment|approval/.test(id))).toEqual([
      'commitment:chutian',
      'approval:chutian:worksPlanning:1',
    ])
  })

  const TWO_OF_CHUTIAN = { network: { operators: ['chutian'], access: ['broadband'] }, catv: { terminals: 2 } }

  it('R-16, R-17, R-33: the clocks that two lines of one utility share are warned of and passed once, at their real length', async () => {
    const the = await surveying(time, TWO_OF_CHUTIAN)
    await opine(the)
    await the.act('fileOpinion', chutian, {
      lines: [NETWORK, CATV].flatMap((line) => needsOuterWorks(line, ['planning']).lines ?? []),
    })
    for (const id of ['commitment:chutian', 'approval:chutian:worksPlanning:1']) {
      await the.reaches((state) => state.deadlines[id] !== undefined)
      const { warnAt, dueAt } = await clock(the, id)
      await time.past(warnAt)
      await the.reaches((state) => state.deadlines[id]?.warnedAt !== undefined)
      await time.past(dueAt)
      const passed = await the.reaches((state) => state.deadlines[id]?.passedAt !== undefined)
      expect(minute(passed.deadlines[id]?.passedAt ?? '')).toBe(minute(dueAt))
      if (id === 'commitment:chutian')
        await the.act(
          'applyForApprovals',
          chutian,
          application(['worksPlanning'], await time.dateAhead(200), await time.dateAhead(0)),
        )
    }
    await the.act('decideApproval', zigui, { approval: 'chutian:worksPlanning:1', approved: true })
    await the.reaches(
      (state) => state.deadlines[`works:${NETWORK}`] !== undefined && state.deadlines[`works:${CATV}`] !== undefined,
    )
    for (const type of ['deadlineWarned', 'deadlinePassed'] as const) {
      const told = the.events(type).map((event) => event.data.deadline)
      expect([type, told.filter((id) => /commitment|approval/.test(id))]).toEqual([
        type,
        ['commitment:chutian', 'approval:chutian:worksPlanning:1'],
      ])
    }
  })

  it('R-33, R-37: where the line that watched a shared clock is dropped, the other one goes on watching it', async () => {
    const the = await surveying(time, TWO_OF_CHUTIAN)
    await opine(the)
    await the.act('fileOpinion', chutian, {
      lines: [NETWORK, CATV].flatMap((line) => needsOuterWorks(line, ['road']).lines ?? []),
    })
    const { warnAt, dueAt } = (await the.reaches((state) => state.deadlines['commitment:chutian'] !== undefined))
      .deadlines['commitment:chutian'] ?? { warnAt: '', dueAt: '' }
    await time.past(warnAt)
    await the.act('dropServices', INTAKE, { lines: [NETWORK], reason: '不办了' })
    await time.past(dueAt)
    await the.reaches((state) => state.deadlines['commitment:chutian']?.passedAt !== undefined)
    await the.act('signCommitment', chutian, commitment(await time.dateAhead(0), await time.dateAhead(100)))
    await the.reaches((state) => state.lines[CATV]?.status === 'committed')
  })

  it.each([
    ['decided first', true],
    ['withdrawn first', false],
  ])('R-37: withdrawal while an approval is decided: %s', async (_name, decidedFirst) => {
    const the = await surveyed(time, ['planning'])
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['worksPlanning'], await time.dateAhead(200), await time.dateAhead(0)),
    )
    const decide = () =>
      the.act('decideApproval', zigui, { approval: planning, approved: true }).then(
        () => 'done',
        () => 'refused',
      )
    const withdraw = () =>
      the.act('withdrawApplication', INTAKE, { reason: '取消' }).then(
        () => 'done',
        () => 'refused',
      )
    const results = decidedFirst ? [await decide(), await withdraw()] : [await withdraw(), await decide()]
    expect(results).toEqual(decidedFirst ? ['done', 'done'] : ['done', 'refused'])
    expect(await the.closed()).toMatchObject({ outcome: 'withdrawn' })
  })

  it('R-37: a service is dropped while its approval is open: the other goes on to the end, nothing hangs and nothing passes', async () => {
    const the = await surveyed(time, ['planning'], 'connectable')
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['worksPlanning'], await time.dateAhead(200), await time.dateAhead(0)),
    )
    await the.reaches((state) => state.deadlines[`approval:${planning}`] !== undefined)
    await the.act('dropServices', INTAKE, { lines: [WATER], reason: '自备水源' })
    await time.past(days((await clock(the, `approval:${planning}`)).dueAt, 5).dueAt)
    await connected(time, the, POWER)
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
    expect(the.ofThePlan('deadlinePassed')).toEqual([])
  })
})
