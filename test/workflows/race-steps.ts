import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { expect } from 'vitest'
import type { Actor } from '../../domain/actor/actor.ts'
import type { LineId } from '../../domain/case/service.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import type { SkippedCase, SkippedTime } from '../fixtures/skipped-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { application, guowang, inspector, POWER, shuiwu, WATER, WATER_AND_POWER } from '../fixtures/branch-case.ts'

type Touches = Parameters<typeof needsOuterWorks>[1]

export const utilityOf = (line: LineId): Actor => officer(line.split(':')[1] ?? '')
export const [WATER_PLANNING, POWER_PLANNING] = ['shuiwu:worksPlanning:1', 'guowang:worksPlanning:1']

export async function surveying(
  time: SkippedTime,
  services: Record<string, unknown> = WATER_AND_POWER,
): Promise<SkippedCase> {
  const the = await time.register(registration({}, { services }))
  await the.reaches((state) => state.deadlines['survey'] !== undefined)
  return the
}

/** Water and power both need outer works. */
async function surveyed(time: SkippedTime, touches: Touches): Promise<SkippedCase> {
  const the = await surveying(time)
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
export async function applied(time: SkippedTime): Promise<SkippedCase> {
  const the = await surveyed(time, ['planning'])
  for (const utility of [shuiwu, guowang])
    await the.act(
      'applyForApprovals',
      utility,
      application(['worksPlanning'], await time.dateAhead(200), await time.dateAhead(0)),
    )
  await the.reaches(
    (state) =>
      state.deadlines[`approval:${WATER_PLANNING}`] !== undefined &&
      state.deadlines[`approval:${POWER_PLANNING}`] !== undefined,
  )
  return the
}

/** Water and power are being built on one road under promises. */
export async function constructing(time: SkippedTime): Promise<SkippedCase> {
  const the = await surveyed(time, ['road'])
  for (const line of [WATER, POWER]) {
    await the.act('signCommitment', utilityOf(line), commitment(await time.dateAhead(0), await time.dateAhead(100)))
    await started(the, line)
  }
  return the
}

export async function started(the: SkippedCase, line: LineId): Promise<void> {
  await the.act('fileDesign', utilityOf(line), { line, title: '设计', summary: '略' })
  await the.act('fileConstructionPlan', utilityOf(line), { line, title: '方案', summary: '略', nearbyOwners: [] })
  await the.act('startWorks', utilityOf(line), { line })
}

/** Inspected, completed, accepted, connected, and restored where that is due: to the end of the line. */
export async function finished(
  time: SkippedTime,
  the: SkippedCase,
  line: LineId,
  by: Actor = inspector,
): Promise<void> {
  const { status, outerWorks } = (await the.state()).lines[line] ?? {}
  if (status === 'constructing') {
    await the.act('fileInspection', by, inspection(line))
    await the.act('completeWorks', utilityOf(line), { line })
  }
  if (status === 'constructing' || status === 'completed')
    await the.act('acceptWorks', officer('zhujian'), { line, passed: true })
  await the.act('appointConnection', INTAKE, {
    at: await time.soon(),
    lines: [line],
  })
  await the.act('reportConnected', utilityOf(line), { line })
  if (outerWorks?.touches.includes('road') !== true) return
  await the.act('reportRestored', utilityOf(line), { line })
  await the.act('confirmRestoration', officer('chengguan'), { line })
}

/** The code of each refused act, null of each that was taken. */
export async function together(...acts: readonly Promise<unknown>[]): Promise<readonly (string | null)[]> {
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

/**
 * it came to its end, each event once, without gaps; no task is left open, no clock runs, and its history
 * runs again.
 */
export async function expectWhole(
  time: SkippedTime,
  the: SkippedCase,
  outcome: 'connected' | 'withdrawn',
): Promise<void> {
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
  await time.replay(the.handle)
}
