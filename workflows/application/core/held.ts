import type { EventData } from '../../../domain/case/event.ts'
import { SERVICES } from '../../../domain/case/service.ts'
import type { LineId, Service } from '../../../domain/case/service.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import type { CaseState, Line } from './case-state.ts'
import { markDeadline, patchDeadline, resumed, stopped, superseded, withLines } from './change.ts'
import { linesOf } from './lines.ts'
import { heldClockId, isHeldUp, isWholeHeldUp, servicesHeldUp } from './held-up.ts'

/**
 * a missing item holds up only its own service: what is complete is taken up and pushed, what is held up waits on
 * a clock of its own, which stands still, until it is answered or the letter's term is over.
 */
export function heldBack(state: CaseState, holds: readonly Service[], at: string): CaseState {
  const ids = linesOf(state)
    .filter(({ service, status }) => status !== 'withdrawn' && holds.includes(service))
    .map(({ id }) => id)
  return withHeldClocks(
    withLines(state, ids, () => ({ held: { since: at } })),
    at,
  )
}

/** Before anything is pushed: all waits, and the one clock stands; or part of it does, and has clocks of its own. */
export function withHeldClocks(state: CaseState, at: string): CaseState {
  if (state.pushedAt !== undefined) return state
  if (isWholeHeldUp(state)) return stopped(state, 'registration', at, 'awaitingUser')
  const clock = state.deadlines['registration']
  const ended = [clock?.metAt, clock?.passedAt, clock?.supersededAt].some((each) => each !== undefined)
  if (clock === undefined || ended) return state
  const { resumedAt: _1, resumeOn: _2, stopEndsAt: _3, line: _4, ...rest } = clock
  const standing = { ...rest, stoppedAt: clock.stoppedAt ?? at, stopReason: 'awaitingUser' as const }
  const own = servicesHeldUp(state)
    .map(heldClockId)
    .filter((id) => state.deadlines[id] === undefined)
    .map((id): [string, Deadline] => [id, { ...standing, id }])
  return { ...state, deadlines: { ...state.deadlines, ...Object.fromEntries(own) } }
}

/** What is answered goes on; what is not has a clock of its own from now on, where it had none. */
export function released(state: CaseState, services: readonly Service[], at: string): CaseState {
  const ids = linesOf(state)
    .filter((line) => isHeldUp(line) && services.includes(line.service))
    .map(({ id }) => id)
  const free = withLines(state, ids, ({ held }) => (held === undefined ? {} : { held: { ...held, answeredAt: at } }))
  return services.reduce((next, service) => resumed(next, heldClockId(service), at), withHeldClocks(free, at))
}

/** Of all that is still held up: it is taken up without. */
export function releasedAll(state: CaseState, at: string): CaseState {
  const ids = linesOf(state)
    .filter(isHeldUp)
    .map(({ id }) => id)
  return withLines(state, ids, ({ held }) => (held === undefined ? {} : { held: { ...held, answeredAt: at } }))
}

/** of what was dropped nobody waits for an answer; where all that is left waits, the one clock stands. */
export function withoutDropped(state: CaseState, dropped: readonly string[], at: string): CaseState {
  if (state.holdsByService === undefined) return state
  const services = linesOf(state)
    .filter(({ id }) => dropped.includes(id))
    .map(({ service }) => service)
    .filter((service) => linesOf(state).every((line) => line.service !== service || line.status === 'withdrawn'))
  const ended = superseded(state, services.map(heldClockId), at)
  return ended.pushedAt === undefined && isWholeHeldUp(ended)
    ? stopped(ended, 'registration', at, 'awaitingUser')
    : ended
}

/** Not held up, and not dropped. */
function isFree(line: Line): boolean {
  return line.status !== 'withdrawn' && !isHeldUp(line)
}

