import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Role } from '../../domain/actor/actor.ts'
import { callerOf, requireRole } from '../auth/caller.ts'
import type { Caller, Claims } from '../auth/caller.ts'
import { noToken, tokenVerifier } from '../auth/verify-token.ts'
import { publicUrlOf } from '../session/provider.ts'
import { sessionsOf } from '../session/sessions.ts'
import type { Sessions } from '../session/sessions.ts'
import { requireOwnOrigin } from './own-origin.ts'

/** Who may use a route; the case itself checks whose line or case it is. */
type Access = 'public' | { readonly roles: readonly Role[] }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Mandatory: a route without it stops the start. */
    readonly access?: Access
  }
  interface FastifyInstance {
    readonly sessions: Sessions
    /** Whether a token is one of a caller of ours. */
    readonly tokenCounts: (token: string) => Promise<boolean>
  }
  interface FastifyRequest {
    caller: Caller | undefined
    /** Of a token that counts, whether or not there is such a caller. */
    claims: Claims | undefined
  }
}

/**
 * On every route that is not declared public: a JWT, as a bearer token (systems) or in a session cookie (people). Where
 * a bearer token is sent, the cookie counts for nothing.
 */
export const authPlugin = fp(
  async (app: FastifyInstance) => {
    const verify = await tokenVerifier(app.deps.environment, app.deps.now, (jti) => app.revoked.has(jti))
    const { environment, cities, now } = app.deps
    const sessions = sessionsOf(environment, now)
    app.decorate('sessions', sessions)
    app.decorate('tokenCounts', (token) =>
      verify(token).then(
        (claims) => callerOf(claims, cities) !== undefined,
        () => false,
      ),
    )
    app.decorateRequest('caller', undefined)
    app.decorateRequest('claims', undefined)
    app.addHook('onRoute', ({ method, url, config }) => {
      if (config?.access === undefined)
        throw new Error(`${String(method)} ${url} does not say who may: config.access is missing`)
    })
    app.addHook('onRequest', async (request, reply) => {
      const access = request.is404 ? 'public' : request.routeOptions.config.access
      if (access === 'public') return app.limits.ofAddress(request, reply)
      try {
        request.claims = await verify(await tokenOf(request, reply, app))
        request.caller = callerOf(request.claims, cities)
      } catch (error) {
        // Only of who does not sign in: whoever does is let in from any address.
        app.limits.ofAddress(request, reply)
        throw error
      }
      app.limits.ofCaller(request.caller, request, reply)
      requireRole(request.caller, access?.roles ?? [])
    })
  },
  { name: 'auth', dependencies: ['problem', 'revoked-tokens'] },
)

async function tokenOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { sessions, deps: { environment } }: FastifyInstance,
): Promise<string> {
  const { authorization } = request.headers
  if (authorization === undefined) {
    const token = await sessions.tokenOf(request, reply)
    if (token === undefined) throw noToken()
    requireOwnOrigin(request, publicUrlOf(environment))
    return token
  }
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization)?.[1]
  if (token === undefined) throw noToken()
  return token
}

/** The caller of a route that is not public. */
export function callerOfRequest(request: FastifyRequest): Caller {
  if (request.caller === undefined) throw new Error('this route is public: it has no caller')
  return request.caller
}
