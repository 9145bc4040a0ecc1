import { ACT_REQUEST_EVENT_NAMES, withRequest } from '../act/act-request.ts'
import type { ActRequestEvents, Requests } from '../act/act-request.ts'
import type { Actor, Role } from '../actor/actor.ts'
import type { ProblemCode } from '../problem.ts'
import type { Deadline } from '../clocks/deadline.ts'
import type { Versioned } from '../format/format.ts'
import type { Lens } from '../visibility/lens.ts'

/**
 * What has an id and a life of its own beside the applications: 联动过户, 信用记录, 好差评,
 * 联席会议报告, 分期, 后续监管检查.
 */
export const MATTER_KINDS = [
  'transfer',
  'creditRecord',
  'rating',
  'meetingReport',
  'instalments',
  'laterInspection',
] as const
export type MatterKind = (typeof MATTER_KINDS)[number]

/** The kinds that take up what a closed case cannot. */
export const KINDS_AFTER_THE_CASE = ['instalments', 'laterInspection'] as const satisfies readonly MatterKind[]
export type KindAfterTheCase = (typeof KINDS_AFTER_THE_CASE)[number]

export const MATTER_DEADLINES = [
  'ownership',
  'account',
  'retry',
  'decision',
  'answer',
  'addition',
  'review',
  'instalment',
  'rectification',
  'confirmation',
  'notice',
  'statement',
  'determination',
  'objection',
  'repairAcceptance',
  'repairDecision',
  'consent',
  'meeting',
  'resolution',
  'resolutionCheck',
  'ratedAnswer',
  'planOffer',
  'planSigning',
  'refund',
  'settlement',
] as const
export type MatterDeadlineKind = (typeof MATTER_DEADLINES)[number]

export const MATTER_DEADLINE_NAMES: Readonly<Record<MatterDeadlineKind, string>> = {
  consent: '户主同意',
  ownership: '核验权属',
  account: '账户过户',
  retry: '排除原因',
  decision: '异议裁定',
  answer: '差评回复',
  addition: '追评',
  review: '考核复核',
  instalment: '分期付款',
  rectification: '限期整改',
  confirmation: '确认记录',
  notice: '事先告知',
  statement: '陈述申辩',
  determination: '作出认定',
  objection: '提出异议',
  repairAcceptance: '受理信用修复',
  repairDecision: '决定信用修复',
  meeting: '召开联席会议',
  resolution: '落实议定事项',
  resolutionCheck: '核对议定事项的落实',
  ratedAnswer: '被评单位回复差评',
  planOffer: '提出分期方案',
  planSigning: '签字或不同意分期方案',
  refund: '退还暂收款',
  settlement: '结清终止的分期',
}

/** a clock of a matter; as an application's, with kinds of its own. `line` is the part that it belongs to. */
export type MatterDeadline = Omit<Deadline, 'kind' | 'advisory'> & { readonly kind: MatterDeadlineKind }

/** What every matter may record: of its clocks above all, and of acts whose sender did not wait. */
export interface ClockEvents extends ActRequestEvents {
  deadlineStarted: { deadline: MatterDeadline }
  deadlineWarned: { deadline: string; owner: string }
  deadlinePassed: { deadline: string; owner: string }
  /** an operator asked Temporal to cancel the matter, which goes on. */
  cancellationRequested: Record<string, never>
}

/** What is recorded, before the matter gives it its place; `Data` says what each type of event carries. */
export type BodyOf<Data> = {
  [T in keyof Data & string]: { readonly type: T; readonly rule: string; readonly data: Data[T] }
}[keyof Data & string]

export type Placed<Body> = Body & { readonly seq: number; readonly at: string; readonly actor: Actor }

export type EventsOf<Data> = Placed<BodyOf<Data>>

export type ClockBody = BodyOf<ClockEvents>

/** An event of any matter; `seq` is the matter's own, from 1, without gaps. */
export type MatterEvent = Placed<{ readonly type: string; readonly rule: string; readonly data: object }>

/** The request that opened it: sha256 of its Idempotency-Key's scope, and of its body. */
export interface Origin {
  readonly keyHash: string
  readonly bodyHash: string
}

