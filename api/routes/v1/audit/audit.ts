import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { accessesOf } from '../../../../db/queries/access-log.ts'
import type { AccessRow } from '../../../../db/queries/access-log.ts'
import { ACCESS_KIND_NAMES, ACCESS_KINDS, ACCESS_OUTCOMES, SIGHTS } from '../../../../domain/access.ts'
import { MOST_ACCOUNT_NAME } from '../../../../domain/actor/account.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import type { Role } from '../../../../domain/actor/actor.ts'
import { CODE_HOLDER_NAME, isCodeHolder } from '../../../../domain/actor/code-holder.ts'
import { defined } from '../../../../domain/defined.ts'
import { HIDDEN } from '../../../../domain/masking/masking.ts'
import { PERSONAL_FIELDS } from '../../../../domain/visibility/fields.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { routeNames } from '../../../plugins/route-names.ts'
import { noteNumber } from '../../../plugins/noted.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { writingFor } from '../../../views/writing.ts'
import { isNumberOfOurs } from '../../../views/numbers.ts'
import { NextSchema, nextOf, timesOf, WHEN } from './query.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'

const EntrySchema = z.object({
  at: TimeSchema,
  sub: z.string().optional().describe('账号；申请人的不显示'),
  org: z.string().optional(),
  orgName: z.string().optional(),
  role: z.enum(ROLES).optional(),
  kind: z.enum(ACCESS_KINDS).optional(),
  kindName: z.string().optional(),
  action: z.string().describe('方法与地址'),
  actionName: z.string().optional().describe('该地址是做什么的；没有：今已没有的地址'),
  serviceNumber: z.string().optional().describe('服务编号，或过户、信用记录的编号'),
  item: z.string().optional().describe('地址中的那一项：文书、订阅、死信、待办的单位、季度'),
  seen: z.enum(SIGHTS).optional().describe('个人信息：whole 全文，masked 已脱敏；没有：没有个人信息，或没有读到'),
  unmasked: z.array(z.enum(PERSONAL_FIELDS)).optional().describe('完整显示过的个人信息；没有：都没有'),
  outcome: z.enum(ACCESS_OUTCOMES),
  problem: z.string().optional(),
  requestId: z.string().optional().describe('回答里的 x-request-id，日志里的 reqId'),
  address: z.string().optional().describe('来自何处'),
})

export const AUDITING_ROLES: readonly Role[] = ['auditor']

/** who read, acted or was refused, for auditors of the city. */
export async function auditRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const nameOfRoute = routeNames(app)
  app.get(
    '',
    {
      config: { access: { roles: AUDITING_ROLES } },
      schema: {
        operationId: 'listAccesses',
        summary: '查阅记录：谁看过、办过、被拒绝过（R-39）',
        description: '仅本市，最近的在前。翻页期间新写入的不影响其后各页。查看本身也记一条。',
        tags: ['审计'],
        querystring: z.strictObject({
          ...WHEN,
          sub: z
            .string()
            .min(1)
            .max(MOST_ACCOUNT_NAME)
            .optional()
            .describe('账号；申请人的写全，如 own:1f0c3a9b:onlineHall:user-7'),
          org: z
            .string()
            .min(1)
            .max(LONGEST_ORGANISATION_KEY)
            .optional()
            .describe('操作人的单位，如 shuiwu、applicant'),
          serviceNumber: z.string().min(1).max(100).optional().describe('服务编号，或过户、信用记录的编号'),
          kind: z.enum(ACCESS_KINDS).optional().describe('read 查看一件，list 清单，paper 文书，act 办理，push 推送'),
        }),
        response: { 200: z.object({ items: z.array(EntrySchema), next: NextSchema }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { sub, org, serviceNumber, kind } = request.query
      if (isNumberOfOurs(serviceNumber)) noteNumber(request, serviceNumber)
      const filter = { city: caller.city.key, sub, org, serviceNumber, kind, ...timesOf(request.query) }
      const { items, next } = await accessesOf(app.deps.database, filter)
      return { items: items.map((row) => view(row, caller, nameOfRoute)), next: nextOf(next) }
    },
  )
}

function view(
  row: AccessRow,
  { city }: Caller,
  nameOfRoute: ReturnType<typeof routeNames>,
): z.infer<typeof EntrySchema> {
  const { time, nameOf } = writingFor(city, new Date(0))
  const { at, sub, org, role, kind, action, serviceNumber, item, seen, unmasked, outcome, problem } = row
  const byCode = role === 'applicant' && sub !== null && isCodeHolder(sub)
  return {
    at: time(at),
    sub: role === 'applicant' && !byCode ? HIDDEN : (sub ?? undefined),
    ...(org === null ? {} : { org, orgName: byCode ? CODE_HOLDER_NAME : org === 'applicant' ? '申请人' : nameOf(org) }),
    role: role ?? undefined,
    ...(kind === null ? {} : { kind, kindName: ACCESS_KIND_NAMES[kind] }),
    action,
    ...defined({ actionName: nameOfRoute(action) }),
    serviceNumber: serviceNumber ?? undefined,
    item: item ?? undefined,
    seen: seen ?? undefined,
    unmasked: unmasked ?? undefined,
    outcome,
    problem: problem ?? undefined,
    requestId: row.requestId ?? undefined,
    address: row.address ?? undefined,
  }
}
