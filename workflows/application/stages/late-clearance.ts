import { condition } from '@temporalio/workflow'
import { startClock, withDeadline } from '../clock.ts'
import type { Case } from '../case.ts'
import { currentLine } from '../core/lines.ts'
import { clearanceClockId, isClearanceUnderWay } from '../core/needed-approvals.ts'
import { parallelApproval } from './approval.ts'

/**
 * beside approval and works, until these start: what an authority found late adds to what the line needs,
 * and has a clock of its own, from its finding; applied for, it is decided by its own.
 */
export async function lateClearance(the: Case, id: string): Promise<void> {
  if (the.state.touchesByItem === undefined) return
  await Promise.all([laterClocks(the, id), parallelApproval(the, id, () => isStarted(the, id))])
}

async function laterClocks(the: Case, id: string): Promise<void> {
  const { utility } = currentLine(the.state, id)
  const next = () => the.state.clearances?.[utility]
  const isBeyond = (number: number) => isStarted(the, id) || (next()?.number ?? 1) > number
  for (let number = 1; !isStarted(the, id);) {
    const seen = number
    await condition(() => isBeyond(seen))
    const grown = next()
    if (isStarted(the, id) || grown === undefined) return
    number = grown.number
    const clock = clearanceClockId(the.state, utility)
    await startClock(the, {
      kind: 'commitment',
      id: clock,
      owner: utility,
      from: grown.since,
      policy: the.policy.deadlines.commitment,
    })
    const settled = () => isBeyond(grown.number) || isClearanceUnderWay(the.state, utility)
    await withDeadline(the, clock, settled, { untilDue: false })
  }
}

function isStarted(the: Case, id: string): boolean {
  const { status } = currentLine(the.state, id)
  // what is revoked while works go on is applied for and decided as well.
  if (the.state.verifiesPromises === true && (status === 'constructing' || status === 'completed')) return false
  return status !== 'outerWorks' && status !== 'committed'
}
