import { Refusal } from '../../../domain/problem.ts'
import { isOpen, linesOf } from './case-state.ts'
import type { ActRule } from './can.ts'
import { requireApplicantSide } from './who.ts'

/** the applicant's side may withdraw the whole case at any moment. */
export const WITHDRAWAL_ACTS: { withdrawApplication: ActRule<'withdrawApplication'> } = {
  withdrawApplication: {
    can(state, { actor }) {
      requireApplicantSide(state, actor)
      if (!linesOf(state).some(isOpen)) throw new Refusal('wrong-stage', '各项服务均已接入或撤销，不能撤回')
    },
    events: (_state, { body }) => [{ type: 'applicationWithdrawn', rule: 'R-37', data: { reason: body.reason } }],
  },
}
