import { ApplicationFailure, patched, workflowInfo } from '@temporalio/workflow'
import { contentOf, foreignDetail, isForeign } from '../../domain/format/foreign.ts'
import type { Misfit } from '../../domain/format/shape.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import { misfitOfStart } from './core/start-shapes.ts'
import type { StartKind } from './core/start-shapes.ts'

/**
 * What a workflow was started with. It fails where that is none of ours, sealed or not; one that an earlier release
 * went on with replays as it went.
 */
export function ownStart<Input>(kind: StartKind, received: Input): Input {
  if (received === undefined || isForeign(received)) {
    if (patched('foreign-starts-end')) throw notOurs(received)
    return contentOf(received) as Input
  }
  const misfit = misfitOfStart(kind, received, workflowInfo().workflowId)
  if (misfit !== undefined && patched('starts-are-parsed')) throw misfitting(misfit)
  return received
}

function notOurs(received: unknown): ApplicationFailure {
  return ended('payload-foreign', isForeign(received) ? foreignDetail(received) : '启动时没有内容，不予办理')
}

/** By names of fields only: failures carry no value of a case. */
function misfitting({ field, why }: Misfit): ApplicationFailure {
  return ended('validation-failed', `启动的内容不合，不予办理：${field === '' ? '' : `${field} `}${why}`)
}

function ended(type: ProblemCode, message: string): ApplicationFailure {
  return ApplicationFailure.create({ message, type, nonRetryable: true })
}
