import { defineQuery, proxyActivities, proxySinks, setHandler } from '@temporalio/workflow'
import type { Sinks } from '@temporalio/workflow'
import type { MatterProjectionActivities } from '../ports/matters.ts'
import type { MatterInput, MatterResult } from './messages.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { upgrade } from '../../domain/format/state-format.ts'
import type { ClockBody, MatterAnswer, MatterEvent, MatterState, Placed } from '../../domain/matter/matter.ts'
import { openCarriage } from '../lib/carriage.ts'
import type { Carriage } from '../lib/carriage.ts'
import { PROJECTION } from '../lib/activity-profiles.ts'
import { beyondCancel, recordCancellation } from '../lib/beyond-cancel.ts'
import { carryOn, settle, shouldCarryOn } from '../lib/end-of-run.ts'
import { interruptedBy, unlessInterrupted } from '../lib/interruption.ts'
import { handleActs, refusingOf } from './acts.ts'
import type { MatterLogic } from './core/matter-logic.ts'
import { openChanges } from '../lib/core/changes.ts'
import type { Changes } from '../lib/core/changes.ts'
import { startDraining } from '../lib/projector.ts'
import type { Projector } from '../lib/projector.ts'
import { handleOrphans } from '../lib/requests.ts'
import { lastAtOf, now, openRun } from '../lib/run.ts'
import type { Run } from '../lib/run.ts'

/** A matter at work. */
export interface Matter<State extends MatterState, Body> {
  readonly input: MatterInput
  readonly policy: City
  readonly run: Run
  readonly state: State
  readonly projector: Projector<MatterEvent>
  readonly answers: ReadonlyMap<string, MatterAnswer>
  readonly carriage: Carriage<MatterEvent>
  /** Which event changed what last: for acts that say what their sender saw. */
  readonly changes: Changes
  /** Clocks whose due time is being computed. */
  readonly startingClocks: Map<string, Promise<void>>
  /**
   * By the matter itself unless an actor is told; at the instant (ISO UTC) of what caused it, that of the event before
   * unless told.
   */
  record(body: Body | ClockBody, cause?: { readonly actor?: Actor; readonly at?: string | undefined }): void
}

interface EventSinks extends Sinks {
  events: { recorded(id: string, event: unknown): void }
}

interface AnyBody {
  readonly type: string
  readonly rule: string
  readonly data: object
}

const { events } = proxySinks<EventSinks>()
const { projectMatter } = proxyActivities<MatterProjectionActivities>(PROJECTION)
const stateQuery = defineQuery<MatterState>('matterState')

/**
 * A matter of a kind, from its opening or from where it went on: its plan, until that is done, `ended` says that an act
 * ended it, or the history is long enough to go on in a new run. `closing` is recorded last. No cancel request reaches
 * it.
 */
export interface MatterCourse<State extends MatterState, Body> {
  /** Recorded first, by whoever opened it. */
  readonly opening: () => Body
  readonly plan: (the: Matter<State, Body>) => Promise<void>
  readonly ended: (state: State) => boolean
  readonly closing: (state: State) => Body | undefined
  /** Sets what it hears besides acts, before anything is awaited. */
  readonly listening?: (the: Matter<State, Body>) => void
}

export function matter<State extends MatterState, Bodies, Body extends AnyBody>(
  input: MatterInput,
  logic: MatterLogic<State, Bodies, Body>,
  course: MatterCourse<State, Body>,
): Promise<MatterResult> {
  let the: Matter<State, Body> | undefined
  return beyondCancel(
    () => {
      the = openMatter(input, logic, course.opening)
      course.listening?.(the)
      return runMatter(the, course)
    },
    async () => {
      if (the !== undefined) await recordCancellation(the.run, the.record)
    },
  )
}

/** Opens or resumes a matter; its handlers are set before anything is awaited. */
function openMatter<State extends MatterState, Bodies, Body extends AnyBody>(
  input: MatterInput,
  logic: MatterLogic<State, Bodies, Body>,
  opening: () => Body,
): Matter<State, Body> {
  const { id, carried } = input
  const answers = new Map(Object.entries(carried?.answers ?? {}))
  const run: Run = openRun(input, { lastAt: lastAtOf(carried) })
  const projector = startDraining<MatterEvent>((batch) => projectMatter({ kind: logic.kind, id, events: batch }), run)
  const keep = (body: Body | ClockBody, seq: number, actor: Actor, at: string | undefined): Placed<Body> => {
    const event = { ...body, seq, at: run.stamp(at), actor } as unknown as Placed<Body>
    projector.add(event)
    events.recorded(id, event)
    return event
  }
  let state =
    carried === undefined
      ? logic.apply(undefined, keep(opening(), 1, input.openedBy, now()), id)
      : upgrade(logic.kind, carried.state as State)
  const the: Matter<State, Body> = {
    input,
    policy: input.policy,
    run,
    projector,
    answers,
    carriage: openCarriage({ projector, answers, seq: () => state.seq, orphans: carried?.orphans }),
    changes: openChanges(carried?.changes, carried?.state.seq ?? 0),
    startingClocks: new Map(),
    get state() {
      return state
    },
    record(body, { actor = THE_CASE, at } = {}) {
      const before = state
      state = logic.apply(before, keep(body, before.seq + 1, actor, at))
      the.changes.note(before, state)
    },
  }
  setHandler(stateQuery, () => state)
  handleOrphans(refusingOf(the), the.carriage.orphaned)
  handleActs(the, logic, answers)
  return the
}

async function runMatter<State extends MatterState, Body>(
  the: Matter<State, Body>,
  { plan, ended, closing }: Omit<MatterCourse<State, Body>, 'opening'>,
): Promise<MatterResult> {
  const interruption = interruptedBy(() => ended(the.state) || shouldCarryOn(the))
  let finished = false
  try {
    await interruption.run(() => plan(the))
    finished = true
  } catch (error) {
    unlessInterrupted(error)
  }
  const over = finished || ended(the.state)
  await interruption.over()
  if (!over) return carryOn(the)
  const last = closing(the.state)
  if (last !== undefined) the.record(last)
  await settle(the)
  const { id, status, seq } = the.state
  return { id, status, seq }
}
