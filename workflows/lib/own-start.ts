import { ApplicationFailure, patched } from '@temporalio/workflow'
import { contentOf, foreignDetail, isForeign } from '../../domain/format/foreign.ts'
import type { ProblemCode } from '../../domain/problem.ts'

/**
 * What a workflow was started with. It fails where that is none of ours; one that an earlier release went on with
 * replays as it went.
 */
export function ownStart<Input>(received: Input): Input {
  if (received !== undefined && !isForeign(received)) return received
  if (patched('foreign-starts-end')) throw notOurs(received)
  return contentOf(received) as Input
}

function notOurs(received: unknown): ApplicationFailure {
  return ApplicationFailure.create({
    message: isForeign(received) ? foreignDetail(received) : '启动时没有内容，不予办理',
    type: 'payload-foreign' satisfies ProblemCode,
    nonRetryable: true,
  })
}
