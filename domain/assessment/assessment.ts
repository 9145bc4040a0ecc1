/**
 * how deadlines become figures. A deadline counts once, in the period in which it was decided: one met in time
 * where it was met, one that passed where it was due, one still running where it is due (a stopped one whose due time
 * went by meanwhile: in the period of the day of asking). Not counted: one that another took the place of, and one that
 * a withdrawal left without an object, unless it had passed before.
 */
import type { Deadline, DeadlineKind } from '../clocks/deadline.ts'
import { workingMinuteCounter } from '../clocks/working-time.ts'
import type { WorkingCalendar, WorkingHours } from '../clocks/working-time.ts'

/** The links (环节) of the plan's assessment. */
export const LINKS = ['registration', 'survey', 'commitment', 'works', 'connection'] as const
export type Link = (typeof LINKS)[number]
export const LINK_NAMES: Readonly<Record<Link, string>> = {
  registration: '信息采集',
  survey: '联合踏勘',
  commitment: '承诺与审批',
  works: '施工监管',
  connection: '验收接入',
}

export const LINK_OF: Readonly<Record<DeadlineKind, Link>> = {
  registration: 'registration',
  survey: 'survey',
  commitment: 'commitment',
  approval: 'commitment',
  works: 'works',
  rectification: 'works',
  emergencyRepair: 'works',
  connection: 'connection',
  supplementDemand: 'registration',
  acknowledgeReceipt: 'registration',
  fileOpinion: 'survey',
  redesign: 'commitment',
  supplyApproval: 'commitment',
  issueJointResult: 'commitment',
  signHandover: 'works',
  inspectWorks: 'works',
  reinspect: 'works',
  decideExtension: 'works',
  acceptWorks: 'works',
  restoreSite: 'works',
  confirmRestoration: 'works',
  conveneSurvey: 'survey',
  fileResurvey: 'survey',
  answerOffer: 'connection',
  answerMissed: 'connection',
  decideMissed: 'connection',
  verifyPromise: 'works',
  answerRevocation: 'commitment',
  holdHearing: 'commitment',
  decideRevocation: 'commitment',
  makeSiteSafe: 'works',
  decideWorksExtension: 'works',
  decideVariation: 'works',
  inviteToAcceptance: 'works',
  fileAcceptance: 'works',
  laySurface: 'works',
}

export function kindsOf(link: Link): readonly DeadlineKind[] {
  return (Object.keys(LINK_OF) as DeadlineKind[]).filter((kind) => LINK_OF[kind] === link)
}

export const RESULTS = ['onTime', 'overdue', 'running'] as const
export type Result = (typeof RESULTS)[number]
export const RESULT_NAMES: Readonly<Record<Result, string>> = { onTime: '按时', overdue: '超期', running: '在办' }

/** One deadline that counts in a period. Instants are ISO UTC, `minutes` working minutes. */
export interface AssessedDeadline {
  readonly owner: string
  readonly kind: DeadlineKind
  readonly advisory: boolean
  readonly length: Deadline['length']
  readonly minutes: number
  readonly dueAt: string
  readonly stoppedAt: string | null
  readonly passedAt: string | null
  readonly metAt: string | null
  /**
   * Of one that passed and was never met: when it ended all the same (superseded, withdrawn, the survey closed); null
   * where it goes on.
   */
  readonly endedAt: string | null
}

/** Decided by the owner's own time: one that stood still when it was met had not reached its due time. */
export function resultOf({
  dueAt,
  stoppedAt,
  passedAt,
  metAt,
}: Pick<AssessedDeadline, 'dueAt' | 'stoppedAt' | 'passedAt' | 'metAt'>): Result {
  if (passedAt !== null) return 'overdue'
  if (metAt === null) return 'running'
  return Date.parse(stoppedAt ?? metAt) > Date.parse(dueAt) ? 'overdue' : 'onTime'
}

/**
 * By what used time is counted: working minutes between two instants, on the hours and the calendar in force; `now` is
 * an ISO UTC instant.
 */
export interface UseClock {
  readonly between: (from: string, to: string) => number
  readonly now: string
}

interface UseClockInput {
  readonly hours: WorkingHours
  readonly calendar: WorkingCalendar
  readonly now: string
}

export function useClock({ hours, calendar, now }: UseClockInput): UseClock {
  return { between: workingMinuteCounter(hours, calendar), now }
}

/**
 * Used time / allowed time, 0 or more, above 1 where it is overdue; nothing where no time was allowed at all. A stop
 * moves the due time by its own length, so what is left until the due time is what is left of the allowed time,
 * whatever stood between. Working minutes; seconds where the length is in seconds. Throws `CalendarRangeError`
 * for a year that the calendar does not know.
 */
