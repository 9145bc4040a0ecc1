import type { ActBodies } from '../../../domain/act/act.schema.ts'
import type { LaterInspectionBody } from '../../../domain/later-inspection/later-inspection.ts'
import type { MatterDeadline } from '../../../domain/matter/matter.ts'
import {
  extensionDecision,
  rectificationDeadlineId,
  requireExtendable,
  requireExtensionDecidable,
  requireOpenOrder,
  requireReinspectable,
  requireReportable,
} from '../../../domain/supervision/rectification.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'
import type { ActRules, MatterLogic } from '../../matter/core/matter-logic.ts'
import type { LaterInspectionState } from './state.ts'
import { applyLaterInspection } from './fold.ts'

/** The acts of a case's supervision that go on here. */
export type LaterInspectionBodies = Pick<
  ActBodies,
  'reportRectified' | 'reinspect' | 'requestExtension' | 'decideExtension'
>

const LATER_INSPECTION_RULES: ActRules<LaterInspectionState, LaterInspectionBodies, LaterInspectionBody> = {
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
  requestExtension: {
    can(state, { actor, at, body }) {
      const order = requireOrder(state, body.order)
      requireExtendable(order, clockOf(state, order), { org: actor.org, dueDate: body.dueDate, at, hours: state.hours })
    },
    events: (_state, { body }) => [{ type: 'extensionRequested', rule: 'R-20', data: body }],
  },
  decideExtension: {
    can(state, { actor, at, body }) {
      const order = requireOrder(state, body.order)
      requireExtensionDecidable(order, clockOf(state, order), {
        org: actor.org,
        granted: body.granted,
        at,
        hours: state.hours,
      })
    },
    events: (state, { body }) => [
      { type: 'extensionDecided', rule: 'R-20', data: extensionDecision(requireOrder(state, body.order), body) },
    ],
  },
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
  acts: LATER_INSPECTION_RULES,
  apply: applyLaterInspection,
}
