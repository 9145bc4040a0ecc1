import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { DatabaseError } from '../../db/database-error.ts'
import { findMatter } from '../../db/queries/matters.ts'
import type { MatterStates } from '../../db/queries/matters.ts'
import type { MatterAct, MatterAnswer, MatterKind } from '../../domain/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import { cityAttribute } from '../../temporal/search-attributes.ts'
import type { Dependencies } from '../dependencies.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { bounded } from '../temporal/bounded.ts'
import { keyReused, refusalOf } from '../temporal/perform-act.ts'
import type { MatterApi } from './matter-api.ts'

const [START_MS, ACT_MS, QUERY_MS] = [10_000, 15_000, 5_000]

/** What every matter starts with. */
interface StartInput {
  readonly id: string
  readonly keyHash: string
  readonly bodyHash: string
  readonly policy: { readonly key: string }
}

/** Starts a matter; gives false where one of this id has started before, which is left as it is. */
export async function startMatter(deps: Dependencies, workflow: string, input: StartInput): Promise<boolean> {
  try {
    await bounded(deps.temporal, START_MS, () => deps.temporal.workflow.start(workflow, {
      workflowId: input.id, workflowIdReusePolicy: 'REJECT_DUPLICATE', workflowIdConflictPolicy: 'FAIL', taskQueue: deps.environment.TASK_QUEUE,
      args: [input], typedSearchAttributes: [{ key: cityAttribute, value: input.policy.key }],
    }))
    return true
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false
    throw error
  }
}

/** Opens a matter once: the same key gives the same one; another key finds it there (`taken`), another body under the key is refused. */
export async function openOnce<Kind extends MatterKind>(
  deps: Dependencies, api: MatterApi<Kind>, workflow: string, input: StartInput, taken: () => Refusal,
): Promise<{ created: boolean; state: MatterStates[Kind] | undefined }> {
  const known = await findMatter(deps.database, api.kind, input.id)
  if (known === undefined && await startMatter(deps, workflow, input)) return { created: true, state: undefined }
  const state = known ?? await queried<Kind>(deps, input.id)
  if (state === undefined) throw notYet()
  if (state.origin.keyHash !== input.keyHash) throw taken()
  if (state.origin.bodyHash !== input.bodyHash) throw keyReused()
  return { created: false, state }
}

/** One matter: from PostgreSQL where its row is as new as `minSeq`, otherwise from the workflow itself. */
export async function readMatter<Kind extends MatterKind>(deps: Dependencies, api: MatterApi<Kind>, parameter: string, minSeq = 0): Promise<MatterStates[Kind]> {
  const id = api.idOf(parameter)
  const row = await findMatter(deps.database, api.kind, id).catch((error: unknown) => {
    if (error instanceof DatabaseError && error.unavailable) return undefined
    throw error
  })
  if (row !== undefined && row.seq >= minSeq) return row
  const state = await queried<Kind>(deps, id) ?? row
  if (state === undefined) throw api.notFound(parameter)
  return state
}

async function queried<Kind extends MatterKind>(deps: Dependencies, id: string): Promise<MatterStates[Kind] | undefined> {
  try {
    return await bounded(deps.temporal, QUERY_MS, () => deps.temporal.workflow.getHandle(id).query<MatterStates[Kind]>('matterState'))
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}

/** Puts an act to its matter, which decides. Throws the matter's refusal, or says that another body was sent under the same key. */
export async function performMatterAct<Kind extends MatterKind>(
  deps: Dependencies, api: MatterApi<Kind>, { parameter, type, updateId, act }: { parameter: string; type: string; updateId: string; act: MatterAct },
): Promise<MatterAnswer> {
  try {
    const handle = deps.temporal.workflow.getHandle(api.idOf(parameter))
    const answer = await bounded(deps.temporal, ACT_MS, () => handle.executeUpdate<MatterAnswer, [MatterAct]>(type, { updateId, args: [act] }))
    if (answer.bodyHash !== act.bodyHash) throw keyReused()
    return answer
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw refusalOf(error)
    if (error instanceof WorkflowNotFoundError) throw await whyNoWorkflow(deps, api, parameter)
    throw error
  }
}

/** Temporal says "not found" for closed and unknown alike: PostgreSQL knows which. */
async function whyNoWorkflow<Kind extends MatterKind>({ database }: Dependencies, api: MatterApi<Kind>, parameter: string): Promise<unknown> {
  const state = await findMatter(database, api.kind, api.idOf(parameter))
  if (state === undefined) return api.notFound(parameter)
  return state.closedAt === undefined ? notYet() : new Refusal('matter-closed', '该事项已经办结，不能再办理')
}

function notYet(): ProblemError {
  return new ProblemError('temporal-unavailable', '已登记，流程即将启动，请稍后重试', { headers: { 'retry-after': '5' } })
}
