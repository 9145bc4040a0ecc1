import type { CreditEvent } from '../../../domain/credit/credit-event.ts'
import type { CreditStatus } from '../../../domain/credit/credit.ts'
import { foldClock, isClockEvent, marked, settled } from '../../../domain/matter/matter.ts'
import { defined } from '../../../domain/defined.ts'
import { requireNext } from '../../matter/core/matter-logic.ts'
import { concernedBy, together } from './concerned.ts'
import { foldDueProcess, isOfDueProcess } from './fold-due-process.ts'
import { authorityOf, openRepairOf, subjectOf } from './state.ts'
import type { CreditState } from './state.ts'

/** The next state. The first event is `recordOpened`, and `id` comes with it. */
export function applyCredit(state: CreditState | undefined, event: CreditEvent, id?: string): CreditState {
  const next = changed(state, event, id)
  return { ...next, awaited: awaitedBy(next) }
}

function awaitedBy(state: CreditState): readonly string[] {
  const { status, decider, confirmers = [], deadlines, closedAt } = state
  if (closedAt !== undefined) return []
  if (status === 'proposed' || status === 'answered') return confirmers
  // The term is over: its clock is the one to decide by.
  if (status === 'noticed') return deadlines['determination'] === undefined ? [subjectOf(state)] : confirmers
  const contest = status === 'contested' ? [decider] : []
  return openRepairOf(state) === undefined ? contest : [...new Set([...contest, authorityOf(state)])]
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

/** Where it stands while it is open and decided. */
function standingOf(state: CreditState): CreditStatus {
  if (state.contest !== undefined && state.decision === undefined) return 'contested'
  if (openRepairOf(state) !== undefined) return 'repairing'
  if (state.decision?.upheld === true) return 'upheld'
  return state.determination?.outcome === 'performance' ? 'performance' : 'reported'
}

/** A term of the subject's that went by is over, once the clock runs by which to decide; it is nobody's fault. */
function withoutTerm(state: CreditState): CreditState {
  const { statement, determination } = state.deadlines
  if (determination === undefined || statement === undefined) return state
  if ((statement.metAt ?? statement.supersededAt) !== undefined) return state
  return { ...state, deadlines: marked(state.deadlines, 'statement', { supersededAt: statement.dueAt }) }
}

type Event<T extends CreditEvent['type']> = Extract<CreditEvent, { type: T }>

function reported(state: CreditState, { data }: Event<'recordReported'>): CreditState {
  const { platform, sanctioners, expiresAt = state.expiresAt } = data
  return {
    ...state,
    ...defined({ expiresAt }),
    reportedTo: [platform, ...sanctioners],
    concerned: together(state.concerned, [platform, ...sanctioners]),
  }
}

function fold(state: CreditState, event: Exclude<CreditEvent, { type: 'recordOpened' }>): CreditState {
  if (isClockEvent(event)) return withoutTerm(foldClock(state, event))
  if (isOfDueProcess(event)) return foldDueProcess(state, event, standingOf)
  const { at } = event
  switch (event.type) {
    case 'recordConfirmed':
      return {
        ...state,
        status: 'reported',
        confirmation: { at, ...event.data },
        concerned: together(state.concerned, concernedBy(state.openedBy.org, state)),
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
    case 'recordReported':
      return reported(state, event)
    case 'recordContested': {
      const atWindow = state.contest
      const contested = { ...state, contest: { at, ...event.data, ...defined({ atWindow }) } }
      const deadlines = atWindow === undefined ? marked(state.deadlines, 'objection', { metAt: at }) : state.deadlines
      return { ...contested, status: standingOf(contested), deadlines }
    }
    case 'contestDecided': {
      const decided = {
        ...state,
        decision: { at, ...event.data },
        deadlines: marked(state.deadlines, 'decision', { metAt: at }),
      }
      return event.data.upheld ? { ...decided, status: standingOf(decided) } : decided
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
