import { describe, expect, it } from 'vitest'
import type { LineId } from '../../domain/case/service.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import { inspection } from '../fixtures/works.ts'
import { application, guowang, POWER, shuiwu, WATER } from '../fixtures/branch-case.ts'
import {
  utilityOf,
  WATER_PLANNING,
  POWER_PLANNING,
  surveying,
  applied,
  constructing,
  started,
  finished,
  together,
  expectWhole,
} from './race-steps.ts'

const time = SkippedTime.ofThisFile()

const zigui = officer('zigui')

const WITHDRAWAL = { reason: '项目取消' }

describe('a refusal in one branch while another completes', () => {
  it('R-17, R-21: both stand; the refused one designs anew and follows, and the case comes to its end', async () => {
    const the = await applied(time)
    await the.act('decideApproval', zigui, { approval: POWER_PLANNING, approved: true })
    await started(the, POWER)
    await the.act('fileInspection', zigui, inspection(POWER))
    expect(
      await together(
        the.act('decideApproval', zigui, { approval: WATER_PLANNING, approved: false, reason: '管位冲突' }),
        the.act('completeWorks', guowang, { line: POWER }),
      ),
    ).toEqual([null, null])
    const { lines, tasks } = await the.state()
    expect([lines[WATER]?.status, lines[POWER]?.status]).toEqual(['outerWorks', 'completed'])
    expect(
      Object.values(tasks)
        .filter((task) => task.closedSeq === undefined)
        .map(({ kind, org }) => `${kind} ${org}`),
    ).toEqual(expect.arrayContaining(['redesign shuiwu', 'acceptWorks zhujian']))
    await finished(time, the, POWER)
    await the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '避让' })
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['worksPlanning'], await time.dateAhead(200), await time.dateAhead(0)),
    )
    await the.act('decideApproval', zigui, { approval: 'shuiwu:worksPlanning:2', approved: true })
    await started(the, WATER)
    await finished(time, the, WATER, zigui)
    await expectWhole(time, the, 'connected')
    expect(
      the
        .events('approvalDecided')
        .map(({ data }) => data.approval)
        .toSorted(),
    ).toEqual([POWER_PLANNING, WATER_PLANNING, 'shuiwu:worksPlanning:2'])
  })
})

describe('a withdrawal while an approval is decided', () => {
  it.each([
    ['the decision is sent first', true],
    ['the withdrawal is sent first', false],
  ])(
    'R-17, R-37: whichever comes first counts, and nothing is decided in a withdrawn case: %s',
    async (_name, decisionFirst) => {
      const the = await applied(time)
      const decide = () => the.act('decideApproval', zigui, { approval: WATER_PLANNING, approved: true })
      const withdraw = () => the.act('withdrawApplication', INTAKE, WITHDRAWAL)
      const codes = decisionFirst
        ? await together(decide(), withdraw())
        : (await together(withdraw(), decide())).toReversed()
      expect(codes[1]).toBeNull()
      expect([null, 'application-closed']).toContain(codes[0])
      await expectWhole(time, the, 'withdrawn')
      const decided = the.events('approvalDecided')
      expect(decided).toHaveLength(codes[0] === null ? 1 : 0)
      for (const { seq } of decided) expect(seq).toBeLessThan(the.events('applicationWithdrawn')[0]?.seq ?? 0)
      expect(the.ofThePlan('deadlinePassed')).toEqual([])
    },
  )

  it.each([true, false])(
    'R-37: one after the other, too: the decision stands, or hears that the case is withdrawn (decided first: %s)',
    async (decidedFirst) => {
      const the = await applied(time)
      const acts = [
        () => the.act('decideApproval', zigui, { approval: WATER_PLANNING, approved: true }),
        () => the.act('withdrawApplication', INTAKE, WITHDRAWAL),
      ]
      const codes = []
      for (const act of decidedFirst ? acts : acts.toReversed()) codes.push(...(await together(act())))
      expect(codes).toEqual([null, decidedFirst ? null : 'application-closed'])
      await expectWhole(time, the, 'withdrawn')
      expect((await the.state()).approvals[WATER_PLANNING]?.status).toBe(decidedFirst ? 'approved' : 'applied')
    },
  )

  it('R-37: two withdrawals at once: one counts', async () => {
    const the = await applied(time)
    const codes = await together(
      the.act('withdrawApplication', INTAKE, WITHDRAWAL),
      the.act('withdrawApplication', CLERK, WITHDRAWAL),
    )
    expect(codes.filter((code) => code !== null)).toEqual(['application-closed'])
    await expectWhole(time, the, 'withdrawn')
    expect(the.events('applicationWithdrawn')).toHaveLength(1)
  })
})

