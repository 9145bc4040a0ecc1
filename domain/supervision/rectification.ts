/** the rules of a rectification order, the same in a case and after it: pure. */
import { THE_CASE } from '../actor/actor.ts'
import type { City } from '../city/city.schema.ts'
import type { CreditOpening } from '../credit/credit-opening.ts'
import { endOfWork } from '../clocks/end-of-work.ts'
import type { DateRule } from '../clocks/date-deadline.ts'
import { requireTimeLeft, requireWithinReach } from '../clocks/date-reach.ts'
import type { EventData } from '../case/event.ts'
import type { LineId } from '../case/service.ts'
import { localDate } from '../clocks/local-date.ts'
import { Refusal } from '../problem.ts'
import type { DeadlineRule, WorkingHours } from '../clocks/working-time.ts'
import { defined } from '../defined.ts'

/** a rectification order, open until its authority's re-inspection passes. */
export interface RectificationOrder {
  readonly id: string
  readonly line: LineId
  readonly org: string
  readonly utility: string
  readonly requirement: string
  readonly dueDate: string
  readonly orderedAt: string
  readonly promises: readonly number[]
  /** Why works stand still (停工) until it is closed. */
  readonly stop?: string
  /** Counts from 1; each granted extension is a new one with a deadline of its own. */
  readonly version: number
  readonly extension?: { readonly dueDate: string; readonly reason: string }
  readonly brokenAt?: string
  readonly creditRecord?: string
  readonly reportedAt?: string
  readonly closedAt?: string
}

/** a granted extension has a deadline of its own. */
export function rectificationDeadlineId(order: RectificationOrder): string {
  return order.version === 1 ? `rectification:${order.id}` : `rectification:${order.id}:${order.version}`
}

export function requireOpenOrder(order: RectificationOrder | undefined, id: string): RectificationOrder {
  if (order === undefined) throw new Refusal('order-unknown', `没有整改通知“${id}”`, 'order')
  if (order.closedAt !== undefined) throw new Refusal('already-done', '该整改已复查通过', 'order')
  return order
}

export function requireReportable(order: RectificationOrder, org: string): void {
  if (order.utility !== org) throw new Refusal('not-concerned', '整改由被责令的单位报告', 'order')
  if (order.reportedAt !== undefined) throw new Refusal('already-done', '已报告整改，等待复查', 'order')
}

export function requireReinspectable(order: RectificationOrder, org: string): void {
  if (order.org !== org) throw new Refusal('not-concerned', '复查由责令整改的部门进行', 'order')
  if (order.reportedAt === undefined)
    throw new Refusal('wrong-stage', '被责令单位尚未报告整改', 'order', { early: true })
}

/** An order's clock as far as an extension asks. */
type Clock = { readonly passedAt?: string } | undefined

/** Who asks, when (an ISO instant), under which hours. */
interface Asking {
  readonly org: string
  readonly at: string
  readonly hours: WorkingHours
}

/**
 * More time is asked for by the utility before the order passes, once at a time. Dates are YYYY-MM-DD in the city's
 * time.
 */
export function requireExtendable(
  order: RectificationOrder,
  clock: Clock,
  { org, dueDate, at, hours }: Asking & { readonly dueDate: string },
): void {
  requireExtensionAskable(order, clock, org)
  if (dueDate <= order.dueDate) throw new Refusal('date-too-early', `新期限应晚于原期限 ${order.dueDate}`, 'dueDate')
  requireTimeLeft(dueDate, at, hours, '新期限', 'dueDate')
  requireWithinReach(dueDate, localDate(at, hours), 'dueDate')
}

/** The same, whichever day is asked for. */
export function requireExtensionAskable(order: RectificationOrder, clock: Clock, org: string): void {
  if (order.utility !== org) throw new Refusal('not-concerned', '由被责令的单位申请', 'order')
  requireRunning(clock)
  if (order.extension !== undefined) throw new Refusal('already-done', '延期申请尚待决定', 'order')
}

