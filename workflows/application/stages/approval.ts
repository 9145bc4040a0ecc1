import { startClock, withDeadline } from '../../lib/deadline.ts'
import type { Case } from '../case.ts'
import { currentLine } from '../case-state.ts'

/**
 * 一次承诺, R-16: half a working day from the survey's result (or from a late opinion) until the utility has signed 附件3; the approvals that it
 * replaces are given at once.
 */
export async function approval(the: Case, id: string): Promise<void> {
  if (currentLine(the.state, id).status !== 'outerWorks') return
  const { utility } = currentLine(the.state, id)
  const opinion = the.state.opinions[utility]
  const result = opinion?.late === true ? opinion.at : the.state.survey?.closedAt
  const deadline = `commitment:${utility}`
  await startClock(the, { kind: 'commitment', id: deadline, owner: utility, from: result ?? the.state.registeredAt, policy: the.policy.deadlines.commitment })
  await withDeadline(the, deadline, () => currentLine(the.state, id).status !== 'outerWorks', { untilDue: false })
}
