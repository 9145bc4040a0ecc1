import { checkActDates } from '../../domain/act-dates.ts'
import { ACT_BODIES } from '../../domain/act.schema.ts'
import type { ActBodies } from '../../domain/act.schema.ts'
import type { ActType } from '../../domain/act.ts'
import type { Actor } from '../../domain/actor.ts'
import type { City } from '../../domain/city.schema.ts'
import { localDate } from '../../domain/local-date.ts'
import { Refusal } from '../../domain/problem.ts'
import type { LineId, Touched } from '../../domain/service.ts'
import type { CaseState, Line } from '../../workflows/application/case-state.ts'
import { approvalsNeededBy, linesOf, missingDemand } from '../../workflows/application/case-state.ts'
import type { ActFacts } from '../../workflows/application/messages.ts'
import { can } from '../../workflows/application/state.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { application } from '../state/branch-case.ts'

/** `forward`: one that brings a case nearer to its end. */
export interface AnyAct<A extends ActType = ActType> {
  readonly type: A
  readonly actor: Actor
  readonly body: ActBodies[A]
  readonly facts?: ActFacts
  readonly forward: boolean
}

interface Now { readonly at: string; readonly policy: City; /** From 0 to below 1. */ readonly random: () => number }

const lead = (org: string) => officer(org, 'lead')
const DAY = 86_400_000

/** What anybody may do just then with contents of every sort, as the API would let it through. */
export function actsIn(state: CaseState, now: Now): readonly AnyAct[] {
  return [...ofTheDemand(state), ...ofTheSurvey(state, now), ...linesOf(state).flatMap((line) => [...ofClearance(state, line, now), ...ofWorks(state, line, now), ...ofConnection(line, now)]), ...ofApprovals(state), ...ofOrders(state, now), ...anywhere(state, now)]
    .filter((act) => isAllowed(state, act, now))
}

