import type { Actor } from '../../domain/actor/actor.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { Deadline, DeadlineKind } from '../../domain/clocks/deadline.ts'
import type { CaseEvent, EventBody, EventData } from '../../domain/case/event.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Registration } from '../../domain/demand/registration.schema.ts'
import type { CaseState, Line } from '../../workflows/application/core/case-state.ts'
import { connectionDeadlineId, worksClockIds } from '../../workflows/application/core/case-deadlines.ts'
import { currentLine, isFinished, linesOf, openOrdersOf } from '../../workflows/application/core/lines.ts'
import { isComplete, missingOpinions } from '../../workflows/application/core/missing.ts'
import { partTaken, pushOf, unpushed } from '../../workflows/application/core/held.ts'
import { outcomeOf } from '../../workflows/application/core/outcome.ts'
import { isToBeProposed } from '../../workflows/application/core/letter.ts'
import { awaitsClearance, clearanceClockId, isPending } from '../../workflows/application/core/needed-approvals.ts'
import { rectificationDeadlineId } from '../../domain/supervision/rectification.ts'
import { silence } from '../../workflows/application/core/silence.ts'
import { registeredEvent } from '../../workflows/application/core/registered.ts'
import { opinionsAwaited } from '../../workflows/application/core/opinion-clocks.ts'
import { clocksStarted, unclocked } from '../../workflows/application/core/task-clocks.ts'
import { apply } from '../../workflows/application/core/apply.ts'
import { can, eventsOf } from '../../workflows/application/core/can.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import type { Candidate } from './example.ts'
import { AT, INTAKE, LINE, TOMORROW } from './example.ts'

