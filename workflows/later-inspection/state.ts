import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type {
  LaterFinding,
  LaterInspectionBody,
  LaterInspectionEvent,
  LaterInspectionStatus,
} from '../../domain/later-inspection/later-inspection.ts'
import { foldClock, isClockEvent, marked, settled } from '../../domain/matter/matter.ts'
import type { MatterDeadline, MatterState } from '../../domain/matter/matter.ts'
import type { WorkingHours } from '../../domain/clocks/working-time.ts'
import { rectificationDeadlineId } from '../application/core/case-state.ts'
import type { RectificationOrder } from '../application/core/case-state.ts'
import { requireNext } from '../lib/matter-logic.ts'
import type { ActRules, MatterLogic } from '../lib/matter-logic.ts'
import {
  extensionDecided,
  extensionDecision,
  openedAgain,
  requireExtendable,
  requireExtensionDecidable,
  requireOpenOrder,
  requireReinspectable,
  requireReportable,
} from '../lib/rectification.ts'

/** one inspection after its case has closed; plain JSON. */
export interface LaterInspectionState extends MatterState, LaterFinding {
  readonly status: LaterInspectionStatus
  readonly inspectedBy: Actor
  /** Of the city, for dates. */
  readonly hours: WorkingHours
  readonly order?: RectificationOrder
  /** the credit file has the record that the order names. */
  readonly creditRecordOpenedAt?: string
  /** Each re-inspection in turn. */
  readonly reinspections: readonly { readonly at: string; readonly passed: boolean; readonly evidence?: string }[]
}

/** The acts of a case's supervision that go on here. */
export type LaterInspectionBodies = Pick<
  ActBodies,
  'reportRectified' | 'reinspect' | 'requestExtension' | 'decideExtension'
>

/** The next state. The first event is `laterInspectionFiled`, and `id` comes with it. */
export function applyLaterInspection(
  state: LaterInspectionState | undefined,
  event: LaterInspectionEvent,
  id?: string,
): LaterInspectionState {
  const next = changed(state, event, id)
  return { ...next, status: statusOf(next), awaited: awaitedBy(next) }
}

function changed(
  state: LaterInspectionState | undefined,
  event: LaterInspectionEvent,
  id: string | undefined,
): LaterInspectionState {
  if (event.type === 'laterInspectionFiled') {
    if (state !== undefined || id === undefined) throw new Error('an inspection is filed once')
    const { policyHash: _policyHash, ...data } = event.data
    return {
      id,
      seq: event.seq,
      status: 'passed',
      openedAt: event.at,
      inspectedBy: event.actor,
      ...data,
      reinspections: [],
      deadlines: {},
      concerned: [...new Set([data.org, data.utility])].sort(),
      awaited: [],
    }
  }
  if (state === undefined) throw new Error(`an inspection begins with laterInspectionFiled, not ${event.type}`)
  requireNext(state, event)
  return { ...fold(state, event), seq: event.seq }
}

function fold(
  state: LaterInspectionState,
  event: Exclude<LaterInspectionEvent, { type: 'laterInspectionFiled' }>,
): LaterInspectionState {
  if (isClockEvent(event)) return { ...state, deadlines: foldClock(state.deadlines, event) }
  const { at } = event
  switch (event.type) {
    case 'rectificationOrdered': {
      const { order: id, ...data } = event.data
      return { ...state, order: { id, ...data, orderedAt: at, version: 1 } }
    }
    case 'rectificationReported':
      return withOrder(state, (order) => ({ ...order, reportedAt: at }))
    case 'reinspected':
      return reinspected(state, event)
    case 'extensionRequested':
      return withOrder(state, (order) => ({
        ...order,
        extension: { dueDate: event.data.dueDate, reason: event.data.reason },
      }))
    case 'extensionDecided': {
      const deadlines =
        event.data.granted && state.order !== undefined
          ? marked(state.deadlines, rectificationDeadlineId(state.order), { supersededAt: at })
          : state.deadlines
      return withOrder({ ...state, deadlines }, (order) => extensionDecided(order, event.data))
    }
    case 'promiseBroken': {
      const { creditRecord, office } = event.data
      return withOrder({ ...state, concerned: [...new Set([...state.concerned, office])].sort() }, (order) => ({
        ...order,
        brokenAt: at,
        creditRecord,
      }))
    }
    case 'creditRecordOpened':
      return { ...state, creditRecordOpenedAt: at }
    case 'laterInspectionClosed':
      return { ...state, closedAt: at, deadlines: settled(state.deadlines, at) }
  }
}

function reinspected(
  state: LaterInspectionState,
  { at, data: { passed, evidence } }: Extract<LaterInspectionEvent, { type: 'reinspected' }>,
): LaterInspectionState {
  const reinspections = [...state.reinspections, { at, passed, ...(evidence === undefined ? {} : { evidence }) }]
  if (!passed) return withOrder({ ...state, reinspections }, openedAgain)
  const deadlines =
    state.order === undefined
      ? state.deadlines
      : marked(state.deadlines, rectificationDeadlineId(state.order), { metAt: at })
  return withOrder({ ...state, reinspections, deadlines }, (order) => ({ ...order, closedAt: at }))
}

function withOrder(
  state: LaterInspectionState,
  change: (order: RectificationOrder) => RectificationOrder,
): LaterInspectionState {
  return state.order === undefined ? state : { ...state, order: change(state.order) }
}

function statusOf({ passed, order }: LaterInspectionState): LaterInspectionStatus {
  if (passed) return 'passed'
  if (order?.closedAt !== undefined) return 'rectified'
  return order?.reportedAt === undefined ? 'rectifying' : 'reported'
}

/**
 * As the tasks of a case: the utility until it reports, then the authority, and the authority for what was asked of it.
 */
function awaitedBy({ passed, order, utility, org }: LaterInspectionState): string[] {
  if (passed || order?.closedAt !== undefined) return []
  const asked = order?.extension !== undefined && order.brokenAt === undefined ? [org] : []
  return [...new Set([order?.reportedAt === undefined ? utility : org, ...asked])]
}

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

export const LATER_INSPECTION: MatterLogic<LaterInspectionState, LaterInspectionBodies, LaterInspectionBody> = {
  kind: 'laterInspection',
  acts: LATER_INSPECTION_RULES,
  apply: applyLaterInspection,
}
