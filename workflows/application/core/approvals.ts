import type { City } from '../../../domain/city/city.schema.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Approval, CaseState, Line } from './case-state.ts'
import { approvalsNeededBy, isPending, linesOf } from './case-state.ts'
import type { ActRule, Command } from './can.ts'
import { requireWorksFrom } from './commitment.ts'
import { requireParty } from './who.ts'

type ApprovalAct = 'applyForApprovals' | 'requestApprovalSupplement' | 'supplyApproval' | 'decideApproval'

/**
 * what a promise cannot replace is applied for together and decided in parallel; a refusal goes back to that
 * utility's design and only there.
 */
export const APPROVAL_ACTS: { readonly [A in ApprovalAct]: ActRule<A> } = {
  applyForApprovals: {
    can(state, command, policy) {
      requireParty(state, command.actor.org)
      const lines = awaitingClearance(state, command.actor.org)
      if (lines.length === 0)
        throw new Refusal(
          state.survey?.closedAt === undefined ? 'wrong-stage' : 'no-outer-works',
          '没有等待审批的外线工程',
          undefined,
          { early: state.survey?.closedAt === undefined },
        )
      if (command.body.worksTo < localDate(command.at, policy.hours))
        throw new Refusal('date-past', '施工结束日期应在今日或以后', 'worksTo')
      requireWorksFrom(state, command.body.worksFrom, {
        at: command.at,
        superseding: state.schedules[command.actor.org] !== undefined,
        hours: policy.hours,
      })
      requireWithinReach(command.body.worksTo, localDate(command.at, policy.hours), 'worksTo')
      command.body.approvals.forEach((key, index) => requireApplicable(state, command, key, `approvals.${index}`))
      requireAll(state, command)
      if (command.body.approvals.length === 0) requireNothingNeeded(state, lines, command)
    },
    events: applied,
  },
  requestApprovalSupplement: {
    can(state, { actor, body }) {
      const approval = requireDecidable(state, actor.org, body.approval)
      if (approval.supplement !== undefined) throw new Refusal('already-done', '一次性告知只能作一次', 'approval')
    },
    events: (_state, { body }) => [{ type: 'approvalSupplementRequested', rule: 'R-17', data: body }],
  },
  supplyApproval: {
    can(state, { actor, body }) {
      const approval = requireApproval(state, body.approval)
      if (approval.org !== actor.org) throw new Refusal('not-concerned', '由申请单位补正', 'approval')
      requireUndecided(state, approval)
      if (approval.supplement === undefined)
        throw new Refusal('wrong-stage', '没有待补正的告知', 'approval', { early: true })
      if (approval.supplement.suppliedAt !== undefined) throw new Refusal('already-done', '已经补正', 'approval')
    },
    events: (_state, { body }) => [{ type: 'approvalSupplied', rule: 'R-17', data: body }],
  },
  decideApproval: {
    can: (state, { actor, body }) => void requireDecidable(state, actor.org, body.approval),
    events: (_state, { body: { reason, ...body } }) => [
      { type: 'approvalDecided', rule: 'R-17', data: { ...body, ...(reason === undefined ? {} : { reason }) } },
    ],
  },
}

function awaitingClearance(state: CaseState, org: string): readonly Line[] {
  return linesOf(state).filter((line) => line.utility === org && line.status === 'outerWorks')
}

/**
 * Needed, not replaceable (or the promise is blocked, R-29), not under way, and after a refusal only with a new design.
 */
