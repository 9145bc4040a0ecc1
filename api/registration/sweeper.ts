import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { unstartedRegistrations } from '../../db/queries/registrations.ts'
import { sweepTransfers } from './transfer-sweeper.ts'
import { startApplication } from '../temporal/start-application.ts'

const EVERY_MS = 3_000
const OLDER_THAN_SECONDS = 5
const AT_ONCE = 20

/** Starts what a crash left between a registration and its workflow. Several servers may do it at once: starting again changes nothing. */
export const registrationSweeper = fp(async (app: FastifyInstance) => {
  const stopping = new AbortController()
  let round: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const again = () => {
    if (stopping.signal.aborted) return
    timer = setTimeout(() => { round = sweep(app, stopping.signal).finally(again) }, EVERY_MS)
    timer.unref()
  }
  app.addHook('onListen', async () => again())
  app.addHook('onClose', async () => {
    stopping.abort()
    clearTimeout(timer)
    await round
  })
}, { name: 'registration-sweeper' })

/** One round: never throws, for an outage ends by itself and the next round goes on. */
export async function sweep(app: Pick<FastifyInstance, 'deps' | 'log'>, signal?: AbortSignal): Promise<void> {
  try {
    for (const { serviceNumber, input } of await unstartedRegistrations(app.deps.database, { olderThanSeconds: OLDER_THAN_SECONDS, limit: AT_ONCE })) {
      if (signal?.aborted === true) return
      await startApplication(app.deps, input)
      app.log.info({ serviceNumber }, 'started what was left unstarted')
    }
    await sweepTransfers(app, { olderThanSeconds: OLDER_THAN_SECONDS, limit: AT_ONCE, signal })
  } catch (error) {
    app.log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'unstarted registrations have to wait')
  }
}
