import { instalmentDeadlineId } from '../../../domain/instalments/instalments.ts'
import type { InstalmentsEvent } from '../../../domain/instalments/instalments.ts'
import type { InstalmentPart } from '../../../domain/instalments/part.ts'
import { foldClock, isClockEvent, marked, settled } from '../../../domain/matter/matter.ts'
import { requireNext } from '../../matter/core/matter-logic.ts'
import { foldAgreement, isOfAgreement } from './agreement-fold.ts'
import { serviceEnded, SETTLEMENT, sideChanged, withSettlement } from './following.ts'
import type { InstalmentsState } from './state.ts'
import { awaitedOf, statusOf } from './state.ts'

/** The next state. The first event is `instalmentsOpened`, and `id` comes with it. */
export function applyInstalments(
  state: InstalmentsState | undefined,
  event: InstalmentsEvent,
  id?: string,
): InstalmentsState {
  const next = changed(state, event, id)
  const standing = { ...next, status: statusOf(next) }
  return { ...standing, awaited: awaitedOf(standing) }
}

function changed(
  state: InstalmentsState | undefined,
  event: InstalmentsEvent,
  id: string | undefined,
): InstalmentsState {
  if (event.type === 'instalmentsOpened') {
    if (state !== undefined || id === undefined) throw new Error('instalments are taken over once')
    const { policyHash: _policyHash, ...data } = event.data
    return {
      id,
      seq: event.seq,
      status: 'paying',
      openedAt: event.at,
      ...data,
      deadlines: {},
      concerned: [data.utility],
      awaited: [],
    }
  }
  if (state === undefined) throw new Error(`instalments begin with instalmentsOpened, not ${event.type}`)
  requireNext(state, event)
  return { ...withSettlement(fold(state, event), event.at), seq: event.seq }
}

function fold(
  state: InstalmentsState,
  event: Exclude<InstalmentsEvent, { type: 'instalmentsOpened' }>,
): InstalmentsState {
  if (isClockEvent(event)) return foldClock(state, event)
  if (isOfAgreement(event)) return foldAgreement(state, event)
  const { at } = event
  switch (event.type) {
    case 'innerWorksConfirmed': {
      const { builtOn, unpaidFen = 0, builtFirst = false } = event.data
      const built = builtOn === undefined ? {} : { built: { at, builtOn, unpaidFen, builtFirst } }
      return { ...state, confirmed: true, ...built }
    }
    case 'paymentRecorded': {
      const { part: number, paidOn } = event.data
      const parts = state.parts.map((part, index): InstalmentPart =>
        index === number - 1 ? { ...part, paidOn } : part,
      )
      return { ...state, parts, deadlines: marked(state.deadlines, instalmentDeadlineId(number), { metAt: at }) }
    }
    case 'userSideChanged':
      return sideChanged(state, event)
    case 'serviceEnded':
      return serviceEnded(state, event)
    case 'instalmentsReleased':
      return {
        ...state,
        released: { at, ...event.data },
        deadlines: settled(marked(state.deadlines, SETTLEMENT, { metAt: at }), at),
      }
    case 'instalmentsClosed':
      return { ...state, closedAt: at, deadlines: settled(state.deadlines, at) }
  }
}
