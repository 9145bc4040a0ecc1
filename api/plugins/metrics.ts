import { createServer } from 'node:http'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from '@prometheus-io/client'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { LIMITED } from '../limits/whose.ts'
import type { Limited } from '../limits/whose.ts'

/** What the API counts besides its requests; never a service number or a name. */
interface Figures {
  startFailed(kind: 'application' | 'transfer'): void
  actHandedBack(): void
  limited(what: Limited): void
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly figures: Figures
  }
}

/**
 * Requests by route template and status, what could not be started, and what the process uses; never a service number
 * or a name.
 */
export const metricsPlugin = fp(
  async (app: FastifyInstance) => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    const durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Duration of HTTP requests by route template and status (its count is that of the requests)',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
      registers: [registry],
    })
    const startsFailed = new Counter({
      name: 'seven_ones_start_failures_total',
      help: 'Registrations whose workflow could not be started, each attempt',
      labelNames: ['kind'],
      registers: [registry],
    })
    const handedBack = new Counter({
      name: 'seven_ones_acts_handed_back_total',
      help: 'Acts whose events their case was told to bring to PostgreSQL itself, for whoever sent them did not',
      registers: [registry],
    })
    new Gauge({
      name: 'seven_ones_unknown_numbers',
      help: 'Numbers that only Temporal knows: registration is suspended while there are any',
      registers: [registry],
      collect() {
        this.set(app.deps.numbers.unknown.length)
      },
    })
    const limited = new Counter({
      name: 'seven_ones_requests_limited_total',
      help: 'Requests refused as too many, by whose they were: account, client or address',
      labelNames: ['of'],
      registers: [registry],
    })
    for (const of of LIMITED) limited.inc({ of }, 0)
    app.decorate('figures', {
      startFailed: (kind) => startsFailed.inc({ kind }),
      actHandedBack: () => handedBack.inc(),
      limited: (of) => limited.inc({ of }),
    })
    app.addHook('onResponse', async (request, reply) => {
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none')
      durations.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
    })
    const { API_METRICS_PORT, HOST } = app.deps.environment
    if (API_METRICS_PORT !== undefined) serveApart(app, registry, { port: API_METRICS_PORT, host: HOST })
    else
      app.get(
        '/metrics',
        { config: { access: 'public', limited: false }, schema: { hide: true } },
        async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
      )
  },
  { name: 'metrics', dependencies: ['auth'] },
)

/** On a port of its own, which need not be open to those who use the API; from listening until closing. */
function serveApart(
  app: FastifyInstance,
  registry: Registry,
  at: { readonly port: number; readonly host: string },
): void {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end()
    void registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  app.addHook('onListen', async () => {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(at, resolve)
    })
  })
  app.addHook('onClose', async () => {
    server.closeAllConnections()
    server.close()
  })
}
