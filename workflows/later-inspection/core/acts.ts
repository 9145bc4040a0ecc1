import { ACTS } from '../../../domain/act/act.ts'
import type { ActBodies } from '../../../domain/act/act.schema.ts'
import { defined } from '../../../domain/defined.ts'
import type { LaterInspectionBody } from '../../../domain/later-inspection/later-inspection.ts'
import type { MatterDeadline } from '../../../domain/matter/matter.ts'
import {
  extensionDecision,
  rectificationDeadlineId,
  requireExtendable,
  requireExtensionAskable,
  requireExtensionAsked,
  requireExtensionDecidable,
  requireOpenOrder,
  requireReinspectable,
  requireReportable,
} from '../../../domain/supervision/rectification.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'
import { about } from '../../matter/core/matter-logic.ts'
import type { About, ActRules, MatterLogic } from '../../matter/core/matter-logic.ts'
import type { LaterInspectionState } from './state.ts'
import { applyLaterInspection } from './fold.ts'

/** The acts of a case's supervision that go on here. */
export type LaterInspectionBodies = Pick<
  ActBodies,
  'reportRectified' | 'reinspect' | 'requestExtension' | 'decideExtension'
>

const LATER_INSPECTION_RULES: ActRules<LaterInspectionState, LaterInspectionBodies, LaterInspectionBody> = {
  reportRectified: {
    ...aboutOrder<'reportRectified'>((_state, order, { actor }) => requireReportable(order, actor.org)),
    events: (_state, { body: { files, ...body } }) => [
      { type: 'rectificationReported', rule: 'R-20', data: { ...body, ...defined({ files }) } },
    ],
  },
  reinspect: {
    ...aboutOrder<'reinspect'>((_state, order, { actor }) => requireReinspectable(order, actor.org)),
    events: (_state, { body: { evidence, files, ...body } }) => [
      { type: 'reinspected', rule: 'R-20', data: { ...body, ...defined({ evidence, files }) } },
    ],
  },
  requestExtension: {
    ...aboutOrder<'requestExtension'>(
      (state, order, { actor }) => requireExtensionAskable(order, clockOf(state, order), actor.org),
      (state, { actor: { org }, at, body: { order: id, dueDate } }) => {
        const order = requireOrder(state, id)
        requireExtendable(order, clockOf(state, order), { org, dueDate, at, hours: state.hours })
      },
    ),
    events: (_state, { body }) => [{ type: 'extensionRequested', rule: 'R-20', data: body }],
  },
  decideExtension: {
    ...aboutOrder<'decideExtension'>(
      (state, order, { actor }) => requireExtensionAsked(order, clockOf(state, order), actor.org),
      (state, { actor: { org }, at, body: { order: id, granted } }) => {
        const order = requireOrder(state, id)
        requireExtensionDecidable(order, clockOf(state, order), { org, granted, at, hours: state.hours })
      },
    ),
    events: (state, { body }) => [
      { type: 'extensionDecided', rule: 'R-20', data: extensionDecision(requireOrder(state, body.order), body) },
    ],
  },
}

type AboutOrder<A extends keyof LaterInspectionBodies> = About<
  LaterInspectionState,
  LaterInspectionBodies,
  A,
  RectificationOrder
>

/** The halves of an act about the order, which must be open. */
function aboutOrder<A extends keyof LaterInspectionBodies>(
  allows: AboutOrder<A>['allows'],
  also?: AboutOrder<A>['also'],
) {
  return about<LaterInspectionState, LaterInspectionBodies, A, RectificationOrder>({
    among: ({ order }) => (order === undefined ? [] : [order]),
    offers: { field: 'order', of: 'order', value: ({ id }) => id },
    named: (state, body) => requireOrder(state, body.order),
    allows(state, order, intent) {
      allows(state, requireOpenOrder(order, order.id), intent)
    },
    ...defined({ also }),
  })
}

function requireOrder({ order }: LaterInspectionState, id: string): RectificationOrder {
  return requireOpenOrder(order?.id === id ? order : undefined, id)
}

function clockOf({ deadlines }: LaterInspectionState, order: RectificationOrder): MatterDeadline | undefined {
  return deadlines[rectificationDeadlineId(order)]
}

export const LATER_INSPECTION: MatterLogic<
  LaterInspectionState,
  LaterInspectionBodies,
  LaterInspectionBody,
  'laterInspection'
> = {
  kind: 'laterInspection',
  described: ACTS,
  acts: LATER_INSPECTION_RULES,
  apply: applyLaterInspection,
}
