import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { DatabaseError } from '../../db/database-error.ts'
import { SERVICE_NUMBERS } from '../../db/queries/registrations.ts'
import { TRANSFER_NUMBERS } from '../../db/queries/transfer-registrations.ts'
import { repeating } from '../plugins/repeating.ts'
import { startApplication } from '../temporal/start-application.ts'
import { StartDelayed } from './own-number.ts'
import { startTransfer } from './start-transfer.ts'

const EVERY_MS = 3_000
const OLDER_THAN_SECONDS = 5
const AT_ONCE = 20

type Sweeping = Pick<FastifyInstance, 'deps' | 'log' | 'figures'>

/**
 * Starts what a crash left between a registration and its workflow. Several servers may do it at once: starting again
 * changes nothing.
 */
export const registrationSweeper = fp(
  async (app: FastifyInstance) => {
    repeating(app, EVERY_MS, (stopping) => sweep(app, stopping))
  },
  { name: 'registration-sweeper', dependencies: ['metrics'] },
)

/**
 * One round: never throws, for an outage ends by itself and the next round goes on. Stands back while numbers may be
 * another's.
 */
export async function sweep(app: Sweeping, signal?: AbortSignal): Promise<void> {
  const { database, numbers } = app.deps
  try {
    await numbers.tried()
    if (numbers.state === 'suspended') return
    const which = { olderThanSeconds: OLDER_THAN_SECONDS, limit: AT_ONCE }
    const applications = (await SERVICE_NUMBERS.unstarted(database, which)).map(({ keyHash, number, input }): Row => ({
      kind: 'application',
      number,
      start: () => startApplication(app.deps, input),
      putOff: () => SERVICE_NUMBERS.putOff(database, keyHash),
    }))
    const transfers = (await TRANSFER_NUMBERS.unstarted(database, which)).map(({ keyHash, number, input }): Row => ({
      kind: 'transfer',
      number,
      start: () => startTransfer(app.deps, input),
      putOff: () => TRANSFER_NUMBERS.putOff(database, keyHash),
    }))
    await startEach(app, [...applications, ...transfers], signal)
  } catch (error) {
    app.log.warn({ reason: reasonOf(error) }, 'unstarted registrations have to wait')
  }
}

interface Row {
  readonly kind: 'application' | 'transfer'
  readonly number: string
  readonly start: () => Promise<unknown>
  readonly putOff: () => Promise<void>
}

/**
 * One that cannot be started is put off, and the others go on. Without an answer for one row the next is tried; without
 * one for two, Temporal is away.
 */
async function startEach(
  { log, figures }: Sweeping,
  rows: readonly Row[],
  signal: AbortSignal | undefined,
): Promise<void> {
  let unanswered = 0
  for (const { kind, number, start, putOff } of rows) {
    if (signal?.aborted === true) return
    try {
      await start()
      log.info({ kind, number }, 'started what was left unstarted')
    } catch (error) {
      if (error instanceof DatabaseError && error.unavailable) throw error
      if (error instanceof StartDelayed && (unanswered += 1) > 1) throw error
      if (error instanceof StartDelayed) continue
      figures.startFailed(kind)
      log.error({ kind, number, reason: reasonOf(error) }, 'a registration cannot be started; it is tried again later')
      await putOff()
    }
  }
}

/** Other errors' messages might carry what was registered. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return error instanceof DatabaseError || error instanceof StartDelayed ? error.message : error.name
}
