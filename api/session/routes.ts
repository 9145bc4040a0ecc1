import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ROLES } from '../../domain/actor/actor.ts'
import { Refusal } from '../../domain/problem.ts'
import { requireOwnOrigin } from '../plugins/own-origin.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import { clearCookie, cookieOf, readCookie, setCookie } from './cookie.ts'
import { DESKS, developmentTokens, signInsOf } from './development.ts'
import { publicUrlOf } from './provider.ts'
import { seal, unseal } from './sealed.ts'

/** So long one may take to sign in at the provider. */
const SIGN_IN_SECONDS = 600

const StartedSchema = z.object({ verifier: z.string(), state: z.string(), nonce: z.string(), back: z.string() })

const BackSchema = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\x21-\x7e]*$/)
  .catch('/')
  .default('/')
  .describe('登录之后回到本系统的哪一页')

/** Why a sign-in came to nothing, as the page words it. */
type Failure = 'refused' | 'late' | 'away' | 'token'

const SignInSchema = z.object({
  id: z.string(),
  org: z.string(),
  orgName: z.string(),
  role: z.enum(ROLES),
  roleName: z.string(),
  desk: z.enum(DESKS),
})

/** How people sign in: by the provider, or, in development, as whoever they like. */
export async function sessionRoutes(app: FastifyInstance): Promise<void> {
  providerRoutes(app)
  endRoute(app)
  if (app.deps.environment.AUTH_DEVELOPMENT_ISSUER === 'on') developmentRoutes(app)
}

function providerRoutes(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const { environment, now } = plain.deps
  const { sessions } = plain
  const cookie = cookieOf('sign-in', environment)
  const sealing = () => ({ keyring: readKeyring(environment), purpose: 'sign-in' as const, now: now() })
  const failed = (reply: FastifyReply, why: Failure, back = '/') =>
    reply.redirect(`/sign-in?${new URLSearchParams({ failed: why, back }).toString()}`)

  app.get(
    '/start',
    { config: { access: 'public' }, schema: { hide: true, querystring: z.object({ back: BackSchema }) } },
    async (request, reply) => {
      const { back } = request.query
      if (sessions.provider === undefined) return reply.redirect(`/sign-in?${new URLSearchParams({ back }).toString()}`)
      try {
        const { url, ...started } = await sessions.provider.start()
        const value = await seal({ ...started, back }, { ...sealing(), seconds: SIGN_IN_SECONDS })
        setCookie(reply, cookie, { value, seconds: SIGN_IN_SECONDS })
        return reply.redirect(url)
      } catch (error) {
        request.log.warn({ reason: nameOf(error) }, 'the provider of sign-ins cannot be asked')
        return failed(reply, 'away', back)
      }
    },
  )

  app.get('/callback', { config: { access: 'public' }, schema: { hide: true } }, async (request, reply) => {
    const started = await unseal(readCookie(request, cookie) ?? '', StartedSchema, sealing())
    clearCookie(reply, cookie)
    if (sessions.provider === undefined || started === undefined) return failed(reply, 'late')
    const tokens = await sessions.provider.finish(queryOf(request), started).catch((error: unknown) => {
      request.log.warn({ reason: nameOf(error) }, 'a sign-in was not completed')
      return undefined
    })
    if (tokens === undefined) return failed(reply, 'refused', started.back)
    const counts = await app.tokenCounts(tokens.access)
    if (!counts) return failed(reply, 'token', started.back)
    reply.removeHeader('set-cookie')
    if (!(await sessions.open(reply, tokens))) return failed(reply, 'token', started.back)
    return reply.redirect(started.back)
  })
}

function endRoute(plain: FastifyInstance): void {
  plain.withTypeProvider<ZodTypeProvider>().post(
    '/end',
    {
      config: { access: 'public' },
      schema: { hide: true, response: { 200: z.object({ continueAt: z.string() }) } },
    },
    async (request, reply) => {
      requireOwnOrigin(request, publicUrlOf(plain.deps.environment))
      plain.sessions.end(reply)
      return { continueAt: (await plain.sessions.provider?.endUrl()) ?? '/sign-in' }
    },
  )
}

function developmentRoutes(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const { cities, environment } = plain.deps
  const issue = developmentTokens(environment)
  app.get(
    '/sign-ins',
    {
      config: { access: 'public' },
      schema: {
        hide: true,
        response: {
          200: z.object({
            cities: z.array(z.object({ city: z.string(), name: z.string(), signIns: z.array(SignInSchema) })),
          }),
        },
      },
    },
    async () => ({
      cities: [...cities.values()].map(({ city }) => ({
        city: city.key,
        name: city.name,
        signIns: [...signInsOf(city)],
      })),
    }),
  )
  app.post(
    '/development',
    {
      config: { access: 'public' },
      schema: {
        hide: true,
        body: z.strictObject({ city: z.string().max(31), id: z.string().max(100) }),
        response: { 200: z.object({ desk: z.enum(DESKS) }) },
      },
    },
    async (request, reply) => {
      requireOwnOrigin(request, publicUrlOf(environment))
      const city = cities.get(request.body.city)?.city
      const signIn = city === undefined ? undefined : signInsOf(city).find(({ id }) => id === request.body.id)
      if (city === undefined || signIn === undefined) throw new Refusal('forbidden', '没有这个开发用登录', 'id')
      await plain.sessions.open(reply, await issue(signIn, city))
      return { desk: signIn.desk }
    },
  )
}

function queryOf({ raw: { url = '' } }: FastifyRequest): string {
  return url.slice(url.indexOf('?') + 1)
}

/** Never a message: what a provider says may be somebody's. */
function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name} ${'code' in error ? String(error.code) : ''}`.trim() : 'unknown'
}
