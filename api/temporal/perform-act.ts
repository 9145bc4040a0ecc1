import { findApplication } from '../../db/queries/applications.ts'
import { registrationExists } from '../../db/queries/registrations.ts'
import type { ActType } from '../../domain/act/act.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Act } from '../../workflows/application/messages.ts'
import type { ActAnswer } from '../../workflows/application/core/carried.ts'
import type { Dependencies } from '../dependencies.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { putAct } from './put-act.ts'
import { notFound, notStarted } from './read-case.ts'

export interface ActRequest {
  readonly serviceNumber: string
  readonly type: ActType
  /** The same for every retry: the case answers it once. */
  readonly updateId: string
  readonly act: Act
}

/** Puts an act to its case, which decides. */
export function performAct(deps: Dependencies, { serviceNumber, type, updateId, act }: ActRequest): Promise<ActAnswer> {
  return putAct<ActAnswer>(deps, { subject: serviceNumber, kind: 'application', type, updateId, act }, () =>
    whyNoWorkflow(deps, serviceNumber),
  )
}

/** Temporal says "not found" for closed and unknown alike: PostgreSQL knows which. */
async function whyNoWorkflow({ database }: Dependencies, serviceNumber: string): Promise<unknown> {
  const row = await findApplication(database, serviceNumber)
  if (row?.state.closedAt !== undefined) return new Refusal('application-closed', '该申请已办结或已撤回，不能再办理')
  if (row !== undefined) return notRunning()
  return (await registrationExists(database, serviceNumber)) ? notStarted() : notFound(serviceNumber)
}

/** An open case without a workflow: it was ended by hand. */
function notRunning(): ProblemError {
  return new ProblemError(
    'temporal-unavailable',
    '该申请的流程目前没有运行，须由运行维护人员恢复（npm run check-histories）；请稍后用同一 Idempotency-Key 重试',
    {
      headers: { 'retry-after': '60' },
    },
  )
}
