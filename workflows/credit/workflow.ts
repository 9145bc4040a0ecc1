import { condition } from '@temporalio/workflow'
import { expiryOf } from '../../domain/credit/credit.ts'
import type { CreditBody } from '../../domain/credit/credit-event.ts'
import { defined } from '../../domain/defined.ts'
import { ownStart } from '../lib/own-start.ts'
import { startMatterClock, untilInstant, withMatterDeadline } from '../matter/clock.ts'
import { matter } from '../matter/matter.ts'
import type { Matter } from '../matter/matter.ts'
import type { MatterResult } from '../matter/messages.ts'
import { CREDIT } from './core/acts.ts'
import { isUndecided } from './core/state.ts'
import type { CreditState } from './core/state.ts'
import { dueProcess, objection } from './due-process.ts'
import type { CreditInput } from './messages.ts'
import { repairs } from './repairs.ts'

type CreditRecord = Matter<CreditState, CreditBody>

/**
 * 信用记录, R-29: proposed, told to its subject beforehand, answered, decided by a person on a document in force, reported,
 * contested perhaps, and in force until it is repaired, withdrawn or over. One that was begun before 0.6 waits for a
 * second person's confirmation instead; one of before 0.4, which names nobody to confirm it, is reported at once.
 */
export async function creditRecord(input: CreditInput): Promise<MatterResult> {
  const own = ownStart('creditRecord', input)
  return matter(own, CREDIT, {
    opening: () => opening(own),
    async plan(the) {
      if (own.dueProcess !== undefined) {
        await dueProcess(the)
        // Dismissed, or withdrawn at once: nobody hears of it.
        if (the.state.closedAt !== undefined) return
      } else if (own.confirmers !== undefined) await confirmation(the, own.confirmers)
      report(the, own)
      await Promise.all([expiry(the), contest(the), objection(the), repairs(the)])
    },
    ended: ({ closedAt }) => closedAt !== undefined,
    closing: () => undefined,
  })
}

function opening(input: CreditInput): CreditBody {
  const { policy, policyHash, keyHash, bodyHash, kind, subject, source, reason, decider } = input
  const { orderedBy, orderedByPerson, confirmers, dueProcess: process } = input
  return {
    type: 'recordOpened',
    rule: 'R-29',
    data: {
      city: policy.key,
      policyHash,
      origin: { keyHash, bodyHash },
      kind,
      subject,
      source,
      reason,
      decider,
      ...defined({
        orderedBy,
        orderedByPerson,
        confirmers: confirmers === undefined ? undefined : [...confirmers],
        dueProcess: process,
      }),
      ...(process === undefined ? { expiresAt: expiryOf(new Date().toISOString(), policy.credit.term) } : {}),
    },
  }
}

/** Of 0.5. Its own authority is to confirm or reject it in time; neither is ever taken for granted. */
async function confirmation(the: CreditRecord, [owner = '']: readonly string[]): Promise<void> {
  const confirmed = () => the.state.confirmation !== undefined
  if (confirmed()) return
  const { confirmation: length } = the.policy.credit
  await startMatterClock(the, {
    id: 'confirmation',
    kind: 'confirmation',
    owner,
    from: the.state.openedAt,
    rule: 'R-29',
    length,
  })
  await withMatterDeadline(the, 'confirmation', confirmed)
}

/** Delivered by the outbox to everybody whom the record concerns; 履约信息 is reported to nobody. */
function report(the: CreditRecord, { sanctioners }: CreditInput): void {
  const { reportedTo, confirmation: confirmed, determination } = the.state
  if (reportedTo.length > 0 || isUndecided(the.state) || determination?.outcome === 'performance') return
  const { platform, term } = the.policy.credit
  const expiresAt = confirmed === undefined ? undefined : expiryOf(confirmed.at, term)
  the.record({
    type: 'recordReported',
    rule: 'R-29',
    data: { platform, sanctioners: [...sanctioners], ...defined({ expiresAt }) },
  })
}

async function expiry(the: CreditRecord): Promise<void> {
  const { expiresAt } = the.state
  if (expiresAt === undefined) return
  await untilInstant(the, expiresAt, () => the.state.closedAt !== undefined)
  if (the.state.closedAt === undefined) the.record({ type: 'recordExpired', rule: 'R-29', data: {} }, { at: expiresAt })
}

/** A contest has a deadline for the office to decide; it never blocks the record's own end. */
async function contest(the: CreditRecord): Promise<void> {
  await condition(() => the.state.contest !== undefined)
  const { contest: filed, decider } = the.state
  if (filed === undefined) return
  await startMatterClock(the, {
    id: 'decision',
    kind: 'decision',
    owner: decider,
    from: filed.at,
    rule: 'R-29',
    length: the.policy.credit.decision,
  })
  await withMatterDeadline(the, 'decision', () => the.state.decision !== undefined)
}
