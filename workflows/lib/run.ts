import { patched, workflowInfo } from '@temporalio/workflow'
import type { Begun } from '../../domain/clocks/begun.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { openAlarm } from './alarm.ts'
import type { Alarm } from './alarm.ts'
import { openHorizon } from './horizon.ts'
import type { Horizon } from './horizon.ts'
import { openDueTimes } from './due-times.ts'
import type { DueTimes } from './due-times.ts'
import { localActivities } from './legacy/local-activities.ts'
import { keepRest } from './rest.ts'
import type { Rest } from './rest.ts'
import { openTurns } from './turns.ts'
import type { Turns } from './turns.ts'

/** How a case or a matter runs (ADR 0026, 0027). */
export interface Run {
  /**
   * Whether it runs as 0.3 does: what was begun by it, and what is older from when this is first asked live. Leaves a
   * marker in an old history, so never on a validator's path.
   */
  exact(): boolean
  /** The same, asking nothing. */
  wasExact(): boolean
  readonly horizon: Horizon
  /** Of what was begun by 0.3; older ones have a timer for each clock. */
  readonly alarm: Alarm | undefined
  readonly dueTimes: DueTimes
  /** Where not `exact`. */
  readonly legacy: ReturnType<typeof localActivities>
  readonly rest: Rest
  readonly turns: Turns
  /**
   * Counts an event and gives its time: `at`, the instant at which its cause came up (ISO UTC), but never before the
   * event before it.
   */
  stamp(at?: string): string
  /** Of the last event, ISO UTC. */
  lastAt(): string | undefined
}

export interface RunInput extends Partial<Begun> {
  readonly policy: City
}

export interface RunOpening {
  /** Of the event before, in a run that goes on. */
  readonly lastAt: string | undefined
  /** The earliest instant that an old case, which has no alarm, waits for; in milliseconds. */
  readonly earliest?: () => number
}

export function openRun(input: RunInput, { lastAt, earliest = () => Infinity }: RunOpening): Run {
  const begunExact = input.begunBy !== undefined
  if (lastAt !== undefined) neverEmpty()
  let isExact = begunExact
  let last = lastAt
  let recorded = 0
  const exact = () => (isExact ||= patched('no-local-activities'))
  const horizon = openHorizon()
  const alarm = begunExact ? openAlarm(horizon) : undefined
  const legacy = localActivities()
  const dueTimes = openDueTimes({ key: input.policy.calendar, carried: input.calendar, exact, legacy })
  return {
    exact,
    wasExact: () => isExact,
    horizon,
    alarm,
    dueTimes,
    legacy,
    turns: openTurns(),
    rest: keepRest({
      recorded: () => recorded,
      horizon,
      earliest: alarm?.earliest ?? earliest,
      asking: dueTimes.asking,
    }),
    stamp(at) {
      recorded += 1
      last = exact() ? later(last, at ?? last ?? now()) : now()
      return last
    },
    lastAt: () => last,
  }
}

/**
 * of a run that goes on, the first task must command something, be it a marker. A worker that has not seen the
 * case takes an empty first task and the next one for one, a replay for two where acts are accepted in the second (SDK
 * core, docs/upstream/empty-first-task.md): what they command would stand in another order.
 */
function neverEmpty(): void {
  patched('first-task-commands')
}

/**
 * Of the last event of the run before, ISO UTC: a run of 0.2 carried none, and all of its events were before this one
 * began.
 */
export function lastAtOf(carried: { readonly at?: string } | undefined): string | undefined {
  return carried === undefined ? undefined : (carried.at ?? workflowInfo().startTime.toISOString())
}

/** The instant of this workflow task, ISO UTC. */
export function now(): string {
  return new Date().toISOString()
}

function later(one: string | undefined, other: string): string {
  return one !== undefined && Date.parse(one) > Date.parse(other) ? one : other
}