/** The pure state of a case, without Temporal: the same `can`, `eventsOf` and `apply` as the workflow's. */
export function registered(policy: City, registration: Registration, doubtful: boolean): CaseState {
  const serviceNumber = `${policy.servicePrefix}-example`
  const warnings: EventData['registered']['warnings'] = doubtful
    ? [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' }]
    : []
  const input = {
    registration,
    warnings,
    policy,
    policyHash: '',
    awaitsPapers: true,
    touchesByItem: true,
    verifiesPromises: true,
    timesWorks: true,
    filesAcceptance: true,
    correctsForm: true,
    holdsByService: true,
    signsInstalments: true,
  } as const
  const body = registeredEvent(input, localDate(AT, policy.hours))
  const event = { ...body, seq: 1, at: AT, actor: INTAKE }
  return came(undefined, event, apply(undefined, event, serviceNumber))
}

export function record(state: CaseState, bodies: readonly EventBody[], actor: Actor = THE_CASE): CaseState {
  return bodies.reduce((next, body) => {
    const event = { ...body, seq: next.seq + 1, at: AT, actor }
    return came(next, event, apply(next, event))
  }, state)
}

const steps = new WeakMap<CaseState, { readonly before: CaseState | undefined; readonly event: CaseEvent }>()

function came(before: CaseState | undefined, event: CaseEvent, state: CaseState): CaseState {
  steps.set(state, { before, event })
  return state
}

/** All that was recorded on the way to a state. */
export function eventsTo(state: CaseState): readonly CaseEvent[] {
  const events: CaseEvent[] = []
  for (let step = steps.get(state); step !== undefined; step = step.before && steps.get(step.before))
    events.push(step.event)
  return events.reverse()
}

/** Why the case would not take the act; undefined where it would. */
export function refusalOf(state: CaseState, act: Candidate, policy: City): Refusal | undefined {
  try {
    can(state, { ...act, at: AT }, policy)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

export function recordsOf(state: CaseState, act: Candidate, policy: City): readonly EventBody[] {
  return eventsOf(state, { ...act, at: AT }, policy)
}

export function lineIn(state: CaseState): Line {
  return currentLine(state, LINE)
}

/** What the workflow records by itself as soon as it can (`workflow.ts`, `stages/`, `clock.ts`), one step. */
export function forced(state: CaseState): readonly EventBody[] {
  if (state.closedAt !== undefined) return []
  // the rest was dropped while a line was connected already.
  if (state.convenes !== undefined && state.withdrawn === undefined && isSpoken(state)) return surveyClosed(state)
  if (linesOf(state).every((line) => isFinished(state, line)))
    return [
      {
        type: 'applicationClosed',
        rule: 'R-26',
        data: { outcome: outcomeOf(state) },
      },
    ]
  const clocks = clockSteps(state)
  return clocks.length > 0 || state.withdrawn !== undefined ? clocks : stageSteps(state)
}

function isSpoken(state: CaseState): boolean {
  return state.survey?.closedAt === undefined && state.survey !== undefined && missingOpinions(state).length === 0
}

function stageSteps(state: CaseState): readonly EventBody[] {
  const parties = Object.keys(state.parties)
  if (state.accepted === undefined)
    return state.pushedAt === undefined && isComplete(state) ? [accepted(state, 'complete')] : []
  if (state.pushedAt === undefined)
    return [{ type: 'demandPushed', rule: 'R-03', data: pushOf(state, partTaken(state)) }]
  const late = unpushed(state).map(({ id }) => id)
  if (late.length > 0) return [{ type: 'demandPushed', rule: 'R-03', data: pushOf(state, late) }]
  if (state.sharedData === undefined)
    return [{ type: 'sharedDataReceived', rule: 'R-09', data: { items: [], missing: [] } }]
  if (state.survey === undefined && state.convenes === undefined)
    return [{ type: 'surveyConvened', rule: 'R-11', data: { parties, opinionRequired: [] } }]
  if (state.survey === undefined || isToBeProposed(state)) {
    const date = state.survey?.date
    const data = { parties, opinionRequired: [], visitAt: DUE, ...(date === undefined ? {} : { date }) }
    return [{ type: 'surveyProposed', rule: 'R-11', data }]
  }
  return isSpoken(state) ? surveyClosed(state) : []
}

function accepted(state: CaseState, how: 'complete' | 'deemed'): EventBody {
  const lines = partTaken(state)
  return { type: 'demandAccepted', rule: 'R-03', data: lines === undefined ? { how } : { how, lines } }
}

/** Clocks that start, and those that were told to go on. */
function clockSteps(state: CaseState): readonly EventBody[] {
  const wanted = wantedClocks(state).filter(({ id }) => state.deadlines[id] === undefined)
  const resumed = Object.values(state.deadlines).filter(
    (clock) =>
      clock.stoppedAt !== undefined &&
      (clock.resumedAt !== undefined || clock.resumeOn !== undefined) &&
      isUnmet(clock),
  )
  return [
    ...wanted.map((clock): EventBody => ({
      type: 'deadlineStarted',
      rule: 'R-33',
      data: { deadline: { ...clock, ...TIMES } },
    })),
    ...taskClocks(state),
    ...resumed.map(({ id }): EventBody => ({
      type: 'deadlineMoved',
      rule: 'R-35',
      data: {
        deadline: id,
        dueAt: TIMES.dueAt,
        warnAt: TIMES.warnAt,
        runsFrom: AT,
        calendarVersion: '',
        provisional: false,
      },
    })),
  ]
}

/** Of those tasks that are without, a kind at a time. */
function taskClocks(state: CaseState): readonly EventBody[] {
  const [first, ...others] = unclocked(state)
  if (first === undefined) return []
  const tasks = [first, ...others.filter(({ kind }) => kind === first.kind)]
  const started = clocksStarted(state, { from: AT, length: TIMES.length, tasks }, TIMES)
  return started === undefined ? [] : [started]
}

type Clock = Pick<Deadline, 'id' | 'kind' | 'owner'>
const DUE = `${TOMORROW}T01:00:00.000Z`
const TIMES = {
  rule: 'R-33',
  length: { kind: 'sameDay' },
  startedAt: AT,
  warnAt: DUE,
  dueAt: DUE,
  minutes: 0,
  calendarVersion: '',
  provisional: false,
  advisory: false,
} as const

function wantedClocks(state: CaseState): readonly Clock[] {
  const winding = linesOf(state).flatMap((line) => supervisionClocks(state, line))
  if (state.withdrawn !== undefined) return winding
  if (state.pushedAt === undefined) return [{ id: 'registration', kind: 'registration', owner: state.collector }]
  if (state.survey === undefined) return []
  const survey: Clock = { id: 'survey', kind: 'survey', owner: state.convener }
  if (state.survey.closedAt === undefined)
    return state.convenes === undefined
      ? [survey]
      : [survey, ...winding, ...linesOf(state).flatMap((line) => lineClocks(state, line))]
  return [...winding, ...linesOf(state).flatMap((line) => lineClocks(state, line))]
}

function supervisionClocks(state: CaseState, line: Line): readonly Clock[] {
  const orders = openOrdersOf(state, line.id).filter(({ brokenAt }) => brokenAt === undefined)
  const repairs = Object.values(state.repairs).filter(
    (repair) => repair.line === line.id && repair.filedAt === undefined,
  )
  return [
    ...orders.map((order): Clock => ({
      id: rectificationDeadlineId(order),
      kind: 'rectification',
      owner: order.utility,
    })),
    ...repairs.map(({ id, org }): Clock => ({ id: `emergencyRepair:${id}`, kind: 'emergencyRepair', owner: org })),
  ]
}

function lineClocks(state: CaseState, line: Line): readonly Clock[] {
  const owner = line.utility
  switch (line.status) {
    case 'outerWorks':
      return clearanceClocks(state, owner)
    case 'committed':
    case 'constructing':
      return [
        ...worksClockIds(state, line).map((id): Clock => ({ id, kind: 'works', owner })),
        ...(awaitsClearance(state, line) ? clearanceClocks(state, owner) : []),
      ]
    case 'appointed':
      return [{ id: connectionDeadlineId(line), kind: 'connection', owner }]
    case 'surveying':
    case 'awaitingOpinion':
    case 'connectable':
    case 'completed':
    case 'accepted':
    case 'connected':
    case 'withdrawn':
      return []
  }
}

function clearanceClocks(state: CaseState, owner: string): readonly Clock[] {
  const pending = Object.values(state.approvals).filter((approval) => isPending(state, approval))
  return [
    { id: clearanceClockId(state, owner), kind: 'commitment', owner },
    ...pending.map(({ id, authority }): Clock => ({ id: `approval:${id}`, kind: 'approval', owner: authority })),
  ]
}

function isUnmet(clock: Deadline): boolean {
  return clock.metAt === undefined && clock.passedAt === undefined && clock.supersededAt === undefined
}

/** What it records when a clock of these kinds runs out, one entry a clock; a clock that stands does not. */
export function atDeadlines(
  state: CaseState,
  kinds: readonly DeadlineKind[],
  policy: City,
): readonly (readonly EventBody[])[] {
  if (state.closedAt !== undefined) return []
  const watched = new Set([...wantedClocks(state).map(({ id }) => id), ...silentOf(state), ...termsOf(state)])
  const running = Object.values(state.deadlines).filter(
    (clock) => kinds.includes(clock.kind) && isUnmet(clock) && clock.stoppedAt === undefined && watched.has(clock.id),
  )
  return running.map((clock) => [
    ...(clock.kind === 'survey' ? opinionsAwaited(state) : []).map(({ deadlineId = '', org }): EventBody => ({
      type: 'deadlinePassed',
      rule: 'R-33',
      data: { deadline: deadlineId, owner: org },
    })),
    ...(silence(state, clock) !== undefined || (clock.kind === 'survey' && state.convenes !== undefined)
      ? []
      : [passed(clock)]),
    ...consequence(state, clock, policy),
  ])
}

/** where nobody's answer is one. */
function silentOf(state: CaseState): readonly string[] {
  return Object.values(state.deadlines).flatMap((clock) => (silence(state, clock) === undefined ? [] : [clock.id]))
}

/** who does not answer is decided about. */
function termsOf({ deadlines }: CaseState): readonly string[] {
  return Object.values(deadlines).flatMap(({ id, kind }) => (kind === 'answerRevocation' ? [id] : []))
}

function passed({ id, owner }: Deadline): EventBody {
  return { type: 'deadlinePassed', rule: 'R-33', data: { deadline: id, owner } }
}

function consequence(state: CaseState, { id, kind }: Deadline, policy: City): readonly EventBody[] {
  if (kind === 'registration') return [accepted(state, 'deemed')]
  if (kind === 'survey') return surveyClosed(state)
  const says = silence(state, { kind, id })?.(AT)
  if (says !== undefined) return [says]
  const order =
    kind === 'rectification'
      ? Object.values(state.orders).find((candidate) => rectificationDeadlineId(candidate) === id)
      : undefined
  if (order === undefined || order.brokenAt !== undefined) return []
  return [
    {
      type: 'promiseBroken',
      rule: 'R-20',
      data: {
        org: order.utility,
        order: order.id,
        promises: [...order.promises],
        creditRecord: 'credit:example',
        office: policy.coordination.office,
      },
    },
  ]
}

function surveyClosed(state: CaseState): readonly EventBody[] {
  return [{ type: 'surveyClosed', rule: 'R-13', data: { absent: [...missingOpinions(state)], plan: [] } }]
}
