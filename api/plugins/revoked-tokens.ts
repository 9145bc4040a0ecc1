import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { revokedTokens } from '../../db/queries/revoked-tokens.ts'
import { repeating } from './repeating.ts'

/** So long a token may count that another process has revoked. */
const EVERY_MS = 1_000

declare module 'fastify' {
  interface FastifyInstance {
    /** By `jti`, as last read: acts go on while PostgreSQL is down, and what was revoked until then stays so. */
    readonly revoked: Set<string>
  }
}

export const revokedTokensPlugin = fp(
  async (app: FastifyInstance) => {
    const revoked = new Set<string>()
    let isKnown = true
    app.decorate('revoked', revoked)
    const read = async () => {
      try {
        for (const { jti } of await revokedTokens(app.deps.database)) revoked.add(jti)
        isKnown = true
      } catch (error) {
        if (isKnown) app.log.warn({ reason: nameOf(error) }, 'revoked tokens cannot be read: those known so far count')
        isKnown = false
      }
    }
    let first: Promise<void> = Promise.resolve()
    // Not waited for: what else begins with listening does not need a PostgreSQL that answers.
    app.addHook('onListen', async () => {
      first = read()
    })
    app.addHook('onClose', () => first)
    repeating(app, EVERY_MS, read)
  },
  { name: 'revoked-tokens' },
)

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}
