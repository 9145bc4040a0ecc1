import type { City } from '../../../domain/city/city.schema.ts'
import type { AppliedApproval, ApprovalNeed, EventBody, Schedule } from '../../../domain/case/event.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { Refusal } from '../../../domain/problem.ts'
import { refusalOf } from '../../lib/core/choices.ts'
import type { Choice } from '../../lib/core/choices.ts'
import type { ActFacts, Acts, Command, Intent } from './act-rule.ts'
import type { Approval, CaseState, Line } from './case-state.ts'
import {
  approvalsNeededBy,
  awaitsClearance,
  clearanceClockId,
  isClearanceUnderWay,
  isPromisable,
  isPromised,
} from './needed-approvals.ts'
import { blockedBy } from './blocked.ts'
import { requireSameTime } from './variation-approvers.ts'
import { stands } from './line-results.ts'
import { linesOf } from './lines.ts'
import { worksDeadlineId } from './case-deadlines.ts'
import { markDeadline } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { clearForWorks, requireWorksFrom } from './clearance.ts'
import { extendableKeys, extendableOf, requireLonger } from './force.ts'
import { isUndecided, lastApproval, roundsOf, standingRounds } from './rounds.ts'
import type { AwaitedOnLine } from './wanted.ts'
import { approvalName } from './promise-list.ts'
import { requireParty } from './who.ts'
import { defined } from '../../../domain/defined.ts'

/**
 * what a promise cannot replace, and what the utility would rather apply for, is applied for together;
 * what is approved until a day is applied for again, for longer.
 */
export const acts = {
  applyForApprovals: {
    may(state, { actor }) {
      requireParty(state, actor.org)
      if (awaitingClearance(state, actor.org).length > 0 || extendableKeys(state, actor.org).length > 0) return
      const early =
        state.survey?.closedAt === undefined && !linesOf(state).some((own) => own.utility === actor.org && stands(own))
      throw new Refusal(early ? 'wrong-stage' : 'no-outer-works', '没有等待审批的外线工程', undefined, { early })
    },
    check(state, command, policy) {
      if (command.body.worksTo < localDate(command.at, policy.hours))
        throw new Refusal('date-past', '施工结束日期应在今日或以后', 'worksTo')
      requireWorksFrom(state, command.body.worksFrom, {
        at: command.at,
        superseding: state.schedules[command.actor.org] !== undefined,
        hours: policy.hours,
      })
      requireWithinReach(command.body.worksTo, localDate(command.at, policy.hours), 'worksTo')
      command.body.approvals.forEach((key, index) =>
        requireApplicable(state, command, { key, field: `approvals.${index}` }, policy),
      )
      if (isOtherThanLonger(state, command)) requireSameTime(state, command.actor.org, command.body)
      requireLonger(state, command.actor.org, command.body, policy)
      requireAll(state, command, policy)
      if (command.body.approvals.length === 0) requireNothingNeeded(state, command)
    },
    choices: (state, intent, policy) => [applicable(state, intent, policy)],
    events: applied,
  },
} satisfies Partial<Acts>

/** what is approved is asked for longer by itself; otherwise its time is changed by who approved it. */
function isOtherThanLonger(state: CaseState, { actor: { org }, body }: Command<'applyForApprovals'>): boolean {
  const isLonger =
    body.approvals.length > 0 && body.approvals.every((key) => extendableOf(state, org, key) !== undefined)
  return state.commitments[org] === undefined && !isLonger
}

function awaitingClearance(state: CaseState, org: string): readonly Line[] {
  return linesOf(state).filter((line) => line.utility === org && awaitsClearance(state, line))
}

/** What one of its lines needs. */
interface Needed {
  readonly line: Line
  readonly need: ApprovalNeed
}

function neededFor(state: CaseState, org: string): readonly Needed[] {
  return awaitingClearance(state, org).flatMap((line) => approvalsNeededBy(state, line).map((need) => ({ line, need })))
}

/** by promise alone in cases of before 0.7; since then the utility may choose the ordinary way. */
function isByPromiseOnly(state: CaseState, { line, need }: Needed, facts: ActFacts | undefined): boolean {
  return state.touchesByItem === undefined && isByPromise(state, { line, need }, facts)
}

/** what a promise may give: replaceable, within its limits, blocked by no record. */
function isByPromise(state: CaseState, { line, need }: Needed, facts: ActFacts | undefined): boolean {
  return isPromisable(state, line, need) && blockedBy(facts, need.key) === undefined
}

/**
 * Needed, not promised, not under way, and after a refusal only with a new design.
 */
