import { condition } from '@temporalio/workflow'
import { withDeadline } from '../clock.ts'
import { record } from '../case.ts'
import type { Case } from '../case.ts'
import { pushOf, unpushed } from '../core/held.ts'
import { heldClockId, isHeldUp } from '../core/held-up.ts'
import { linesOf } from '../core/lines.ts'

/**
 * beside the others, what was held up is pushed as soon as it is complete; what is never answered the letter's
 * term ends (`silence`).
 */
export async function heldServices(the: Case): Promise<void> {
  if (the.state.holdsByService === undefined) return
  const isOver = () => !linesOf(the.state).some(isHeldUp)
  for (;;) {
    await condition(() => unpushed(the.state).length > 0 || isOver())
    if (unpushed(the.state).length === 0) return
    await resumedClocks(the)
    const lines = unpushed(the.state).map(({ id }) => id)
    if (lines.length > 0) record(the, { type: 'demandPushed', rule: 'R-03', data: pushOf(the.state, lines) })
  }
}

/** Their due times are known before they are met. */
async function resumedClocks(the: Case): Promise<void> {
  const ids = new Set(unpushed(the.state).map(({ service }) => heldClockId(service)))
  for (const id of ids)
    if (the.state.deadlines[id] !== undefined) await withDeadline(the, id, () => true, { untilDue: false })
}
