import { condition } from '@temporalio/workflow'
import { defined } from '../../../domain/defined.ts'
import { startClock, withDeadline } from '../clock.ts'
import type { ClockStart } from '../clock.ts'
import type { Case } from '../case.ts'
import { connectionDeadlineId } from '../core/case-deadlines.ts'
import { currentLine, isOpen, isUnderSurvey } from '../core/lines.ts'
import type { Appointment, Line } from '../core/case-state.ts'

/**
 * 验收接入, R-24: waits for the user's appointment, possibly for months, at no cost. R-25: from the agreed time one
 * working day, or the same day where the network was laid in advance. A moved appointment starts its clock anew.
 */
export async function connection(the: Case, id: string): Promise<void> {
  // surveyed again, the line begins anew.
  const over = () => !isOpen(currentLine(the.state, id)) || isUnderSurvey(currentLine(the.state, id))
  while (!over()) {
    await condition(() => currentLine(the.state, id).appointment !== undefined || over())
    if (over()) return
    const line = currentLine(the.state, id)
    const deadline = connectionDeadlineId(line)
    await startConnectionClock(the, line, deadline)
    const { appointment } = line
    const moved = () => currentLine(the.state, id).appointment?.number !== appointment?.number
    await withDeadline(the, deadline, () => over() || moved(), { untilDue: false })
  }
}

/** the utility's term to offer another time; none where an offer was answered, or in a case of before 0.7. */
function offerOf({ state, policy }: Case, { namedAt, offered }: Appointment): ClockStart['offer'] {
  const { agreesTimes } = state
  if (agreesTimes === undefined || namedAt === undefined || offered === true) return undefined
  return policy.connection === undefined ? undefined : { from: namedAt, length: policy.connection.offer.length }
}

async function startConnectionClock(the: Case, line: Line, id: string): Promise<void> {
  if (line.appointment === undefined) throw new Error(`no appointment for ${line.id}`)
  const policy = line.laidInAdvance ? the.policy.deadlines.connectionLaidInAdvance : the.policy.deadlines.connection
  await startClock(the, {
    kind: 'connection',
    id,
    line: line.id,
    owner: line.utility,
    from: line.appointment.at,
    policy,
    ...defined({ offer: offerOf(the, line.appointment) }),
  })
}
