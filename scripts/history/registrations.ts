/** Registrations as Temporal tells them, beside those in PostgreSQL. */
import type { Client } from '@temporalio/client'
import { isGrpcServiceError } from '@temporalio/client'
import type { Database } from '../../db/client.ts'
import { SERVICE_NUMBERS } from '../../db/queries/registrations.ts'
import { TRANSFER_NUMBERS } from '../../db/queries/transfer-registrations.ts'
import type { Difference } from '../../db/different-rows.ts'
import { upgrade } from '../../domain/format/state-format.ts'
import {
  raiseCounters,
  raiseTransferCounters,
  restoreRegistration,
  restoreTransfer,
  unsendableKey,
} from '../../db/restore-registration.ts'
import type { Restored, ToldRegistration } from '../../db/restore-registration.ts'
import { NOT_FAILED, standingOf } from '../../temporal/standing.ts'
import { startedOf } from '../../temporal/started.ts'
import { APPLICATION_WORKFLOW } from '../../workflows/application/messages.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { TransferInput } from '../../workflows/transfer/messages.ts'

/**
 * Puts back what only Temporal knows: keys, numbers, start inputs and counters of applications and transfers; gives
 * what was not known.
 */
export async function restoreRegistrations(client: Client, database: Database): Promise<readonly Restored[]> {
  const applications = await toldApplications(client)
  const transfers = await toldTransfers(client)
  await raiseCounters(
    database,
    applications.map(({ input }) => input),
  )
  await raiseTransferCounters(
    database,
    transfers.map(({ input }) => input),
  )
  const restored: Restored[] = []
  const ofApplications = new Map(applications.map(({ input }) => [input.serviceNumber, input.keyHash]))
  for (const told of applications)
    restored.push(
      await restoreRegistration(database, told, (number) => ofApplications.get(number) === told.input.keyHash),
    )
  const ofTransfers = new Map(transfers.map(({ input }) => [input.id, input.keyHash]))
  for (const told of transfers)
    restored.push(await restoreTransfer(database, told, (number) => ofTransfers.get(number) === told.input.keyHash))
  return restored.filter(({ what }) => what !== 'known')
}

/** A registration that only one side has, or that has another key there. */
export async function registrationDifferences(client: Client, database: Database): Promise<readonly Difference[]> {
  const applications = (await toldApplications(client)).map(({ input }) => ({
    number: input.serviceNumber,
    keyHash: input.keyHash,
  }))
  const transfers = (await toldTransfers(client)).map(({ input }) => ({ number: input.id, keyHash: input.keyHash }))
  return [
    ...(await compared(client, 'registration', 'service_number', applications, await SERVICE_NUMBERS.keys(database))),
    ...(await compared(client, 'transfer_registration', 'number', transfers, await TRANSFER_NUMBERS.keys(database))),
  ]
}

interface Keyed {
  readonly number: string
  readonly keyHash: string
}

async function compared(
  client: Client,
  table: string,
  column: string,
  told: readonly Keyed[],
  live: readonly (Keyed & { readonly started: boolean })[],
): Promise<Difference[]> {
  const differing = (number: string, what: string, ofLive: string, ofTold: string): Difference => ({
    table,
    key: { [column]: number },
    column: what,
    live: ofLive,
    rebuilt: ofTold,
  })
  const rows = new Map(live.map((row) => [row.number, row]))
  const numbers = new Set(told.map(({ number }) => number))
  const lacking = told
    .filter(({ number }) => !rows.has(number))
    .map(({ number }) => differing(number, '(row)', 'absent', 'present'))
  const foreign = told
    .filter(({ number, keyHash }) => ![undefined, keyHash, unsendableKey(number)].includes(rows.get(number)?.keyHash))
    .map(({ number }) => differing(number, 'key_hash', 'another', 'this'))
  const gone: Difference[] = []
  for (const { number, started } of live) {
    if (started && !numbers.has(number) && !(await isKnown(client, number)))
      gone.push(differing(number, '(row)', 'present', 'absent'))
  }
  return [...lacking, ...foreign, ...gone]
}

async function toldApplications(client: Client): Promise<ToldRegistration<ApplicationInput>[]> {
  const all = await told<ApplicationInput>(client, APPLICATION_WORKFLOW)
  return all.map(({ input, at }) => ({
    input,
    at: input.carried === undefined ? at : upgrade('application', input.carried.state).registeredAt,
  }))
}

async function toldTransfers(client: Client): Promise<ToldRegistration<TransferInput>[]> {
  const all = await told<TransferInput>(client, 'transfer')
  return all.map(({ input, at }) => ({
    input,
    at: input.carried === undefined ? at : upgrade('transfer', input.carried.state).openedAt,
  }))
}

/** Of each the last run that is ours: somebody else's under the same id, or under any other, tells nothing. */
async function told<Input>(client: Client, workflow: string): Promise<ToldRegistration<Input>[]> {
  const runs = new Map<string, string>()
  const query = `WorkflowType = '${workflow}' AND ${NOT_FAILED}`
  // The server gives those that run first, then the last that ended.
  for await (const { workflowId, runId } of client.workflow.list({ query }))
    if (!runs.has(workflowId)) runs.set(workflowId, runId)
  const all: ToldRegistration<Input>[] = []
  for (const [id, runId] of runs) {
    const started = await known(() => startedOf<Input>(client, id, runId))
    if (started?.input !== undefined) all.push({ input: started.input, at: started.at })
  }
  return all.sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** Visibility comes a moment later than the workflow itself. */
async function isKnown(client: Client, workflowId: string): Promise<boolean> {
  return (await standingOf(client, workflowId)) !== 'gone'
}

const NOT_FOUND = 5

async function known<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === NOT_FOUND) return undefined
    throw error
  }
}
