import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Role } from '../../domain/actor/actor.ts'
import { callerOf, requireRole } from '../auth/caller.ts'
import type { Caller, Claims } from '../auth/caller.ts'
import { noToken, tokenVerifier } from '../auth/verify-token.ts'

/** Who may use a route; the case itself checks whose line or case it is. */
type Access = 'public' | { readonly roles: readonly Role[] }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Mandatory: a route without it stops the start. */
    readonly access?: Access
  }
  interface FastifyRequest {
    caller: Caller | undefined
    /** Of a token that counts, whether or not there is such a caller. */
    claims: Claims | undefined
  }
}

/** JWT bearer on every route that is not declared public. */
export const authPlugin = fp(
  async (app: FastifyInstance) => {
    const verify = await tokenVerifier(app.deps.environment, app.deps.now, (jti) => app.revoked.has(jti))
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
        request.claims = await verify(bearerOf(request))
        request.caller = callerOf(request.claims, app.deps.cities)
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

function bearerOf(request: FastifyRequest): string {
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) throw noToken()
  return token
}

/** The caller of a route that is not public. */
export function callerOfRequest(request: FastifyRequest): Caller {
  if (request.caller === undefined) throw new Error('this route is public: it has no caller')
  return request.caller
}