function requireApplicable(
  state: CaseState,
  { actor, facts }: Intent,
  { key, field }: { readonly key: string; readonly field: string },
  policy: City,
): void {
  const name = approvalName(key, policy)
  if (extendableOf(state, actor.org, key) !== undefined) return
  const needed = neededFor(state, actor.org).filter(({ need }) => need.key === key)
  if (needed.length === 0) throw new Refusal('approval-unknown', `本单位的外线工程不需要${name}`, field)
  if (needed.every((each) => isByPromiseOnly(state, each, facts)))
    throw new Refusal('approval-not-replaceable', `${name}以告知承诺替代，请签署承诺书`, field)
  if (needed.every(({ line, need }) => isPromised(state, line, need)))
    throw new Refusal('already-done', `${name}已由告知承诺替代`, field)
  const earlier = lastApproval(state, actor.org, key)
  if (earlier === undefined) return
  if (earlier.status !== 'refused') throw new Refusal('already-done', `${name}已在审批或已批准`, field)
  if (isUndecided(standingRounds(state, actor.org, key).at(-1) ?? []))
    throw new Refusal('already-done', `${name}还有部门未作决定：全部决定后再申请`, field)
  if (designsOf(state, actor.org) <= earlier.designs)
    throw new Refusal('plan-missing', '被退回后须先提交新的设计方案', field)
}

/** All at once: whatever the outer works need, a promise does not give, and was not applied for yet. */
function requireAll(state: CaseState, { body, ...intent }: Command<'applyForApprovals'>, policy: City): void {
  const missing = openNeeds(state, intent).filter((key) => !body.approvals.includes(key))
  if (missing.length > 0)
    throw new Refusal(
      'approval-missing',
      `须一并申请：${missing.map((key) => approvalName(key, policy)).join('、')}`,
      'approvals',
    )
}

function openNeeds(state: CaseState, { actor, facts }: Intent): readonly string[] {
  const open = neededFor(state, actor.org).filter(
    ({ line, need }) =>
      !isByPromise(state, { line, need }, facts) &&
      !isPromised(state, line, need) &&
      lastApproval(state, actor.org, need.key) === undefined,
  )
  return [...new Set(open.map(({ need }) => need.key))]
}

/** Those that are open together, and such as were refused before; without any the dates alone, where R-29 has it. */
function applicable(state: CaseState, intent: Intent, policy: City): Choice {
  const open = openNeeds(state, intent)
  const needed = neededFor(state, intent.actor.org).map(({ need }) => need.key)
  const keys = [...new Set([...needed, ...extendableKeys(state, intent.actor.org)])]
  const options = keys.map((value) => ({
    value,
    ...(open.includes(value) ? { must: true as const } : {}),
    ...defined({
      refusal: refusalOf(() => requireApplicable(state, intent, { key: value, field: 'approvals' }, policy)),
    }),
  }))
  const nothing = refusalOf(() => requireNothingNeeded(state, intent))
  const none =
    nothing === undefined ? undefined : (options.find(({ refusal }) => refusal !== undefined)?.refusal ?? nothing)
  return { field: 'approvals.*', of: 'need', options, ...defined({ none }) }
}

/** neither promised nor applied for. */
function isOpenTo(state: CaseState, { line, need }: Needed): boolean {
  return !isPromised(state, line, need) && lastApproval(state, line.utility, need.key) === undefined
}

/**
 * whose every promise is blocked names its dates, where its works need no approval: there is no other way to
 * begin them.
 */
function requireNothingNeeded(state: CaseState, { actor, facts }: Intent): void {
  if (state.touchesByItem === true && neededFor(state, actor.org).some((each) => isOpenTo(state, each)))
    throw new Refusal('approval-missing', '请列明要申请的审批事项，或签署承诺书', 'approvals')
  if (!awaitingClearance(state, actor.org).some((line) => approvalsNeededBy(state, line).length === 0))
    throw new Refusal('already-done', '所需审批均已申请', 'approvals')
  if (facts?.creditRecord === undefined)
    throw new Refusal('approval-not-replaceable', '外线工程无须审批，请签署承诺书', 'approvals')
}

function designsOf(state: CaseState, org: string): number {
  return linesOf(state)
    .filter((line) => line.utility === org)
    .reduce((sum, line) => sum + (line.works?.designs ?? 0), 0)
}

function applied(
  state: CaseState,
  { actor, body, facts }: Command<'applyForApprovals'>,
  policy: City,
): readonly EventBody[] {
  const { approvals, ...schedule } = body
  const numbered = approvals.flatMap((key) => numberedOf(state, actor.org, key))
  const longer = approvals.flatMap((key) => extendableOf(state, actor.org, key)?.lines ?? [])
  const lines = [...new Set([...awaitingClearance(state, actor.org).map((line) => line.id), ...longer])]
  const record = facts?.creditRecord ?? approvals.map((key) => blockedBy(facts, key)).find((each) => each !== undefined)
  const blocked = record === undefined ? {} : { creditRecord: record }
  return [
    {
      type: 'approvalsApplied',
      rule: 'R-17',
      data: { org: actor.org, lead: policy.approvals.lead, lines, schedule, approvals: numbered, ...blocked },
    },
  ]
}

