import { fileURLToPath } from 'node:url'
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker'
import type { WorkflowBundle } from '@temporalio/worker'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { LineId } from '../../domain/case/service.ts'
import { isWorkingDay } from '../../domain/clocks/working-time.ts'
import { ACT_SIGNALS, ACT_UPDATES } from '../../workflows/application/messages.ts'
import type { ActAnswer } from '../../workflows/application/core/carried.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import type { SkippedCase } from '../fixtures/skipped-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { application, guowang, inspector, POWER, shuiwu, WATER, WATER_AND_POWER } from '../state/branch-case.ts'

let time: SkippedTime
let code: WorkflowBundle
beforeAll(async () => {
  time = await SkippedTime.begin()
  code = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../workflows/all.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  })
})
afterEach(async () => {
  await time.clear()
})
afterAll(async () => {
  await time.end()
})

type Touches = Parameters<typeof needsOuterWorks>[1]
const zigui = officer('zigui')
const utilityOf = (line: LineId): Actor => officer(line.split(':')[1] ?? '')
const WITHDRAWAL = { reason: '项目取消' }
const [WATER_PLANNING, POWER_PLANNING] = ['shuiwu:worksPlanning:1', 'guowang:worksPlanning:1']

async function surveying(services: Record<string, unknown> = WATER_AND_POWER): Promise<SkippedCase> {
  const the = await time.register(registration({}, { services }))
  await the.reaches((state) => state.deadlines['survey'] !== undefined)
  return the
}

/** Water and power both need outer works. */
async function surveyed(touches: Touches): Promise<SkippedCase> {
  const the = await surveying()
  for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
  await the.act('fileOpinion', guowang, needsOuterWorks(POWER, touches))
  await the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, touches))
  await the.reaches(
    (state) =>
      state.deadlines['commitment:shuiwu'] !== undefined && state.deadlines['commitment:guowang'] !== undefined,
  )
  return the
}

/** Both have applied for what a promise cannot replace; both clocks run. */
async function applied(): Promise<SkippedCase> {
  const the = await surveyed(['planning'])
  for (const utility of [shuiwu, guowang])
    await the.act(
      'applyForApprovals',
      utility,
      application(['worksPlanning'], await dateAhead(200), await dateAhead(0)),
    )
  await the.reaches(
    (state) =>
      state.deadlines[`approval:${WATER_PLANNING}`] !== undefined &&
      state.deadlines[`approval:${POWER_PLANNING}`] !== undefined,
  )
  return the
}

/** Water and power are being built on one road under promises. */
async function constructing(): Promise<SkippedCase> {
  const the = await surveyed(['road'])
  for (const line of [WATER, POWER]) {
    await the.act('signCommitment', utilityOf(line), commitment(await dateAhead(0), await dateAhead(100)))
    await started(the, line)
  }
  return the
}

async function started(the: SkippedCase, line: LineId): Promise<void> {
  await the.act('fileDesign', utilityOf(line), { line, title: '设计', summary: '略' })
  await the.act('fileConstructionPlan', utilityOf(line), { line, title: '方案', summary: '略', nearbyOwners: [] })
  await the.act('startWorks', utilityOf(line), { line })
}

/** Inspected, completed, accepted, connected, and restored where that is due: to the end of the line. */
async function finished(the: SkippedCase, line: LineId, by: Actor = inspector): Promise<void> {
  const { status, outerWorks } = (await the.state()).lines[line] ?? {}
  if (status === 'constructing') {
    await the.act('fileInspection', by, inspection(line))
    await the.act('completeWorks', utilityOf(line), { line })
  }
  if (status === 'constructing' || status === 'completed')
    await the.act('acceptWorks', officer('zhujian'), { line, passed: true })
  await the.act('appointConnection', INTAKE, {
    at: new Date((await time.environment.currentTimeMs()) + 60_000).toISOString(),
    lines: [line],
  })
  await the.act('reportConnected', utilityOf(line), { line })
  if (outerWorks?.touches.includes('road') !== true) return
  await the.act('reportRestored', utilityOf(line), { line })
  await the.act('confirmRestoration', officer('chengguan'), { line })
}

