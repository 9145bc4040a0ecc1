import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { DatabaseError } from '../../db/database-error.ts'
import { keepSums } from '../../db/fold-sums.ts'
import { repeating } from './repeating.ts'

const EVERY_MS = 3_000

/** Folds what changed into the sums that assessments read (ADR 0063); without it they are right, and slower. */
export const sumsKeeper = fp(
  async (app: FastifyInstance) => {
    repeating(app, EVERY_MS, (stopping) => keepAll(app, stopping))
  },
  { name: 'sums-keeper' },
)

/** Never throws: several servers may do it at once, and a later round goes on. */
async function keepAll(
  { deps: { database, cities, calendars }, log }: Pick<FastifyInstance, 'deps' | 'log'>,
  stopping: AbortSignal,
): Promise<void> {
  for (const { city } of cities.values()) {
    if (stopping.aborted) return
    try {
      await keepSums(database, { city: city.key, hours: city.hours, calendar: calendars[city.calendar] })
    } catch (error) {
      const reason = error instanceof DatabaseError ? error.message : 'unknown'
      log.warn({ city: city.key, reason }, 'the sums of deadlines have to wait')
    }
  }
}
