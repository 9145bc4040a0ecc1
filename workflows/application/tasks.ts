import type { Task, TaskKind } from '../../domain/case/task.ts'
import {
  approvalsNeededBy,
  awaitsRestoration,
  connectionDeadlineId,
  isAwaited,
  isComplete,
  isOpen,
  isPending,
  linesOf,
  missingOpinions,
  touches,
  worksDeadlineId,
} from './case-state.ts'
import { rectificationDeadlineId } from '../../domain/supervision/rectification.ts'
import type { CaseState, Line } from './case-state.ts'

/** `order` tells two orders on one line apart. */
interface Wanted {
  readonly kind: TaskKind
  readonly org: string
  readonly line?: string
  readonly order?: string
  readonly deadlineId?: string
}

/** Who is awaited, and for what, in this state. */
function wantedTasks(state: CaseState): readonly Wanted[] {
  if (state.closedAt !== undefined) return []
  if (state.withdrawn !== undefined)
    return [
      ...linesOf(state).flatMap((line) => restorationTasks(state, line)),
      ...orderTasks(state),
      ...repairTasks(state),
    ]
  return [
    ...registrationTasks(state),
    ...surveyTasks(state),
    ...linesOf(state).flatMap((line) => worksTasks(state, line)),
    ...approvalTasks(state),
    ...orderTasks(state),
    ...repairTasks(state),
    ...connectionTasks(state),
  ]
}

function registrationTasks(state: CaseState): readonly Wanted[] {
  if (state.accepted === undefined && state.supplement !== undefined && state.supplement.answeredAt === undefined)
    return [{ kind: 'supplementDemand', org: state.registeredBy.org, deadlineId: 'registration' }]
  if (state.accepted === undefined && state.pushedAt === undefined && !isComplete(state))
    return [{ kind: 'acceptDemand', org: state.collector, deadlineId: 'registration' }]
  if (state.pushedAt === undefined) return []
  return Object.values(state.parties)
    .filter((party) => party.receiptAt === undefined && party.pipelineOwner === undefined && isAwaited(state, party))
    .map((party) => ({ kind: 'acknowledgeReceipt', org: party.org }))
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
    case 'outerWorks':
      return clearanceTasks(state, line)
    case 'committed':
      return [{ kind: 'startWorks', ...own, ...works }, ...handoverTasks(line)]
    case 'constructing':
      return [{ kind: 'completeWorks', ...own, ...works }, ...inspectionTasks(state, line)]
    case 'completed':
      return [{ kind: 'acceptWorks', org: state.works.acceptor, line: line.id }]
    case 'surveying':
    case 'awaitingOpinion':
      return []
    case 'connectable':
    case 'accepted':
    case 'appointed':
    case 'connected':
    case 'withdrawn':
      return restorationTasks(state, line)
  }
}

/** the promise where it may, an application where it may not, and a new design after a refusal. */
function clearanceTasks(state: CaseState, line: Line): readonly Wanted[] {
  const org = line.utility
  const last = (key: string) =>
    Object.values(state.approvals)
      .filter((approval) => approval.org === org && approval.key === key)
      .at(-1)
  const needs = approvalsNeededBy(state, line)
  const unsigned =
    state.commitments[org] === undefined && needs.every((need) => last(need.key) === undefined || !need.replaceable)
  const toApply = needs.filter((need) => !need.replaceable && last(need.key) === undefined)
  const refused = needs.filter((need) => last(need.key)?.status === 'refused')
  return [
    ...(unsigned && (needs.length === 0 || needs.some((need) => need.replaceable))
      ? [{ kind: 'signCommitment' as const, org, deadlineId: `commitment:${org}` }]
      : []),
    ...(toApply.length > 0 ? [{ kind: 'applyForApprovals' as const, org, deadlineId: `commitment:${org}` }] : []),
    ...(refused.length > 0 ? [{ kind: 'redesign' as const, org, line: line.id }] : []),
  ]
}

