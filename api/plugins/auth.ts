import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Cities } from '../../config/load-cities.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { callerOf, requireRole } from '../auth/caller.ts'
import type { Caller, Claims } from '../auth/caller.ts'
import { noToken, tokenVerifier } from '../auth/verify-token.ts'
import { publicUrlOf } from '../session/provider.ts'
import { sessionsOf } from '../session/sessions.ts'
import type { Sessions } from '../session/sessions.ts'
import { codeSessionsOf } from '../session/code-sessions.ts'
import type { CodeSessions } from '../session/code-sessions.ts'
import { phoneCodes } from '../phone-codes/of-app.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { requireOwnOrigin } from './own-origin.ts'

/**
 * Who may use a route; the case itself checks whose line or case it is. `code`: who is signed in by a code to a case's
 * telephone, of which such a route is; `attempt`: everybody, for they try to sign in, and that is on record.
 */
type Access = 'public' | 'attempt' | 'code' | { readonly roles: readonly Role[] }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Mandatory: a route without it stops the start. */
    readonly access?: Access
  }
  interface FastifyInstance {
    readonly sessions: Sessions
    readonly codeSessions: CodeSessions
    /** Whether a token is one of a caller of ours. */
    readonly tokenCounts: (token: string) => Promise<boolean>
  }
  interface FastifyRequest {
    caller: Caller | undefined
    /** Of a token that counts, whether or not there is such a caller; of who is signed in by a code, as it would be. */
    claims: Claims | undefined
    /** Of an answer that goes on: whether the token it was asked for with has not ended or been revoked meanwhile. */
    tokenStillCounts: () => Promise<boolean>
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
    const callerOfClaims = knownCallers(cities)
    const sessions = sessionsOf(environment, now)
    app.decorate('sessions', sessions)
    app.decorate('codeSessions', codeSessionsOf({ environment, now, codes: phoneCodes(app) }))
    app.decorate('tokenCounts', (token) =>
      verify(token).then(
        (claims) => callerOfClaims(claims) !== undefined,
        () => false,
      ),
    )
    app.decorateRequest('caller', undefined)
    app.decorateRequest('claims', undefined)
    app.decorateRequest('tokenStillCounts', async () => false)
    app.addHook('onRoute', ({ method, url, config }) => {
      if (config?.access === undefined)
        throw new Error(`${String(method)} ${url} does not say who may: config.access is missing`)
    })
    app.addHook('onRequest', async (request, reply) => {
      const access = request.is404 ? 'public' : request.routeOptions.config.access
      if (access === 'public' || access === 'attempt') return app.limits.ofAddress(request, reply)
      if (access === 'code') return byCode(request, reply, app)
      try {
        const token = await tokenOf(request, reply, app)
        request.claims = await verify(token)
        request.tokenStillCounts = () => app.tokenCounts(token)
        request.caller = callerOfClaims(request.claims)
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

/** The same claims, of a token that is remembered, are the same caller: both go together. */
function knownCallers(cities: Cities): (claims: Claims) => Caller {
  const known = new WeakMap<Claims, Caller>()
  return (claims) => {
    const caller = known.get(claims) ?? callerOf(claims, cities)
    known.set(claims, caller)
    return caller
  }
}

/** Nothing else counts there: what the desks' cookie or a token may do is done at the API's addresses. */
async function byCode(request: FastifyRequest, reply: FastifyReply, app: FastifyInstance): Promise<void> {
  app.limits.ofAddress(request, reply)
  requireOwnOrigin(request, publicUrlOf(app.deps.environment))
  const caller = await app.codeSessions.callerOf(request)
  if (caller === undefined) throw new ProblemError('unauthenticated', '请先以服务编号和登记手机收到的验证码进入')
  app.limits.ofCaller(caller, request, reply)
  signedInByCode(request, caller)
}

/** From here on the access log knows who it was. */
export function signedInByCode(request: FastifyRequest, caller: Caller): void {
  const { sub, org, role, city } = caller
  request.caller = caller
  request.claims = { sub, org, role, city: city.key }
}

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
