/** What our namespace must have on the Temporal server. Safe to call again and again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, isGrpcServiceError } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import proto from '@temporalio/proto'
import { searchAttributes } from './search-attributes.ts'

const { IndexedValueType } = proto.temporal.api.enums.v1

const ALREADY_EXISTS = 6
const NOT_FOUND = 5
const INVALID_ARGUMENT = 3
const DAY_SECONDS = 86_400
const PATIENCE_MS = 30_000

/** Registers the namespace, or raises its retention where it keeps closed cases for less. */
export async function ensureNamespace(
  connection: Connection,
  wanted: { namespace: string; retentionDays: number },
): Promise<void> {
  const { namespace } = wanted
  const retention = wanted.retentionDays * DAY_SECONDS
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(retention * 1000),
    })
  } catch (error) {
    if (!hasStatus(error, ALREADY_EXISTS)) throw error
  }
  // A namespace just registered is known to every part of the server only a moment later.
  const { config } = await eventually(() => connection.workflowService.describeNamespace({ namespace }))
  if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) >= retention) return
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(retention * 1000) },
  })
}

/** Registers our search attributes, and waits until the server lets us search by them. */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const existing = await eventually(() => connection.operatorService.listSearchAttributes({ namespace }))
  const missing = searchAttributes.filter(({ name }) => !(name in (existing.customAttributes ?? {})))
  await addSearchAttributes(connection, namespace, missing)
  const query = searchAttributes.map(({ name }) => `${name} = 'none'`).join(' AND ')
  await eventually(() => connection.workflowService.countWorkflowExecutions({ namespace, query }))
}

/** Adds them, and does not wait. */
export async function addSearchAttributes(
  connection: Connection,
  namespace: string,
  added = searchAttributes,
): Promise<void> {
  if (added.length === 0) return
  try {
    const types = Object.fromEntries(added.map(({ name }) => [name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD]))
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: types })
  } catch (error) {
    if (!hasStatus(error, ALREADY_EXISTS)) throw error
  }
}

function hasStatus(error: unknown, code: number): boolean {
  return isGrpcServiceError(error) && error.code === code
}

/** What the server does not know yet (not found, or an attribute not valid yet) is asked for again for a while. */
async function eventually<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const early = hasStatus(error, NOT_FOUND) || hasStatus(error, INVALID_ARGUMENT)
      if (!early || Date.now() > deadline) throw error
      await sleep(200)
    }
  }
}
