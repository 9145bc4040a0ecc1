import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow'
import { carriedAnswers } from './core/carried-answers.ts'
import type { CarriedChanges, Changes } from './core/changes.ts'
import type { Carriage } from './carriage.ts'
import type { Projector } from './projector.ts'
import type { Run } from './run.ts'
import { defined } from '../../domain/defined.ts'

/** What goes on through continue-as-new: plain JSON. `at`: of the last event, ISO UTC; 0.1 and 0.2 carried none. */
export interface CarriedOf<State, Answer> {
  readonly state: State
  readonly answers: Readonly<Record<string, Answer>>
  readonly at?: string
  /** Acts that were orphaned and have not come (ADR 0032). */
  readonly orphans?: readonly string[]
  /** Which event changed what last (ADR 0076); none of runs of before 0.7. */
  readonly changes?: CarriedChanges
}

/** A case or a matter, as far as the end of a run needs to know it. */
interface Running {
  readonly run: Run
  readonly projector: Pick<Projector<never>, 'idle' | 'suggested' | 'drained' | 'finish'>
  /** Errands that must be done before. */
  readonly openings?: number
}

interface GoingOn<Input, State, Answer extends { readonly bodyHash: string }> extends Running {
  readonly input: Input
  readonly state: State
  readonly answers: ReadonlyMap<string, Answer>
  readonly carriage: Pick<Carriage<never>, 'orphans'>
  readonly changes: Pick<Changes, 'carried'>
}

/** Before a run ends: every handler has answered, every errand is done and every event is projected, at one moment. */
export async function settle(the: Running): Promise<void> {
  the.projector.finish()
  if (the.run.exact()) return condition(() => isIdle(the))
  await condition(() => allHandlersFinished() && isFree(the))
  await the.projector.drained()
}

/**
 * Only at rest: with nothing to project and no handler at work, so that deadlines run on while PostgreSQL is away and
 * no signal is lost.
 */
export function shouldCarryOn(the: Running): boolean {
  if (!the.run.wasExact()) return workflowInfo().continueAsNewSuggested && isIdle(the)
  return the.projector.suggested() && isIdle(the) && the.run.rest.still()
}

/** Goes on in a new run. Awaits nothing: whatever arrived while it waited would be lost with this run. */
export function carryOn<Input extends object, State, Answer extends { readonly bodyHash: string }>(
  the: GoingOn<Input, State, Answer>,
): Promise<never> {
  // A task that fails is better than an event that is lost.
  if (!the.projector.idle()) throw new Error('an event came between the decision to go on in a new run and the run')
  const at = the.run.lastAt()
  const orphans = the.carriage.orphans()
  const carried: CarriedOf<State, Answer> = {
    state: the.state,
    answers: carriedAnswers(the.answers),
    changes: the.changes.carried(),
    ...defined({ at }),
    ...(orphans.length === 0 ? {} : { orphans }),
  }
  return continueAsNew<(input: Input & { carried: typeof carried }) => Promise<never>>({ ...the.input, carried })
}

function isIdle(the: Running): boolean {
  return the.projector.idle() && allHandlersFinished() && isFree(the) && the.run.turns.free()
}

function isFree({ openings = 0 }: Running): boolean {
  return openings === 0
}