/** The code of each refused act, null of each that was taken. */
async function together(...acts: readonly Promise<unknown>[]): Promise<readonly (string | null)[]> {
  return (await Promise.allSettled(acts)).map((settled) =>
    settled.status === 'fulfilled' ? null : codeOf(settled.reason),
  )
}

/** A case that has closed meanwhile takes no update; the API tells its sender so. */
function codeOf(error: unknown): string {
  if (error instanceof WorkflowNotFoundError) return 'application-closed'
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
    return error.cause.type ?? ''
  throw error
}

function keyed(
  the: SkippedCase,
  updateId: string,
  actor: Actor,
  body: ActBodies['fileInspection'],
): Promise<ActAnswer> {
  return the.handle.executeUpdate<ActAnswer, [unknown]>(ACT_UPDATES.fileInspection as never, {
    updateId,
    args: [{ actor, bodyHash: 'hash', body }],
  })
}

/**
 * it came to its end, each event once, without gaps; no task is left open, no clock runs, and its history
 * runs again.
 */
async function expectWhole(the: SkippedCase, outcome: 'connected' | 'withdrawn'): Promise<void> {
  const state = await the.closed()
  expect(state.outcome).toBe(outcome)
  await the.reaches(() => the.events('applicationClosed').length === 1)
  expect(Object.values(state.tasks).filter((task) => task.closedSeq === undefined)).toEqual([])
  expect(
    Object.values(state.deadlines).filter(
      ({ metAt, supersededAt }) => metAt === undefined && supersededAt === undefined,
    ),
  ).toEqual([])
  expect(the.seqs()).toEqual(Array.from({ length: state.seq }, (_, index) => index + 1))
  const { dataConverter } = time.environment.client.options
  await Worker.runReplayHistory(
    {
      workflowBundle: code,
      ...(dataConverter === undefined ? {} : { dataConverter }),
      sinks: { events: { recorded: { fn: () => {}, callDuringReplay: false } } },
    },
    await the.handle.fetchHistory(),
    the.handle.workflowId,
  )
}

describe('a refusal in one branch while another completes', () => {
  it('R-17, R-21: both stand; the refused one designs anew and follows, and the case comes to its end', async () => {
    const the = await applied()
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
    await finished(the, POWER)
    await the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '避让' })
    await the.act('applyForApprovals', shuiwu, application(['worksPlanning'], await dateAhead(200), await dateAhead(0)))
    await the.act('decideApproval', zigui, { approval: 'shuiwu:worksPlanning:2', approved: true })
    await started(the, WATER)
    await finished(the, WATER, zigui)
    await expectWhole(the, 'connected')
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
      const the = await applied()
      const decide = () => the.act('decideApproval', zigui, { approval: WATER_PLANNING, approved: true })
      const withdraw = () => the.act('withdrawApplication', INTAKE, WITHDRAWAL)
      const codes = decisionFirst
        ? await together(decide(), withdraw())
        : (await together(withdraw(), decide())).toReversed()
      expect(codes[1]).toBeNull()
      expect([null, 'application-closed']).toContain(codes[0])
      await expectWhole(the, 'withdrawn')
      const decided = the.events('approvalDecided')
      expect(decided).toHaveLength(codes[0] === null ? 1 : 0)
      for (const { seq } of decided) expect(seq).toBeLessThan(the.events('applicationWithdrawn')[0]?.seq ?? 0)
      expect(the.events('deadlinePassed')).toEqual([])
    },
  )

  it.each([true, false])(
    'R-37: one after the other, too: the decision stands, or hears that the case is withdrawn (decided first: %s)',
    async (decidedFirst) => {
      const the = await applied()
      const acts = [
        () => the.act('decideApproval', zigui, { approval: WATER_PLANNING, approved: true }),
        () => the.act('withdrawApplication', INTAKE, WITHDRAWAL),
      ]
      const codes = []
      for (const act of decidedFirst ? acts : acts.toReversed()) codes.push(...(await together(act())))
      expect(codes).toEqual([null, decidedFirst ? null : 'application-closed'])
      await expectWhole(the, 'withdrawn')
      expect((await the.state()).approvals[WATER_PLANNING]?.status).toBe(decidedFirst ? 'approved' : 'applied')
    },
  )

  it('R-37: two withdrawals at once: one counts', async () => {
    const the = await applied()
    const codes = await together(
      the.act('withdrawApplication', INTAKE, WITHDRAWAL),
      the.act('withdrawApplication', CLERK, WITHDRAWAL),
    )
    expect(codes.filter((code) => code !== null)).toEqual(['application-closed'])
    await expectWhole(the, 'withdrawn')
    expect(the.events('applicationWithdrawn')).toHaveLength(1)
  })
})

