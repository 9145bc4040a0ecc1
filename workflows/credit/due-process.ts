import type { CreditBody } from '../../domain/credit/credit-event.ts'
import { startMatterClock, untilTerm, withMatterDeadline } from '../matter/clock.ts'
import type { Matter } from '../matter/matter.ts'
import { authorityOf, subjectOf } from './core/state.ts'
import type { CreditState } from './core/state.ts'

type CreditRecord = Matter<CreditState, CreditBody>

/** notice, answer, decision. Each waits for a person, however late: no clock makes a record. */
export async function dueProcess(the: CreditRecord): Promise<void> {
  await notice(the)
  await statement(the)
  await determination(the)
}

async function notice(the: CreditRecord): Promise<void> {
  if (the.state.notice !== undefined) return
  await startMatterClock(the, {
    id: 'notice',
    kind: 'notice',
    owner: authorityOf(the.state),
    from: the.state.openedAt,
    rule: 'R-29',
    length: the.policy.credit.notice,
  })
  await withMatterDeadline(the, 'notice', () => the.state.notice !== undefined)
}

/** The subject's own term: that it ends without an answer is nobody's fault. */
async function statement(the: CreditRecord): Promise<void> {
  const { notice: given, answer, determination: decided } = the.state
  if (given === undefined || answer !== undefined || decided !== undefined) return
  await startMatterClock(the, {
    id: 'statement',
    kind: 'statement',
    owner: subjectOf(the.state),
    from: given.at,
    rule: 'R-29',
    length: the.policy.credit.answer,
  })
  await untilTerm(the, 'statement', () => the.state.answer !== undefined || the.state.determination !== undefined)
}

/** From the answer, or from the end of the term for it. */
async function determination(the: CreditRecord): Promise<void> {
  const { answer, deadlines, notice: given, determination: decided } = the.state
  if (given === undefined || decided !== undefined) return
  const termEnd = deadlines['statement']?.dueAt
  const from = (answer?.late === false ? answer.at : termEnd) ?? given.at
  await startMatterClock(the, {
    id: 'determination',
    kind: 'determination',
    owner: authorityOf(the.state),
    from,
    rule: 'R-29',
    length: the.policy.credit.determination,
    ...(from === termEnd ? { begunAt: termEnd } : {}),
  })
  await withMatterDeadline(the, 'determination', () => the.state.determination !== undefined)
}

/** the term for an objection, from the decision; of a record of before 0.6 there is none. */
export async function objection(the: CreditRecord): Promise<void> {
  const { determination: decided, contest, deadlines } = the.state
  if (decided === undefined || (contest ?? deadlines['objection']?.supersededAt) !== undefined) return
  await startMatterClock(the, {
    id: 'objection',
    kind: 'objection',
    owner: subjectOf(the.state),
    from: decided.at,
    rule: 'R-29',
    length: the.policy.credit.objection,
  })
  const ended = await untilTerm(the, 'objection', () => the.state.contest !== undefined)
  if (ended === 'over' && the.state.closedAt === undefined)
    the.record({ type: 'objectionTermEnded', rule: 'R-29', data: {} }, { at: the.state.deadlines['objection']?.dueAt })
}
