import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { repeating } from '../plugins/repeating.ts'

const EVERY_MS = 30_000

/** Checks at the start and every half minute whether Temporal knows numbers that PostgreSQL does not. */
export const numberWatcher = fp(
  async (app: FastifyInstance) => {
    const { numbers } = app.deps
    app.addHook('onListen', async () => {
      await numbers.tried()
    })
    repeating(app, EVERY_MS, async () => {
      const before = numbers.state
      await numbers.check().catch(() => {})
      if (numbers.state === 'suspended')
        app.log.error(
          { unknown: numbers.unknown.slice(0, 20), count: numbers.unknown.length },
          'registration is suspended: Temporal knows numbers that PostgreSQL does not; run rebuild --all',
        )
      else if (before === 'suspended') app.log.info('registration goes on')
    })
  },
  { name: 'number-watcher' },
)