function approvalTasks(state: CaseState): readonly Wanted[] {
  return Object.values(state.approvals)
    .filter((approval) => isPending(state, approval))
    .map((approval) => {
      const supplying = approval.supplement !== undefined && approval.supplement.suppliedAt === undefined
      return {
        kind: supplying ? 'supplyApproval' : 'decideApproval',
        org: supplying ? approval.org : approval.authority,
        order: approval.id,
        deadlineId: `approval:${approval.id}`,
      }
    })
}

function repairTasks(state: CaseState): readonly Wanted[] {
  return Object.values(state.repairs)
    .filter((repair) => repair.filedAt === undefined)
    .map((repair) => ({
      kind: 'fileEmergencyRepair',
      org: repair.org,
      line: repair.line,
      order: repair.id,
      deadlineId: `emergencyRepair:${repair.id}`,
    }))
}

function handoverTasks(line: Line): readonly Wanted[] {
  return Object.entries(line.works?.handovers ?? {})
    .filter(([, signedAt]) => signedAt === null)
    .map(([org]) => ({ kind: 'signHandover', org, line: line.id }))
}

function inspectionTasks(state: CaseState, line: Line): readonly Wanted[] {
  if (line.works?.inspectionsPassed !== 0 || !touches(line, state.works.inspectedWhenTouching)) return []
  const promised = Object.keys(state.commitments[line.utility]?.grants ?? {})
  const decided = Object.values(state.approvals)
    .filter((approval) => approval.status === 'approved' && approval.lines.includes(line.id))
    .map((approval) => approval.authority)
  return [...new Set([...promised, ...decided])].map((org) => ({ kind: 'inspectWorks', org, line: line.id }))
}

function restorationTasks(state: CaseState, line: Line): readonly Wanted[] {
  const laid = line.works?.acceptedAt !== undefined || line.status === 'withdrawn'
  if (line.works === undefined || !laid || !awaitsRestoration(line, state.works.restoredWhenTouching)) return []
  return line.works.restoredAt === undefined
    ? [{ kind: 'restoreSite', org: line.utility, line: line.id }]
    : [{ kind: 'confirmRestoration', org: state.works.restorationConfirmer, line: line.id }]
}

function orderTasks(state: CaseState): readonly Wanted[] {
  return Object.values(state.orders)
    .filter((order) => order.closedAt === undefined)
    .flatMap((order): Wanted[] => {
      const about = { line: order.line, order: order.id, deadlineId: rectificationDeadlineId(order) }
      const further =
        order.extension === undefined || order.brokenAt !== undefined
          ? []
          : [{ kind: 'decideExtension' as const, org: order.org, ...about }]
      return [
        order.reportedAt === undefined
          ? { kind: 'rectify', org: order.utility, ...about }
          : { kind: 'reinspect', org: order.org, ...about },
        ...further,
      ]
    })
}

function connectionTasks(state: CaseState): readonly Wanted[] {
  return linesOf(state)
    .filter((line) => line.appointment !== undefined && isOpen(line))
    .map((line) => ({
      kind: 'reportConnected',
      org: line.utility,
      line: line.id,
      deadlineId: connectionDeadlineId(line),
    }))
}

/** Opens and closes tasks so that they say who is awaited after the event `seq`. */
export function reconcileTasks(state: CaseState, seq: number, at: string): Readonly<Record<string, Task>> {
  const wanted = new Map(wantedTasks(state).map((task) => [taskId(state.serviceNumber, task), task]))
  const tasks: Record<string, Task> = {}
  for (const task of Object.values(state.tasks)) {
    tasks[task.id] =
      task.closedSeq === undefined && !wanted.has(task.id) ? { ...task, closedSeq: seq, closedAt: at } : task
  }
  for (const [id, { order: _order, ...task }] of wanted) {
    const open = tasks[id]?.closedSeq === undefined ? tasks[id] : undefined
    if (open === undefined) tasks[id] = { id, ...task, person: null, openedSeq: seq, openedAt: at }
    else if (open.deadlineId !== task.deadlineId) tasks[id] = { ...open, ...task }
  }
  return tasks
}

function taskId(serviceNumber: string, task: Wanted): string {
  return [serviceNumber, task.kind, task.org, task.order ?? task.line].filter((part) => part !== undefined).join(':')
}