function requireApplicable(
  state: CaseState,
  { actor, facts }: Command<'applyForApprovals'>,
  key: string,
  field: string,
): void {
  const need = awaitingClearance(state, actor.org)
    .flatMap((line) => approvalsNeededBy(state, line))
    .find((candidate) => candidate.key === key)
  if (need === undefined) throw new Refusal('approval-unknown', `本单位的外线工程不需要 ${key}`, field)
  if (need.replaceable && facts?.creditRecord === undefined)
    throw new Refusal('approval-not-replaceable', `${key} 以告知承诺替代，请签署承诺书`, field)
  if (isPromised(state, actor.org, need)) throw new Refusal('already-done', `${key} 已由告知承诺替代`, field)
  const earlier = lastApproval(state, actor.org, key)
  if (earlier === undefined) return
  if (earlier.status !== 'refused') throw new Refusal('already-done', `${key} 已在审批或已批准`, field)
  if (designsOf(state, actor.org) <= earlier.designs)
    throw new Refusal('plan-missing', '被退回后须先提交新的设计方案', field)
}

/** All at once: whatever the outer works need, a promise does not give, and was not applied for yet. */
function requireAll(state: CaseState, { actor, body, facts }: Command<'applyForApprovals'>): void {
  const needs = awaitingClearance(state, actor.org).flatMap((line) => approvalsNeededBy(state, line))
  const open = needs.filter(
    (need) =>
      (!need.replaceable || facts?.creditRecord !== undefined) &&
      !isPromised(state, actor.org, need) &&
      lastApproval(state, actor.org, need.key) === undefined,
  )
  const missing = [...new Set(open.map((need) => need.key))].filter((key) => !body.approvals.includes(key))
  if (missing.length > 0) throw new Refusal('approval-missing', `须一并申请：${missing.join('、')}`, 'approvals')
}

/**
 * whose promise is blocked names its dates, where its works need no approval: there is no other way to begin
 * them.
 */
function requireNothingNeeded(state: CaseState, lines: readonly Line[], { facts }: Command<'applyForApprovals'>): void {
  if (!lines.some((line) => approvalsNeededBy(state, line).length === 0))
    throw new Refusal('already-done', '所需审批均已申请', 'approvals')
  if (facts?.creditRecord === undefined)
    throw new Refusal('approval-not-replaceable', '外线工程无须审批，请签署承诺书', 'approvals')
}

function isPromised(
  state: CaseState,
  org: string,
  { key, replaceable }: { key: string; replaceable: boolean },
): boolean {
  return replaceable && (state.commitments[org]?.commitment.approvals.includes(key) ?? false)
}

function lastApproval(state: CaseState, org: string, key: string): Approval | undefined {
  return Object.values(state.approvals)
    .filter((approval) => approval.org === org && approval.key === key)
    .at(-1)
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
  const numbered = approvals.flatMap((key) => {
    const need = state.approvalNeeds.find((candidate) => candidate.key === key)
    const number =
      Object.values(state.approvals).filter((approval) => approval.org === actor.org && approval.key === key).length + 1
    return need === undefined
      ? []
      : [{ id: `${actor.org}:${key}:${number}`, key, authority: need.authority, workingDays: need.workingDays }]
  })
  const lines = awaitingClearance(state, actor.org).map((line) => line.id)
  const blocked = facts?.creditRecord === undefined ? {} : { creditRecord: facts.creditRecord }
  return [
    {
      type: 'approvalsApplied',
      rule: 'R-17',
      data: { org: actor.org, lead: policy.approvals.lead, lines, schedule, approvals: numbered, ...blocked },
    },
  ]
}

function requireApproval(state: CaseState, id: string): Approval {
  const approval = Object.hasOwn(state.approvals, id) ? state.approvals[id] : undefined
  if (approval === undefined) throw new Refusal('approval-unknown', `没有审批 ${id}`, 'approval')
  return approval
}

function requireDecidable(state: CaseState, org: string, id: string): Approval {
  const approval = requireApproval(state, id)
  if (approval.authority !== org) throw new Refusal('not-concerned', '由该事项的审批部门办理', 'approval')
  requireUndecided(state, approval)
  return approval
}

function requireUndecided(state: CaseState, approval: Approval): void {
  if (approval.status !== 'applied') throw new Refusal('already-done', '该审批已有决定', 'approval')
  if (!isPending(state, approval)) throw new Refusal('wrong-stage', '相关服务已撤销或无须再批', 'approval')
}
