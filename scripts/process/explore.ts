import { ROLES_OF_KIND } from '../../api/auth/caller.ts'
import { ACT_TYPES, ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { DEADLINE_KINDS } from '../../domain/clocks/deadline.ts'
import type { DeadlineKind } from '../../domain/clocks/deadline.ts'
import type { EventBody, EventType } from '../../domain/case/event.ts'
import { defined } from '../../domain/defined.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import type { CaseState, Line } from '../../workflows/application/core/case-state.ts'
import { stageOfLine } from '../../workflows/application/core/apply.ts'
import { linesOf } from '../../workflows/application/core/lines.ts'
import { missingDemand } from '../../workflows/application/core/missing.ts'
import { candidates } from './example-branches.ts'
import { APPLICANT, AT, orderCondition } from './example.ts'
import type { Candidate } from './example.ts'
import { JOURNEYS } from './journeys.ts'
import type { Journey } from './journeys.ts'
import type { Standing } from './standing.ts'
import { lookAtTasks } from './open-tasks.ts'
import type { FoundTasks } from './open-tasks.ts'
import { atDeadlines, forced, lineIn, record, recordsOf, refusalOf } from './machine.ts'

export interface Change {
  readonly from: Standing
  readonly to: Standing
  readonly events: readonly EventType[]
}

interface Refused {
  readonly at: Standing
  readonly code: ProblemCode
  readonly detail: string
}

/** What was found of one act over every state in which it was tried. */
export interface Found {
  readonly allowed: Set<Standing>
  /** Where it was taken while a withdrawn case is wound up. */
  readonly windingUp: Set<Standing>
  readonly organisations: Set<string>
  /** At which standings, for whose act, everybody else was tried as its sender. */
  readonly askedAll: Set<string>
  readonly changes: Map<string, Change>
  /** Why the right party was refused, and where. */
  readonly refusals: Map<string, Refused>
  /** Of the tasks that the act closes. */
  readonly deadlines: Set<DeadlineKind>
  /** From where which events came of it already. */
  readonly met: Set<string>
}

export interface Explored {
  /** Different states of each journey. */
  readonly journeys: ReadonlyMap<string, number>
  readonly standings: ReadonlySet<Standing>
  readonly acts: ReadonlyMap<ActType, Found>
  /** What the case does by itself. */
  readonly own: ReadonlyMap<string, Change>
  readonly tasks: FoundTasks
}

interface Ground {
  readonly policy: City
  readonly acts: ReadonlyMap<ActType, Found>
  readonly own: Map<string, Change>
  readonly tasks: FoundTasks
  /** The first state met at each standing, by the shortest way: where branches begin. */
  readonly standings: Map<Standing, CaseState>
  readonly seen?: (state: CaseState, journey: string) => void
}

/** Tries every act in every state that the journeys reach, by the pure rules alone; `seen` hears of each state. */
export function explore(policy: City, seen?: Ground['seen'], travelled: readonly Journey[] = JOURNEYS): Explored {
  const acts = new Map(
    ACT_TYPES.map((type): [ActType, Found] => [
      type,
      {
        allowed: new Set(),
        windingUp: new Set(),
        organisations: new Set(),
        askedAll: new Set(),
        changes: new Map(),
        refusals: new Map(),
        deadlines: new Set(),
        met: new Set(),
      },
    ]),
  )
  const tasks: FoundTasks = { looked: 0, unclocked: new Set(), unnamed: new Set() }
  const ground: Ground = { policy, acts, own: new Map(), tasks, standings: new Map(), ...defined({ seen }) }
  const journeys = quickly(() => new Map(travelled.map((journey) => [journey.name, travel(journey, ground)])))
  return { journeys, standings: new Set(ground.standings.keys()), acts, own: ground.own, tasks }
}

/** A refusal's stack says nothing here, and takes longer than all the rest. */
export function quickly<T>(work: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return work()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** Breadth first, so that what is met first is met by the shortest way. */
function travel(journey: Journey, ground: Ground): number {
  const { policy, own, standings, tasks } = ground
  const seen = new Set<string>()
  const open: CaseState[] = []
  const reach = (state: CaseState): void => {
    const settled = settle(state, own)
    lookAtTasks(settled, policy, tasks)
    const key = signature(settled)
    if (seen.has(key)) return
    seen.add(key)
    open.push(settled)
  }
  journey.starts(policy, standings).forEach(reach)
  for (const state of open) {
    ground.seen?.(state, journey.name)
    if (!standings.has(standingOf(state))) standings.set(standingOf(state), state)
    for (const act of candidates(state, policy)) {
      const follows = journey.follows(act, state)
      const told = journey.tells?.includes(act.type) ?? true
      if (!told && !follows) continue
      const next = told ? tryAct(state, act, ground, follows) : taken(state, act, policy)
      if (next !== undefined && follows) reach(next)
    }
    for (const passed of atDeadlines(state, journey.passes(state), policy)) {
      const next = record(state, passed)
      note(own, state, next, passed)
      reach(next)
    }
  }
  return seen.size
}

/** The state after it; undefined where it is refused. What leads no further here is carried out once a standing. */
function tryAct(state: CaseState, act: Candidate, { policy, acts }: Ground, follows: boolean): CaseState | undefined {
  const found = acts.get(act.type)
  if (found === undefined) return undefined
  const at = standingOf(state)
  const refused = refusalOf(state, act, policy)
  if (refused !== undefined) {
    found.refusals.set(`${at} ${refused.code}`, { at, code: refused.code, detail: refused.message })
    return undefined
  }
  const asked = `${at} ${act.actor.org}`
  if (!found.askedAll.has(asked))
    everybody(policy, act.type)
      .filter((actor) => refusalOf(state, { ...act, actor }, policy) === undefined)
      .forEach(({ org }) => found.organisations.add(org))
  found.askedAll.add(asked)
  ;(state.withdrawn === undefined ? found.allowed : found.windingUp).add(at)
  found.organisations.add(act.actor.org)
  const events = recordsOf(state, act, policy)
  const met = `${at} ${eventsIn(events).join()}`
  if (!follows && found.met.has(met)) return undefined
  found.met.add(met)
  const next = record(state, events, act.actor)
  note(found.changes, state, next, events)
  if (!ENDING.includes(act.type))
    closedDeadlines(state, next, act.actor.org).forEach((kind) => found.deadlines.add(kind))
  return next
}

function taken(state: CaseState, act: Candidate, policy: City): CaseState | undefined {
  return refusalOf(state, act, policy) === undefined
    ? record(state, recordsOf(state, act, policy), act.actor)
    : undefined
}

/** Acts that end a wait otherwise than by what was waited for. */
const ENDING: readonly ActType[] = ['withdrawApplication', 'dropServices', 'reportMissedAppointment']

/** What the case does by itself before it waits again. */
function settle(state: CaseState, own: Map<string, Change>): CaseState {
  const steps = forced(state)
  if (steps.length === 0) return state
  const next = record(state, steps)
  note(own, state, next, steps)
  return settle(next, own)
}

/** Starts, reminders and passings are told once for all clocks. */
const CLOCKS: readonly EventType[] = ['deadlineStarted', 'taskClocksStarted', 'deadlineWarned', 'deadlinePassed']

function note(changes: Map<string, Change>, before: CaseState, after: CaseState, bodies: readonly EventBody[]): void {
  const events = eventsIn(bodies)
  if (events.length === 0) return
  const change = { from: standingOf(before), to: standingOf(after), events }
  changes.set(JSON.stringify(change), change)
}

function eventsIn(bodies: readonly EventBody[]): readonly EventType[] {
  return [...new Set(bodies.map(({ type }) => type).filter((type) => !CLOCKS.includes(type)))]
}

/** Of the sender's own tasks, and of those whose clock is the sender's. */
function closedDeadlines(before: CaseState, after: CaseState, org: string): readonly DeadlineKind[] {
  const closed = Object.values(after.tasks).filter(
    (task) =>
      task.closedSeq !== undefined &&
      before.tasks[task.id] !== undefined &&
      before.tasks[task.id]?.closedSeq === undefined,
  )
  const own = closed.filter(
    ({ org: whose, deadlineId = '' }) => whose === org || before.deadlines[deadlineId]?.owner === org,
  )
  return own.flatMap(({ deadlineId }) => DEADLINE_KINDS.filter((kind) => deadlineId?.split(':')[0] === kind))
}

/** Every organisation and role that may send an act of this type. */
function everybody(policy: City, type: ActType): readonly Actor[] {
  const roles: readonly string[] = ACTS[type].roles
  const members = policy.organisations.flatMap(({ key, kind }) =>
    ROLES_OF_KIND[kind].map((role): Actor => ({ sub: `${key}-${role}`, org: key, role })),
  )
  return [...members, { sub: APPLICANT, org: 'applicant', role: 'applicant' } as const].filter(({ role }) =>
    roles.includes(role),
  )
}

/** a line whose result stands goes its way, whatever the others wait for. */
export function standingOf(state: CaseState): Standing {
  const line = lineIn(state)
  const apart = state.stage === 'jointSurvey' && line.resultAt !== undefined
  const own = line.status === 'connected' ? 'connection' : stageOfLine(line)
  return `${apart ? own : state.stage}|${line.status}`
}

/** Two states of one journey with the same one allow the same. */
function signature(state: CaseState): string {
  const { survey, supplement } = state
  return JSON.stringify([
    state.stage,
    state.accepted === undefined,
    state.pushedAt === undefined,
    state.withdrawn === undefined,
    missingDemand(state).length,
    [state.successor === undefined, state.claimed?.as, state.warnings.length],
    supplement === undefined ? 0 : (supplement.answeredAt ?? 1),
    state.jointVisit === undefined,
    survey === undefined
      ? 0
      : [
          survey.closedAt === undefined,
          survey.waived === undefined,
          survey.date ?? 0,
          survey.visitAt ?? 0,
          survey.proposal === undefined,
          survey.putOff === undefined,
        ],
    Object.keys(state.unavailable),
    Object.entries(state.opinions)
      .map(
        ([org, { opinion }]) =>
          `${org} ${opinion.lines?.[0]?.outerWorks?.touches.join() ?? opinion.lines?.[0]?.connectable}`,
      )
      .toSorted(),
    Object.values(state.commitments).map(({ commitment }) => commitment.worksFrom),
    Object.values(state.schedules).map(({ worksFrom }) => worksFrom),
    linesOf(state).map((line) => [
      line.status,
      [line.resurveys ?? 0, line.held?.answeredAt ?? line.held?.since ?? 0, line.ownVisit ?? line.notTakenUpAt ?? 0],
      worksSignature(line),
      appointmentSignature(state, line),
      innerSignature(line),
    ]),
    Object.values(state.approvals).map(({ key, status, supplement: asked, designs }) => [
      key,
      status,
      asked === undefined ? 0 : (asked.suppliedAt ?? 1),
      designs < (lineIn(state).works?.designs ?? 0),
    ]),
    [...new Set(Object.values(state.orders).map(orderCondition))].toSorted(),
    Object.values(state.revocations ?? {}).map(({ answer, hearing, safeAt, decision }) => [
      answer === undefined ? 0 : (answer.hearing ?? 1),
      hearing === undefined,
      safeAt === undefined,
      decision?.outcome ?? 0,
      Object.values(state.deadlines).some(
        ({ kind, passedAt }) => kind === 'answerRevocation' && passedAt !== undefined,
      ),
    ]),
    Object.values(state.variations ?? {}).map(({ decisions, takenAt }) => [
      Object.values(decisions).map(({ approved }) => approved),
      takenAt === undefined,
    ]),
    Object.values(state.repairs).map(({ org, filedAt }) => [org, filedAt ?? 0]),
    Object.values(state.deadlines)
      .filter(({ stoppedAt }) => stoppedAt !== undefined)
      .map(({ id, stopReason }) => [id, stopReason]),
  ])
}

function worksSignature({ works }: Line): unknown {
  if (works === undefined) return null
  const {
    designs,
    plans,
    handovers,
    inspectionsPassed,
    extensions = [],
    acceptance,
    surfaceLaidAt,
    confirmedBy,
    startedAt,
    completedAt,
    acceptedAt,
    restoredAt,
    restorationConfirmedAt,
    verified,
    backfilledAt,
  } = works
  return [
    designs > 0,
    plans > 0,
    Object.values(handovers).map((signed) => signed !== null),
    inspectionsPassed > 0,
    Object.keys(verified ?? {}),
    backfilledAt ?? 0,
    acceptance === undefined ? 0 : acceptance.filed === undefined ? 1 : 2,
    surfaceLaidAt ?? 0,
    Object.keys(confirmedBy ?? {}),
    extensions.map(({ decision }) => decision?.granted ?? 0),
    ...[startedAt, completedAt, acceptedAt, restoredAt, restorationConfirmedAt].map((part) => part ?? 0),
  ]
}

/** whether it may be missed by now, what was offered, and how it stands with what was missed. */
function appointmentSignature({ missed = {} }: CaseState, { id, appointment }: Line): unknown {
  const claims = Object.values(missed).filter(({ line }) => line === id)
  return [
    appointment === undefined
      ? 0
      : [appointment.missedAt ?? 1, appointment.at <= AT, appointment.offer?.at ?? 0, appointment.offered ?? 0],
    [
      ...new Set(
        claims.map(({ by, answer, settled, appointment: number }) =>
          [by, answer?.confirmed, settled?.missed, number === appointment?.number].join(' '),
        ),
      ),
    ].toSorted(),
  ]
}

function innerSignature({ innerWorks }: Line): unknown {
  return innerWorks === undefined
    ? null
    : [innerWorks.amountFen ?? 0, innerWorks.parts?.map(({ paidOn }) => paidOn ?? 0) ?? 0]
}
