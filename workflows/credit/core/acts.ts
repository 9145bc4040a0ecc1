import { CREDIT_ACTS } from '../../../domain/credit/credit.ts'
import type { CreditBody } from '../../../domain/credit/credit.ts'
import type { CreditBodies } from '../../../domain/credit/credit.schema.ts'
import { THE_CASE } from '../../../domain/actor/actor.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import { isApplicant } from '../../../domain/actor/applicant-side.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { ActRules, MatterLogic } from '../../matter/core/matter-logic.ts'
import { isUnreported } from './state.ts'
import type { CreditState } from './state.ts'
import { applyCredit } from './fold.ts'

const CREDIT_RULES: ActRules<CreditState, CreditBodies, CreditBody> = {
  confirmRecord: {
    may(state, { actor }) {
      requireConfirmer(state, actor)
      if (state.confirmers === undefined) throw new Refusal('wrong-stage', '该记录作出时即已生效，无须确认')
      if (state.confirmation !== undefined) throw new Refusal('already-done', '该记录已经确认')
      requireSecondPerson(state, actor)
    },
    events: (_state, { actor: { org }, body }) => [
      body.confirmed
        ? { type: 'recordConfirmed', rule: 'R-29', data: { org, ...defined({ remarks: body.remarks }) } }
        : { type: 'recordRejected', rule: 'R-29', data: { org, reason: body.reason } },
    ],
  },
  contestRecord: {
    may(state, { actor }) {
      if (!isSubjectSide(state, actor))
        throw new Refusal('not-concerned', '只有被记录的单位或个人（或由综窗代为）可以提出异议')
      if (isUnreported(state))
        throw new Refusal('wrong-stage', '该记录尚待确认，没有报送，无须提出异议', undefined, { early: true })
      if (state.contest !== undefined) throw new Refusal('already-done', '已经提出过异议')
    },
    events: (_state, { actor, body }) => [
      { type: 'recordContested', rule: CREDIT_ACTS.contestRecord.rule, data: { reason: body.reason, by: actor.org } },
    ],
  },
  decideContest: {
    may(state, { actor }) {
      requireDecider(state, actor)
      if (state.contest === undefined) throw new Refusal('wrong-stage', '没有待裁定的异议', undefined, { early: true })
      if (state.decision !== undefined) throw new Refusal('already-done', '异议已经裁定')
    },
    events(_state, { actor: { org }, body: { upheld, reason } }) {
      const decided: CreditBody = { type: 'contestDecided', rule: 'R-29', data: { upheld, reason, org } }
      return upheld ? [decided] : [decided, { type: 'recordWithdrawn', rule: 'R-29', data: { reason, org } }]
    },
  },
  withdrawRecord: {
    may(state, { actor }) {
      if (isUnreported(state)) requireProposer(state, actor)
      else requireDecider(state, actor)
      if (state.status === 'contested') throw new Refusal('wrong-stage', '异议未决：请以裁定撤销')
    },
    events: (_state, { actor: { org }, body: { reason } }) => [
      { type: 'recordWithdrawn', rule: 'R-29', data: { reason, org } },
    ],
  },
}

/** The authority that proposed the record or gave the order, or whoever supervises it. */
function requireConfirmer({ confirmers, openedBy, orderedBy = openedBy.org }: CreditState, { org }: Actor): void {
  if (!(confirmers ?? [orderedBy]).includes(org))
    throw new Refusal('not-concerned', '由提请（或责令整改）的部门或其上级单位确认')
}

/**
 * Another account, whatever organisation it speaks for, and another rank. What the case proposes by itself a lead
 * confirms: whoever inspected and ordered is seldom one.
 */
function requireSecondPerson({ openedBy }: CreditState, { sub, role }: Actor): void {
  if (openedBy.org === THE_CASE.org) {
    if (role !== 'lead') throw new Refusal('second-person-required', '系统提请的记录由单位负责人（lead）确认')
    return
  }
  if (sub === openedBy.sub) throw new Refusal('second-person-required', '提请的人不能自己确认')
  if (role === openedBy.role)
    throw new Refusal('second-person-required', `由 ${openedBy.role} 提请的，须由另一职级的人确认`)
}

/** Who proposed it takes it back: nobody else knows of it. */
function requireProposer({ openedBy, orderedBy = openedBy.org }: CreditState, { org }: Actor): void {
  if (org !== orderedBy) throw new Refusal('not-concerned', '尚待确认的记录由提请（或责令整改）的部门撤回')
}

/** The office, or the authority that opened the record or gave the order. */
function requireDecider(state: CreditState, { org }: Actor): void {
  if (![state.decider, state.openedBy.org, state.orderedBy].includes(org))
    throw new Refusal('not-concerned', '由协调小组办公室或作出记录的部门决定')
}

/**
 * The organisation on record, whoever of it; the account of the person or enterprise on record, or the window on their
 * behalf. No applicant's side: nobody applied.
 */
export function isSubjectSide({ subject }: CreditState, actor: Actor): boolean {
  if (actor.role === 'applicant') return isApplicant(defined({ applicant: subject.account }), actor)
  return actor.role === 'clerk' || actor.org === subject.org
}

export const CREDIT: MatterLogic<CreditState, CreditBodies, CreditBody, 'creditRecord'> = {
  kind: 'creditRecord',
  described: CREDIT_ACTS,
  acts: CREDIT_RULES,
  apply: applyCredit,
}
