import { APPLICANT_USER, CLERK, officer } from '../../fixtures/actors.ts'
import { SUCCESSOR, verified } from '../../fixtures/claims.ts'
import { APPLICANT } from '../../fixtures/forms.ts'
import { registered, WHOLE } from './row.ts'
import type { Matrix } from './row.ts'

const OWN = verified(APPLICANT.creditCode)

/** */
export const CLAIMING: Pick<Matrix, 'claimApplication' | 'confirmSuccessor'> = {
  claimApplication: {
    ready: registered,
    actor: APPLICANT_USER,
    body: {},
    facts: OWN,
    wrongStage: { notApplicable: 'R-01: at any stage' },
    // By role: whoever acts for an organisation has no identity of their own.
    wrongOrganisation: { by: officer('mobile'), code: 'not-concerned' },
    twice: { code: 'already-done', says: '该申请已在您的账号下，无须认领' },
    tooLate: { notApplicable: 'R-01: until the case is closed' },
    droppedService: WHOLE,
  },
  confirmSuccessor: {
    ready: registered,
    actor: CLERK,
    body: SUCCESSOR,
    wrongStage: { notApplicable: 'R-01: at any stage' },
    wrongOrganisation: { by: officer('mobile'), code: 'not-concerned' },
    twice: { code: 'already-done', says: '该承接人已经确认，待其认领' },
    tooLate: { notApplicable: 'R-01: until the case is closed' },
    droppedService: WHOLE,
  },
}
