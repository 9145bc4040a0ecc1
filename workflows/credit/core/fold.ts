import type { CreditEvent } from '../../../domain/credit/credit.ts'
import { THE_CASE } from '../../../domain/actor/actor.ts'
import { foldClock, isClockEvent, marked, settled } from '../../../domain/matter/matter.ts'
import { requireNext } from '../../matter/core/matter-logic.ts'
import type { CreditState } from './state.ts'

/** The next state. The first event is `recordOpened`, and `id` comes with it. */
export function applyCredit(state: CreditState | undefined, event: CreditEvent, id?: string): CreditState {
  const next = changed(state, event, id)
  return { ...next, awaited: awaitedBy(next) }
}

function awaitedBy({ status, decider, confirmers = [] }: CreditState): readonly string[] {
  if (status === 'proposed') return confirmers
  return status === 'contested' ? [decider] : []
}

function changed(state: CreditState | undefined, event: CreditEvent, id: string | undefined): CreditState {
  if (event.type === 'recordOpened') {
    if (state !== undefined || id === undefined) throw new Error('a record is opened once')
    const { policyHash: _policyHash, ...data } = event.data
    return {
      id,
      seq: event.seq,
      status: event.data.confirmers === undefined ? 'reported' : 'proposed',
      openedAt: event.at,
      openedBy: event.actor,
      ...data,
      reportedTo: [],
      deadlines: {},
      concerned:
        event.data.confirmers === undefined
          ? concernedBy(event.actor.org, event.data)
          : [...event.data.confirmers].sort(),
      awaited: [],
    }
  }
  if (state === undefined) throw new Error(`a record begins with recordOpened, not ${event.type}`)
  requireNext(state, event)
  return { ...fold(state, event), seq: event.seq }
}

function concernedBy(
  opener: string,
  { subject, decider, orderedBy }: Pick<CreditState, 'subject' | 'decider' | 'orderedBy'>,
): string[] {
  return [
    ...new Set([
      decider,
      ...(orderedBy === undefined ? [] : [orderedBy]),
      ...(opener === THE_CASE.org ? [] : [opener]),
      ...(subject.org === undefined ? [] : [subject.org]),
    ]),
  ].sort()
}

function fold(state: CreditState, event: Exclude<CreditEvent, { type: 'recordOpened' }>): CreditState {
  if (isClockEvent(event)) return foldClock(state, event)
  const { at } = event
  switch (event.type) {
    case 'recordConfirmed':
      return {
        ...state,
        status: 'reported',
        confirmation: { at, ...event.data },
        concerned: [...new Set([...state.concerned, ...concernedBy(state.openedBy.org, state)])].sort(),
        deadlines: marked(state.deadlines, 'confirmation', { metAt: at }),
      }
    case 'recordRejected':
      return {
        ...state,
        status: 'rejected',
        rejection: { at, ...event.data },
        closedAt: at,
        deadlines: settled(marked(state.deadlines, 'confirmation', { metAt: at }), at),
      }
    case 'recordReported': {
      const { platform, sanctioners, expiresAt = state.expiresAt } = event.data
      return {
        ...state,
        expiresAt,
        reportedTo: [platform, ...sanctioners],
        concerned: [...new Set([...state.concerned, platform, ...sanctioners])].sort(),
      }
    }
    case 'recordContested':
      return { ...state, status: 'contested', contest: { at, ...event.data } }
    case 'contestDecided': {
      const decided = {
        ...state,
        decision: { at, ...event.data },
        deadlines: marked(state.deadlines, 'decision', { metAt: at }),
      }
      return event.data.upheld ? { ...decided, status: 'upheld' } : decided
    }
    case 'recordWithdrawn':
      return {
        ...state,
        status: 'withdrawn',
        withdrawal: { at, ...event.data },
        closedAt: at,
        deadlines: settled(state.deadlines, at),
      }
    case 'recordExpired':
      return { ...state, status: 'expired', closedAt: at, deadlines: settled(state.deadlines, at) }
  }
}
