import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pendingMigrations } from '../../db/migrate.ts'
import { standingTroubles } from '../../db/queries/troubles.ts'
import { TROUBLE_KINDS } from '../../domain/trouble.ts'
import type { Dependencies } from '../dependencies.ts'
import { bounded } from '../temporal/bounded.ts'

const PATIENCE_MS = 2_000
/** Whatever still stands is tried again, and met again, every ten minutes at least. */
const STANDING_SECONDS = 1_200
const MOST_TOLD = 20

const STATES = ['ok', 'unavailable', 'pending', 'suspended', 'unknown'] as const
const ReadinessSchema = z.object({
  status: z.enum(['ready', 'degraded', 'notReady']).describe('degraded：可以办理，但登记暂停或有须处理的事'),
  checks: z.object({
    temporal: z.enum(STATES),
    database: z.enum(STATES),
    migrations: z.enum(STATES),
    registration: z.enum(STATES),
  }),
  details: z.object({
    registration: z
      .object({ unknownNumbers: z.int(), examples: z.array(z.string()), run: z.string() })
      .optional()
      .describe('流程服务中有、数据库中没有登记的编号'),
    troubles: z
      .array(
        z.object({ kind: z.enum(TROUBLE_KINDS), subject: z.string(), since: z.iso.datetime(), detail: z.string() }),
      )
      .describe('须处理的事，最早的在前，至多 20 件'),
  }),
})
type Readiness = z.infer<typeof ReadinessSchema>
type Checks = Readiness['checks']

/**
 * `/healthz`: the process answers. `/readyz`: Temporal and PostgreSQL answer too, and no migration is missing; 503 says
 * which one fails. What keeps new registrations or single cases back is told with 200, for everything else goes on.
 */
export async function healthRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/healthz',
    {
      config: { access: 'public', limited: false },
      schema: { summary: '进程存活', response: { 200: z.object({ status: z.literal('ok') }) } },
    },
    async () => ({ status: 'ok' as const }),
  )
  app.get(
    '/readyz',
    {
      config: { access: 'public', limited: false },
      schema: {
        summary: '可以办理：流程服务、数据库与迁移；登记是否暂停，有无须处理的事',
        response: { 200: ReadinessSchema, 503: ReadinessSchema },
      },
    },
    async (_request, reply) => {
      const readiness = await readinessOf(app.deps)
      return reply.code(readiness.status === 'notReady' ? 503 : 200).send(readiness)
    },
  )
}

async function readinessOf(deps: Dependencies): Promise<Readiness> {
  const { numbers } = deps
  const [temporal, database, troubles] = await Promise.all([
    temporalCheck(deps),
    databaseChecks(deps),
    troublesOf(deps),
    withinPatience(numbers.tried()).catch(() => {}),
  ])
  const ready = [temporal, database.database, database.migrations].every((check) => check === 'ok')
  const suspended = numbers.state === 'suspended'
  return {
    status: !ready ? 'notReady' : suspended || troubles.length > 0 ? 'degraded' : 'ready',
    checks: { temporal, ...database, registration: numbers.state },
    details: {
      ...(suspended
        ? {
            registration: {
              unknownNumbers: numbers.unknown.length,
              examples: numbers.unknown.slice(0, MOST_TOLD),
              run: 'npm run rebuild -- --all',
            },
          }
        : {}),
      troubles,
    },
  }
}

async function temporalCheck({ temporal, environment }: Dependencies): Promise<Checks['temporal']> {
  const ask = () => temporal.workflowService.describeNamespace({ namespace: environment.TEMPORAL_NAMESPACE })
  return bounded(temporal, PATIENCE_MS, ask).then(
    () => 'ok' as const,
    () => 'unavailable' as const,
  )
}

async function databaseChecks({ database }: Dependencies): Promise<Pick<Checks, 'database' | 'migrations'>> {
  return withinPatience(pendingMigrations(database)).then(
    (pending) => ({ database: 'ok', migrations: pending === 0 ? 'ok' : 'pending' }),
    () => ({ database: 'unavailable', migrations: 'unavailable' }),
  )
}

/** None is told where the database cannot be asked, which is told by itself. */
async function troublesOf({ database }: Dependencies): Promise<Readiness['details']['troubles']> {
  const standing = await withinPatience(
    standingTroubles(database, { withinSeconds: STANDING_SECONDS, limit: MOST_TOLD }),
  ).catch(() => [])
  return standing.map(({ kind, subject, since, detail }) => ({ kind, subject, since, detail }))
}

async function withinPatience<Answer>(asked: Promise<Answer>): Promise<Answer> {
  const tooLate = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('too late')), PATIENCE_MS).unref()
  })
  return Promise.race([asked, tooLate])
}
