import { foldClock, isClockEvent, marked, settled } from '../../../domain/matter/matter.ts'
import type { MeetingReportEvent } from '../../../domain/assessment/meeting-report.ts'
import { requireNext } from '../../matter/core/matter-logic.ts'
import type { MeetingReportState } from './state.ts'
import { awaitedOf, statusOf } from './state.ts'

/** The next state. The first event is `reportOpened`, and `id` comes with it. */
export function applyMeetingReport(
  state: MeetingReportState | undefined,
  event: MeetingReportEvent,
  id?: string,
): MeetingReportState {
  const next = changed(state, event, id)
  const status = statusOf(next)
  return { ...next, status, awaited: awaitedOf({ ...next, status }) }
}

function changed(
  state: MeetingReportState | undefined,
  event: MeetingReportEvent,
  id: string | undefined,
): MeetingReportState {
  if (event.type === 'reportOpened') {
    if (state !== undefined || id === undefined) throw new Error('a report is opened once')
    const { policyHash: _policyHash, ...data } = event.data
    return {
      id,
      seq: event.seq,
      status: 'compiling',
      openedAt: event.at,
      ...data,
      version: 0,
      final: false,
      deadlines: {},
      concerned: [...data.parties].sort(),
      awaited: [],
    }
  }
  if (state === undefined) throw new Error(`a report begins with reportOpened, not ${event.type}`)
  requireNext(state, event)
  return { ...fold(state, event), seq: event.seq }
}

function fold(
  state: MeetingReportState,
  event: Exclude<MeetingReportEvent, { type: 'reportOpened' }>,
): MeetingReportState {
  if (isClockEvent(event)) return foldClock(state, event)
  const { at } = event
  switch (event.type) {
    case 'reportCompiled':
      return { ...state, ...event.data }
    case 'reportReviewed':
      return { ...state, review: { at, ...event.data }, deadlines: marked(state.deadlines, 'review', { metAt: at }) }
    case 'meetingHeld':
      return { ...state, meeting: { at, ...event.data } }
    case 'reportClosed':
      return { ...state, closedAt: at, deadlines: settled(state.deadlines, at) }
  }
}
