/** How notice, answer, decision and repair change a record. */
import type { CreditEvent } from '../../../domain/credit/credit-event.ts'
import type { CreditStatus } from '../../../domain/credit/credit.ts'
import type { Repair } from '../../../domain/credit/due-process.ts'
import { marked, settled } from '../../../domain/matter/matter.ts'
import { defined } from '../../../domain/defined.ts'
import { concernedBy, together } from './concerned.ts'
import type { CreditState } from './state.ts'

const TYPES = [
  'noticeGiven',
  'answerFiled',
  'recordDecided',
  'objectionTermEnded',
  'repairRequested',
  'repairAccepted',
  'repairDeclined',
  'repairDecided',
  'recordRepaired',
] as const satisfies readonly CreditEvent['type'][]
type DueProcessEvent = Extract<CreditEvent, { type: (typeof TYPES)[number] }>

export function isOfDueProcess(event: CreditEvent): event is DueProcessEvent {
  return (TYPES as readonly string[]).includes(event.type)
}

/** `standingOf`: where it stands while it is decided and open. */
export function foldDueProcess(
  state: CreditState,
  event: DueProcessEvent,
  standingOf: (state: CreditState) => CreditStatus,
): CreditState {
  switch (event.type) {
    case 'noticeGiven':
      return noticed(state, event)
    case 'answerFiled':
      return answered(state, event)
    case 'recordDecided':
      return decided(state, event, standingOf)
    case 'objectionTermEnded':
      return { ...state, deadlines: marked(state.deadlines, 'objection', { supersededAt: event.at }) }
    case 'recordRepaired':
      return { ...state, status: 'repaired', closedAt: event.at, deadlines: settled(state.deadlines, event.at) }
    default: {
      const next = repaired(state, event)
      return { ...next, status: standingOf(next) }
    }
  }
}

type Of<T extends DueProcessEvent['type']> = Extract<DueProcessEvent, { type: T }>

function noticed(state: CreditState, { at, actor, data: { org: _org, ...data } }: Of<'noticeGiven'>): CreditState {
  const { subject } = state
  return {
    ...state,
    status: 'noticed',
    notice: { at, by: actor, ...data },
    concerned: together(state.concerned, subject.org === undefined ? [] : [subject.org]),
    deadlines: marked(state.deadlines, 'notice', { metAt: at }),
  }
}

/** A late one is heard all the same, while nothing is decided; the term had gone by. */
function answered(state: CreditState, { at, data }: Of<'answerFiled'>): CreditState {
  if (data.paper !== undefined) return { ...state, answerAtWindow: { at, ...data } }
  return {
    ...state,
    status: 'answered',
    answer: { at, ...data },
    deadlines: data.late ? state.deadlines : marked(state.deadlines, 'statement', { metAt: at }),
  }
}

function decided(
  state: CreditState,
  { at, actor, data }: Of<'recordDecided'>,
  standingOf: (state: CreditState) => CreditStatus,
): CreditState {
  const { org, number, outcome, reason, onAnswer, grade, months, approvals, expiresAt } = data
  const deadlines = marked(state.deadlines, 'determination', { metAt: at })
  const next: CreditState = {
    ...state,
    determination: { at, by: actor, number, outcome, reason, ...defined({ onAnswer, grade, months }) },
    ...defined({ approvals, expiresAt }),
    deadlines,
  }
  if (outcome === 'dismissed')
    return {
      ...next,
      status: 'rejected',
      rejection: { at, org, reason },
      closedAt: at,
      deadlines: settled(deadlines, at),
    }
  return {
    ...next,
    status: standingOf(next),
    concerned: together(state.concerned, concernedBy(state.openedBy.org, state)),
  }
}

type OfRepair = Of<'repairRequested' | 'repairAccepted' | 'repairDeclined' | 'repairDecided'>

function repaired(state: CreditState, { at, actor, ...event }: OfRepair): CreditState {
  const { repairs = [] } = state
  switch (event.type) {
    case 'repairRequested': {
      const { repair: id, by, correction, evidence } = event.data
      return { ...state, repairs: [...repairs, { id, at, by, correction, ...defined({ evidence }) }] }
    }
    case 'repairAccepted': {
      const { repair, remarks } = event.data
      const acceptance = { at, by: actor, ...defined({ remarks }) }
      return withRepair(state, repair, { acceptance }, { clock: 'repairAcceptance', at })
    }
    case 'repairDeclined': {
      const { repair, reason } = event.data
      return withRepair(state, repair, { declined: { at, by: actor, reason } }, { clock: 'repairAcceptance', at })
    }
    case 'repairDecided': {
      const { repair, number, granted, reason } = event.data
      const decision = { at, by: actor, number, granted, reason }
      return withRepair(state, repair, { decision }, { clock: 'repairDecision', at })
    }
  }
}

function withRepair(
  state: CreditState,
  id: string,
  change: Partial<Repair>,
  met: { readonly clock: string; readonly at: string },
): CreditState {
  return {
    ...state,
    repairs: (state.repairs ?? []).map((repair) => (repair.id === id ? { ...repair, ...change } : repair)),
    deadlines: marked(state.deadlines, `${met.clock}:${id}`, { metAt: met.at }),
  }
}
