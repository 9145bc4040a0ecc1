import { Refusal } from '../../../domain/problem.ts'
import { about, byId } from './act-rule.ts'
import type { Acts } from './act-rule.ts'
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
    }),
    events: (_state, { body: { reason, ...body } }) => [
      { type: 'approvalDecided', rule: 'R-17', data: { ...body, ...defined({ reason }) } },
    ],
  },
} satisfies Partial<Acts>

function approvalsOf({ approvals }: CaseState): readonly Approval[] {
  return Object.values(approvals)
}

function requireApproval(state: CaseState, id: string): Approval {
  const approval = Object.hasOwn(state.approvals, id) ? state.approvals[id] : undefined
  if (approval === undefined) throw new Refusal('approval-unknown', `没有审批 ${id}`, 'approval')
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
    ...defined({ reason: data.reason }),
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