export function useOf(
  { length, minutes, dueAt, stoppedAt, passedAt, metAt, endedAt }: AssessedDeadline,
  { between, now }: UseClock,
): number | undefined {
  const end = (passedAt === null ? stoppedAt : null) ?? metAt ?? endedAt ?? now
  const late = Date.parse(end) > Date.parse(dueAt)
  if (length.kind === 'elapsedSeconds')
    return Math.max(0, 1 + (Date.parse(end) - Date.parse(dueAt)) / (length.seconds * 1_000))
  if (minutes === 0) return undefined
  const used = late ? minutes + between(dueAt, end) : minutes - between(end, dueAt)
  return Math.max(0, used / minutes)
}

/**
 * Counts and sums, which add up; `measured` deadlines had a use, of those on time or overdue. `ordered`, `missed`:
 * rectification orders.
 */
export interface Figures {
  readonly volume: number
  readonly onTime: number
  readonly overdue: number
  readonly running: number
  readonly measured: number
  readonly useSum: number
  readonly worstUse: number
  /** surveys that ended without a required opinion. */
  readonly absences: number
  readonly ordered: number
  readonly missed: number
  /** appointments that the utility did not keep, confirmed or decided; none in reports of before 0.7. */
  readonly unkept?: number
  /** of the orders, those that stopped works; R-16: approvals revoked. None in reports of before 0.7. */
  readonly stopped?: number
  readonly revoked?: number
  /** more time for works that was granted; none in reports of before 0.8. */
  readonly extended?: number
  /** users told to file, and those of them who have since; none in reports of before 0.8. */
  readonly guided?: number
  readonly guidedFiled?: number
  /** inquiries of this organisation, those answered, and turns over their term. None in reports of before 0.8. */
  readonly inquiries?: number
  readonly inquiriesAnswered?: number
  readonly inquiriesLate?: number
}

/** what is counted outside cases. */
export const ASKED_FIGURES = [
  'guided',
  'guidedFiled',
  'inquiries',
  'inquiriesAnswered',
  'inquiriesLate',
] as const satisfies readonly (keyof Figures)[]
export type AskedFigures = Record<(typeof ASKED_FIGURES)[number], number>

/** Of a report of before 0.8 none. */
export function askedFiguresOf(figures: Figures): AskedFigures {
  const { guided = 0, guidedFiled = 0, inquiries = 0, inquiriesAnswered = 0, inquiriesLate = 0 } = figures
  return { guided, guidedFiled, inquiries, inquiriesAnswered, inquiriesLate }
}

export const NO_FIGURES: Figures = {
  volume: 0,
  onTime: 0,
  overdue: 0,
  running: 0,
  measured: 0,
  useSum: 0,
  worstUse: 0,
  absences: 0,
  ordered: 0,
  missed: 0,
  unkept: 0,
  stopped: 0,
  revoked: 0,
  extended: 0,
  guided: 0,
  guidedFiled: 0,
  inquiries: 0,
  inquiriesAnswered: 0,
  inquiriesLate: 0,
}

/** Nothing that counts, and nothing charged. */
export function isNothing(figures: Figures): boolean {
  const { volume, absences, ordered, missed, unkept = 0, stopped = 0, revoked = 0, extended = 0 } = figures
  const outside = Object.values(askedFiguresOf(figures)).reduce((sum, number) => sum + number, 0)
  return volume + absences + ordered + missed + unkept + stopped + revoked + extended + outside === 0
}

export function sumOf(parts: readonly Figures[]): Figures {
  return parts.reduce(
    (sum, part) => ({
      volume: sum.volume + part.volume,
      onTime: sum.onTime + part.onTime,
      overdue: sum.overdue + part.overdue,
      running: sum.running + part.running,
      measured: sum.measured + part.measured,
      useSum: sum.useSum + part.useSum,
      worstUse: Math.max(sum.worstUse, part.worstUse),
      absences: sum.absences + part.absences,
      ordered: sum.ordered + part.ordered,
      missed: sum.missed + part.missed,
      unkept: (sum.unkept ?? 0) + (part.unkept ?? 0),
      stopped: (sum.stopped ?? 0) + (part.stopped ?? 0),
      revoked: (sum.revoked ?? 0) + (part.revoked ?? 0),
      extended: (sum.extended ?? 0) + (part.extended ?? 0),
      ...askedSum(askedFiguresOf(sum), askedFiguresOf(part)),
    }),
    NO_FIGURES,
  )
}

function askedSum(one: AskedFigures, other: AskedFigures): AskedFigures {
  return Object.fromEntries(ASKED_FIGURES.map((name) => [name, one[name] + other[name]])) as AskedFigures
}

/** Shares of 1; nothing where there is nothing to divide by. */
export function ratesOf({ onTime, overdue, measured, useSum, worstUse }: Figures): {
  onTimeRate?: number
  meanUse?: number
  worstUse?: number
} {
  const decided = onTime + overdue
  return {
    ...(decided === 0 ? {} : { onTimeRate: round(onTime / decided) }),
    ...(measured === 0 ? {} : { meanUse: round(useSum / measured), worstUse: round(worstUse) }),
  }
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000
}

