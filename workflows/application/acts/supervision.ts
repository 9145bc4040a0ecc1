import type { City } from '../../../domain/city/city.schema.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { requireTimeLeft, requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { Refusal } from '../../../domain/problem.ts'
import {
  brokenPromises,
  requireOpenOrder,
  requireReinspectable,
  requireReportable,
} from '../../../domain/supervision/rectification.ts'
import type { CaseState, Line } from '../case-state.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'
import type { ActRule, Command } from '../state.ts'
import { requireLine } from './who.ts'
import { requireWorks } from './works.ts'

type SupervisionAct = 'fileInspection' | 'reportRectified' | 'reinspect'

/**
 * authorities inspect during the works and after; each inspection stands for itself, and an order is closed only
 * by the authority that gave it.
 */
export const SUPERVISION_ACTS: { readonly [A in SupervisionAct]: ActRule<A> } = {
  fileInspection: {
    can(state, { actor, at, body }, policy) {
      requireInspector(state, actor.org, body.line, policy)
      const line = requireLine(state, body.line, 'line')
      requireWorks(line)
      if (line.works?.startedAt === undefined)
        throw new Refusal('wrong-stage', '尚未开工，无可检查', 'line', { early: true })
      if (body.order === undefined) return
      requireTimeLeft(body.order.dueDate, at, policy.hours, '整改期限', 'order.dueDate')
      requireWithinReach(body.order.dueDate, localDate(at, policy.hours), 'order.dueDate')
    },
    events: inspected,
  },
  reportRectified: {
    can(state, { actor, body }) {
      requireReportable(requireOrder(state, body.order), actor.org)
    },
    events: (_state, { body }) => [{ type: 'rectificationReported', rule: 'R-20', data: body }],
  },
  reinspect: {
    can(state, { actor, body }) {
      requireReinspectable(requireOrder(state, body.order), actor.org)
    },
    events: (_state, { body: { evidence, ...body } }) => [
      { type: 'reinspected', rule: 'R-20', data: { ...body, ...(evidence === undefined ? {} : { evidence }) } },
    ],
  },
}

/** Whoever takes part in the survey as an authority may inspect, and whose approval the commitment replaces. */
function requireInspector(state: CaseState, org: string, line: string, policy: City): void {
  const invited = state.parties[org]?.kind === 'authority'
  const touched = requireLine(state, line, 'line').outerWorks?.touches ?? []
  const approving = policy.approvals.list.some(
    (approval) => approval.authority === org && touched.includes(approval.touches),
  )
  if (!invited && !approving) throw new Refusal('not-concerned', '本单位不是该项工程的监管部门')
}

export function requireOrder(state: CaseState, id: string): RectificationOrder {
  return requireOpenOrder(Object.hasOwn(state.orders, id) ? state.orders[id] : undefined, id)
}

function inspected(state: CaseState, { actor, body }: Command<'fileInspection'>): readonly EventBody[] {
  const { line, checklist, order } = body
  const filed: EventBody = {
    type: 'inspectionFiled',
    rule: 'R-20',
    data: { line, org: actor.org, checklist, passed: order === undefined },
  }
  if (order === undefined) return [filed]
  const utility = requireLine(state, line, 'line').utility
  const promises = brokenPromises(checklist)
  return [
    filed,
    {
      type: 'rectificationOrdered',
      rule: 'R-20',
      data: { order: orderId(state, line), line, org: actor.org, utility, ...order, promises },
    },
  ]
}

function orderId(state: CaseState, line: Line['id']): string {
  return `${line}:${Object.values(state.orders).filter((order) => order.line === line).length + 1}`
}