/** A date that has gone by while the clock stood cannot be granted. */
export function requireExtensionDecidable(
  order: RectificationOrder,
  clock: Clock,
  { org, granted, at, hours }: Asking & { readonly granted: boolean },
): void {
  const { dueDate } = requireExtensionAsked(order, clock, org)
  if (granted && Date.parse(endOfWork(dueDate, hours)) <= Date.parse(at))
    throw new Refusal('date-past', `申请的新期限 ${dueDate} 已过：请不予延期，由施工单位另行申请`, 'granted')
}

/** What waits to be decided, however it will be. */
export function requireExtensionAsked(
  order: RectificationOrder,
  clock: Clock,
  org: string,
): NonNullable<RectificationOrder['extension']> {
  if (order.org !== org) throw new Refusal('not-concerned', '由责令整改的部门决定', 'order')
  if (order.extension === undefined) throw new Refusal('wrong-stage', '没有待决定的延期申请', 'order', { early: true })
  requireRunning(clock)
  return order.extension
}

function requireRunning(clock: Clock): void {
  if (clock?.passedAt !== undefined) throw new Refusal('wrong-stage', '整改期限已过', 'order')
}

/** What a decision on the extension records: the day that was asked for. */
export function extensionDecision(
  order: RectificationOrder,
  { granted, reason }: { readonly granted: boolean; readonly reason?: string | undefined },
): EventData['extensionDecided'] {
  return {
    order: order.id,
    granted,
    dueDate: order.extension?.dueDate ?? '',
    ...defined({ reason }),
  }
}

/** What the promises found wanting come to in an order. */
export function brokenPromises(checklist: EventData['inspectionFiled']['checklist']): number[] {
  return checklist.filter((row) => !row.kept).map((row) => row.promise)
}

/** Not passed: open again for the utility's next report. */
export function openedAgain({ reportedAt: _reported, ...order }: RectificationOrder): RectificationOrder {
  return order
}

/** Granted, it is a new version with a deadline of its own. */
export function extensionDecided(
  { extension: _asked, ...order }: RectificationOrder,
  { granted, dueDate }: EventData['extensionDecided'],
): RectificationOrder {
  return granted ? { ...order, dueDate, version: order.version + 1 } : order
}

/**
 * In the drill city an order has as long as a survey, and as long again for each extension, whatever its date: nobody
 * waits there for a day to end.
 */
export function rectificationLength(
  { drill, deadlines }: City,
  { dueDate, version }: RectificationOrder,
): DeadlineRule | DateRule {
  const { length } = deadlines.survey
  return drill && length.kind === 'elapsedSeconds'
    ? { ...length, seconds: length.seconds * version }
    : { kind: 'byDate', date: dueDate }
}

/** the record of a missed order. */
export function creditRecordId(serviceNumber: string, order: string): string {
  return `credit:${serviceNumber}:${order}`
}

export function promiseBrokenBy(
  { id, utility, promises }: RectificationOrder,
  serviceNumber: string,
  { coordination }: City,
): EventData['promiseBroken'] {
  return {
    org: utility,
    order: id,
    promises: [...promises],
    creditRecord: creditRecordId(serviceNumber, id),
    office: coordination.office,
  }
}

/** what the credit file is told of it; `approvals`: what the broken promise was for. */
export function creditOpeningOf(
  { id, utility, org, promises: [promise], requirement }: RectificationOrder,
  serviceNumber: string,
  { key, organisations }: City,
  approvals?: readonly string[],
): CreditOpening {
  return {
    recordId: creditRecordId(serviceNumber, id),
    city: key,
    subject: {
      org: utility,
      name: organisations.find((organisation) => organisation.key === utility)?.name ?? utility,
      capacity: 'utility',
    },
    openedBy: THE_CASE,
    orderedBy: org,
    ...defined({ approvals }),
    source: { serviceNumber, order: id, ...defined({ promise }) },
    reason: `逾期未整改：${requirement}`,
  }
}
