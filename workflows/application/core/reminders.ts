import type { Actor } from '../../../domain/actor/actor.ts'
import type { Task } from '../../../domain/case/task.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { Refusal } from '../../../domain/problem.ts'
import { about, byId } from './act-rule.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState } from './case-state.ts'
import { markDeadline } from './change.ts'
import type { Folds } from './change.ts'
import { speaksForUser } from './who.ts'
import { defined } from '../../../domain/defined.ts'

/** whoever takes part may hasten what is awaited; an organisation names the person who does it. */
export const acts = {
  hasten: {
    windsUp: true,
    ...about<'hasten', Task>({
      first: (state, { actor }, policy) => requireConcerned(state, actor, policy),
      among: openTasksOf,
      offers: byId('task', 'task'),
      named: (state, body) => requireOpenTask(state, body.task),
      allows: () => undefined,
    }),
    events(state, { body }) {
      const { org, deadlineId } = requireOpenTask(state, body.task)
      return [
        {
          type: 'hastened',
          rule: 'R-38',
          data: { ...body, org, ...defined({ deadline: deadlineId }) },
        },
      ]
    },
  },
  reassignTask: {
    windsUp: true,
    ...about<'reassignTask', Task>({
      among: openTasksOf,
      offers: byId('task', 'task'),
      named: (state, body) => requireOpenTask(state, body.task),
      allows(_state, task, { actor }) {
        if (task.org !== actor.org) throw new Refusal('not-concerned', '只能转办本单位的待办', 'task')
      },
    }),
    events: (_state, { body }) => [{ type: 'taskReassigned', rule: 'R-38', data: body }],
  },
} satisfies Partial<Acts>

function requireConcerned(state: CaseState, actor: Actor, policy: City): void {
  const party =
    Object.hasOwn(state.parties, actor.org) || actor.org === state.collector || actor.org === policy.coordination.office
  if (!party && !speaksForUser(state, actor)) throw new Refusal('not-concerned', '与此申请无关，不能催办')
}

function openTasksOf({ tasks }: CaseState): readonly Task[] {
  return Object.values(tasks).filter((task) => task.closedSeq === undefined)
}

function requireOpenTask(state: CaseState, id: string): Task {
  const task = Object.hasOwn(state.tasks, id) ? state.tasks[id] : undefined
  if (task === undefined || task.closedSeq !== undefined)
    throw new Refusal('task-unknown', `没有未办的待办“${id}”`, 'task')
  return task
}

export const folds = {
  hastened: (state, { at, data }) =>
    data.deadline === undefined ? state : markDeadline(state, data.deadline, { hastenedAt: at }),
  taskReassigned: (state, { data }) => {
    const task = state.tasks[data.task]
    return task === undefined
      ? state
      : { ...state, tasks: { ...state.tasks, [task.id]: { ...task, person: data.person } } }
  },
} satisfies Partial<Folds>
