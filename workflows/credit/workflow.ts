import { condition } from '@temporalio/workflow'
import { expiryOf } from '../../domain/credit/credit.ts'
import type { CreditBody } from '../../domain/credit/credit.ts'
import { startMatterClock, untilInstant, withMatterDeadline } from '../matter/clock.ts'
import { ownStart } from '../lib/own-start.ts'
import { matter } from '../matter/matter.ts'
import type { Matter } from '../matter/matter.ts'
import type { MatterResult } from '../matter/messages.ts'
import type { CreditInput } from './messages.ts'
import { CREDIT } from './core/acts.ts'
import type { CreditState } from './core/state.ts'
import { defined } from '../../domain/defined.ts'

type CreditRecord = Matter<CreditState, CreditBody>

/**
 * 信用记录, R-29: proposed, confirmed by a second person, reported, contested perhaps, and in force until it is withdrawn
 * or its term is over. One that names nobody to confirm it was begun before 0.4, and is reported at once.
 */
export async function creditRecord(input: CreditInput): Promise<MatterResult> {
  const own = ownStart(input)
  return matter(own, CREDIT, {
    opening: () => opening(own),
    async plan(the) {
      if (own.confirmers !== undefined) await confirmation(the, own.confirmers)
      report(the, own)
      await Promise.all([expiry(the), contest(the)])
    },
    ended: ({ closedAt }) => closedAt !== undefined,
    closing: () => undefined,
  })
}

function opening({
  policy,
  policyHash,
  keyHash,
  bodyHash,
  kind,
  subject,
  source,
  reason,
  decider,
  orderedBy,
  confirmers,
}: CreditInput): CreditBody {
  const expiresAt = expiryOf(new Date().toISOString(), policy.credit.term)
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
      ...defined({ orderedBy, confirmers: confirmers === undefined ? undefined : [...confirmers] }),
      expiresAt,
    },
  }
}

/** Its own authority is to confirm or reject it in time; neither is ever taken for granted. */
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

/** Delivered by the outbox to everybody whom the record concerns; its term counts from the confirmation. */
function report(the: CreditRecord, { sanctioners }: CreditInput): void {
  const { reportedTo, confirmation: confirmed } = the.state
  if (reportedTo.length > 0) return
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
