import { foldClock, isClockEvent, marked, settled } from '../../../domain/matter/matter.ts'
import type { MeetingReportEvent } from '../../../domain/assessment/meeting-report.ts'
import { requireNext } from '../../matter/core/matter-logic.ts'
import type { FollowedResolution, MeetingReportState } from './state.ts'
import { awaitedOf, checkClock, resolutionClock, statusOf } from './state.ts'

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
      return {
        ...state,
        meeting: { at, ...event.data },
        ...(state.follows === true ? { followUp: followedFrom(event) } : {}),
        deadlines: marked(state.deadlines, 'meeting', { metAt: at }),
      }
    case 'resolutionReported':
      return reported(state, event)
    case 'resolutionChecked':
      return checked(state, event)
    case 'reportClosed':
      return { ...state, closedAt: at, deadlines: settled(state.deadlines, at) }
  }
}

type EventOf<T extends MeetingReportEvent['type']> = Extract<MeetingReportEvent, { type: T }>

/** Each has an owner and a date: the act saw to it. */
function followedFrom({ at, data: { resolutions } }: EventOf<'meetingHeld'>): readonly FollowedResolution[] {
  return resolutions.map(({ text, org = '', dueDate = '' }, index) => ({
    number: index + 1,
    text,
    org,
    dueDate,
    round: 1,
    since: at,
    status: 'open',
  }))
}

function reported(
  state: MeetingReportState,
  { at, actor, data: { resolution, report, late } }: EventOf<'resolutionReported'>,
): MeetingReportState {
  return withResolution(state, resolution, resolutionClock, { metAt: at }, () => ({
    status: 'reported',
    reported: { at, by: actor.sub, report, late },
  }))
}

/** One that is dropped before it was reported leaves its owner's clock as nobody's fault. */
function checked(
  state: MeetingReportState,
  { at, data: { resolution, outcome, dueDate } }: EventOf<'resolutionChecked'>,
): MeetingReportState {
  const isReported = state.followUp?.[resolution - 1]?.status === 'reported'
  const [clock, mark] = isReported ? [checkClock, { metAt: at }] : [resolutionClock, { supersededAt: at }]
  return withResolution(state, resolution, clock, mark, ({ round, dueDate: before }) =>
    outcome === 'returned'
      ? { status: 'open', round: round + 1, since: at, dueDate: dueDate ?? before }
      : { status: outcome, settledAt: at },
  )
}

function withResolution(
  state: MeetingReportState,
  number: number,
  clock: (one: FollowedResolution) => string,
  mark: { readonly metAt?: string; readonly supersededAt?: string },
  change: (one: FollowedResolution) => Partial<FollowedResolution>,
): MeetingReportState {
  const one = state.followUp?.[number - 1]
  if (state.followUp === undefined || one === undefined) return state
  return {
    ...state,
    followUp: state.followUp.with(number - 1, { ...one, ...change(one) }),
    deadlines: marked(state.deadlines, clock(one), mark),
  }
}
