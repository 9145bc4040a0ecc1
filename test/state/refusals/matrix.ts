import { ACCEPTANCE_FILING } from './acceptance-filing.ts'
import { AGREED_TIMES } from './agreed-times.ts'
import { APPROVAL_AND_WORKS } from './approval-works.ts'
import { CLAIMING } from './claiming.ts'
import { CONNECTION_AND_ANYWHERE } from './connection-anywhere.ts'
import { PROMISES_KEPT } from './promises.ts'
import { REGISTRATION_AND_SURVEY } from './registration-survey.ts'
import type { Matrix } from './row.ts'
import { SUPERVISION_AND_ACCEPTANCE } from './supervision-acceptance.ts'
import { WORKS_TIME } from './works-time.ts'

export const MATRIX: Matrix = {
  ...REGISTRATION_AND_SURVEY,
  ...CLAIMING,
  ...APPROVAL_AND_WORKS,
  ...PROMISES_KEPT,
  ...SUPERVISION_AND_ACCEPTANCE,
  ...CONNECTION_AND_ANYWHERE,
  ...AGREED_TIMES,
  ...WORKS_TIME,
  ...ACCEPTANCE_FILING,
}