/** the authority's, and each consent beside it, with clocks of their own. */
function numberedOf(state: CaseState, org: string, key: string): AppliedApproval[] {
  const need = state.approvalNeeds.find((candidate) => candidate.key === key)
  if (need === undefined) return []
  const id = `${org}:${key}:${roundsOf(state, org, key).length + 1}`
  const longer = extendableOf(state, org, key) === undefined ? {} : { extends: true as const }
  const { authority, workingDays, jointly = [] } = need
  return [
    { id, key, authority, workingDays, ...longer },
    ...jointly.map((each) => ({
      id: `${id}:${each.authority}`,
      key,
      authority: each.authority,
      workingDays: each.workingDays,
      consent: true as const,
      ...longer,
    })),
  ]
}

export const folds = {
  approvalsApplied,
} satisfies Partial<Folds>

function approvalsApplied(state: CaseState, { at, data }: EventOf<'approvalsApplied'>): CaseState {
  const designs = linesOf(state)
    .filter((line) => line.utility === data.org)
    .reduce((sum, line) => sum + (line.works?.designs ?? 0), 0)
  const applied = data.approvals.map((approval): Approval => ({
    ...approval,
    org: data.org,
    lines: data.lines,
    appliedAt: at,
    status: 'applied',
    designs,
    ...(state.timesWorks !== undefined ? { asked: { from: data.schedule.worksFrom, to: data.schedule.worksTo } } : {}),
  }))
  const scheduled = isScheduledBy(state, data) ? rescheduled(state, data.org, data.schedule, at) : state
  const next = {
    ...scheduled,
    ...led(state, data),
    approvals: { ...state.approvals, ...Object.fromEntries(applied.map((approval) => [approval.id, approval])) },
  }
  const clock = clearanceClockId(next, data.org)
  const met = isClearanceUnderWay(next, data.org) && next.deadlines[clock]?.metAt === undefined
  const underWay = met ? markDeadline(next, clock, { metAt: at }) : next
  // Where something was applied for, its decision clears.
  return data.approvals.length === 0 ? clearForWorks(underWay, data.org, at) : underWay
}

/** Not where a promise has the dates; nor is a schedule changed by asking for longer, which is not given yet. */
function isScheduledBy(state: CaseState, { org, approvals }: EventOf<'approvalsApplied'>['data']): boolean {
  const isLonger = approvals.length > 0 && approvals.every((approval) => approval.extends === true)
  return state.commitments[org] === undefined && !isLonger
}

/** whom its joint result is handed out by, in cases that have one. */
function led({ taskClocks, jointResults }: CaseState, { org, lead, approvals }: EventOf<'approvalsApplied'>['data']) {
  if (taskClocks === undefined || approvals.length === 0) return {}
  return { jointResults: { ...jointResults, [org]: { version: 0, approvals: [], ...jointResults?.[org], lead } } }
}

/**
 * R-19: other dates than those in force supersede the works' deadlines of the utility's lines that are cleared already,
 * in cases of before 0.8.
 */
function rescheduled(state: CaseState, org: string, schedule: Schedule, at: string): CaseState {
  const superseded =
    state.schedules[org] === undefined || state.timesWorks !== undefined
      ? state
      : linesOf(state)
          .filter((line) => line.utility === org)
          .reduce((next, line) => markDeadline(next, worksDeadlineId(state, line), { supersededAt: at }), state)
  return {
    ...superseded,
    schedules: { ...state.schedules, [org]: { ...schedule, version: (state.schedules[org]?.version ?? 0) + 1, at } },
  }
}

/** an application where a promise may not stand, and a new design after a refusal. */
export const tasks: AwaitedOnLine<'applyForApprovals' | 'redesign'> = (state, line) => {
  if (!awaitsClearance(state, line)) return []
  const org = line.utility
  const needs = approvalsNeededBy(state, line)
  const toApply = needs.filter(
    (need) => !isPromisable(state, line, need) && lastApproval(state, org, need.key) === undefined,
  )
  const refused = needs.filter((need) => lastApproval(state, org, need.key)?.status === 'refused')
  return [
    ...(toApply.length > 0
      ? [{ kind: 'applyForApprovals' as const, org, deadlineId: clearanceClockId(state, org) }]
      : []),
    ...(refused.length > 0 ? [{ kind: 'redesign' as const, org, line: line.id }] : []),
  ]
}
