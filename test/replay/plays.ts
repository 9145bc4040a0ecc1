/** Parts of cases that scenarios are put together from. */
import type { City } from '../../domain/city/city.schema.ts'
import type { PolicyDeadline } from '../../domain/clocks/deadline.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import type { LineId, Touched } from '../../domain/case/service.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { DRILL } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { commitment, inspection, PARTICIPANTS } from '../fixtures/works.ts'
import type { RecordedCase } from './recorded.ts'

export const WATER: LineId = 'water:shuiwu'
export const POWER: LineId = 'power:guowang'
export const FOUR_LINES: readonly LineId[] = [WATER, POWER, 'gas:ranqi', 'network:telecom']

/** Our services in the case; all four of the form unless told. */
export const waterOnly = () => registration({}, { services: { water: { business: 'new', tonsPerDay: 12 } } })
export const waterAndPower = () =>
  registration(
    {},
    { services: { water: { business: 'new', tonsPerDay: 12 }, power: { business: 'new', kilovoltAmperes: 100 } } },
  )

export const DOUBT = [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' as const }]

/** 演练市 with some deadlines of so many seconds: what has to pass passes soon. */
export function drill(seconds: Partial<Record<PolicyDeadline, number>> = {}): City {
  const shortened = Object.entries(seconds).map(([kind, length]) => [
    kind,
    { ...DRILL.deadlines[kind as PolicyDeadline], length: { kind: 'elapsedSeconds' as const, seconds: length } },
  ])
  return {
    ...DRILL,
    deadlines: { ...DRILL.deadlines, ...(Object.fromEntries(shortened) as Partial<City['deadlines']>) },
  }
}

/** A city, 演练市 unless told, where a receipt is to be signed within so many seconds. */
export function receiptsWithin(seconds: number, city: City = drill()): City {
  if (city.taskClocks === undefined) throw new Error(`${city.key} has no clocks of tasks`)
  const acknowledgeReceipt = { length: { kind: 'elapsedSeconds', seconds }, source: '演练' } as const
  return { ...city, taskClocks: { ...city.taskClocks, tasks: { ...city.taskClocks.tasks, acknowledgeReceipt } } }
}

const utilityOf = (line: LineId) => line.slice(line.indexOf(':') + 1)
/** Enough for an act to be taken before it, on a busy machine too. */
export const IN_TIME_MS = 8_000
export const inMilliseconds = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()

export async function authoritiesAgree(the: RecordedCase): Promise<void> {
  await the.reaches((state) => state.survey !== undefined)
  for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
}

/** Every opinion is in and the survey closed; `works`: what the outer works of a line touch. */
export async function surveyed(
  the: RecordedCase,
  lines: readonly LineId[] = [WATER],
  works: Readonly<Record<string, Touched[]>> = {},
): Promise<void> {
  await authoritiesAgree(the)
  for (const line of lines) {
    const touches = works[line]
    await the.act(
      'fileOpinion',
      officer(utilityOf(line)),
      touches === undefined ? connectable(line) : needsOuterWorks(line, touches),
    )
  }
  await the.reaches((state) => state.survey?.closedAt !== undefined)
}

export async function appointed(the: RecordedCase, at = inMilliseconds(3_600_000)): Promise<void> {
  await the.act('appointConnection', INTAKE, { at })
  await the.reaches(
    (state) =>
      Object.values(state.lines).some((line) => line.appointment?.at === at) &&
      Object.values(state.deadlines).some((deadline) => deadline.kind === 'connection'),
  )
}

export async function connected(the: RecordedCase, lines: readonly LineId[]): Promise<void> {
  for (const line of lines) await the.act('reportConnected', officer(utilityOf(line)), { line })
}

/** 附件3 for works from today on. */
export async function committed(the: RecordedCase, line: LineId, city: City, approvals: string[]): Promise<void> {
  await the.reaches((state) => state.deadlines[`commitment:${utilityOf(line)}`] !== undefined)
  const [from, to] = [0, 20 * 86_400_000].map((later) => localDate(inMilliseconds(later), city.hours)) as [
    string,
    string,
  ]
  await the.act('signCommitment', officer(utilityOf(line)), commitment(from, to, approvals))
  await the.reaches((state) => state.deadlines[`works:${line}`] !== undefined)
}

/** Design, plan, hand-over by the gas company, start. */
export async function underWorks(the: RecordedCase, line: LineId): Promise<void> {
  const utility = officer(utilityOf(line))
  await the.act('fileDesign', utility, { line, title: '外线设计', summary: '沿人行道敷设' })
  await the.act('fileConstructionPlan', utility, {
    line,
    title: '施工方案',
    summary: '夜间分段施工，白天恢复通行',
    nearbyOwners: ['ranqi'],
    ...PARTICIPANTS,
  })
  await the.act('signHandover', officer('ranqi'), {
    line,
    positions: '中压燃气管埋深 1.2 米，距路缘石 2 米',
    signer: '吴工',
  })
  await the.act('startWorks', utility, { line })
  await the.act('reportProgress', utility, { line, percent: 60 })
}

export async function inspected(the: RecordedCase, line: LineId): Promise<void> {
  await the.act('fileInspection', officer('chengguan', 'inspector'), inspection(line))
}

/** one promise broken, ordered, reported as put right, and found so. */
export async function rectified(the: RecordedCase, line: LineId, city: City): Promise<void> {
  await the.act(
    'fileInspection',
    officer('chengguan', 'inspector'),
    inspection(line, [3], localDate(inMilliseconds(5 * 86_400_000), city.hours)),
  )
  await the.reaches((state) => state.deadlines[`rectification:${line}:1`] !== undefined)
  await the.act('reportRectified', officer(utilityOf(line)), { order: `${line}:1`, remarks: '已补设围挡与警示灯' })
  await the.act('reinspect', officer('chengguan', 'inspector'), {
    order: `${line}:1`,
    passed: true,
    evidence: '复查照片',
  })
}

export async function completedAndAccepted(the: RecordedCase, line: LineId): Promise<void> {
  await the.act('completeWorks', officer(utilityOf(line)), { line })
  await the.act('acceptWorks', officer('zhujian'), { line, passed: true })
}

export async function restored(the: RecordedCase, line: LineId): Promise<void> {
  await the.act('reportRestored', officer(utilityOf(line)), { line })
  await the.act('confirmRestoration', officer('chengguan', 'inspector'), { line })
}
