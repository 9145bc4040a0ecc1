import type { Scenario } from './scenario.ts'
import { afterTheCase } from './scenarios/after-the-case.ts'
import { assessment } from './scenarios/assessment.ts'
import { authorityFindsRoad } from './scenarios/authority-finds-road.ts'
import { brokenCommitment } from './scenarios/broken-commitment.ts'
import { claimed } from './scenarios/claimed.ts'
import { connectable } from './scenarios/connectable.ts'
import { dueProcess } from './scenarios/due-process.ts'
import { individualSingle } from './scenarios/individual-single.ts'
import { instalmentsSigned } from './scenarios/instalments-signed.ts'
import { late } from './scenarios/late.ts'
import { missedContested } from './scenarios/missed-contested.ts'
import { parallelApproval } from './scenarios/parallel-approval.ts'
import { preLaidMonths } from './scenarios/pre-laid-months.ts'
import { promiseRevoked } from './scenarios/promise-revoked.ts'
import { rectified } from './scenarios/rectified.ts'
import { refusedAndRedesigned } from './scenarios/refused-and-redesigned.ts'
import { roadClosed } from './scenarios/road-closed.ts'
import { resurveyed } from './scenarios/resurveyed.ts'
import { straight } from './scenarios/straight.ts'
import { surveyConvened } from './scenarios/survey-convened.ts'
import { transfer } from './scenarios/transfer.ts'
import { withdrawn } from './scenarios/withdrawn.ts'
import { zeroApplication } from './scenarios/zero-application.ts'

/** In the order in which `all` plays them; the first is played where none is named. */
export const SCENARIOS: readonly [Scenario, ...Scenario[]] = [
  straight,
  connectable,
  late,
  authorityFindsRoad,
  surveyConvened,
  resurveyed,
  missedContested,
  parallelApproval,
  refusedAndRedesigned,
  roadClosed,
  rectified,
  promiseRevoked,
  brokenCommitment,
  dueProcess,
  zeroApplication,
  claimed,
  individualSingle,
  preLaidMonths,
  withdrawn,
  transfer,
  instalmentsSigned,
  afterTheCase,
  assessment,
]
