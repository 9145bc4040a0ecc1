import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { forgetRateLevels, shareRateLevels } from '../../db/queries/rate-levels.ts'
import type { Environment } from '../../environment.ts'
import type { Caller } from '../auth/caller.ts'
import { rateLimitFields } from '../limits/fields.ts'
import { RateLimiter } from '../limits/rate-limiter.ts'
import { saidOf, quotaOf, rateOf } from '../limits/rate.ts'
import type { Rate } from '../limits/rate.ts'
import { LIMITED, whoseAddress, whoseRequest } from '../limits/whose.ts'
import type { Limited, Whose } from '../limits/whose.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { repeating } from './repeating.ts'

/** So long a process may not know what another let through. */
const SHARED_EVERY_MS = 250
const FORGOTTEN_EVERY_MS = 60_000

const NAMES: Readonly<Record<Limited, string>> = {
  account: '本账号',
  client: '本系统或单位',
  address: '本地址未登录',
  accountDay: '本账号一天',
  clientDay: '本系统或单位一天',
  codes: '本地址索取或填写验证码',
}

/** Counts a request and sets the RateLimit fields; throws `too-many-requests`. */
interface Limits {
  ofCaller(caller: Caller, request: FastifyRequest, reply: FastifyReply): void
  ofAddress(request: FastifyRequest, reply: FastifyReply): void
  /** Of who asks for a one-time code or tries one. */
  ofCodes(request: FastifyRequest, reply: FastifyReply): void
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False on what watches the process, which is asked by whoever runs it, and must always answer. */
    readonly limited?: false
  }
  interface FastifyInstance {
    readonly limits: Limits
  }
  interface FastifyRequest {
    /** It was refused as one too many, like others of the same sender within the minute: once is enough in a log. */
    isRefusedAgain: boolean
  }
}

type Limiters = Readonly<Record<Limited, RateLimiter>>

const now = () => performance.now()

/**
 * Each process decides by itself and at once, and tells the others through PostgreSQL four times a second what it let
 * through. While PostgreSQL is away, each limits what comes to it.
 */
export const limitsPlugin = fp(
  async (app: FastifyInstance) => {
    // Each apart: however many addresses come, no account is forgotten for them.
    const limiters: Limiters = {
      account: new RateLimiter(),
      client: new RateLimiter(),
      address: new RateLimiter(),
      accountDay: new RateLimiter(),
      clientDay: new RateLimiter(),
      codes: new RateLimiter(),
    }
    const count = counting(app, limiters)
    const whose = knownWhose(app.deps.environment.OIDC_CLIENT_ID)
    app.decorateRequest('isRefusedAgain', false)
    app.decorate('limits', {
      ofCaller: (caller, request, reply) => count(whose(caller), request, reply),
      ofAddress: (request, reply) => count([whoseAddress(request.ip)], request, reply),
      ofCodes: (request, reply) => count([whoseAddress(request.ip, 'codes')], request, reply),
    })
    sharing(app, limiters)
  },
  { name: 'limits', dependencies: ['problem', 'metrics'] },
)

/** One caller's requests are counted under the same keys: those are hashed once. */
function knownWhose(signedInBy: string | undefined): (caller: Caller) => readonly Whose[] {
  const known = new WeakMap<Caller, readonly Whose[]>()
  return (caller) => {
    const whose = known.get(caller) ?? whoseRequest(caller, signedInBy)
    known.set(caller, whose)
    return whose
  }
}

function counting(app: FastifyInstance, limiters: Limiters) {
  const rates = ratesOf(app.deps.environment)
  return (each: readonly Whose[], request: FastifyRequest, reply: FastifyReply): void => {
    if (request.routeOptions.config.limited === false && !request.is404) return
    const judged = each.flatMap(({ what, key }) => {
      const rate = rates[what]
      return rate === undefined ? [] : [{ what, ...limiters[what].judge(key, rate, now()) }]
    })
    if (judged.length === 0) return
    reply.headers(rateLimitFields(judged, now()))
    const refused = judged.filter(({ passed }) => !passed)
    const [first] = refused
    if (first === undefined) return
    request.isRefusedAgain = !refused.some(({ notable }) => notable)
    app.figures.limited(first.what)
    const seconds = Math.max(...refused.map(({ bucket }) => bucket.secondsUntilNext(now())))
    throw tooMany(first.what, first.bucket.rate, seconds)
  }
}

function sharing(app: FastifyInstance, limiters: Limiters): void {
  const { database } = app.deps
  let isShared = true
  repeating(app, SHARED_EVERY_MS, async () => {
    try {
      for (const what of LIMITED) await limiters[what].share((told) => shareRateLevels(database, told), now)
      if (!isShared) app.log.info('rates are shared again')
      isShared = true
    } catch (error) {
      if (isShared) app.log.warn({ reason: nameOf(error) }, 'rates cannot be shared: each process limits by itself')
      isShared = false
    }
  })
  repeating(app, FORGOTTEN_EVERY_MS, async () => {
    for (const what of LIMITED) limiters[what].forget(now())
    await forgetRateLevels(database).catch((error: unknown) =>
      app.log.warn({ reason: nameOf(error) }, 'rates of long ago are not forgotten yet'),
    )
  })
}

function ratesOf(environment: Environment): Readonly<Record<Limited, Rate | undefined>> {
  return {
    account: rateOf(environment.LIMIT_ACCOUNT),
    client: rateOf(environment.LIMIT_CLIENT),
    address: rateOf(environment.LIMIT_ADDRESS),
    accountDay: quotaOf(environment.LIMIT_ACCOUNT_DAY),
    clientDay: quotaOf(environment.LIMIT_CLIENT_DAY),
    codes: quotaOf(environment.LIMIT_CODES_DAY),
  }
}

function tooMany(what: Limited, rate: Rate, seconds: number): ProblemError {
  return new ProblemError(
    'too-many-requests',
    `${NAMES[what]}的请求过于频繁（${saidOf(rate)}，一时至多 ${rate.burst} 次）：请在 ${seconds} 秒后再试；办理的用同一 Idempotency-Key 原样重发，不会重复办理`,
    { headers: { 'retry-after': String(seconds) } },
  )
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}
