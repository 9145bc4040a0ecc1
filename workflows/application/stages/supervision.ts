import { CancellationScope, condition, proxyActivities } from '@temporalio/workflow'
import { CREDIT } from '../../lib/activity-profiles.ts'
import { startClock, withDeadline } from '../clock.ts'
import {
  creditOpeningOf,
  promiseBrokenBy,
  rectificationDeadlineId,
  rectificationLength,
} from '../../../domain/supervision/rectification.ts'
import type { CreditOpening } from '../../../domain/credit/credit-opening.ts'
import type { CreditActivities } from '../../ports/credit.ts'
import { watchEach } from '../../lib/watch-each.ts'
import { record } from '../case.ts'
import type { Case } from '../case.ts'
import { onceAState } from '../once-a-state.ts'
import { isFinished, linesOf, openOrdersOf } from '../core/lines.ts'
import type { EmergencyRepair } from '../core/case-state.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'
import { awaitedLater } from './awaited-later.ts'

const { openCreditRecord } = proxyActivities<CreditActivities>(CREDIT)

/**
 * until the whole case is finished (事后监管), each rectification order and each emergency repair of the
 * line runs against its own time.
 */
export async function supervision(the: Case, id: string): Promise<void> {
  const over = onceAState(the, (state) => linesOf(state).every((line) => isFinished(state, line)))
  await Promise.all([
    watchEach(
      onceAState(the, (state) => openOrdersOf(state, id)),
      over,
      (order) => awaitedLater(rectification(the, order.id)),
    ),
    watchEach(
      onceAState(the, ({ repairs }) =>
        Object.values(repairs).filter((repair) => repair.line === id && repair.filedAt === undefined),
      ),
      over,
      (repair) => awaitedLater(emergencyRepair(the, repair)),
    ),
  ])
}

/**
 * an order not fixed in time breaks the promise: told to the office, and into the credit file. A granted
 * extension has a clock of its own.
 */
async function rectification(the: Case, id: string): Promise<void> {
  const current = () => the.state.orders[id]
  for (let order = current(); order !== undefined && order.closedAt === undefined; order = current()) {
    const { version, brokenAt } = order
    const deadline = rectificationDeadlineId(order)
    await startClock(the, {
      kind: 'rectification',
      id: deadline,
      line: order.line,
      owner: order.utility,
      from: order.orderedAt,
      policy: { rule: 'R-20', length: rectificationLength(the.policy, order) },
    })
    const settled = () => current()?.closedAt !== undefined || current()?.version !== version
    const ended = await withDeadline(the, deadline, settled, { untilDue: true })
    if (ended === 'done') continue
    // Reported in time: a re-inspection that comes late is not the utility's fault; one that does not pass breaks the
    // promise.
    await condition(() => current()?.closedAt !== undefined || current()?.reportedAt === undefined)
    if (current()?.closedAt !== undefined) return
    if (brokenAt === undefined) await breakPromise(the, order)
    await condition(() => current()?.closedAt !== undefined)
  }
}

async function breakPromise(the: Case, order: RectificationOrder): Promise<void> {
  const { serviceNumber } = the.state
  record(the, { type: 'promiseBroken', rule: 'R-20', data: promiseBrokenBy(order, serviceNumber, the.policy) })
  const { approvals } = the.state.commitments[order.utility]?.commitment ?? {}
  await open(the, creditOpeningOf(order, serviceNumber, the.policy, approvals))
}

/** a record once begun is not lost to a withdrawal, nor to a new run: the case waits for it. */
async function open(the: Case, opening: CreditOpening): Promise<void> {
  the.openings += 1
  await CancellationScope.nonCancellable(() => openCreditRecord(opening))
  the.openings -= 1
}

async function emergencyRepair(the: Case, { id, line, org, startedAt }: EmergencyRepair): Promise<void> {
  const deadline = `emergencyRepair:${id}`
  await startClock(the, {
    kind: 'emergencyRepair',
    id: deadline,
    line,
    owner: org,
    from: startedAt,
    policy: { rule: 'R-19', length: { kind: 'elapsedSeconds', seconds: 86_400 } },
  })
  await withDeadline(the, deadline, () => the.state.repairs[id]?.filedAt !== undefined, { untilDue: false })
}