function isAllowed(state: CaseState, { type, actor, body, facts }: AnyAct, { at, policy }: Now): boolean {
  const parsed = ACT_BODIES[type].safeParse(body)
  if (!parsed.success) return false
  try {
    checkActDates(type, body, { hours: policy.hours, calendar: CALENDARS.china, today: localDate(at, policy.hours) })
    can(state, { type, actor, at, body, facts }, policy)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

function act<A extends ActType>(type: A, actor: Actor, body: ActBodies[A], forward = true, facts?: ActFacts): AnyAct {
  return { type, actor, body, forward, ...(facts === undefined ? {} : { facts }) }
}

function ofTheDemand(state: CaseState): readonly AnyAct[] {
  const { services } = state.registration.form
  const missing = [...missingDemand(state)]
  const open = linesOf(state).filter(({ status }) => status !== 'withdrawn').map(({ service }) => service)
  return [
    act('acceptDemand', lead(state.collector), {}), act('requestSupplement', lead(state.collector), { items: missing.length === 0 ? ['附图'] : missing, message: '请补' }, false),
    act('supplementDemand', INTAKE, { services: Object.fromEntries(Object.entries(services).filter(([service]) => open.some((each) => each === service)).map(([service, value]) => [service, service === 'power' ? { ...value, kilovoltAmperes: 9 } : value])) }),
    ...Object.keys(state.parties).map((org) => act('acknowledgeReceipt', officer(org), {})), act('correctContact', CLERK, { contact: '新人' }, false),
  ]
}

function ofTheSurvey(state: CaseState, now: Now): readonly AnyAct[] {
  const opinions = Object.values(state.parties).flatMap(({ org, kind }) => (kind === 'authority' ? [{ remarks: '无意见' }] : [utilityOpinion(state, org, now), utilityOpinion(state, org, now)]).map((body) => act('fileOpinion', officer(org), body)))
  return [
    ...opinions, act('waiveSurvey', lead(state.convener), { reason: '管网已到', signer: '张' }, false),
    ...[0, 1, 4, 9].map((days) => act('bookSurvey', INTAKE, { date: dateAhead(days, now) }, false)),
    act('declareUnavailable', officer('shuiwu'), { from: now.at, to: instantAhead(1, now) }, false), act('recordJointVisit', officer('shuiwu'), { date: dateAhead(0, now), orgs: ['shuiwu'], findings: '略' }, false),
  ]
}

const TOUCHES: readonly Touched[][] = [[], ['road'], ['planning'], ['road', 'planning'], ['greenery'], ['road', 'greenery', 'traffic', 'planning']]

function utilityOpinion(state: CaseState, org: string, { random }: Now): ActBodies['fileOpinion'] {
  const own = linesOf(state).filter((line) => line.utility === org && line.status !== 'withdrawn')
  return {
    lines: own.map((line) => (random() < 0.3 ? { line: line.id, connectable: true, laidInAdvance: random() < 0.5 } : {
      line: line.id, connectable: false, outerWorks: { touches: TOUCHES[Math.floor(random() * TOUCHES.length)] ?? [], sections: [{ road: '河北大道', from: 'K0+000', to: `K1+${Math.floor(random() * 900) + 100}` }], lengthMetres: 9, preliminaryDesign: '略' },
    })),
  }
}

function ofClearance(state: CaseState, line: Line, now: Now): readonly AnyAct[] {
  const all = now.policy.approvals.list
  const replaceable = all.filter((each) => each.replaceable).map(({ key }) => key)
  const needs = linesOf(state).filter((each) => each.utility === line.utility && each.status === 'outerWorks').flatMap((each) => approvalsNeededBy(state, each))
  const blocked = { creditRecord: 'credit:1' }
  const keysOf = (wanted: typeof needs) => [...new Set(wanted.map(({ key }) => key))]
  const actor = officer(line.utility)
  const superseding = line.status !== 'outerWorks'
  return [
    ...[0, 1, 20].map((days) => act('signCommitment', actor, commitment(dateAhead(0, now), dateAhead(days, now), replaceable), !superseding)),
    ...(superseding ? [act('signCommitment', actor, commitment(localDate(state.registeredAt, now.policy.hours), dateAhead(0, now), replaceable), false)] : []),
    ...keysOf(needs.filter((need) => !need.replaceable)).map((key) => act('applyForApprovals', actor, application([key], dateAhead(9, now), dateAhead(0, now)))),
    act('applyForApprovals', actor, application(keysOf(needs.filter((need) => !need.replaceable)), dateAhead(9, now), dateAhead(0, now))),
    act('applyForApprovals', actor, application(keysOf(needs), dateAhead(0, now), dateAhead(0, now)), false, blocked), act('applyForApprovals', actor, application([], dateAhead(0, now), dateAhead(0, now)), false, blocked),
  ]
}

function ofApprovals(state: CaseState): readonly AnyAct[] {
  return Object.values(state.approvals).flatMap(({ id, authority, org }) => [
    act('decideApproval', officer(authority), { approval: id, approved: true }), act('decideApproval', officer(authority), { approval: id, approved: false, reason: '管位冲突' }, false),
    act('requestApprovalSupplement', officer(authority), { approval: id, message: '补图' }, false), act('supplyApproval', officer(org), { approval: id, message: '已补' }),
  ])
}

function ofWorks(state: CaseState, { id: line, utility, works, status, innerWorks }: Line, now: Now): readonly AnyAct[] {
  const actor = officer(utility)
  const refused = Object.values(state.approvals).some((approval) => approval.org === utility && approval.status === 'refused')
  const inspectors = ['chengguan', 'zigui', 'zhujian'].map((org) => officer(org, 'inspector'))
  return [
    act('fileDesign', actor, { line, title: '设计', summary: '略' }, works?.designs === 0 || (status === 'outerWorks' && refused)), act('fileConstructionPlan', actor, { line, title: '方案', summary: '略', nearbyOwners: [] }, works?.plans === 0),
    act('fileConstructionPlan', actor, { line, title: '方案', summary: '略', nearbyOwners: ['ranqi'] }, false), act('signHandover', officer('ranqi'), { line, positions: '1 米', signer: '刘' }),
    act('startWorks', actor, { line }), act('reportProgress', actor, { line, percent: 50 }, false), act('completeWorks', actor, { line }),
    act('acceptWorks', lead(now.policy.works.acceptor), { line, passed: true }), act('acceptWorks', lead(now.policy.works.acceptor), { line, passed: false, remarks: '不实' }, false),
    act('reportRestored', actor, { line }), act('confirmRestoration', officer(now.policy.works.restorationConfirmer), { line }),
    ...inspectors.flatMap((inspector) => [act('fileInspection', inspector, inspection(line), works?.inspectionsPassed === 0), ...[0, 1, 2, 6].map((days) => act('fileInspection', inspector, inspection(line, [1 + days % 4], dateAhead(days, now)), false))]),
    act('reportEmergencyRepair', actor, { line, place: '路口', what: '爆管' }, false), act('requestInnerWorks', INTAKE, { line, scope: '支管' }, false),
    act('quoteInnerWorks', actor, { line, items: Array.from({ length: 3 }, (_, index) => ({ name: `管材${index}`, amountFen: 10_000_000_000 })), priceDocument: '略' }, false),
    act('agreeInstalments', INTAKE, { line, parts: [0, 40, 400].map((days) => ({ dueDate: dateAhead(days, now), amountFen: 10_000_000_000 })) }, false),
    ...(innerWorks?.parts ?? []).map((_, index) => act('recordPayment', actor, { line, part: index + 1, paidOn: dateAhead(0, now) }, false)),
  ]
}

function ofOrders(state: CaseState, now: Now): readonly AnyAct[] {
  return [
    ...Object.values(state.orders).flatMap(({ id, org, utility }) => [
      act('reportRectified', officer(utility), { order: id, remarks: '已改' }), act('reinspect', officer(org, 'inspector'), { order: id, passed: true }), act('reinspect', officer(org, 'inspector'), { order: id, passed: false }, false),
      ...[3, 9].map((days) => act('requestExtension', officer(utility), { order: id, dueDate: dateAhead(days, now), reason: '雨' }, false)),
      act('decideExtension', officer(org), { order: id, granted: true }, false), act('decideExtension', officer(org), { order: id, granted: false, reason: '不必' }, false),
    ]),
    ...Object.values(state.repairs).map(({ id, org }) => act('fileEmergencyRepair', officer(org), { repair: id, report: '补办' })),
  ]
}

function ofConnection({ id: line, utility, appointment }: Line, now: Now): readonly AnyAct[] {
  const first = appointment === undefined
  return [
    act('appointConnection', INTAKE, { at: new Date(Date.parse(now.at) + 60_000).toISOString(), lines: [line] }, first), act('appointConnection', INTAKE, { at: instantAhead(3, now) }, false), act('appointConnection', CLERK, { at: instantAhead(700, now), lines: [line] }, false),
    act('reportConnected', officer(utility), { line }), act('reportMissedAppointment', officer(utility), { line, by: 'user', note: '无人' }, false), act('reportMissedAppointment', INTAKE, { line, by: 'utility', note: '未到' }, false),
  ]
}

function anywhere(state: CaseState, { policy, random }: Now): readonly AnyAct[] {
  const office = lead(policy.coordination.office)
  const reasons = ['awaitingUser', 'forceMajeure', 'statutoryProcedure'] as const
  const ids = linesOf(state).map(({ id }): LineId => id)
  return [
    ...Object.keys(state.deadlines).flatMap((deadline) => [act('suspendClock', office, { deadline, reason: reasons[Math.floor(random() * 3)] ?? 'forceMajeure', note: '台风' }, false), act('suspendClock', lead(state.convener), { deadline, reason: 'forceMajeure', note: '台风' }, false), act('resumeClock', office, { deadline })]),
    ...ids.map((line) => act('dropServices', INTAKE, { lines: [line], reason: '不要了' }, false)), act('withdrawApplication', INTAKE, { reason: '取消' }, false),
    ...Object.values(state.tasks).filter(({ closedSeq }) => closedSeq === undefined).slice(0, 2).flatMap(({ id, org }) => [act('hasten', CLERK, { task: id, note: '快' }, false), act('reassignTask', officer(org), { task: id, person: '李' }, false)]),
  ]
}

function dateAhead(days: number, { at, policy }: Now): string {
  return localDate(new Date(Date.parse(at) + days * DAY).toISOString(), policy.hours)
}

function instantAhead(days: number, { at }: Now): string {
  return new Date(Date.parse(at) + days * DAY).toISOString()
}