describe('inspectors at the same moment', () => {
  const zhujian = officer('zhujian', 'inspector')
  const orders = [`${WATER}:1`, `${WATER}:2`]

  it('R-20: two on one line: both inspections stand, their orders are two, each with its clock, its task and its own authority', async () => {
    const the = await constructing()
    const dueDate = await workingDateAhead(10)
    expect(
      await together(
        the.act('fileInspection', inspector, inspection(WATER, [1], dueDate)),
        the.act('fileInspection', zhujian, inspection(WATER, [2], dueDate)),
      ),
    ).toEqual([null, null])
    const state = await the.reaches((now) =>
      orders.every((order) => now.deadlines[`rectification:${order}`] !== undefined),
    )
    expect(Object.keys(state.orders)).toEqual(orders)
    expect(
      Object.values(state.orders)
        .map(({ org, promises }) => `${org} ${promises.join()}`)
        .toSorted(),
    ).toEqual(['chengguan 1', 'zhujian 2'])
    expect(
      Object.values(state.tasks).filter(({ kind, closedSeq }) => kind === 'rectify' && closedSeq === undefined),
    ).toHaveLength(2)
    expect(state.commitments['shuiwu']?.promises.map(({ checks }) => checks.length)).toEqual([2, 2, 2, 2])
    expect(state.lines[POWER]?.status).toBe('constructing')
    expect(await together(the.act('completeWorks', shuiwu, { line: WATER }))).toEqual(['rectification-open'])
    for (const order of orders) {
      const authority = state.orders[order]?.org ?? ''
      await the.act('reportRectified', shuiwu, { order, remarks: '已改' })
      expect(
        await together(
          the.act('reinspect', officer(authority === 'zhujian' ? 'chengguan' : 'zhujian', 'inspector'), {
            order,
            passed: true,
          }),
        ),
      ).toEqual(['not-concerned'])
      await the.act('reinspect', officer(authority, 'inspector'), { order, passed: true })
    }
    for (const line of [WATER, POWER]) await finished(the, line)
    await expectWhole(the, 'connected')
    expect(the.events('rectificationOrdered').map(({ data }) => data.order)).toEqual(orders)
    expect(the.events('promiseBroken')).toEqual([])
  })

  it("R-20: one inspector's act sent twice under one key is one; of another line it is not held up", async () => {
    const the = await constructing()
    const body = inspection(WATER, [1], await workingDateAhead(10))
    const [first, second] = await Promise.all([
      keyed(the, 'one-key', inspector, body),
      keyed(the, 'one-key', inspector, body),
      the.act('fileInspection', inspector, inspection(POWER)),
    ])
    expect(second).toEqual(first)
    const again = await keyed(the, 'one-key', inspector, body)
    expect(again).toEqual(first)
    const state = await the.reaches((now) => now.deadlines[`rectification:${orders[0]}`] !== undefined)
    expect(Object.keys(state.orders)).toEqual([orders[0]])
    await the.reaches(() => the.events('inspectionFiled').length === 2)
    expect(
      the
        .events('inspectionFiled')
        .map(({ data }) => data.line)
        .toSorted(),
    ).toEqual([POWER, WATER])
    await the.windUp()
    await expectWhole(the, 'withdrawn')
  })

  it('R-20: one by a signal and one by an act: two orders', async () => {
    const the = await constructing()
    const dueDate = await workingDateAhead(10)
    await Promise.all([
      the.handle.signal(ACT_SIGNALS.fileInspection, { actor: inspector, body: inspection(WATER, [1], dueDate) }),
      the.act('fileInspection', zhujian, inspection(WATER, [2], dueDate)),
    ])
    const state = await the.reaches((now) =>
      orders.every((order) => now.deadlines[`rectification:${order}`] !== undefined),
    )
    expect(
      Object.values(state.orders)
        .map(({ org }) => org)
        .toSorted(),
    ).toEqual(['chengguan', 'zhujian'])
    await the.windUp()
    await expectWhole(the, 'withdrawn')
  })
})

