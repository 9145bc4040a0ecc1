import { cancelled, endedByWithdrawal } from '../after-withdrawal.ts'
import { nextInstant } from '../../../domain/clocks/deadline.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { startClock, withDeadline } from '../clock.ts'
import { deadlineOf, mark } from '../clock-steps.ts'
import { record } from '../case.ts'
import type { Case } from '../case.ts'
import { partTaken, pushOf } from '../core/held.ts'
import { isComplete } from '../core/missing.ts'
import { defined } from '../../../domain/defined.ts'

/**
 * 信息采集, R-03: half a working day until the demand is complete and pushed to everyone concerned. A demand without
 * doubts is complete at once; one that nobody confirmed before the deadline counts as accepted (视为受理). A paper form
 * counts from when it was handed over, whenever it was typed in. What is held up follows by itself: `heldServices`.
 */
export async function registration(the: Case): Promise<void> {
  if (the.state.pushedAt !== undefined) return
  const { receivedAt } = the.state.registration.paper ?? {}
  await startClock(the, {
    kind: 'registration',
    owner: the.state.collector,
    from: receivedAt === undefined ? the.state.registeredAt : new Date(receivedAt).toISOString(),
    policy: the.policy.deadlines.registration,
  })
  if (receivedAt !== undefined) passed(the)
  const complete = () => the.state.accepted !== undefined || isComplete(the.state)
  const ended = await withDeadline(the, 'registration', complete, { untilDue: true })
  if (endedByWithdrawal(the)) return cancelled()
  if (the.state.accepted === undefined) {
    const how = ended === 'late' ? 'deemed' : 'complete'
    record(the, { type: 'demandAccepted', rule: 'R-03', data: { how, ...defined({ lines: partTaken(the.state) }) } })
  }
  record(the, { type: 'demandPushed', rule: 'R-03', data: pushOf(the.state, partTaken(the.state)) })
}

/** What was over before the form was typed in is late, however complete the form is. */
function passed(the: Case): void {
  const isOver = (clock: Deadline) => {
    const next = nextInstant(clock)
    return next !== undefined && Date.parse(next) <= Date.parse(the.state.registeredAt)
  }
  while (isOver(deadlineOf(the, 'registration'))) mark(the, deadlineOf(the, 'registration'), undefined)
}