describe('parties at the same moment', () => {
  it('R-18: two utilities agree to share a trench: both have said so, each once', async () => {
    const the = await constructing(time)
    const { serviceNumber } = await the.state()
    const agree = (line: LineId, other: LineId) =>
      the.act('agreeSharedTrench', utilityOf(line), { line, with: { serviceNumber, line: other } })
    const codes = await together(agree(WATER, POWER), agree(POWER, WATER), agree(WATER, POWER))
    expect(codes[1]).toBeNull()
    expect([codes[0], codes[2]].filter((code) => code !== null)).toEqual(['already-done'])
    expect((await the.state()).trenches?.map(({ line }) => line).toSorted()).toEqual([POWER, WATER])
    for (const line of [WATER, POWER]) await finished(time, the, line)
    await expectWhole(time, the, 'connected')
    expect(the.events('trenchSharingAgreed')).toHaveLength(2)
  })

  it('R-13: the last opinions together: the survey closes once, with all of them', async () => {
    const the = await surveying(time)
    expect(
      await together(
        the.act('fileOpinion', shuiwu, connectable(WATER)),
        the.act('fileOpinion', guowang, connectable(POWER)),
        ...['zigui', 'chengguan'].map((org) => the.act('fileOpinion', officer(org), NO_OBJECTION)),
      ),
    ).toEqual([null, null, null, null])
    await the.reaches((state) => state.stage === 'connection')
    for (const line of [WATER, POWER]) await finished(time, the, line)
    await expectWhole(time, the, 'connected')
    expect(the.events('surveyClosed').map(({ data }) => data.absent)).toEqual([[]])
  })

  it('R-26: the last two services connected together, one of them told twice: the case closes once', async () => {
    const the = await surveying(time)
    await Promise.all([
      the.act('fileOpinion', shuiwu, connectable(WATER)),
      the.act('fileOpinion', guowang, connectable(POWER)),
      ...['zigui', 'chengguan'].map((org) => the.act('fileOpinion', officer(org), NO_OBJECTION)),
    ])
    await the.reaches((state) => state.stage === 'connection')
    await the.act('appointConnection', INTAKE, {
      at: await time.soon(),
    })
    const codes = await together(
      the.act('reportConnected', shuiwu, { line: WATER }),
      the.act('reportConnected', shuiwu, { line: WATER }),
      the.act('reportConnected', guowang, { line: POWER }),
    )
    expect(codes.filter((code) => code === null)).toHaveLength(2)
    expect(['already-done', 'application-closed']).toContain(codes.find((code) => code !== null))
    await expectWhole(time, the, 'connected')
    expect(the.events('serviceConnected')).toHaveLength(2)
  })
})

describe('after a withdrawal', () => {
  it('R-03, R-37: a demand that lacked something is neither accepted nor pushed by the withdrawal', async () => {
    const the = await time.register(registration({}, { services: { water: { business: 'new' } } }))
    await the.reaches((state) => state.deadlines['registration'] !== undefined)
    await the.act('withdrawApplication', INTAKE, WITHDRAWAL)
    await expectWhole(time, the, 'withdrawn')
    expect([the.events('demandAccepted'), the.events('demandPushed'), the.events('surveyConvened')]).toEqual([
      [],
      [],
      [],
    ])
  })

  it('R-13, R-37: a survey that waited for a utility does not close by the withdrawal', async () => {
    const the = await surveying(time)
    for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
    await the.act('withdrawApplication', INTAKE, WITHDRAWAL)
    await expectWhole(time, the, 'withdrawn')
    expect(the.events('surveyClosed')).toEqual([])
    expect((await the.state()).deadlines['survey']).toMatchObject({
      supersededAt: the.events('applicationWithdrawn')[0]?.at,
    })
  })
})
