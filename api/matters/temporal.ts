import { WorkflowNotFoundError } from '@temporalio/client'
import { findMatter } from '../../db/queries/matters.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import type { MatterAct, MatterAnswer, MatterKind } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import { cityAttribute } from '../../temporal/search-attributes.ts'
import { startOnce } from '../../temporal/start-once.ts'
import type { Dependencies } from '../dependencies.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { bounded } from '../temporal/bounded.ts'
import { keyReused, putAct } from '../temporal/put-act.ts'
import { polled } from '../temporal/polled.ts'
import { projectionBehind, READ_MS } from '../temporal/read-case.ts'
import { untilSettled } from '../temporal/settled.ts'
import { startedInput } from '../temporal/started-input.ts'
import type { MatterApi } from './matter-api.ts'

const START_MS = 10_000

/** What every matter starts with. */
export interface StartInput {
  readonly id: string
  readonly keyHash: string
  readonly bodyHash: string
  readonly policy: { readonly key: string }
}

/** Starts a matter; gives false where one of this id has started before, which is left as it is. */
export function startMatter(
  { temporal, environment }: Dependencies,
  kind: MatterKind,
  input: StartInput,
): Promise<boolean> {
  return bounded(temporal, START_MS, () =>
    startOnce(temporal, kind, {
      id: input.id,
      taskQueue: environment.TASK_QUEUE,
      input,
      attributes: [{ key: cityAttribute, value: input.policy.key }],
    }),
  )
}

export interface OpenedMatter<Kind extends MatterKind> {
  readonly created: boolean
  /** As projected; none where that takes too long. */
  readonly state: MatterStates[Kind] | undefined
  /** Whether the matter has taken up what was done. */
  readonly settled: boolean
}

/**
 * Opens a matter once: the same key gives the same one; another key finds it there (`taken`), another body under the
 * key is refused.
 */
export async function openOnce<Kind extends MatterKind>(
  deps: Dependencies,
  api: MatterApi<Kind>,
  input: StartInput,
  taken: () => Refusal,
): Promise<OpenedMatter<Kind>> {
  const known = await findMatter(deps.database, api.kind, input.id)
  const created = known === undefined && (await startMatter(deps, api.kind, input))
  if (!created) requireSame(known?.origin ?? (await startedInput<StartInput>(deps, input.id)), input, taken)
  const state = known ?? (await untilSettled(() => findMatter(deps.database, api.kind, input.id)))
  return { created, state, settled: state !== undefined }
}

function requireSame(
  there: Pick<StartInput, 'keyHash' | 'bodyHash'> | undefined,
  { keyHash, bodyHash }: StartInput,
  taken: () => Refusal,
): void {
  if (there?.keyHash !== keyHash) throw taken()
  if (there.bodyHash !== bodyHash) throw keyReused()
}

/** One matter as PostgreSQL has it, waited for until its row is as new as `minSeq`: the workflow is never asked. */
export async function readMatter<Kind extends MatterKind>(
  deps: Dependencies,
  api: MatterApi<Kind>,
  parameter: string,
  minSeq = 0,
): Promise<MatterStates[Kind]> {
  const id = api.idOf(parameter)
  let row = await findMatter(deps.database, api.kind, id)
  if (row !== undefined && row.seq >= minSeq) return row
  if (row === undefined && (await api.registered?.(deps.database, id)) !== true && !(await exists(deps, id)))
    throw api.notFound(parameter)
  const found = await polled(READ_MS, async () => {
    row = await findMatter(deps.database, api.kind, id)
    return row !== undefined && row.seq >= minSeq ? row : undefined
  })
  if (found !== undefined) return found
  throw row === undefined ? notYet() : projectionBehind(row.seq)
}

/** Whether Temporal knows a workflow of this id, whatever its state: no task of it is made. */
async function exists({ temporal }: Dependencies, workflowId: string): Promise<boolean> {
  try {
    await bounded(temporal, READ_MS, () => temporal.workflow.getHandle(workflowId).describe())
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}

/** Puts an act to its matter, which decides. */
export function performMatterAct<Kind extends MatterKind>(
  deps: Dependencies,
  api: MatterApi<Kind>,
  { parameter, type, updateId, act }: { parameter: string; type: string; updateId: string; act: MatterAct },
): Promise<MatterAnswer> {
  return putAct<MatterAnswer>(deps, { subject: api.idOf(parameter), kind: api.kind, type, updateId, act }, () =>
    whyNoWorkflow(deps, api, parameter),
  )
}

/** Temporal says "not found" for closed and unknown alike: PostgreSQL knows which. */
async function whyNoWorkflow<Kind extends MatterKind>(
  { database }: Dependencies,
  api: MatterApi<Kind>,
  parameter: string,
): Promise<unknown> {
  const state = await findMatter(database, api.kind, api.idOf(parameter))
  if (state === undefined) return api.notFound(parameter)
  return state.closedAt === undefined ? notYet() : new Refusal('matter-closed', '该事项已经办结，不能再办理')
}

function notYet(): ProblemError {
  return new ProblemError('temporal-unavailable', '已登记，流程即将启动，请稍后重试', {
    headers: { 'retry-after': '5' },
  })
}
