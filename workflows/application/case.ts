import { proxySinks, setHandler, upsertSearchAttributes } from '@temporalio/workflow'
import { ACT_SHAPES } from '../../domain/act/act-shapes.ts'
import { ACT_TYPES, ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { nextInstant } from '../../domain/clocks/deadline.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { upgrade } from '../../domain/format/state-format.ts'
import type { CaseEvent, EventBody } from '../../domain/case/event.ts'
import { stageAttribute } from '../../temporal/search-attributes.ts'
import { actHandler } from '../lib/acts.ts'
import { openCarriage } from '../lib/carriage.ts'
import type { Carriage } from '../lib/carriage.ts'
import { openChanges } from '../lib/core/changes.ts'
import type { Changes, Seeing } from '../lib/core/changes.ts'
import { requireParsed } from '../lib/core/parsed.ts'
import { startProjector } from './projector.ts'
import type { CaseProjector } from './projector.ts'
import { handleOrphans } from '../lib/requests.ts'
import { lastAtOf, now, openRun } from '../lib/run.ts'
import type { Run } from '../lib/run.ts'
import type { CaseState } from './core/case-state.ts'
import { ACT_UPDATES, caseStateQuery } from './messages.ts'
import type { Act, ApplicationInput, EventSinks } from './messages.ts'
import type { ActAnswer } from './core/carried.ts'
import { receivedText } from './received.ts'
import { registeredEvent } from './core/registered.ts'
import { apply } from './core/apply.ts'
import { can, eventsOf, wouldChange } from './core/can.ts'
import type { Command } from './core/act-rule.ts'
import { defined } from '../../domain/defined.ts'

/** A case at work: its policy, its state, and what is not yet projected. */
export interface Case {
  readonly input: ApplicationInput
  readonly policy: City
  readonly run: Run
  state: CaseState
  readonly projector: CaseProjector
  /** Update id → answer: the same key is answered the same, also after continue-as-new. */
  readonly answers: Map<string, ActAnswer>
  readonly carriage: Carriage<CaseEvent>
  /** Which event changed what last: for acts that say what their sender saw. */
  readonly changes: Changes
  /** Clocks whose due time is being computed. */
  readonly startingClocks: Map<string, Promise<void>>
  /** Clocks that somebody waits for. */
  readonly watchedClocks: Set<string>
  /** Credit records that are being opened. */
  openings: number
}

/**
 * Who did it, the case itself unless told; `at`: the instant of what caused it (ISO UTC), that of the event before
 * unless told.
 */
export interface Cause {
  readonly actor?: Actor
  readonly at?: string | undefined
}

const { events } = proxySinks<EventSinks>()

/** Opens or resumes the case; its handlers are set before anything is awaited. */
export function openCase(input: ApplicationInput): Case {
  const watchedClocks = new Set<string>()
  const run: Run = openRun(input, { lastAt: lastAtOf(input.carried), earliest: () => earliestOf(the) })
  const projector = startProjector(input.serviceNumber, run)
  const answers = new Map(Object.entries(input.carried?.answers ?? {}))
  const the: Case = {
    input,
    policy: input.policy,
    run,
    projector,
    state: input.carried === undefined ? begin(input, run, projector) : upgrade('application', input.carried.state),
    answers,
    carriage: openCarriage({ projector, answers, seq: () => the.state.seq, orphans: input.carried?.orphans }),
    changes: openChanges(input.carried?.changes, input.carried?.state.seq ?? 0),
    startingClocks: new Map(),
    watchedClocks,
    openings: 0,
  }
  setHandler(caseStateQuery, () => the.state)
  handleOrphans(refusingOf(the), the.carriage.orphaned)
  for (const type of ACT_TYPES) handle(the, type)
  return the
}

/** How it keeps what it is told by somebody else than the API. */
export function refusingOf(the: Case): Parameters<typeof handleOrphans>[0] {
  return {
    run: the.run,
    record(body, cause) {
      record(the, body, cause)
    },
    receivedOf: receivedText,
  }
}

function begin(input: ApplicationInput, run: Run, projector: CaseProjector): CaseState {
  const at = run.stamp(now())
  const body = registeredEvent(input, localDate(at, input.policy.hours))
  const event: CaseEvent = { ...body, seq: 1, at, actor: input.registeredBy }
  projector.add(event)
  events.recorded(input.serviceNumber, event)
  return apply(undefined, event, input.serviceNumber)
}

/** Adds one event to the case: state, projection and sink. */
export function record(the: Case, body: EventBody, { actor = THE_CASE, at }: Cause = {}): void {
  const event: CaseEvent = { ...body, seq: the.state.seq + 1, at: the.run.stamp(at), actor }
  const before = the.state
  the.state = apply(before, event)
  the.changes.note(before, the.state)
  the.projector.add(event)
  events.recorded(the.state.serviceNumber, event)
  if (the.state.stage !== before.stage) upsertSearchAttributes([{ key: stageAttribute, value: the.state.stage }])
}

/** An act as it reaches the case at an instant, ISO UTC. */
export function commandOf<A extends ActType>(type: A, { actor, body, facts }: Act<A>, at: string): Command<A> {
  return { type, actor, at, body, facts }
}

function handle<A extends ActType>(the: Case, type: A): void {
  const { perform, validator } = actHandler<Act<A>, ActAnswer, CaseEvent>({
    run: the.run,
    carriage: the.carriage,
    answers: the.answers,
    parse(sent) {
      requireParsed(sent, ACT_SHAPES[type](), ACTS[type].roles)
    },
    judge: (act, at) => judge(the, act, commandOf(type, act, at)),
    take(act, at) {
      for (const event of eventsOf(the.state, commandOf(type, act, at), the.policy))
        record(the, event, { actor: act.actor, at })
    },
    answer: ({ bodyHash }) => answerOf(the.state, bodyHash),
  })
  setHandler(ACT_UPDATES[type] as never, perform as never, { validator: validator as never })
}

/** Throws a coded {@link Refusal} where it is not allowed, or where what it would change is no more as was seen. */
export function judge<A extends ActType>(the: Case, { seen }: Seeing, command: Command<A>): void {
  can(the.state, command, the.policy)
  the.changes.requireSeen(defined({ seen }), the.state, () => wouldChange(the.state, command, the.policy))
}

/** What an act with a body of this hash is answered. */
export function answerOf(state: CaseState, bodyHash: string): ActAnswer {
  return {
    serviceNumber: state.serviceNumber,
    seq: state.seq,
    stage: state.stage,
    bodyHash,
    ...defined({ outcome: state.outcome }),
  }
}

/**
 * Of a case of 0.1 or 0.2, which has a timer for each clock: the earliest instant of those that somebody waits for, in
 * milliseconds.
 */
function earliestOf({ watchedClocks, state }: Case): number {
  return Math.min(
    ...[...watchedClocks].map((id) => {
      const clock = state.deadlines[id]
      const next = clock === undefined || isStanding(clock) ? undefined : nextInstant(clock)
      return next === undefined ? Infinity : Date.parse(next)
    }),
  )
}

function isStanding({ stoppedAt, metAt, supersededAt }: Deadline): boolean {
  return stoppedAt !== undefined || metAt !== undefined || supersededAt !== undefined
}
