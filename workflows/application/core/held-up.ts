import type { Service } from '../../../domain/case/service.ts'
import type { CaseState, Line, PartyState } from './case-state.ts'
import { linesOf } from './lines.ts'

/** something of it was asked for, and is not there. */
export function isHeldUp({ held, status }: Line): boolean {
  return held !== undefined && held.answeredAt === undefined && status !== 'withdrawn'
}

export function servicesHeldUp(state: CaseState): readonly Service[] {
  return [
    ...new Set(
      linesOf(state)
        .filter(isHeldUp)
        .map(({ service }) => service),
    ),
  ]
}

/** Nothing of it can go on. */
export function isWholeHeldUp(state: CaseState): boolean {
  const open = linesOf(state).filter(({ status }) => status !== 'withdrawn')
  return open.length > 0 && open.every(isHeldUp)
}

/** The clock of what a service still waits for, beside that of the demand. */
export function heldClockId(service: Service): string {
  return `registration:${service}`
}

/** it is part of the one visit: pushed, and not surveyed by itself. */
export function isInVisit({ held, ownVisit, status }: Line): boolean {
  return status !== 'withdrawn' && held === undefined && ownVisit === undefined
}

/** a utility of which no service is part of the one visit, though one goes on: nothing is asked of it. */
export function isOutsideVisit(state: CaseState, { kind, org }: PartyState): boolean {
  const own = linesOf(state).filter(({ utility, status }) => utility === org && status !== 'withdrawn')
  return kind === 'utility' && own.length > 0 && !own.some(isInVisit)
}
