import { condition } from '@temporalio/workflow'
import { startClock, withDeadline } from '../../lib/deadline.ts'
import type { Case } from '../case.ts'
import { connectionDeadlineId, isOpen, lineOf } from '../case-state.ts'
import type { Line } from '../case-state.ts'

/**
 * 验收接入, R-24: waits for the user's appointment, possibly for months, at no cost. R-25: from the agreed time one working day, or the
 * same day where the network was laid in advance. A moved appointment starts its clock anew.
 */
export async function connection(the: Case, id: string): Promise<void> {
  while (isOpen(current(the, id))) {
    await condition(() => current(the, id).appointment !== undefined)
    const line = current(the, id)
    const deadline = connectionDeadlineId(line)
    if (the.state.deadlines[deadline] === undefined) await startConnectionClock(the, line, deadline)
    const moved = () => connectionDeadlineId(current(the, id)) !== deadline
    await withDeadline(the, deadline, () => !isOpen(current(the, id)) || moved(), { untilDue: false })
  }
}

async function startConnectionClock(the: Case, line: Line, id: string): Promise<void> {
  if (line.appointment === undefined) throw new Error(`no appointment for ${line.id}`)
  const policy = line.laidInAdvance ? the.policy.deadlines.connectionLaidInAdvance : the.policy.deadlines.connection
  await startClock(the, { kind: 'connection', id, line: line.id, owner: line.utility, from: line.appointment.at, policy })
}

function current(the: Case, id: string): Line {
  const line = lineOf(the.state, id)
  if (line === undefined) throw new Error(`no line ${id}`)
  return line
}
