import type { CaseEvent } from '../../../domain/case/event.ts'
import type { Task } from '../../../domain/case/task.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { defined } from '../../../domain/defined.ts'
import type { CaseState } from './case-state.ts'
import type { Folds } from './change.ts'
import { bindingOf, clockOfTask, hasOwnClock, isOpenTask } from './task-clocks.ts'

export const folds = {
  taskClocksStarted(state, { at, data: { clocks, due } }) {
    const started = clocks.map(({ id, kind, owner, line }): [string, Deadline] => {
      const isAwaited = Object.values(state.tasks).some((task) => task.deadlineId === id && isOpenTask(task))
      const clock = { id, kind, owner, ...due, ...defined({ line }) }
      return [id, isAwaited ? clock : { ...clock, supersededAt: at }]
    })
    return { ...state, deadlines: { ...state.deadlines, ...Object.fromEntries(started) } }
  },
} satisfies Partial<Folds>

/** R-33⁺: what an event that opened or closed tasks, or changed the survey's clock, does to the clocks of tasks. */
export function withTaskClocks(before: CaseState | undefined, state: CaseState, event: CaseEvent): CaseState {
  if (state.taskClocks === undefined) return state
  const closed = Object.values(state.tasks).filter((task) => task.closedSeq === event.seq)
  const survey = state.deadlines['survey']
  const changed = {
    ...endedWith(state, closed, event),
    ...(survey === before?.deadlines['survey'] && !lacksClock(state) ? {} : withSurvey(state, survey)),
  }
  return Object.keys(changed).length === 0 ? state : { ...state, deadlines: { ...state.deadlines, ...changed } }
}

type Changed = Readonly<Record<string, Deadline>>

/** What ends a wait otherwise than by what was waited for. */
const ENDS_WAITING: readonly CaseEvent['type'][] = ['serviceDropped', 'applicationWithdrawn', 'applicationClosed']

/** met by its own organisation's act, or by the joint record of what it said; otherwise of no object any more. */
function endedWith(state: CaseState, closed: readonly Task[], event: CaseEvent): Changed {
  const by = event.type === 'opinionFiled' ? event.data.org : event.actor.org
  const ended = closed.flatMap((task): [string, Deadline][] => {
    const clock = hasOwnClock(state, task.kind) ? clockOfTask(state, task) : undefined
    if (clock === undefined) return []
    const met = by === task.org && !ENDS_WAITING.includes(event.type)
    return [[clock.id, { ...clock, ...(met ? { metAt: event.at } : { supersededAt: event.at }) }]]
  })
  return Object.fromEntries(ended)
}

/** the clock of each opinion that is awaited goes with the survey's, until it has passed. */
function withSurvey(state: CaseState, survey: Deadline | undefined): Changed {
  if (survey === undefined || survey.metAt !== undefined || survey.supersededAt !== undefined) return {}
  const { warnedAt: _1, hastenedAt: _2, passedAt: _3, ...led } = survey
  const clocks = opinionsAwaited(state).flatMap(({ org: owner, deadlineId: id = '' }): [string, Deadline][] => {
    const { passedAt, warnedAt, hastenedAt } = state.deadlines[id] ?? {}
    if (passedAt !== undefined) return []
    const own = { ...bindingOf(state, 'fileOpinion', survey.startedAt), ...defined({ warnedAt, hastenedAt }) }
    return [[id, { ...led, id, kind: 'fileOpinion', owner, rule: 'R-13', ...own }]]
  })
  return Object.fromEntries(clocks)
}

/** asked again, for what an authority found contradicts it. */
function lacksClock(state: CaseState): boolean {
  return opinionsAwaited(state).some(({ deadlineId = '' }) => state.deadlines[deadlineId] === undefined)
}

/** Those whose clocks go with the survey's. */
export function opinionsAwaited(state: CaseState): readonly Task[] {
  return Object.values(state.tasks).filter(
    (task) => task.kind === 'fileOpinion' && isOpenTask(task) && hasOwnClock(state, task.kind),
  )
}
