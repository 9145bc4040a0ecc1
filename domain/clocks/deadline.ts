import type { DateRule } from './date-deadline.ts'
import type { DeadlineRule } from './working-time.ts'

export const LIGHTS = ['green', 'yellow', 'red'] as const
export type Light = (typeof LIGHTS)[number]

/**
 * The lengths that the plan sets; a case's deadline id is one of these, with `:line` behind it where it belongs to a
 * line.
 */
export const POLICY_DEADLINES = ['registration', 'survey', 'commitment', 'connection'] as const
export type PolicyDeadline = (typeof POLICY_DEADLINES)[number]

/** only where promises are verified before backfill; policies of before 0.7 have none. */
export const PROMISE_CLOCKS = [
  'verifyPromise',
  'answerRevocation',
  'holdHearing',
  'decideRevocation',
  'makeSiteSafe',
] as const

/** only where works have a prescribed time; policies of before 0.8 have none. */
export const WORKS_TIME_CLOCKS = ['decideWorksExtension', 'decideVariation'] as const

/** only where the utility organises the acceptance; policies of before 0.8 have none. */
export const ACCEPTANCE_CLOCKS = ['inviteToAcceptance', 'fileAcceptance', 'laySurface'] as const

/**
 * R-33⁺: the tasks that the plan sets no time for; each has a clock of its own, of its name. That of an opinion goes
 * with the survey's, the others have lengths in the city's configuration.
 */
export const TASK_CLOCKS = [
  'supplementDemand',
  'acknowledgeReceipt',
  'fileOpinion',
  'redesign',
  'supplyApproval',
  'issueJointResult',
  'signHandover',
  'inspectWorks',
  'reinspect',
  'decideExtension',
  'acceptWorks',
  'restoreSite',
  'confirmRestoration',
  'conveneSurvey',
  'fileResurvey',
  'answerOffer',
  'answerMissed',
  'decideMissed',
  ...PROMISE_CLOCKS,
  ...WORKS_TIME_CLOCKS,
  ...ACCEPTANCE_CLOCKS,
] as const
export type TaskClock = (typeof TASK_CLOCKS)[number]

export function isTaskClock(kind: string): kind is TaskClock {
  return (TASK_CLOCKS as readonly string[]).includes(kind)
}

/** Besides, works end at 附件3's end date (R-19), a rectification order at its own (R-20). */
export const DEADLINE_KINDS = [
  ...POLICY_DEADLINES,
  'works',
  'rectification',
  'approval',
  'emergencyRepair',
  ...TASK_CLOCKS,
] as const
export type DeadlineKind = (typeof DEADLINE_KINDS)[number]

/** what is wound up in a withdrawn case runs on against its time; the clock of a task ends with the task. */
export function survivesWithdrawal(kind: DeadlineKind): boolean {
  return kind === 'rectification' || kind === 'emergencyRepair' || isTaskClock(kind)
}

/** why a clock may stand still. */
export const STOP_REASONS = ['awaitingUser', 'forceMajeure', 'statutoryProcedure', 'userNotReady'] as const
export type StopReason = (typeof STOP_REASONS)[number]

export const STOP_REASON_NAMES: Readonly<Record<StopReason, string>> = {
  awaitingUser: '等待用户',
  forceMajeure: '不可抗力',
  statutoryProcedure: '法定特别程序',
  userNotReady: '用户侧尚不具备（受电工程检验、户内燃气检查等未过）',
}

/** one clock and its owner. Instants are ISO UTC; `minutes` are working minutes. */
export interface Deadline {
  readonly id: string
  readonly kind: DeadlineKind
  readonly line?: string
  /** Organisation key: whom a passed deadline is charged to. */
  readonly owner: string
  /** The number of the rule that sets it, e.g. `R-12`. */
  readonly rule: string
  readonly length: DeadlineRule | DateRule
  readonly startedAt: string
  readonly warnAt: string
  readonly dueAt: string
  /** set while the clock stands still. */
  readonly stoppedAt?: string
  readonly stopReason?: StopReason | 'booked' | 'putOff'
  /** when it goes on by itself, unless it is told to before. */
  readonly stopEndsAt?: string
  /**
   * told to go on from this instant, or from the first working minute of this date; its new due time is being
   * computed.
   */
  readonly resumedAt?: string
  readonly resumeOn?: string
  /** Since when it runs after the last stop. */
  readonly runsFrom?: string
  /** somebody asked for haste: yellow. */
  readonly hastenedAt?: string
  readonly minutes: number
  readonly calendarVersion: string
  readonly provisional: boolean
  /** outside the planning area the deadline is reported, not binding; R-33⁺: nor before the group adopts it. */
  readonly advisory: boolean
  /** R-33⁺: outside the assessment: not adopted by the group when it started, or the user's own. */
  readonly unassessed?: true
  readonly warnedAt?: string
  readonly passedAt?: string
  readonly metAt?: string
  /** Another deadline took its place (a moved appointment). */
  readonly supersededAt?: string
}

type LightParts = 'hastenedAt' | 'warnAt' | 'dueAt' | 'stoppedAt' | 'passedAt' | 'metAt' | 'supersededAt'

/** derived by whoever reads; red is for good. `now` is an ISO UTC instant. */
export function lightOf(deadline: Pick<Deadline, LightParts>, now: string): Light {
  if (deadline.passedAt !== undefined) return 'red'
  const at = Date.parse(deadline.stoppedAt ?? deadline.metAt ?? deadline.supersededAt ?? now)
  if (at > Date.parse(deadline.dueAt)) return 'red'
  if (deadline.metAt !== undefined || deadline.supersededAt !== undefined) return 'green'
  return deadline.hastenedAt !== undefined || at >= Date.parse(deadline.warnAt) ? 'yellow' : 'green'
}

/**
 * from when on a clock's light is yellow, and red, as long as nothing happens to it: `lightOf` turned round, for
 * lists that filter by it. What is red for good is so since it began.
 */
export function lightsFrom(
  deadline: Pick<Deadline, LightParts | 'startedAt'>,
): Readonly<Partial<Record<'yellow' | 'red', string>>> {
  const { startedAt, passedAt, hastenedAt, warnAt, dueAt, stoppedAt, metAt, supersededAt } = deadline
  const frozenAt = stoppedAt ?? metAt ?? supersededAt
  if (passedAt === undefined && frozenAt === undefined) return { yellow: hastenedAt ?? warnAt, red: dueAt }
  const light = passedAt !== undefined || frozenAt === undefined ? 'red' : lightOf(deadline, frozenAt)
  return light === 'green' ? {} : { [light]: startedAt }
}

/** the light of what `lightsFrom` says, null where it never is so. */
export function lightAt(
  { yellowFrom, redFrom }: Readonly<Record<'yellowFrom' | 'redFrom', string | null>>,
  now: string,
): Light {
  const at = Date.parse(now)
  if (redFrom !== null && at > Date.parse(redFrom)) return 'red'
  return yellowFrom !== null && at >= Date.parse(yellowFrom) ? 'yellow' : 'green'
}

type ClockParts = 'warnAt' | 'dueAt' | 'warnedAt' | 'passedAt'

/**
 * the instant at which a clock next has something to say: its warning, then its passing. None once it is past.
 */
export function nextInstant({ warnAt, dueAt, warnedAt, passedAt }: Pick<Deadline, ClockParts>): string | undefined {
  if (passedAt !== undefined) return undefined
  return warnedAt === undefined ? warnAt : dueAt
}
