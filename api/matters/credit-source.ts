/** R-29: what a record cites must be there, and say what the record says of it. */
import { findApplication } from '../../db/queries/applications.ts'
import { findMatter } from '../../db/queries/matters.ts'
import type { CreditRecordRequest } from '../../domain/credit/credit.schema.ts'
import { laterInspectionOf } from '../../domain/later-inspection/later-inspection.ts'
import { Refusal } from '../../domain/problem.ts'
import type { RectificationOrder } from '../../domain/supervision/rectification.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { mayRead } from '../views/who-may-read.ts'

type Known = Pick<CaseState, 'serviceNumber' | 'lines' | 'orders' | 'commitments'>

/**
 * Throws where the case is none that the caller may read, or the case, as it is projected, does not bear the record
 * out. Gives the keys of the approvals that the subject's promise there was for, where it made one. Of evidence alone
 * the system knows nothing: whoever decides the record looks at it.
 */
export async function requireSource(
  { database }: Pick<Dependencies, 'database'>,
  caller: Caller,
  request: CreditRecordRequest,
): Promise<readonly string[] | undefined> {
  const { serviceNumber, order: cited } = request.source
  if (serviceNumber === undefined) return undefined
  const found = await findApplication(database, serviceNumber)
  if (found === undefined || found.state.city !== caller.city.key)
    throw new Refusal(
      'source-unknown',
      `${caller.city.name}没有 ${serviceNumber} 这件申请：应为已登记的联合报装服务编号`,
      'source.serviceNumber',
    )
  if (!mayRead(caller, found.state))
    throw new Refusal('not-concerned', '本单位没有参与该申请，不能据以提请', 'source.serviceNumber')
  const later = cited === undefined ? undefined : laterInspectionOf(serviceNumber, cited)
  const inspection = later === undefined ? undefined : await findMatter(database, 'laterInspection', later)
  requireBorneOut(request, found.state, inspection?.order)
  const { org } = request.subject
  return org === undefined ? undefined : found.state.commitments[org]?.commitment.approvals
}

/** `later`: the order of an inspection after the case, where the record cites that. */
export function requireBorneOut(request: CreditRecordRequest, the: Known, later?: RectificationOrder): void {
  const { subject, source } = request
  if (subject.org !== undefined) requireUtility(the, subject.org)
  const order = source.order === undefined ? undefined : orderOf(the, source.order, later)
  if (order !== undefined) requireOrderOf(request, order)
  if (source.promise !== undefined) requirePromise(request, source.promise, the, order)
}

function contradictory(detail: string, field: string): Refusal {
  return new Refusal('source-contradictory', detail, field)
}

function requireUtility({ lines }: Known, org: string): void {
  const utilities = [...new Set(Object.values(lines).map(({ utility }) => utility))]
  if (!utilities.includes(org))
    throw contradictory(`该申请没有由 ${org} 承办的服务；承办单位：${utilities.join('、')}`, 'subject.org')
}

function orderOf({ orders }: Known, cited: string, later: RectificationOrder | undefined): RectificationOrder {
  const order = orders[cited] ?? (later?.id === cited ? later : undefined)
  if (order !== undefined) return order
  const there = Object.keys(orders)
  const known = there.length === 0 ? '该申请没有整改通知' : `该申请的整改通知：${there.join('、')}`
  throw new Refusal('source-unknown', `没有整改通知 ${cited}；${known}`, 'source.order')
}

function requireOrderOf({ kind, subject }: CreditRecordRequest, { id, utility, brokenAt }: RectificationOrder): void {
  if (subject.org !== undefined && subject.org !== utility)
    throw contradictory(`整改通知 ${id} 责令的是 ${utility}，不是 ${subject.org}`, 'source.order')
  if (kind === 'broken' && brokenAt === undefined)
    throw contradictory(`整改通知 ${id} 没有逾期：逾期未整改的才是承诺不兑现`, 'source.order')
}

function requirePromise(
  { kind, subject }: CreditRecordRequest,
  promise: number,
  { commitments }: Known,
  order: RectificationOrder | undefined,
): void {
  if (order !== undefined) {
    if (!order.promises.includes(promise))
      throw contradictory(`整改通知 ${order.id} 所涉承诺：${order.promises.join('、')}`, 'source.promise')
    return
  }
  const signed = Object.values(commitments).filter(({ org }) => subject.org === undefined || org === subject.org)
  if (signed.length === 0)
    throw new Refusal(
      'source-unknown',
      `该申请中没有${subject.org === undefined ? '' : ` ${subject.org} `}签署的承诺书（附件3）`,
      'source.promise',
    )
  const rows = signed.flatMap(({ promises }) => promises.filter(({ number }) => number === promise))
  if (kind === 'broken' && rows.every(({ brokenAt, checks }) => brokenAt === undefined && isKept(checks)))
    throw contradictory(`第 ${promise} 条承诺历次检查均已履行`, 'source.promise')
}

function isKept(checks: readonly { readonly kept: boolean }[]): boolean {
  return checks.length > 0 && checks.every(({ kept }) => kept)
}
