import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { DatabaseError } from '../../db/database-error.ts'
import { takeWaitingActs } from '../../db/queries/act-journal.ts'
import { repeating } from '../plugins/repeating.ts'
import { TemporalUnavailable } from './bounded.ts'

const EVERY_MS = 3_000
/** Whoever puts an act waits for it for less than 20 seconds in all. */
const WAITING = { olderThanSeconds: 30, limit: 100 }

/** Tells the cases whose acts' events nobody brings to bring them themselves (ADR 0032). */
export const orphanSweeper = fp(
  async (app: FastifyInstance) => {
    repeating(app, EVERY_MS, (stopping) => handBackOrphans(app, stopping))
  },
  { name: 'orphan-sweeper', dependencies: ['metrics'] },
)

/**
 * One round: never throws, for an outage ends by itself and a later round goes on. Several servers may do it at once:
 * told twice, a case does nothing more.
 */
export async function handBackOrphans(
  { deps: { database, journal }, log, figures }: Pick<FastifyInstance, 'deps' | 'log' | 'figures'>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    for (const act of await takeWaitingActs(database, WAITING)) {
      if (signal?.aborted === true) return
      await journal.handBack(act)
      figures.actHandedBack()
    }
  } catch (error) {
    const known = error instanceof DatabaseError || error instanceof TemporalUnavailable
    log.warn({ reason: known ? error.message : 'unknown' }, 'acts that nobody finished have to wait')
  }
}