/** One organisation in one link; R-06: what is applied by reference stands apart. */
export interface AssessmentRow {
  readonly org: string
  readonly link: Link
  readonly binding: Figures
  readonly advisory: Figures
}

/**
 * What an event charges to an organisation: an absence, an order, one that stops works, an order missed,
 * an approval revoked, an appointment not kept, more time for works.
 */
export const CHARGES = [
  'absences',
  'ordered',
  'missed',
  'unkept',
  'stopped',
  'revoked',
  'extended',
] as const satisfies readonly (keyof Figures)[]
export type Charge = (typeof CHARGES)[number]

export function isCharge(kind: string): kind is Charge {
  return (CHARGES as readonly string[]).includes(kind)
}

const LINK_OF_CHARGE: Readonly<Record<Charge, Link>> = {
  absences: 'survey',
  ordered: 'works',
  missed: 'works',
  unkept: 'connection',
  stopped: 'works',
  revoked: 'commitment',
  extended: 'works',
}

/** So many of them. */
export function charged(what: Charge, number: number, of: Pick<AssessedCount, 'org' | 'advisory'>): AssessedCount {
  const none = { absences: 0, ordered: 0, missed: 0, unkept: 0, stopped: 0, revoked: 0, extended: 0 }
  // An order that stops works is an order.
  const ordered = what === 'stopped' ? { ordered: number } : {}
  return { ...of, link: LINK_OF_CHARGE[what], ...none, ...ordered, [what]: number }
}

/** What is counted by events. */
export interface AssessedCount extends Pick<Figures, Charge> {
  readonly org: string
  readonly link: Link
  readonly advisory: boolean
}

/** The figures of an owner's deadlines of one kind. */
export interface SummedDeadlines extends Pick<AssessedDeadline, 'owner' | 'kind' | 'advisory'> {
  readonly figures: Figures
}

/** Gathers figures, row by row. */
export class Tally {
  readonly #rows = new Map<string, AssessmentRow>()

  deadline(deadline: AssessedDeadline, clock: UseClock): void {
    const result = resultOf(deadline)
    const use = result === 'running' ? undefined : useOf(deadline, clock)
    this.#add(deadline.owner, LINK_OF[deadline.kind], deadline.advisory, {
      ...NO_FIGURES,
      volume: 1,
      [result]: 1,
      ...(use === undefined ? {} : { measured: 1, useSum: use, worstUse: use }),
    })
  }

  /** Many at once, added up already. */
  deadlines({ owner, kind, advisory, figures }: SummedDeadlines): void {
    this.#add(owner, LINK_OF[kind], advisory, figures)
  }

  count({ org, link, advisory, ...charges }: AssessedCount): void {
    this.#add(org, link, advisory, { ...NO_FIGURES, ...charges })
  }

  /** guidance and inquiries, in the link where users come from. */
  asked(org: string, advisory: boolean, figures: Partial<AskedFigures>): void {
    this.#add(org, 'registration', advisory, { ...NO_FIGURES, ...figures })
  }

  /** By organisation in the order given, others behind, and link. */
  rows(order: readonly string[]): AssessmentRow[] {
    const place = (org: string) => (order.includes(org) ? order.indexOf(org) : order.length)
    return [...this.#rows.values()].sort(
      (a, b) =>
        place(a.org) - place(b.org) ||
        (a.org < b.org ? -1 : a.org > b.org ? 1 : LINKS.indexOf(a.link) - LINKS.indexOf(b.link)),
    )
  }

  #add(org: string, link: Link, advisory: boolean, figures: Figures): void {
    const key = `${org}/${link}`
    const row = this.#rows.get(key) ?? { org, link, binding: NO_FIGURES, advisory: NO_FIGURES }
    const part = advisory ? 'advisory' : 'binding'
    this.#rows.set(key, { ...row, [part]: sumOf([row[part], figures]) })
  }
}

/** R-30⁺: what the other bureau reviews besides the assessor's own figures. */
export const EXCEPTION_KINDS = ['stop', 'waiver', 'extension'] as const
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number]
export const EXCEPTION_NAMES: Readonly<Record<ExceptionKind, string>> = {
  stop: '停表',
  waiver: '免于踏勘',
  extension: '延期',
}

/**
 * `deadline`: whose clock it concerns, and its owner where that is known. `by`: organisation key of who decided.
 * `laterInspection`: the inspection after the case that `seq` counts in; otherwise it counts in the case.
 */
export interface ExceptionItem {
  readonly kind: ExceptionKind
  readonly serviceNumber: string
  readonly laterInspection?: string
  readonly seq: number
  readonly at: string
  readonly by: string
  readonly deadline?: string
  readonly owner?: string
  readonly advisory: boolean
}

/** R-30⁺: nobody is the last to say of their own figures: the reviewer's bureau stands behind the assessor's. */
export function assessedBy(
  org: string,
  { assessor, reviewer }: { readonly assessor: string; readonly reviewer?: string | undefined },
): string {
  return org === assessor && reviewer !== undefined ? reviewer : assessor
}
