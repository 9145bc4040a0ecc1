import { condition } from '@temporalio/workflow'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { startClock, withDeadline } from '../clock.ts'
import { watchEach } from '../../lib/watch-each.ts'
import type { Case } from '../case.ts'
import { onceAState } from '../once-a-state.ts'
import { currentLine } from '../core/lines.ts'
import { clearanceClockId, isClearanceUnderWay, isPending } from '../core/needed-approvals.ts'
import type { Approval } from '../core/case-state.ts'
import { awaitedLater } from './awaited-later.ts'

/**
 * 一次承诺, R-16: half a working day from the survey's result (or from a late opinion) until the utility has signed
 * 附件3, or applied for what a promise cannot replace; the approvals that it replaces are given at once.
 */
export async function approval(the: Case, id: string): Promise<void> {
  if (currentLine(the.state, id).status !== 'outerWorks') return
  const { utility, resultAt } = currentLine(the.state, id)
  const opinion = the.state.opinions[utility]
  const result = resultAt ?? (opinion?.late === true ? opinion.at : the.state.survey?.closedAt)
  const deadline = clearanceClockId(the.state, utility)
  await startClock(the, {
    kind: 'commitment',
    id: deadline,
    owner: utility,
    from: result ?? the.state.registeredAt,
    policy: the.policy.deadlines.commitment,
  })
  const settled = onceAState(
    the,
    (state) => currentLine(state, id).status !== 'outerWorks' || isClearanceUnderWay(state, utility),
  )
  const cleared = () => currentLine(the.state, id).status !== 'outerWorks'
  await Promise.all([
    withDeadline(the, deadline, settled, { untilDue: false }),
    // Since 0.7 decisions are watched beside the works, too: `lateClearance`.
    the.state.touchesByItem === undefined ? parallelApproval(the, id, cleared) : condition(cleared),
  ])
}

/**
 * 并联审批, R-17: each approval runs against its own deadline, all at the same time, until the line is cleared for
 * works, or they start.
 */
export async function parallelApproval(the: Case, id: string, over: () => boolean): Promise<void> {
  const running = onceAState(the, (state) =>
    Object.values(state.approvals).filter(
      (approval) => isPending(state, approval) && approval.lines.some((line) => line === id),
    ),
  )
  await watchEach(running, over, (approval) => awaitedLater(decision(the, approval)))
}

async function decision(the: Case, { id, authority, appliedAt, workingDays }: Approval): Promise<void> {
  const deadline = `approval:${id}`
  await startClock(the, {
    kind: 'approval',
    id: deadline,
    owner: authority,
    from: appliedAt,
    policy: { rule: 'R-17', length: lengthOf(the, workingDays) },
  })
  const open = () => {
    const current = the.state.approvals[id]
    return current !== undefined && isPending(the.state, current)
  }
  await withDeadline(the, deadline, () => !open(), { untilDue: false })
}

/** In the drill city an approval has as long as a survey. */
function lengthOf(the: Case, days: number): Deadline['length'] {
  return the.policy.drill ? the.policy.deadlines.survey.length : { kind: 'workingDays', days }
}
