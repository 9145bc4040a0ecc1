import { dueTime, addWorkingMinutes, workingMinutesBetween } from '../../domain/clocks/working-time.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { LineId } from '../../domain/case/service.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import type { SkippedCase, SkippedTime } from '../fixtures/skipped-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { guowang, inspector, POWER, shuiwu, WATER, WATER_AND_POWER } from '../fixtures/branch-case.ts'

export const WATER_ONLY = { water: { business: 'new', tonsPerDay: 9 } }

export const days = (from: string, count: number) =>
  dueTime(from, { kind: 'workingDays', days: count }, CHIBI.hours, CALENDARS.china)

export const between = (from: string, to: string) => workingMinutesBetween(from, to, CHIBI.hours, CALENDARS.china)

export const plus = (from: string, minutes: number) =>
  addWorkingMinutes(from, minutes, CHIBI.hours, CALENDARS.china).due

type Touches = Parameters<typeof needsOuterWorks>[1]

export async function surveying(
  time: SkippedTime,
  services: Record<string, unknown> = WATER_ONLY,
  form: Record<string, unknown> = {},
  policy: City = CHIBI,
): Promise<SkippedCase> {
  const the = await time.register(registration({}, { services, ...form }), { policy })
  await the.reaches((state) => state.deadlines['survey'] !== undefined)
  return the
}

/** Water needs outer works; power, where it is in the case, needs them too or is connectable. */
export async function surveyed(
  time: SkippedTime,
  touches: Touches,
  power?: Touches | 'connectable',
  policy: City = CHIBI,
): Promise<SkippedCase> {
  const the = await surveying(time, power === undefined ? WATER_ONLY : WATER_AND_POWER, {}, policy)
  await opine(the)
  if (power !== undefined)
    await the.act('fileOpinion', guowang, power === 'connectable' ? connectable(POWER) : needsOuterWorks(POWER, power))
  await the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, touches))
  await the.reaches((state) => state.deadlines['commitment:shuiwu'] !== undefined)
  return the
}

export async function opine(the: SkippedCase): Promise<void> {
  for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
}

export async function underWorks(time: SkippedTime, ahead = 100): Promise<SkippedCase> {
  const the = await surveyed(time, ['road'])
  await the.act('signCommitment', shuiwu, commitment(await time.dateAhead(0), await time.dateAhead(ahead)))
  await started(the, WATER)
  return the
}

export async function started(the: SkippedCase, line: LineId): Promise<void> {
  const utility = officer(line.split(':')[1] ?? '')
  await the.act('fileDesign', utility, { line, title: '设计', summary: '略' })
  await the.act('fileConstructionPlan', utility, { line, title: '方案', summary: '略', nearbyOwners: [] })
  await the.act('startWorks', utility, { line })
}

export async function built(the: SkippedCase, line: LineId, by = inspector): Promise<void> {
  await the.act('fileInspection', by, inspection(line))
  await the.act('completeWorks', officer(line.split(':')[1] ?? ''), { line })
  await the.act('acceptWorks', officer('zhujian'), { line, passed: true })
}

export async function connected(time: SkippedTime, the: SkippedCase, line: LineId): Promise<void> {
  await the.act('appointConnection', INTAKE, { at: await time.soon(), lines: [line] })
  await the.act('reportConnected', officer(line.split(':')[1] ?? ''), { line })
}

export async function restored(the: SkippedCase, line: LineId): Promise<void> {
  await the.act('reportRestored', officer(line.split(':')[1] ?? ''), { line })
  await the.act('confirmRestoration', officer('chengguan'), { line })
}

export async function clock(the: SkippedCase, id: string) {
  const deadline = (await the.state()).deadlines[id]
  if (deadline === undefined) throw new Error(`no deadline ${id}`)
  return deadline
}

/** Timers fire within the second: compared to the minute. */
export function minute(instant: string): string {
  return instant.slice(0, 16)
}
