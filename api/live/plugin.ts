import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { LiveHub, STANDARD_LIVE } from './hub.ts'

declare module 'fastify' {
  interface FastifyInstance {
    readonly live: LiveHub
  }
}

/** Streams end before the server closes, which would wait for them. */
export const livePlugin = fp(
  async (app: FastifyInstance) => {
    const hub = new LiveHub(app.deps.database, app.log, { ...STANDARD_LIVE, ...app.deps.live })
    app.decorate('live', hub)
    app.addHook('preClose', async () => hub.close())
    app.addHook('onClose', () => hub.settled())
  },
  { name: 'live', dependencies: ['auth'] },
)
