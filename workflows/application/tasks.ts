import type { Task, TaskKind } from '../../domain/task.ts'
import { connectionDeadlineId, isOpen, linesOf, missingOpinions } from './case-state.ts'
import type { CaseState } from './case-state.ts'

interface Wanted { readonly kind: TaskKind; readonly org: string; readonly line?: string; readonly deadlineId?: string }

/** Who is awaited, and for what, in this state. */
function wantedTasks(state: CaseState): readonly Wanted[] {
  if (state.closedAt !== undefined || state.withdrawn !== undefined) return []
  return [...registrationTasks(state), ...surveyTasks(state), ...connectionTasks(state)]
}

function registrationTasks(state: CaseState): readonly Wanted[] {
  if (state.accepted === undefined && state.warnings.length > 0) return [{ kind: 'acceptDemand', org: state.collector, deadlineId: 'registration' }]
  if (state.pushedAt === undefined) return []
  return Object.values(state.parties).filter((party) => party.receiptAt === undefined).map((party) => ({ kind: 'acknowledgeReceipt', org: party.org }))
}

function surveyTasks(state: CaseState): readonly Wanted[] {
  if (state.survey === undefined) return []
  const closed = state.survey.closedAt !== undefined
  return missingOpinions(state)
    .filter((org) => !closed || state.parties[org]?.kind === 'utility')
    .map((org) => ({ kind: 'fileOpinion', org, deadlineId: 'survey' }))
}

function connectionTasks(state: CaseState): readonly Wanted[] {
  return linesOf(state)
    .filter((line) => line.appointment !== undefined && isOpen(line))
    .map((line) => ({ kind: 'reportConnected', org: line.utility, line: line.id, deadlineId: connectionDeadlineId(line) }))
}

/** Opens and closes tasks so that they say who is awaited after the event `seq`. */
export function reconcileTasks(state: CaseState, seq: number, at: string): Readonly<Record<string, Task>> {
  const wanted = new Map(wantedTasks(state).map((task) => [taskId(state.serviceNumber, task), task]))
  const tasks: Record<string, Task> = {}
  for (const task of Object.values(state.tasks)) {
    tasks[task.id] = task.closedSeq === undefined && !wanted.has(task.id) ? { ...task, closedSeq: seq, closedAt: at } : task
  }
  for (const [id, task] of wanted) {
    if (tasks[id]?.closedSeq !== undefined || tasks[id] === undefined) tasks[id] = { id, ...task, person: null, openedSeq: seq, openedAt: at }
  }
  return tasks
}

function taskId(serviceNumber: string, task: Wanted): string {
  return [serviceNumber, task.kind, task.org, task.line].filter((part) => part !== undefined).join(':')
}