describe('parties at the same moment', () => {
  it('R-18: two utilities agree to share a trench: both have said so, each once', async () => {
    const the = await constructing()
    const { serviceNumber } = await the.state()
    const agree = (line: LineId, other: LineId) =>
      the.act('agreeSharedTrench', utilityOf(line), { line, with: { serviceNumber, line: other } })
    const codes = await together(agree(WATER, POWER), agree(POWER, WATER), agree(WATER, POWER))
    expect(codes[1]).toBeNull()
    expect([codes[0], codes[2]].filter((code) => code !== null)).toEqual(['already-done'])
    expect((await the.state()).trenches?.map(({ line }) => line).toSorted()).toEqual([POWER, WATER])
    for (const line of [WATER, POWER]) await finished(the, line)
    await expectWhole(the, 'connected')
    expect(the.events('trenchSharingAgreed')).toHaveLength(2)
  })

  it('R-13: the last opinions together: the survey closes once, with all of them', async () => {
    const the = await surveying()
    expect(
      await together(
        the.act('fileOpinion', shuiwu, connectable(WATER)),
        the.act('fileOpinion', guowang, connectable(POWER)),
        ...['zigui', 'chengguan'].map((org) => the.act('fileOpinion', officer(org), NO_OBJECTION)),
      ),
    ).toEqual([null, null, null, null])
    await the.reaches((state) => state.stage === 'connection')
    for (const line of [WATER, POWER]) await finished(the, line)
    await expectWhole(the, 'connected')
    expect(the.events('surveyClosed').map(({ data }) => data.absent)).toEqual([[]])
  })

  it('R-26: the last two services connected together, one of them told twice: the case closes once', async () => {
    const the = await surveying()
    await Promise.all([
      the.act('fileOpinion', shuiwu, connectable(WATER)),
      the.act('fileOpinion', guowang, connectable(POWER)),
      ...['zigui', 'chengguan'].map((org) => the.act('fileOpinion', officer(org), NO_OBJECTION)),
    ])
    await the.reaches((state) => state.stage === 'connection')
    await the.act('appointConnection', INTAKE, {
      at: new Date((await time.environment.currentTimeMs()) + 60_000).toISOString(),
    })
    const codes = await together(
      the.act('reportConnected', shuiwu, { line: WATER }),
      the.act('reportConnected', shuiwu, { line: WATER }),
      the.act('reportConnected', guowang, { line: POWER }),
    )
    expect(codes.filter((code) => code === null)).toHaveLength(2)
    expect(['already-done', 'application-closed']).toContain(codes.find((code) => code !== null))
    await expectWhole(the, 'connected')
    expect(the.events('serviceConnected')).toHaveLength(2)
  })
})

describe('after a withdrawal', () => {
  it('R-03, R-37: a demand that lacked something is neither accepted nor pushed by the withdrawal', async () => {
    const the = await time.register(registration({}, { services: { water: { business: 'new' } } }))
    await the.reaches((state) => state.deadlines['registration'] !== undefined)
    await the.act('withdrawApplication', INTAKE, WITHDRAWAL)
    await expectWhole(the, 'withdrawn')
    expect([the.events('demandAccepted'), the.events('demandPushed'), the.events('surveyConvened')]).toEqual([
      [],
      [],
      [],
    ])
  })

  it('R-13, R-37: a survey that waited for a utility does not close by the withdrawal', async () => {
    const the = await surveying()
    for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
    await the.act('withdrawApplication', INTAKE, WITHDRAWAL)
    await expectWhole(the, 'withdrawn')
    expect(the.events('surveyClosed')).toEqual([])
    expect((await the.state()).deadlines['survey']).toMatchObject({
      supersededAt: the.events('applicationWithdrawn')[0]?.at,
    })
  })
})

async function dateAhead(days: number): Promise<string> {
  return new Date((await time.environment.currentTimeMs()) + 8 * 3_600_000 + days * 86_400_000)
    .toISOString()
    .slice(0, 10)
}

async function workingDateAhead(from: number): Promise<string> {
  const date = await dateAhead(from)
  return isWorkingDay(date, CALENDARS.china) ? date : workingDateAhead(from + 1)
}
