import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pendingMigrations } from '../../db/migrate.ts'
import type { Dependencies } from '../dependencies.ts'
import { bounded } from '../temporal/bounded.ts'

const PATIENCE_MS = 2_000

const STATES = ['ok', 'unavailable', 'pending'] as const
const ReadinessSchema = z.object({
  status: z.enum(['ready', 'notReady']),
  checks: z.object({ temporal: z.enum(STATES), database: z.enum(STATES), migrations: z.enum(STATES) }),
})
type Checks = z.infer<typeof ReadinessSchema>['checks']

/** `/healthz`: the process answers. `/readyz`: Temporal and PostgreSQL answer too, and no migration is missing; 503 says which one fails. */
export async function healthRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get('/healthz', {
    config: { access: 'public' }, schema: { summary: '进程存活', response: { 200: z.object({ status: z.literal('ok') }) } },
  }, async () => ({ status: 'ok' as const }))
  app.get('/readyz', {
    config: { access: 'public' }, schema: { summary: '可以办理：流程服务、数据库与迁移', response: { 200: ReadinessSchema, 503: ReadinessSchema } },
  }, async (_request, reply) => {
    const [temporal, database] = await Promise.all([temporalCheck(app.deps), databaseChecks(app.deps)])
    const checks = { temporal, ...database }
    const ready = Object.values(checks).every((check) => check === 'ok')
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'notReady', checks })
  })
}

async function temporalCheck({ temporal, environment }: Dependencies): Promise<Checks['temporal']> {
  const ask = () => temporal.workflowService.describeNamespace({ namespace: environment.TEMPORAL_NAMESPACE })
  return bounded(temporal, PATIENCE_MS, ask).then(() => 'ok' as const, () => 'unavailable' as const)
}

async function databaseChecks({ database }: Dependencies): Promise<Pick<Checks, 'database' | 'migrations'>> {
  const tooLate = new Promise<never>((_, reject) => { setTimeout(() => reject(new Error('too late')), PATIENCE_MS).unref() })
  return Promise.race([pendingMigrations(database), tooLate]).then(
    (pending) => ({ database: 'ok', migrations: pending === 0 ? 'ok' : 'pending' }),
    () => ({ database: 'unavailable', migrations: 'unavailable' }),
  )
}
