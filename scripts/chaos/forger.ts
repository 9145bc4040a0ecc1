/**
 * The probe of the projector's comparison: a seq that is there comes with other content, and must be refused loudly.
 */
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Client } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import type { Environment } from '../../environment.ts'
import { temporalConnection } from '../../temporal/connection.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import { forge } from './forger-workflow.ts'
import type { Recorded } from './histories.ts'

const TASK_QUEUE = 'chaos-forger'
export const REFUSED = 'projection-conflict'

/** By subject, how each forgery ended: one of a case, one of a matter. */
export async function forgeSome(
  environment: Environment,
  client: Client,
  recorded: readonly Recorded[],
): Promise<ReadonlyMap<string, string>> {
  const connection = await NativeConnection.connect(temporalConnection(environment))
  try {
    const worker = await Worker.create({
      connection,
      namespace: environment.TEMPORAL_NAMESPACE,
      taskQueue: TASK_QUEUE,
      dataConverter: dataConverter(readKeyring(environment)),
      workflowsPath: fileURLToPath(new URL('forger-workflow.ts', import.meta.url)),
    })
    return await worker.runUntil(() => forgeEach(environment, client, recorded))
  } finally {
    await connection.close()
  }
}

async function forgeEach(
  { TASK_QUEUE: taskQueue }: Environment,
  client: Client,
  recorded: readonly Recorded[],
): Promise<ReadonlyMap<string, string>> {
  const ends = new Map<string, string>()
  for (const one of [
    recorded.find(({ kind }) => kind === 'application'),
    recorded.find(({ kind }) => kind !== 'application'),
  ]) {
    const last = one?.lived.at(-1)
    if (one === undefined || last === undefined) continue
    const event = JSON.parse(last.text) as { at: string }
    const events = [{ ...event, at: new Date(Date.parse(event.at) + 1).toISOString() }]
    const forgery =
      one.kind === 'application'
        ? { taskQueue, activity: 'project' as const, request: { serviceNumber: one.id, events } }
        : { taskQueue, activity: 'projectMatter' as const, request: { kind: one.kind, id: one.id, events } }
    ends.set(
      one.id,
      await client.workflow.execute(forge, {
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowId: `forger-${randomUUID()}`,
        taskQueue: TASK_QUEUE,
        args: [forgery],
      }),
    )
  }
  return ends
}