/** which services are taken up or pushed while others are held up; none where it is of all. */
export function partTaken(state: CaseState): LineId[] | undefined {
  const free = linesOf(state).filter(isFree)
  if (free.length === 0 || !linesOf(state).some(isHeldUp)) return undefined
  return free.map(({ id }) => id)
}

/** Complete, and not pushed yet though others were. */
export function unpushed(state: CaseState): readonly Line[] {
  return linesOf(state).filter((line) => line.held?.answeredAt !== undefined && isFree(line))
}

/** To whom the demand of these services is pushed, of all unless told: their utilities, and every authority. */
export function pushOf(state: CaseState, lines?: LineId[]): EventData['demandPushed'] {
  const isPushed = (line: Line) => line.status !== 'withdrawn' && (lines === undefined || lines.includes(line.id))
  const recipients = Object.values(state.parties)
    .filter(
      ({ kind, org }) => kind === 'authority' || linesOf(state).some((line) => line.utility === org && isPushed(line)),
    )
    .map(({ org }) => org)
  return lines === undefined ? { recipients } : { recipients, lines }
}

/** until the letter has gone out a service joins the one visit; after that it has one of its own. */
function joinsVisit({ survey }: CaseState): boolean {
  return [survey?.letterAt, survey?.waived, survey?.closedAt].every((each) => each === undefined)
}

/** Its clocks are met; of a later push each recipient gives a receipt of its own. */
export function pushed(state: CaseState, data: EventData['demandPushed'], at: string): CaseState {
  const isFirst = state.pushedAt === undefined
  const lines = linesOf(state).filter(({ id }) => data.lines === undefined || data.lines.includes(id))
  const joins = isFirst || joinsVisit(state)
  const next = lines
    .filter(({ held }) => held !== undefined)
    .reduce((before, { held: _over, ...line }) => {
      const alone = { ownVisit: true as const, status: 'awaitingOpinion' as const, resurvey: ownSurvey(at) }
      const now: Line = joins || line.status === 'withdrawn' ? line : { ...line, ...alone }
      return { ...before, lines: { ...before.lines, [line.id]: now } }
    }, state)
  const met = lines.reduce((before, { service }) => markUnended(before, heldClockId(service), at), next)
  if (isFirst) return markDeadline({ ...met, pushedAt: at }, 'registration', { metAt: at })
  const parties = Object.entries(met.parties).map(([org, party]) => {
    if (!data.recipients.includes(org)) return [org, party] as const
    const { receiptAt: _earlier, ...again } = party
    return [org, again] as const
  })
  return { ...met, parties: Object.fromEntries(parties) }
}

function ownSurvey(at: string) {
  return { number: 0, reason: '需求在踏勘函告发出之后（或免于踏勘）才补齐，单独踏勘', at }
}

function markUnended(state: CaseState, id: string, at: string): CaseState {
  const isEnded = ({ metAt, supersededAt }: Deadline) => metAt !== undefined || supersededAt !== undefined
  return patchDeadline(state, id, (clock) => (isEnded(clock) ? clock : { ...clock, metAt: at }))
}

/** the letter's term is over: what it held up goes no further; where nothing is left, nor does the case. */
export function notTakenUp(state: CaseState, lines: readonly LineId[], at: string): CaseState {
  const without = lines.reduce((before, id) => {
    const line = before.lines[id]
    if (line === undefined) return before
    const { held: _over, ...rest } = line
    return { ...before, lines: { ...before.lines, [id]: { ...rest, notTakenUpAt: at } } }
  }, state)
  if (linesOf(without).some(({ status }) => status !== 'withdrawn')) return without
  return { ...without, withdrawn: { at, reason: '逾期未补正，不予受理', notTakenUp: true } }
}

/** In the order of the form. */
export function openServices(state: CaseState): readonly Service[] {
  const open = new Set(
    linesOf(state)
      .filter(({ status }) => status !== 'withdrawn')
      .map(({ service }) => service),
  )
  return SERVICES.filter((service) => open.has(service))
}