/** What every matter knows of itself; `awaited` are the organisations (or `applicant`) that it waits for. */
export interface MatterState extends Versioned {
  readonly id: string
  readonly city: string
  readonly seq: number
  readonly status: string
  readonly openedAt: string
  readonly origin: Origin
  readonly closedAt?: string
  readonly deadlines: Readonly<Record<string, MatterDeadline>>
  /** As an application's: what became of acts whose sender did not wait. */
  readonly requests?: Requests
  /** Organisation keys that may see it, without the sender's. */
  readonly concerned: readonly string[]
  readonly awaited: readonly string[]
}

/** One act as it is sent; `bodyHash` is the sha256 of the request body, by which a reused key is recognised. */
export interface MatterAct {
  readonly actor: Actor
  readonly bodyHash: string
  readonly body: unknown
  /** As an application's act has it (ADR 0032). */
  readonly projected?: number
  readonly seen?: number
}

/** What an act answers: where the matter stands after it. */
export interface MatterAnswer {
  readonly id: string
  readonly seq: number
  readonly status: string
  readonly bodyHash: string
  /** As an application's answer has it: the matter had not yet taken up all that follows. */
  readonly unsettled?: true
}

/** One act on a matter: its address below the matter's own, and who may; the matter itself checks whose it is. */
export interface MatterActDescription {
  readonly name: string
  readonly rule: string
  readonly path: string
  readonly roles: readonly Role[]
}

/**
 * What is said of a kind of matter, once: its words, its acts at addresses of their own, the problem where there is
 * none of a number, and what of its events may be shown to those who see the matter, but not the people in it.
 */
export interface MatterDescription {
  readonly name: string
  readonly english: string
  readonly statuses: readonly [string, ...string[]]
  readonly statusNames: Readonly<Record<string, string>>
  readonly eventNames: Readonly<Record<string, string>>
  readonly acts: Readonly<Record<string, MatterActDescription>>
  readonly notFound: ProblemCode
  /** an event as a reader sees its fields, before its words. */
  readonly shown: (event: MatterEvent, lens: Lens) => MatterEvent
  /**
   * the fields of words that whoever is masked for is not shown; of all others the numbers. All of them unless
   * told.
   */
  readonly hiddenText?: ReadonlySet<string>
}

/** How what every matter may record changes it. */
export function foldClock<State extends MatterState>(state: State, event: Placed<ClockBody>): State {
  const { deadlines, requests } = state
  switch (event.type) {
    case 'deadlineStarted':
      return { ...state, deadlines: { ...deadlines, [event.data.deadline.id]: event.data.deadline } }
    case 'deadlineWarned':
      return { ...state, deadlines: marked(deadlines, event.data.deadline, { warnedAt: event.at }) }
    case 'deadlinePassed':
      return { ...state, deadlines: marked(deadlines, event.data.deadline, { passedAt: event.at }) }
    case 'actTaken':
    case 'actRefused': {
      const { request } = event.data
      return request === undefined ? state : { ...state, requests: withRequest(requests, request, event.seq) }
    }
    case 'cancellationRequested':
      return state
  }
}

/** The deadlines with one marked; the same where it was never started. */
export function marked(
  deadlines: MatterState['deadlines'],
  id: string,
  change: { metAt?: string; passedAt?: string; warnedAt?: string; supersededAt?: string },
): MatterState['deadlines'] {
  const deadline = deadlines[id]
  return deadline === undefined ? deadlines : { ...deadlines, [id]: { ...deadline, ...change } }
}

/** What still runs when a matter ends is passed over, not charged to anybody. */
export function settled(deadlines: MatterState['deadlines'], at: string): MatterState['deadlines'] {
  const running = Object.values(deadlines).filter(
    ({ metAt, passedAt, supersededAt }) => metAt === undefined && passedAt === undefined && supersededAt === undefined,
  )
  return running.reduce((next, { id }) => marked(next, id, { supersededAt: at }), deadlines)
}

export function isClockEvent<Event extends { readonly type: string }>(
  event: Event | Placed<ClockBody>,
): event is Placed<ClockBody> {
  return Object.hasOwn(CLOCK_EVENT_NAMES, event.type)
}

export const CLOCK_EVENT_NAMES: Readonly<Record<keyof ClockEvents, string>> = {
  deadlineStarted: '开始计时',
  deadlineWarned: '临期提醒',
  deadlinePassed: '超期',
  ...ACT_REQUEST_EVENT_NAMES,
  cancellationRequested: '运维要求取消（不执行）',
}
