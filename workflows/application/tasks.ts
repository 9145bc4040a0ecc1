import type { Task, TaskKind } from '../../domain/task.ts'
import { awaitsRestoration, connectionDeadlineId, isOpen, linesOf, missingOpinions, touches, worksDeadlineId } from './case-state.ts'
import type { CaseState, Line } from './case-state.ts'

/** `order` tells two orders on one line apart. */
interface Wanted { readonly kind: TaskKind; readonly org: string; readonly line?: string; readonly order?: string; readonly deadlineId?: string }

/** Who is awaited, and for what, in this state. */
function wantedTasks(state: CaseState): readonly Wanted[] {
  if (state.closedAt !== undefined || state.withdrawn !== undefined) return []
  return [...registrationTasks(state), ...surveyTasks(state), ...linesOf(state).flatMap((line) => worksTasks(state, line)), ...orderTasks(state), ...connectionTasks(state)]
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

/** R-16…R-21: what one line's outer works wait for. */
function worksTasks(state: CaseState, line: Line): readonly Wanted[] {
  const own = { org: line.utility, line: line.id }
  const works = { deadlineId: worksDeadlineId(state, line) }
  switch (line.status) {
    case 'outerWorks': return [{ kind: 'signCommitment', org: line.utility, deadlineId: `commitment:${line.utility}` }]
    case 'committed': return [{ kind: 'startWorks', ...own, ...works }, ...handoverTasks(line)]
    case 'constructing': return [{ kind: 'completeWorks', ...own, ...works }, ...inspectionTasks(state, line)]
    case 'completed': return [{ kind: 'acceptWorks', org: state.works.acceptor, line: line.id }]
    case 'surveying':
    case 'awaitingOpinion': return []
    case 'connectable':
    case 'accepted':
    case 'appointed':
    case 'connected':
    case 'withdrawn': return restorationTasks(state, line)
  }
}

function handoverTasks(line: Line): readonly Wanted[] {
  return Object.entries(line.works?.handovers ?? {}).filter(([, signedAt]) => signedAt === null).map(([org]) => ({ kind: 'signHandover', org, line: line.id }))
}

function inspectionTasks(state: CaseState, line: Line): readonly Wanted[] {
  if (line.works?.inspectionsPassed !== 0 || !touches(line, state.works.inspectedWhenTouching)) return []
  return Object.keys(state.commitments[line.utility]?.grants ?? {}).map((org) => ({ kind: 'inspectWorks', org, line: line.id }))
}

function restorationTasks(state: CaseState, line: Line): readonly Wanted[] {
  if (line.works?.acceptedAt === undefined || !awaitsRestoration(line, state.works.restoredWhenTouching)) return []
  return line.works.restoredAt === undefined
    ? [{ kind: 'restoreSite', org: line.utility, line: line.id }]
    : [{ kind: 'confirmRestoration', org: state.works.restorationConfirmer, line: line.id }]
}

function orderTasks(state: CaseState): readonly Wanted[] {
  return Object.values(state.orders).filter((order) => order.closedAt === undefined).map((order) => ({
    kind: order.reportedAt === undefined ? 'rectify' : 'reinspect', org: order.reportedAt === undefined ? order.utility : order.org,
    line: order.line, order: order.id, deadlineId: `rectification:${order.id}`,
  }))
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
  for (const [id, { order: _order, ...task }] of wanted) {
    if (tasks[id]?.closedSeq !== undefined || tasks[id] === undefined) tasks[id] = { id, ...task, person: null, openedSeq: seq, openedAt: at }
  }
  return tasks
}

function taskId(serviceNumber: string, task: Wanted): string {
  return [serviceNumber, task.kind, task.org, task.order ?? task.line].filter((part) => part !== undefined).join(':')
}
