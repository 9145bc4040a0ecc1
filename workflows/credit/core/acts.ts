import { CREDIT_ACTS } from '../../../domain/credit/credit.ts'
import type { CreditBody } from '../../../domain/credit/credit.ts'
import type { CreditBodies } from '../../../domain/credit/credit.schema.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import { isAccountOrWindow } from '../../../domain/actor/applicant-side.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { ActRules, MatterLogic } from '../../matter/core/matter-logic.ts'
import type { CreditState } from './state.ts'
import { applyCredit } from './fold.ts'

const CREDIT_RULES: ActRules<CreditState, CreditBodies, CreditBody> = {
  contestRecord: {
    may(state, { actor }) {
      if (!isSubjectSide(state, actor))
        throw new Refusal('not-concerned', '只有被记录的单位或个人（或由综窗代为）可以提出异议')
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
      requireDecider(state, actor)
      if (state.status === 'contested') throw new Refusal('wrong-stage', '异议未决：请以裁定撤销')
    },
    events: (_state, { actor: { org }, body: { reason } }) => [
      { type: 'recordWithdrawn', rule: 'R-29', data: { reason, org } },
    ],
  },
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
  if (isAccountOrWindow(subject.account, actor)) return true
  return actor.role !== 'applicant' && actor.org === subject.org
}

export const CREDIT: MatterLogic<CreditState, CreditBodies, CreditBody, 'creditRecord'> = {
  kind: 'creditRecord',
  acts: CREDIT_RULES,
  apply: applyCredit,
}
