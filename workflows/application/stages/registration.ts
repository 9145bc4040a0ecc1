import { cancelled, endedByWithdrawal } from '../after-withdrawal.ts'
import { startClock, withDeadline } from '../clock.ts'
import { record } from '../case.ts'
import type { Case } from '../case.ts'
import { isAwaited, isComplete } from '../core/missing.ts'

/**
 * 信息采集, R-03: half a working day until the demand is complete and pushed to everyone concerned. A demand without
 * doubts is complete at once; one that nobody confirmed before the deadline counts as accepted (视为受理).
 */
export async function registration(the: Case): Promise<void> {
  if (the.state.pushedAt !== undefined) return
  await startClock(the, {
    kind: 'registration',
    owner: the.state.collector,
    from: the.state.registeredAt,
    policy: the.policy.deadlines.registration,
  })
  const complete = () => the.state.accepted !== undefined || isComplete(the.state)
  const ended = await withDeadline(the, 'registration', complete, { untilDue: true })
  if (endedByWithdrawal(the)) return cancelled()
  if (the.state.accepted === undefined)
    record(the, { type: 'demandAccepted', rule: 'R-03', data: { how: ended === 'late' ? 'deemed' : 'complete' } })
  record(the, {
    type: 'demandPushed',
    rule: 'R-03',
    data: {
      recipients: Object.values(the.state.parties)
        .filter((party) => isAwaited(the.state, party))
        .map((party) => party.org),
    },
  })
}
