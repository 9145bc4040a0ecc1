import type { ActRule } from '../state.ts'
import { requireApplicantSide } from './who.ts'

/** the applicant's side may withdraw the whole case at any moment. */
export const WITHDRAWAL_ACTS: { withdrawApplication: ActRule<'withdrawApplication'> } = {
  withdrawApplication: {
    can: (state, { actor }) => requireApplicantSide(state, actor),
    events: (_state, { body }) => [{ type: 'applicationWithdrawn', rule: 'R-37', data: { reason: body.reason } }],
  },
}
