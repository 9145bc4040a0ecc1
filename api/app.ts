import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import { loadCalendars, loadCities } from '../config/load-cities.ts'
import type { Environment } from '../environment.ts'
import type { Dependencies } from './dependencies.ts'
import { accessLogPlugin } from './plugins/access-log.ts'
import { authPlugin } from './plugins/auth.ts'
import { encodingPlugin } from './plugins/encoding.ts'
import { idempotencyPlugin } from './plugins/idempotency.ts'
import { limitsPlugin } from './plugins/limits.ts'
import { clientErrorHandler, methodsPlugin } from './plugins/methods.ts'
import { metricsPlugin } from './plugins/metrics.ts'
import { openApiPlugin } from './plugins/openapi.ts'
import { problemPlugin, sendProblem } from './plugins/problem.ts'
import { requestIdOf, requestIdOfLine, requestIdPlugin } from './plugins/request-id.ts'
import { revokedTokensPlugin } from './plugins/revoked-tokens.ts'
import { sumsKeeper } from './plugins/sums-keeper.ts'
import { livePlugin } from './live/plugin.ts'
import { Policies } from './offers/policies.ts'
import { problemOf } from './problems/from-error.ts'
import { numberWatcher } from './registration/number-watcher.ts'
import { NumberWatch } from './registration/number-watch.ts'
import { registrationSweeper } from './registration/sweeper.ts'
import { fileLinkRoute } from './files/link-route.ts'
import { fileStoreOf } from './files/of-environment.ts'
import { fileSweeper } from './files/sweeper.ts'
import { helpRoutes } from './help/routes.ts'
import { ActJournal } from './temporal/act-journal.ts'
import { orphanSweeper } from './temporal/orphan-sweeper.ts'
import { pageRoutes } from './page/page.ts'
import { applicantDesk } from './public/desk.ts'
import { sessionRoutes } from './session/routes.ts'
import { healthRoutes } from './routes/health.ts'
import { v1Routes } from './routes/v1/routes.ts'

/** Cities, calendars, the clock and the journal are the real ones unless told. */
export type AppOptions = Pick<Dependencies, 'environment' | 'database' | 'temporal'> &
  Partial<Pick<Dependencies, 'cities' | 'calendars' | 'now' | 'journal' | 'live'>> & {
    /** Stdout unless told. */
    readonly logTo?: NodeJS.WritableStream
  }

/** The whole API, not yet listening. */
export async function buildApp({ environment, database, temporal, ...rest }: AppOptions): Promise<FastifyInstance> {
  const { cities = loadCities(environment.CITIES_DIR), calendars = loadCalendars(), now = () => new Date() } = rest
  const app = withLimits(environment, rest.logTo)
  const journal = rest.journal ?? new ActJournal({ database, temporal, log: app.log })
  app.decorate('deps', {
    environment,
    database,
    temporal,
    cities,
    calendars,
    now,
    numbers: new NumberWatch(database, temporal),
    journal,
    policies: new Policies(database, cities),
    live: rest.live ?? {},
    files: fileStoreOf(environment),
  })
  app.addHook('onClose', () => journal.settled())
  app.setSerializerCompiler(serializerCompiler)
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  for (const plugin of [
    requestIdPlugin,
    problemPlugin,
    methodsPlugin,
    encodingPlugin,
    revokedTokensPlugin,
    authPlugin,
    idempotencyPlugin,
    openApiPlugin,
    accessLogPlugin,
    metricsPlugin,
    limitsPlugin,
    numberWatcher,
    registrationSweeper,
    orphanSweeper,
    sumsKeeper,
    livePlugin,
    fileSweeper,
  ])
    await app.register(plugin)
  await app.register(healthRoutes)
  await app.register(sessionRoutes, { prefix: '/session' })
  await app.register(v1Routes, { prefix: '/api/v1' })
  await app.register(pageRoutes)
  await app.register(helpRoutes, { prefix: '/help' })
  await app.register(fileLinkRoute)
  await app.register(applicantDesk, { prefix: '/progress' })
  return app
}

const KIBIBYTE = 1024

/**
 * Every limit is written out. An act waits for Temporal for 15 seconds at most, so a request ends long before these do;
 * a photo of 20 MB from a building site takes longer.
 */
function withLimits(
  { LOG_LEVEL: level, TRUSTED_PROXIES }: Environment,
  logTo: NodeJS.WritableStream | undefined,
): FastifyInstance {
  return Fastify({
    bodyLimit: 256 * KIBIBYTE,
    connectionTimeout: 60_000,
    requestTimeout: 180_000,
    http: { headersTimeout: 30_000 },
    keepAliveTimeout: 20_000,
    pluginTimeout: 20_000,
    routerOptions: { maxParamLength: 100, ignoreTrailingSlash: false },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    forceCloseConnections: 'idle',
    clientErrorHandler,
    trustProxy: TRUSTED_PROXIES?.split(',') ?? false,
    genReqId: requestIdOf,
    logger: {
      level,
      mixin: requestIdOfLine,
      ...(logTo === undefined ? {} : { stream: logTo }),
      serializers: { req: ({ method, routeOptions }) => ({ method, route: routeOptions?.url }) },
    },
    frameworkErrors: (error, request, reply) => {
      sendProblem(problemOf(error), request, reply)
    },
  })
}
