import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { askReplay, findReplay, replaysOf } from '../../../../db/queries/replays.ts'
import type { ReplayRow } from '../../../../db/queries/replays.ts'
import { defined } from '../../../../domain/defined.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { REPLAY_STATUS_NAMES, REPLAY_STATUSES } from '../../../../domain/replay/replay.ts'
import type { ReplayStatus } from '../../../../domain/replay/replay.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { idempotencyHash } from '../../../plugins/idempotency.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { writingFor } from '../../../views/writing.ts'
import { AUDITING_ROLES } from '../audit/audit.ts'
import { readableCase } from './read.ts'

const SHOWN = 20
const ID_DIGITS = 24

const ReplaySchema = z.object({
  id: z.string(),
  serviceNumber: z.string(),
  status: z
    .enum(REPLAY_STATUSES)
    .describe(REPLAY_STATUSES.map((status) => `${status} ${REPLAY_STATUS_NAMES[status]}`).join('；')),
  statusName: z.string(),
  askedAt: TimeSchema,
  askedBy: z.object({ sub: z.string(), org: z.string(), orgName: z.string() }),
  endedAt: TimeSchema.optional(),
  release: z.string().optional().describe('在哪个版本的代码上重放'),
  runs: z.int().optional().describe('流程运行几次'),
  historyEvents: z.int().optional().describe('流程历史事件数'),
  bytes: z.int().optional(),
  events: z.int().optional().describe('办件事件数'),
  problems: z.array(z.string()).optional().describe('哪里不同、为何不能重放：序号、类型、栏目名'),
  links: z.object({ self: z.string() }),
})

const NUMBER = z.string().describe('联合报装服务编号')

/** an auditor has one case replayed by a program of its own, and reads what it came to. */
export async function replayRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const config = { access: { roles: AUDITING_ROLES } }
  app.post(
    '/:serviceNumber/replays',
    {
      config,
      schema: {
        operationId: 'askReplay',
        summary: '重放一件申请的流程历史，与亲历的逐字节比较（R-39）',
        description: '由另一个程序进行；结果在 links.self 查。同一件正在重放的，就是那一次。',
        tags: ['审计'],
        params: z.object({ serviceNumber: NUMBER }),
        body: z.strictObject({}),
        response: { 201: ReplaySchema.describe('已收下'), 200: ReplaySchema.describe('此前已要求过') },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { serviceNumber } = request.params
      await readableCase(app.deps, serviceNumber, caller)
      const id = idempotencyHash(request).slice(0, ID_DIGITS)
      const asked = { id, serviceNumber, askedBy: caller.sub, askedByOrg: caller.org }
      const { row, created } = await askReplay(app.deps.database, asked)
      const shown = view(row, caller, app.deps.now())
      return reply
        .code(created ? 201 : 200)
        .header('location', shown.links.self)
        .send(shown)
    },
  )
  app.get(
    '/:serviceNumber/replays',
    {
      config,
      schema: {
        operationId: 'listReplays',
        summary: `一件申请最近 ${SHOWN} 次重放，新的在前（R-39）`,
        tags: ['审计'],
        params: z.object({ serviceNumber: NUMBER }),
        response: { 200: z.object({ items: z.array(ReplaySchema) }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { serviceNumber } = request.params
      await readableCase(app.deps, serviceNumber, caller)
      const rows = await replaysOf(app.deps.database, serviceNumber, SHOWN)
      return { items: rows.map((row) => view(row, caller, app.deps.now())) }
    },
  )
  app.get(
    '/:serviceNumber/replays/:replay',
    {
      config,
      schema: {
        operationId: 'getReplay',
        summary: '一次重放的结果（R-39）',
        tags: ['审计'],
        params: z.object({ serviceNumber: NUMBER, replay: z.string().describe('重放的编号') }),
        response: { 200: ReplaySchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { serviceNumber, replay } = request.params
      await readableCase(app.deps, serviceNumber, caller)
      const row = await findReplay(app.deps.database, replay)
      if (row?.serviceNumber !== serviceNumber) throw new Refusal('replay-not-found', '这件申请没有这次重放')
      return view(row, caller, app.deps.now())
    },
  )
}

function view(row: ReplayRow, { city }: Caller, now: Date): z.infer<typeof ReplaySchema> {
  const { id, serviceNumber, askedBy, askedByOrg, askedAt, endedAt, result } = row
  const { time, nameOf } = writingFor(city, now)
  const status = statusOf(row)
  const { release, runs, historyEvents, bytes, events, problems } = result ?? {}
  return {
    id,
    serviceNumber,
    status,
    statusName: REPLAY_STATUS_NAMES[status],
    askedAt: time(askedAt),
    askedBy: { sub: askedBy, org: askedByOrg, orgName: nameOf(askedByOrg) },
    ...(endedAt === null ? {} : { endedAt: time(endedAt) }),
    ...defined({ release, runs, historyEvents, bytes, events }),
    ...(problems === undefined ? {} : { problems: [...problems] }),
    links: { self: `/api/v1/applications/${serviceNumber}/replays/${id}` },
  }
}

function statusOf({ begunAt, result }: ReplayRow): ReplayStatus {
  return result?.status ?? (begunAt === null ? 'pending' : 'running')
}
