import { CREDIT_ACTS } from '../../../domain/credit/credit.ts'
import type { CreditBodies } from '../../../domain/credit/credit.schema.ts'
import type { CreditBody } from '../../../domain/credit/credit-event.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { ActRules, MatterLogic } from '../../matter/core/matter-logic.ts'
import { DUE_PROCESS_RULES, isTermOver } from './due-process.ts'
import { applyCredit } from './fold.ts'
import { REPAIR_RULES } from './repair.ts'
import { isUndecided } from './state.ts'
import type { CreditState } from './state.ts'
import {
  requireConfirmer,
  requireDecider,
  requireOtherThanDecided,
  requireProposer,
  requireSecondPerson,
  requireSigned,
  requireSubjectSide,
} from './who.ts'

const CREDIT_RULES: ActRules<CreditState, CreditBodies, CreditBody> = {
  ...DUE_PROCESS_RULES,
  ...REPAIR_RULES,
  confirmRecord: {
    may(state, { actor }) {
      requireConfirmer(state, actor)
      if (state.dueProcess !== undefined)
        throw new Refusal('wrong-stage', '该记录须事先告知、听取陈述申辩后认定，不以确认代替')
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
    may(state, { actor, at }) {
      requireSubjectSide(state, actor, '提出异议')
      if (isUndecided(state))
        throw new Refusal('wrong-stage', '该记录尚未认定，没有报送，无须提出异议', undefined, { early: true })
      const own = state.contest?.paper === undefined || actor.role === 'clerk'
      if (state.contest !== undefined && (own || state.decision !== undefined))
        throw new Refusal('already-done', '已经提出过异议')
      if (isTermOver(state, 'objection', at)) throw new Refusal('term-over', '提出异议的期限已过')
    },
    check: (state, { actor, body }) => requireSigned(state, actor, body.paper),
    events: (_state, { actor, body: { reason, paper } }) => [
      {
        type: 'recordContested',
        rule: CREDIT_ACTS.contestRecord.rule,
        data: { reason, by: actor.org, ...defined({ paper }) },
      },
    ],
  },
  decideContest: {
    may(state, { actor }) {
      requireDecider(state, actor)
      if (state.contest === undefined) throw new Refusal('wrong-stage', '没有待裁定的异议', undefined, { early: true })
      if (state.decision !== undefined) throw new Refusal('already-done', '异议已经裁定')
      requireOtherThanDecided(state, actor)
    },
    events(_state, { actor: { org }, body: { upheld, reason } }) {
      const decided: CreditBody = { type: 'contestDecided', rule: 'R-29', data: { upheld, reason, org } }
      return upheld ? [decided] : [decided, { type: 'recordWithdrawn', rule: 'R-29', data: { reason, org } }]
    },
  },
  withdrawRecord: {
    may(state, { actor }) {
      if (isUndecided(state)) requireProposer(state, actor)
      else requireDecider(state, actor)
      if (state.status === 'contested') throw new Refusal('wrong-stage', '异议未决：请以裁定撤销')
    },
    events: (_state, { actor: { org }, body: { reason } }) => [
      { type: 'recordWithdrawn', rule: 'R-29', data: { reason, org } },
    ],
  },
}

export const CREDIT: MatterLogic<CreditState, CreditBodies, CreditBody, 'creditRecord'> = {
  kind: 'creditRecord',
  described: CREDIT_ACTS,
  acts: CREDIT_RULES,
  apply: applyCredit,
}
