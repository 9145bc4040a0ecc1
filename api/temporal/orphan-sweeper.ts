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
 * told twice, a case does nothing more. One that cannot be told keeps no other from it; without an answer for two,
 * Temporal is away.
 */
export async function handBackOrphans(
  { deps: { database, journal }, log, figures }: Pick<FastifyInstance, 'deps' | 'log' | 'figures'>,
  signal?: AbortSignal,
): Promise<void> {
  let unanswered = 0
  try {
    for (const act of await takeWaitingActs(database, WAITING)) {
      if (signal?.aborted === true) return
      try {
        await journal.handBack(act)
        figures.actHandedBack()
      } catch (error) {
        if (error instanceof DatabaseError && error.unavailable) throw error
        if (error instanceof TemporalUnavailable && (unanswered += 1) > 1) throw error
        log.warn({ subject: act.subject, reason: reasonOf(error) }, 'an act that nobody finished has to wait')
      }
    }
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'acts that nobody finished have to wait')
  }
}

function reasonOf(error: unknown): string {
  return error instanceof DatabaseError || error instanceof TemporalUnavailable ? error.message : 'unknown'
}
