import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import type { UpdateDefinition } from '@temporalio/common'
import { findApplication } from '../../db/queries/applications.ts'
import { registrationExists } from '../../db/queries/registrations.ts'
import type { ActType } from '../../domain/act/act.ts'
import { isProblemCode, Refusal, refusalFrom } from '../../domain/problem.ts'
import { ACT_UPDATES } from '../../workflows/application/messages.ts'
import type { Act } from '../../workflows/application/messages.ts'
import type { ActAnswer } from '../../workflows/application/core/carried.ts'
import type { Dependencies } from '../dependencies.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { bounded, TemporalUnavailable } from './bounded.ts'
import { notFound, notStarted } from './read-case.ts'

const ACT_MS = 15_000

export interface ActRequest {
  readonly serviceNumber: string
  readonly type: ActType
  /** The same for every retry: the case answers it once. */
  readonly updateId: string
  readonly act: Act
}

/**
 * Puts an act to its case, which decides. Throws the case's refusal, or says that another body was sent under the same
 * key.
 */
export async function performAct(
  deps: Dependencies,
  { serviceNumber, type, updateId, act }: ActRequest,
): Promise<ActAnswer> {
  const handle = deps.temporal.workflow.getHandle(serviceNumber)
  const update = ACT_UPDATES[type] as unknown as UpdateDefinition<ActAnswer, [Act]>
  try {
    const answer = await bounded(deps.temporal, ACT_MS, () => handle.executeUpdate(update, { updateId, args: [act] }))
    if (answer.bodyHash !== act.bodyHash) throw keyReused()
    return answer
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw refusalOf(error)
    if (error instanceof WorkflowNotFoundError) throw await whyNoWorkflow(deps, serviceNumber)
    throw mayHaveTakenEffect(error)
  }
}

export function keyReused(): Refusal {
  return new Refusal(
    'idempotency-key-reused',
    '这个 Idempotency-Key 已用于另一内容：重试须原样发送，新的办理请换新键',
    'Idempotency-Key',
  )
}

/**
 * An outage in the middle of an act: whether it was taken is not known here, and the key tells. Everything else as it
 * is.
 */
export function mayHaveTakenEffect(error: unknown): unknown {
  if (!(error instanceof TemporalUnavailable)) return error
  return new ProblemError(
    'temporal-unavailable',
    '流程服务没有及时回应，这次办理可能已经生效，也可能稍后才生效；用同一 Idempotency-Key 原样重试即知结果，不会重复办理',
    {
      headers: { 'retry-after': '5' },
      cause: error,
    },
  )
}

/** A refusal carries its problem code as the failure's type, and the rest in its details. */
export function refusalOf(error: WorkflowUpdateFailedError): unknown {
  const { cause } = error
  if (!(cause instanceof ApplicationFailure) || !isProblemCode(cause.type)) return cause ?? error
  return refusalFrom(cause.type, cause.message, cause.details?.[0])
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
