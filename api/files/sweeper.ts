import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { repeating } from '../plugins/repeating.ts'

const EVERY_MS = 600_000
/** Nothing is being received for so long. */
const OLD_MS = 3_600_000

/** What was being received when a process died is thrown away. */
export const fileSweeper = fp(
  async (app: FastifyInstance) => {
    const { files, now } = app.deps
    repeating(app, EVERY_MS, async () => {
      await files
        .sweep(new Date(now().getTime() - OLD_MS))
        .catch((error: unknown) => app.log.warn({ err: error }, 'what was received and never kept is still there'))
    })
  },
  { name: 'file-sweeper' },
)
