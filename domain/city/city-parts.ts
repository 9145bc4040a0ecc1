import { minutesOfDay } from '../clocks/working-time.ts'
import { defined } from '../defined.ts'
import type { DueProcess } from '../credit/due-process.ts'
import type { City } from './city.schema.ts'
import { conductLengthsOf } from './conduct-lengths.ts'
import { creditLengthsOf } from './credit-lengths.ts'
import { roadKeysOf } from '../trench/road-section.ts'
import type { RoadKeys } from '../trench/road-section.ts'
import { closedRoads } from '../trench/closed-road.ts'
import type { ClosedRoad } from '../trench/closed-road.ts'
import type { ReportRoles } from '../assessment/meeting-report.ts'

/** Organisation key of the 协调小组办公室. Throws where the city has none. */
export function officeOf({ key, organisations }: Pick<City, 'key' | 'organisations'>): string {
  const office = organisations.find(({ kind }) => kind === 'office')
  if (office === undefined) throw new Error(`${key} has no office`)
  return office.key
}

/** the office decides, and every authority of the joint sanction (all, unless the city names them) is told. */
export function creditPartiesOf(city: City): { decider: string; sanctioners: readonly string[] } {
  const authorities = city.organisations.filter(({ kind }) => kind === 'authority').map(({ key }) => key)
  return { decider: officeOf(city), sanctioners: city.credit.sanctioners ?? authorities }
}

/**
 * who may confirm a record that an organisation proposes: itself, and its supervisor; unless the city names one,
 * the office for a bureau and the group for the office.
 */
export function confirmersOf({ key, organisations }: Pick<City, 'key' | 'organisations'>, proposer: string): string[] {
  const own = organisations.find((organisation) => organisation.key === proposer)
  const ofKind = (wanted: string) => organisations.find(({ kind }) => kind === wanted)?.key
  const above = own?.supervisor ?? (own?.kind === 'office' ? ofKind('group') : officeOf({ key, organisations }))
  return [proposer, ...(above === undefined || above === proposer ? [] : [above])]
}

/**
 * what a record carries of the city's policy; `approvals`: what the promise that it cites was for, where that is
 * known.
 */
export function dueProcessOf(
  { hours, approvals: { list }, credit }: Pick<City, 'hours' | 'approvals' | 'credit'>,
  approvals?: readonly string[],
): DueProcess {
  return {
    utcOffsetMinutes: hours.utcOffsetMinutes,
    blockable: approvals ?? list.filter(({ replaceable }) => replaceable).map(({ key }) => key),
    performanceMonths: credit.performanceMonths,
    ownWord: true,
    ...defined({ monthSeconds: credit.monthSeconds }),
  }
}

/** how many years a road that was put back is not opened again. */
export function moratoriumYearsOf({ roads }: Pick<City, 'roads'>): number {
  return roads?.moratoriumYears ?? 3
}

/** which road a name means in this city. */
export function roadKeysIn({ roads }: Pick<City, 'roads'>): RoadKeys {
  return roadKeysOf(roads?.list ?? [])
}

/** these roads by every name that the city's register has for them. */
export function allNamesOf(city: Pick<City, 'roads'>, names: readonly string[]): readonly string[] {
  const keyOf = roadKeysIn(city)
  const meant = new Set(names.map(keyOf))
  const registered = (city.roads?.list ?? []).filter(({ name }) => meant.has(keyOf(name)))
  return [...names, ...registered.flatMap(({ name, aliases = [] }) => [name, ...aliases])]
}

/** the roads that are closed to works on this day (YYYY-MM-DD). */
export function closedRoadsOf({ roads }: Pick<City, 'roads'>, day: string): ClosedRoad[] {
  return closedRoads(roads?.list ?? [], roads?.closed ?? { afterDelivery: 5, afterOverhaul: 3 }, day)
}

/** who assesses, and who reviews what the assessor does itself. */
export function assessmentOf({ assessment, survey }: Pick<City, 'assessment' | 'survey'>): {
  assessor: string
  reviewer?: string
} {
  const { assessor = survey.convener, reviewer } = assessment
  return { assessor, ...defined({ reviewer }) }
}

/**
 * who has a part in the quarterly report: every organisation of the city that works on cases or oversees them;
 * not the intakes, nor the credit platform.
 */
export function reportRolesOf(city: City): ReportRoles {
  return {
    ...assessmentOf(city),
    office: officeOf(city),
    parties: city.organisations.filter(({ kind }) => kind !== 'intake' && kind !== 'platform').map(({ key }) => key),
  }
}

/** the longest deadline that the city sets, in working days, rounded up. */
export function longestDeadlineOf(city: City): number {
  const { deadlines, approvals, transfer, credit, rating, assessment, taskClocks, hours } = city
  const lengths = [
    ...Object.values(deadlines).map(({ length }) => length),
    transfer.ownership,
    transfer.account,
    transfer.retry,
    ...conductLengthsOf({ transfer, rating, assessment }),
    ...creditLengthsOf(credit),
    rating.answer,
    rating.addition,
    assessment.review,
    ...Object.values(taskClocks?.tasks ?? {}).flatMap((clock) =>
      clock !== undefined && 'length' in clock ? [clock.length] : [],
    ),
    ...(taskClocks?.greenery === undefined ? [] : [taskClocks.greenery.length]),
  ]
  const days = lengths.map((length) => {
    if (length.kind === 'workingHours') return (length.hours * 60) / minutesOfDay(hours)
    return 'days' in length ? length.days : 1
  })
  return Math.ceil(Math.max(...days, ...approvals.list.map(({ workingDays }) => workingDays)))
}
