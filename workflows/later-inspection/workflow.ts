import { condition, proxyActivities } from '@temporalio/workflow'
import type { LaterInspectionBody } from '../../domain/later-inspection/later-inspection.ts'
import {
  brokenPromises,
  creditOpeningOf,
  promiseBrokenBy,
  rectificationDeadlineId,
  rectificationLength,
} from '../../domain/supervision/rectification.ts'
import type { RectificationOrder } from '../../domain/supervision/rectification.ts'
import { CREDIT } from '../lib/activity-profiles.ts'
import { startMatterClock, withMatterDeadline } from '../matter/clock.ts'
import type { CreditActivities } from '../ports/credit.ts'
import { ownStart } from '../lib/own-start.ts'
import { matter } from '../matter/matter.ts'
import type { Matter } from '../matter/matter.ts'
import type { MatterResult } from '../matter/messages.ts'
import type { LaterInspectionInput } from './messages.ts'
import { LATER_INSPECTION } from './core/acts.ts'
import type { LaterInspectionState } from './core/state.ts'

const { openCreditRecord } = proxyActivities<CreditActivities>(CREDIT)

type LaterInspection = Matter<LaterInspectionState, LaterInspectionBody>

/**
 * 后续监管检查, R-20, R-26: passed, it is recorded and done; otherwise it goes on until what was ordered is put right
 * and found so.
 */
export async function laterInspection(input: LaterInspectionInput): Promise<MatterResult> {
  const own = ownStart('laterInspection', input)
  return matter(own, LATER_INSPECTION, {
    opening: () => opening(own),
    async plan(the) {
      give(the, own)
      await Promise.all([rectification(the), creditFile(the)])
    },
    ended: () => false,
    closing: (): LaterInspectionBody => ({ type: 'laterInspectionClosed', rule: 'R-20', data: {} }),
  })
}

function opening({ policy, policyHash, keyHash, bodyHash, finding }: LaterInspectionInput): LaterInspectionBody {
  return {
    type: 'laterInspectionFiled',
    rule: 'R-20',
    data: { city: policy.key, policyHash, origin: { keyHash, bodyHash }, hours: policy.hours, ...finding },
  }
}

function give(
  the: LaterInspection,
  { order, openedBy, finding: { line, org, utility, checklist } }: LaterInspectionInput,
): void {
  if (order === undefined || the.state.order !== undefined) return
  const { id, requirement, dueDate } = order
  the.record(
    {
      type: 'rectificationOrdered',
      rule: 'R-20',
      data: { order: id, line, org, utility, requirement, dueDate, promises: brokenPromises(checklist) },
    },
    { actor: openedBy },
  )
}

/**
 * As in a case (stages/supervision.ts): missed, it breaks the promise and goes on; a re-inspection that comes late
 * after a report in time does not.
 */
async function rectification(the: LaterInspection): Promise<void> {
  const current = () => the.state.order
  for (let order = current(); order !== undefined && order.closedAt === undefined; order = current()) {
    const { version } = order
    const deadline = await startRectificationClock(the, order)
    const settled = () => current()?.closedAt !== undefined || current()?.version !== version
    await withMatterDeadline(the, deadline, () => settled() || the.state.deadlines[deadline]?.passedAt !== undefined)
    if (settled()) continue
    await condition(() => current()?.closedAt !== undefined || current()?.reportedAt === undefined)
    const missed = current()
    if (missed !== undefined && missed.closedAt === undefined && missed.brokenAt === undefined)
      the.record({
        type: 'promiseBroken',
        rule: 'R-20',
        data: promiseBrokenBy(missed, the.state.serviceNumber, the.policy),
      })
    await condition(() => current()?.closedAt !== undefined)
  }
}

async function startRectificationClock(the: LaterInspection, order: RectificationOrder): Promise<string> {
  const id = rectificationDeadlineId(order)
  await startMatterClock(the, {
    id,
    kind: 'rectification',
    owner: order.utility,
    rule: 'R-20',
    line: order.line,
    from: order.orderedAt,
    length: rectificationLength(the.policy, order),
  })
  return id
}

/** a broken promise goes into the credit file, however often this is begun again, and once. */
async function creditFile(the: LaterInspection): Promise<void> {
  await condition(
    () => the.state.passed || the.state.order?.closedAt !== undefined || the.state.order?.brokenAt !== undefined,
  )
  const { order, serviceNumber, commitment, creditRecordOpenedAt } = the.state
  if (order?.brokenAt === undefined || creditRecordOpenedAt !== undefined) return
  const opened = creditOpeningOf(order, serviceNumber, the.policy, commitment?.approvals)
  await openCreditRecord(opened)
  if (the.run.exact()) await the.run.rest.wait()
  the.record({ type: 'creditRecordOpened', rule: 'R-29', data: { order: order.id, creditRecord: opened.recordId } })
}
