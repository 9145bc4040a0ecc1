import { isTaskClock } from '../../../domain/clocks/deadline.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import type { CaseState } from './case-state.ts'
import { connectionDeadlineId, worksClockIds } from './case-deadlines.ts'
import { awaitsClearance, isClearanceUnderWay, isPending } from './needed-approvals.ts'
import { linesOf } from './lines.ts'
import { rectificationDeadlineId } from '../../../domain/supervision/rectification.ts'

type End = { readonly metAt: string } | { readonly supersededAt: string }

/**
 * what had ended a clock before its due time was computed ends it as it starts, or it would run, red, for ever;
 * undefined where it is wanted.
 */
export function endOf(state: CaseState, deadline: Deadline, at: string): End | undefined {
  // `taskClocksStarted` says which task it is of.
  if (isTaskClock(deadline.kind)) return undefined
  switch (deadline.kind) {
    case 'registration':
    case 'survey':
      return undefined
    case 'commitment':
      return endOfCommitment(state, deadline, at)
    case 'works':
      return endOfWorks(state, deadline, at)
    case 'connection':
      return endOfConnection(state, deadline, at)
    case 'approval':
      return endOfApproval(state, deadline, at)
    case 'rectification':
      return endOfOrder(state, deadline, at)
    case 'emergencyRepair':
      return metAt(state.repairs[deadline.id.replace(/^emergencyRepair:/, '')]?.filedAt)
  }
}

function endOfCommitment(state: CaseState, { id, owner: org }: Deadline, at: string): End | undefined {
  const signed = id === `commitment:${org}` ? (state.commitments[org]?.signedAt ?? state.schedules[org]?.at) : at
  const own = linesOf(state).filter((line) => line.utility === org)
  if (own.some((line) => awaitsClearance(state, line)))
    return isClearanceUnderWay(state, org) ? metAt(signed) : undefined
  return metAt(signed) ?? { supersededAt: at }
}

function endOfWorks(state: CaseState, { id }: Deadline, at: string): End | undefined {
  const line = linesOf(state).find((each) => isOf(id, `works:${each.id}`))
  if (line === undefined || line.status === 'withdrawn' || !worksClockIds(state, line).includes(id))
    return { supersededAt: at }
  return line.status === 'constructing' ? undefined : metAt(line.works?.completedAt)
}

function endOfConnection(state: CaseState, { id }: Deadline, at: string): End | undefined {
  const line = linesOf(state).find((each) => isOf(id, `connection:${each.id}`))
  if (
    line === undefined ||
    line.appointment === undefined ||
    line.status === 'withdrawn' ||
    connectionDeadlineId(line) !== id
  )
    return { supersededAt: at }
  return metAt(line.connectedAt)
}

function endOfApproval(state: CaseState, { id }: Deadline, at: string): End | undefined {
  const approval = state.approvals[id.replace(/^approval:/, '')]
  if (approval === undefined || isPending(state, approval)) return undefined
  return metAt(approval.decidedAt) ?? { supersededAt: at }
}

function endOfOrder(state: CaseState, { id }: Deadline, at: string): End | undefined {
  const order = Object.values(state.orders).find((each) => isOf(id, `rectification:${each.id}`))
  if (order === undefined) return undefined
  return rectificationDeadlineId(order) === id ? metAt(order.closedAt) : { supersededAt: at }
}

/** The first clock of a thing, or a later one with its number behind. */
function isOf(id: string, first: string): boolean {
  return id === first || id.startsWith(`${first}:`)
}

function metAt(at: string | undefined): End | undefined {
  return at === undefined ? undefined : { metAt: at }
}
