import { lineWords } from '../../../domain/case/service.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { connectionDeadlineId } from './case-deadlines.ts'
import { superseded } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { decideLines } from './line-results.ts'
import { requireKnownTouches } from './findings.ts'
import { isFound, linesOf } from './lines.ts'
import { clearanceClockId } from './needed-approvals.ts'
import { closedFor } from './survey.ts'
import type { Awaited } from './wanted.ts'
import { aboutLine, requireNotDropped, requireOwn } from './who.ts'

/**
 * a result found wrong is surveyed again (复勘) for that line, with the reason, until something is promised or
 * applied for by it; nothing else goes back.
 */
export const acts = {
  orderResurvey: {
    ...aboutLine<'orderResurvey'>((state, line, { actor }) => {
      if (actor.org !== state.convener) requireOwn(line, actor.org)
      requireNotDropped(line)
      if (line.resurvey !== undefined) throw new Refusal('already-done', `${lineWords(line.id)}正在复勘`, 'line')
      requireWithoutConsequence(state, line)
      if (actor.org === line.utility) requireNoOwnClock(state, line)
    }),
    events: (state, { body }) => [
      {
        type: 'resurveyOrdered',
        rule: 'R-14',
        data: { ...body, number: (state.lines[body.line]?.resurveys ?? 0) + 1 },
      },
    ],
  },
  fileResurvey: {
    ...aboutLine<'fileResurvey'>(
      (_state, line, { actor }) => {
        requireOwn(line, actor.org)
        requireNotDropped(line)
        if (line.resurvey === undefined) throw new Refusal('wrong-stage', `${lineWords(line.id)}没有复勘`, 'line')
      },
      {
        also(state, { body }) {
          if (body.connectable && isFound(state, body.line))
            throw new Refusal('opinion-contradictory', '主管部门已认定该项工程涉及审批事项', 'connectable')
          requireKnownTouches(state, body.outerWorks?.touches ?? [], 'outerWorks.touches')
        },
      },
    ),
    events: (state, { at, body: { remarks, files, ...opinion } }, policy) => [
      {
        type: 'lineResurveyed',
        rule: 'R-14',
        data: { opinion, ...defined({ remarks, closed: closedFor(state, { lines: [opinion] }, at, policy), files }) },
      },
    ],
  },
} satisfies Partial<Acts>

function requireWithoutConsequence(state: CaseState, line: Line): void {
  const wrong = (why: string, early: boolean) =>
    new Refusal('wrong-stage', `${lineWords(line.id)}${why}`, 'line', { early })
  if (state.convenes === undefined) throw wrong('所在的申请登记在先，不能复勘', false)
  if (line.status === 'surveying' || line.status === 'awaitingOpinion') throw wrong('尚无踏勘结果', true)
  const isOpen = line.status === 'connectable' || (line.status === 'appointed' && line.works === undefined)
  if (!isOpen && line.status !== 'outerWorks') throw wrong('已承诺、施工或接入，不能复勘', false)
  const begun = Object.values(state.approvals).some(({ org }) => org === line.utility)
  if (begun || state.schedules[line.utility] !== undefined)
    throw wrong('的承办单位已签署承诺书或申请审批，不能复勘', false)
}

/** what would take a running clock of its own away, who convenes orders; in cases of before 0.8 either may. */
function requireNoOwnClock(state: CaseState, line: Line): void {
  if (state.timesWorks === undefined) return
  const own = line.appointment === undefined ? clearanceClockId(state, line.utility) : connectionDeadlineId(line)
  const clock = state.deadlines[own]
  const isRunning =
    clock !== undefined && [clock.metAt, clock.passedAt, clock.supersededAt].every((each) => each === undefined)
  if (isRunning) throw new Refusal('own-clock', '复勘会使本单位正在计的时限作废：请踏勘牵头单位决定复勘', 'line')
}

export const folds = {
  resurveyOrdered,
  lineResurveyed(state, { at, data: { opinion, closed } }) {
    const line = state.lines[opinion.line]
    if (line === undefined) return state
    const { resurvey: _done, ...rest } = line
    const filed = state.opinions[line.utility]
    const others = (filed?.opinion.lines ?? []).filter((each) => each.line !== line.id)
    const opinions =
      filed === undefined
        ? {}
        : {
            [line.utility]: {
              ...filed,
              ...defined({ closed }),
              opinion: { ...filed.opinion, lines: [...others, opinion] },
            },
          }
    const next = {
      ...state,
      lines: { ...state.lines, [line.id]: rest },
      opinions: { ...state.opinions, ...opinions },
    }
    return decideLines(next, { lines: [opinion] }, at)
  },
} satisfies Partial<Folds>

/** Its appointment is void, and so is what its outer works waited for. */
function resurveyOrdered(state: CaseState, { at, data }: EventOf<'resurveyOrdered'>): CaseState {
  const line = state.lines[data.line]
  if (line === undefined) return state
  const { appointment, outerWorks: _1, works: _2, resultAt: _3, ...rest } = line
  const { number, reason } = data
  const back: Line = {
    ...rest,
    status: 'awaitingOpinion',
    laidInAdvance: false,
    resurveys: number,
    resurvey: { number, reason, at },
    ...(appointment === undefined ? {} : { appointments: appointment.number }),
  }
  const next = { ...state, lines: { ...state.lines, [line.id]: back } }
  const trenches = state.trenches?.filter((shared) => shared.line !== line.id)
  const void_ = appointment === undefined ? [] : [connectionDeadlineId(line)]
  const gone = { ...superseded(next, void_, at), ...defined({ trenches }) }
  const others = linesOf(next).some((each) => each.utility === line.utility && each.status === 'outerWorks')
  return line.status === 'outerWorks' && !others ? withoutPromise(gone, line.utility, at) : gone
}

/** nobody waits for its promise any more; the next one has a clock of its own. */
function withoutPromise(state: CaseState, utility: string, at: string): CaseState {
  const ended = superseded(state, [clearanceClockId(state, utility)], at)
  const number = (state.clearances?.[utility]?.number ?? 1) + 1
  return { ...ended, clearances: { ...state.clearances, [utility]: { number, since: at } } }
}

export const tasks: Awaited<'fileResurvey'> = (state) =>
  linesOf(state)
    .filter(({ resurvey, status }) => resurvey !== undefined && status === 'awaitingOpinion')
    .map(({ id, utility }) => ({ kind: 'fileResurvey', org: utility, line: id }))
