import type { LaterInspectionEvent } from '../../../domain/later-inspection/later-inspection.ts'
import { foldClock, isClockEvent, marked, settled } from '../../../domain/matter/matter.ts'
import { extensionDecided, openedAgain, rectificationDeadlineId } from '../../../domain/supervision/rectification.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'
import { requireNext } from '../../matter/core/matter-logic.ts'
import type { LaterInspectionState } from './state.ts'
import { awaitedBy, statusOf } from './state.ts'
import { defined } from '../../../domain/defined.ts'

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
  if (isClockEvent(event)) return foldClock(state, event)
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
  const reinspections = [...state.reinspections, { at, passed, ...defined({ evidence }) }]
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
