import type { FastifyInstance } from 'fastify'
import { markTransferStarted, unstartedTransfers } from '../../db/queries/transfer-registrations.ts'
import { TRANSFER_WORKFLOW } from '../../workflows/transfer/messages.ts'
import { startMatter } from '../matters/temporal.ts'

/** Starts the transfers that a crash left between their registration and their workflow. */
export async function sweepTransfers({ deps, log }: Pick<FastifyInstance, 'deps' | 'log'>, { olderThanSeconds, limit, signal }: { olderThanSeconds: number; limit: number; signal: AbortSignal | undefined }): Promise<void> {
  for (const input of await unstartedTransfers(deps.database, { olderThanSeconds, limit })) {
    if (signal?.aborted === true) return
    await startMatter(deps, TRANSFER_WORKFLOW, input)
    await markTransferStarted(deps.database, input.id)
    log.info({ number: input.id }, 'started a transfer that was left unstarted')
  }
}
