import type { ActivateInput, ConcludeActivationInput, WorkflowInternalsInterceptor } from '@temporalio/workflow'
import { expect, it } from 'vitest'
import { interceptors } from '../../workflows/lib/whole-tasks.ts'

type Activation = ActivateInput['activation']
type Commands = ConcludeActivationInput['commands']

const UPDATE = { doUpdate: { id: 'act' } }
const RESOLVED = { resolveActivity: { seq: 1 } }
const ACCEPTED = { updateResponse: { accepted: {} } }
const DONE = { updateResponse: { completed: {} } }
const REJECTED = { updateResponse: { rejected: {} } }
const ACTIVITY = { scheduleActivity: { seq: 1 } }

/** An instance of a case, as a worker has it: each activation commands what it is told to. */
function instance() {
  const internals: WorkflowInternalsInterceptor = interceptors().internals?.[0] ?? {}
  return (at: number, historyLength: number, jobs: Activation['jobs'], commands: Commands, isReplaying = false) => {
    const activation = { timestamp: { nanos: at * 1_000 }, historyLength, jobs, isReplaying } as Activation
    internals.activate?.({ activation, batchIndex: 0 }, () => {})
    internals.concludeActivation?.({ commands }, (input) => input)
  }
}

it('R-36: a task whose commands are in the history is followed by the next', () => {
  const activate = instance()
  activate(1, 3, [UPDATE], [ACCEPTED, ACTIVITY, DONE])
  // Completed, accepted, scheduled, completed; started and completed; scheduled and started.
  activate(2, 11, [RESOLVED], [])
  activate(3, 14, [UPDATE], [ACCEPTED, DONE])
  activate(4, 19, [UPDATE], [])
})

it('R-36: an instance whose commands no history has does not go on', () => {
  const activate = instance()
  activate(1, 30, [RESOLVED], [ACTIVITY])
  expect(() => activate(2, 33, [UPDATE], [])).toThrow('commands of the last workflow task are not in the history')
})

it('R-36: answers that no history has are missed, too', () => {
  const activate = instance()
  activate(1, 30, [UPDATE], [ACCEPTED, DONE])
  expect(() => activate(2, 34, [UPDATE], [])).toThrow('not in the history')
})

it('R-36: what leaves no event is not waited for: a refused act, what is ended in its own task', () => {
  const activate = instance()
  activate(1, 9, [UPDATE], [REJECTED])
  activate(2, 9, [UPDATE], [{ startTimer: { seq: 1 } }, { cancelTimer: { seq: 1 } }])
  activate(3, 12, [UPDATE], [ACTIVITY, { requestCancelActivity: { seq: 1 } }])
  activate(4, 12, [UPDATE], [])
})

it('R-36: what a replay commands stands in the history already', () => {
  const activate = instance()
  activate(1, 3, [UPDATE], [ACCEPTED, ACTIVITY], true)
  activate(2, 5, [UPDATE], [ACCEPTED, ACTIVITY], true)
  activate(3, 6, [UPDATE], [])
})

it('R-36: events that come outside of any task are refused, and the instance that has missed them does not go on', () => {
  const activate = instance()
  activate(5, 22, [UPDATE], [], true)
  expect(() => activate(5, 30, [RESOLVED], [])).toThrow('without a workflow task of their own')
  activate(5, 30, [{ queryWorkflow: { queryId: 'q' } }], [], true)
  expect(() => activate(6, 33, [UPDATE], [])).toThrow('without a workflow task of their own')
})
