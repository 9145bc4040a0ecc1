import { ROLES_OF_KIND } from '../../api/auth/caller.ts'
import { ACT_TYPES, ACTS } from '../../domain/act.ts'
import type { ActType } from '../../domain/act.ts'
import type { Actor } from '../../domain/actor.ts'
import type { City } from '../../domain/city.schema.ts'
import { DEADLINE_KINDS } from '../../domain/deadline.ts'
import type { DeadlineKind } from '../../domain/deadline.ts'
import type { EventType } from '../../domain/event.ts'
import type { LineStatus } from '../../domain/line-status.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import type { Stage } from '../../domain/stage.ts'
import type { CaseState } from '../../workflows/application/case-state.ts'
import { APPLICANT, candidates } from './example.ts'
import type { Candidate } from './example.ts'
import { atDeadline, forced, lineIn, record, recordsOf, refusalOf, registered } from './machine.ts'

/** Where a case of one service stands. */
export type Standing = `${Stage}|${LineStatus}`

export interface Change {
  readonly from: Standing
  readonly to: Standing
  readonly events: readonly EventType[]
}

export interface Refused {
  readonly at: Standing
  readonly code: ProblemCode
  readonly detail: string
}

/** What was found of one act over every state that a case can reach. */
export interface Found {
  readonly allowed: Set<Standing>
  readonly organisations: Set<string>
  readonly changes: Map<string, Change>
  /** Why the right party was refused, and where. */
  readonly refusals: Map<string, Refused>
  /** Of the tasks that the act closes. */
  readonly deadlines: Set<DeadlineKind>
}

export interface Explored {
  readonly states: number
  readonly standings: ReadonlySet<Standing>
  readonly acts: ReadonlyMap<ActType, Found>
  /** What the case does by itself. */
  readonly own: ReadonlyMap<string, Change>
}

/** Tries every act in every state that a case of one service can reach, by the pure rules alone. */
export function explore(policy: City): Explored {
  const acts = new Map(ACT_TYPES.map((type): [ActType, Found] => [type, { allowed: new Set(), organisations: new Set(), changes: new Map(), refusals: new Map(), deadlines: new Set() }]))
  const own = new Map<string, Change>()
  const seen = new Set<string>()
  const standings = new Set<Standing>()
  const open: CaseState[] = []
  const reach = (state: CaseState): void => {
    const settled = settle(state, own)
    const key = signature(settled)
    if (seen.has(key)) return
    seen.add(key)
    open.push(settled)
  }
  reach(registered(policy))
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    standings.add(standingOf(state))
    for (const act of candidates(state, policy)) tryAct(state, act, acts.get(act.type), policy, reach)
    const passed = atDeadline(state)
    if (passed.length > 0) reach(record(state, passed))
    note(own, state, passed.length > 0 ? record(state, passed) : state, passed.map(({ type }) => type))
  }
  return { states: seen.size, standings, acts, own }
}

function tryAct(state: CaseState, act: Candidate, found: Found | undefined, policy: City, reach: (state: CaseState) => void): void {
  if (found === undefined) return
  const at = standingOf(state)
  const refused = refusalOf(state, act, policy)
  if (refused !== undefined) {
    found.refusals.set(`${at} ${refused.code}`, { at, code: refused.code, detail: refused.message })
    return
  }
  if (!found.allowed.has(at)) everybody(policy, act.type).filter((actor) => refusalOf(state, { ...act, actor }, policy) === undefined).forEach(({ org }) => found.organisations.add(org))
  found.allowed.add(at)
  found.organisations.add(act.actor.org)
  const events = recordsOf(state, act, policy)
  const next = record(state, events, act.actor)
  note(found.changes, state, next, events.map(({ type }) => type))
  if (next.withdrawn === undefined) closedDeadlines(state, next).forEach((kind) => found.deadlines.add(kind))
  reach(next)
}

/** What the case does by itself before it waits again. */
function settle(state: CaseState, own: Map<string, Change>): CaseState {
  const steps = forced(state)
  if (steps.length === 0) return state
  const next = record(state, steps)
  note(own, state, next, steps.map(({ type }) => type))
  return settle(next, own)
}

function note(changes: Map<string, Change>, before: CaseState, after: CaseState, events: readonly EventType[]): void {
  if (events.length === 0) return
  const change = { from: standingOf(before), to: standingOf(after), events: [...new Set(events)] }
  changes.set(JSON.stringify(change), change)
}

function closedDeadlines(before: CaseState, after: CaseState): readonly DeadlineKind[] {
  const closed = Object.values(after.tasks).filter((task) => task.closedSeq !== undefined && before.tasks[task.id]?.closedSeq === undefined && before.tasks[task.id] !== undefined)
  return closed.flatMap(({ deadlineId }) => DEADLINE_KINDS.filter((kind) => deadlineId?.split(':')[0] === kind))
}

/** Every organisation and role that may send an act of this type. */
function everybody(policy: City, type: ActType): readonly Actor[] {
  const roles: readonly string[] = ACTS[type].roles
  const members = policy.organisations.flatMap(({ key, kind }) => ROLES_OF_KIND[kind].map((role): Actor => ({ sub: `${key}-${role}`, org: key, role })))
  return [...members, { sub: APPLICANT, org: 'applicant', role: 'applicant' } as const].filter(({ role }) => roles.includes(role))
}

export function standingOf(state: CaseState): Standing {
  return `${state.stage}|${lineIn(state).status}`
}

/** Two states with the same one allow the same. */
function signature(state: CaseState): string {
  const { status, works, appointment } = lineIn(state)
  const orders = Object.values(state.orders)
  return JSON.stringify([
    state.stage, status, state.accepted === undefined, state.pushedAt === undefined, state.survey?.closedAt === undefined, state.withdrawn === undefined,
    Object.entries(state.opinions).map(([org, { opinion }]) => `${org} ${String(opinion.lines?.[0]?.connectable)}`).sort(),
    Object.values(state.commitments).map(({ commitment }) => commitment.worksFrom),
    works === undefined ? null : [works.designs > 0, works.plans > 0, Object.values(works.handovers).map((signed) => signed !== null), works.inspectionsPassed > 0, works.completedAt, works.acceptedAt, works.restoredAt, works.restorationConfirmedAt].map((part) => part ?? 0),
    orders.some(({ closedAt, reportedAt }) => closedAt === undefined && reportedAt === undefined), orders.some(({ closedAt, reportedAt }) => closedAt === undefined && reportedAt !== undefined), orders.length > 0,
    appointment === undefined,
  ])
}
