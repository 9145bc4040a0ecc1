import type { ActBodies } from '../../../domain/act/act.schema.ts'
import type { DatesOfForce } from '../../../domain/case/event.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { daysBetween, daysLater } from '../../../domain/clocks/days-later.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import { about, byId } from './act-rule.ts'
import type { Acts, Command } from './act-rule.ts'
import type { Approval, CaseState } from './case-state.ts'
import { isPending } from './needed-approvals.ts'
import { answered, stopped, markDeadline } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { clearForWorks } from './clearance.ts'
import type { Awaited } from './wanted.ts'
import { defined } from '../../../domain/defined.ts'

/** decided in parallel; a refusal goes back to that utility's design and only there. */
export const acts = {
  requestApprovalSupplement: {
    ...about<'requestApprovalSupplement', Approval>({
      among: approvalsOf,
      offers: byId('approval', 'approval'),
      named: (state, body) => requireApproval(state, body.approval),
      allows(state, approval, { actor }) {
        requireDecidable(state, approval, actor.org)
        if (approval.supplement !== undefined) throw new Refusal('already-done', '一次性告知只能作一次', 'approval')
      },
    }),
    events: (_state, { body }) => [{ type: 'approvalSupplementRequested', rule: 'R-17', data: body }],
  },
  supplyApproval: {
    ...about<'supplyApproval', Approval>({
      among: approvalsOf,
      offers: byId('approval', 'approval'),
      named: (state, body) => requireApproval(state, body.approval),
      allows(state, approval, { actor }) {
        if (approval.org !== actor.org) throw new Refusal('not-concerned', '由申请单位补正', 'approval')
        requireUndecided(state, approval)
        if (approval.supplement === undefined)
          throw new Refusal('wrong-stage', '没有待补正的告知', 'approval', { early: true })
        if (approval.supplement.suppliedAt !== undefined) throw new Refusal('already-done', '已经补正', 'approval')
      },
    }),
    events: (_state, { body }) => [{ type: 'approvalSupplied', rule: 'R-17', data: body }],
  },
  decideApproval: {
    ...about<'decideApproval', Approval>({
      among: approvalsOf,
      offers: byId('approval', 'approval'),
      named: (state, body) => requireApproval(state, body.approval),
      allows: (state, approval, { actor }) => requireDecidable(state, approval, actor.org),
      also: requireDates,
    }),
    events: (state, { at, body }, { hours }) => {
      const { approval, approved, reason } = body
      const force = approved ? forceBy(requireApproval(state, approval), body, localDate(at, hours)) : undefined
      return [{ type: 'approvalDecided', rule: 'R-17', data: { approval, approved, ...defined({ reason, force }) } }]
    },
  },
} satisfies Partial<Acts>

function approvalsOf({ approvals }: CaseState): readonly Approval[] {
  return Object.values(approvals)
}

function requireApproval(state: CaseState, id: string): Approval {
  const approval = Object.hasOwn(state.approvals, id) ? state.approvals[id] : undefined
  if (approval === undefined) throw new Refusal('approval-unknown', `没有审批“${id}”`, 'approval')
  return approval
}

function requireDecidable(state: CaseState, approval: Approval, org: string): void {
  if (approval.authority !== org) throw new Refusal('not-concerned', '由该事项的审批部门办理', 'approval')
  requireUndecided(state, approval)
}

function requireUndecided(state: CaseState, approval: Approval): void {
  if (approval.status !== 'applied') throw new Refusal('already-done', '该审批已有决定', 'approval')
  if (!isPending(state, approval)) throw new Refusal('wrong-stage', '相关服务已撤销或无须再批', 'approval')
}

/** as it says, or as they were applied for; as many days from today where these are over. */
function forceBy(
  { asked }: Approval,
  { validFrom, validTo }: ActBodies['decideApproval'],
  today: string,
): DatesOfForce | undefined {
  if (validFrom === undefined && validTo === undefined && asked !== undefined && asked.to < today)
    return { from: today, to: daysLater(today, daysBetween(asked.from, asked.to)) }
  const [from, to] = [validFrom ?? asked?.from, validTo ?? asked?.to]
  return from === undefined || to === undefined ? undefined : { from, to }
}

/** What is approved is in force from a day until a day that is not over. */
function requireDates(state: CaseState, { at, body }: Command<'decideApproval'>, { hours }: City): void {
  if (!body.approved) return
  const today = localDate(at, hours)
  const force = forceBy(requireApproval(state, body.approval), body, today)
  if (force === undefined) {
    if (body.validFrom === undefined && body.validTo === undefined) return
    throw new Refusal('validation-failed', '请同时写明批准的起止日期', 'validTo')
  }
  if (force.to < force.from) throw new Refusal('validation-failed', '批准的止日不能早于起日', 'validTo')
  if (force.to < today) throw new Refusal('date-past', `批准的止日 ${force.to} 已过：请写明今日或以后的日期`, 'validTo')
  requireWithinReach(force.to, today, 'validTo')
}

export const folds = {
  approvalSupplementRequested: (state, { at, data }) =>
    stopped(
      withApproval(state, data.approval, { supplement: { requestedAt: at } }),
      `approval:${data.approval}`,
      at,
      'awaitingUser',
    ),
  approvalSupplied: (state, { at, data }) =>
    answered(
      withApproval(state, data.approval, (approval) => ({
        supplement: { requestedAt: approval.supplement?.requestedAt ?? at, suppliedAt: at },
      })),
      `approval:${data.approval}`,
      at,
    ),
  approvalDecided,
} satisfies Partial<Folds>

function approvalDecided(state: CaseState, { at, data }: EventOf<'approvalDecided'>): CaseState {
  const decided = withApproval(state, data.approval, {
    status: data.approved ? 'approved' : 'refused',
    decidedAt: at,
    ...defined({ reason: data.reason, force: data.force }),
  })
  const met = markDeadline(decided, `approval:${data.approval}`, { metAt: at })
  const org = met.approvals[data.approval]?.org
  return org === undefined ? met : clearForWorks(met, org, at)
}

function withApproval(
  state: CaseState,
  id: string,
  change: Partial<Approval> | ((approval: Approval) => Partial<Approval>),
): CaseState {
  const approval = state.approvals[id]
  if (approval === undefined) return state
  return {
    ...state,
    approvals: {
      ...state.approvals,
      [id]: { ...approval, ...(typeof change === 'function' ? change(approval) : change) },
    },
  }
}

export const tasks: Awaited<'supplyApproval' | 'decideApproval'> = (state) =>
  approvalsOf(state)
    .filter((approval) => isPending(state, approval))
    .map((approval) => {
      const supplying = approval.supplement !== undefined && approval.supplement.suppliedAt === undefined
      return {
        kind: supplying ? 'supplyApproval' : 'decideApproval',
        org: supplying ? approval.org : approval.authority,
        order: approval.id,
        deadlineId: `approval:${approval.id}`,
      }
    })
