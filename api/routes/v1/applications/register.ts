import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findApplication } from '../../../../db/queries/applications.ts'
import { takeRegistration } from '../../../../db/queries/registrations.ts'
import type { TakenRegistration } from '../../../../db/queries/registrations.ts'
import { RegistrationSchema } from '../../../../domain/registration.schema.ts'
import type { Registration } from '../../../../domain/registration.schema.ts'
import { STAGES } from '../../../../domain/stage.ts'
import { actorOf, clientOf } from '../../../auth/caller.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { ProblemError } from '../../../problems/problem-error.ts'
import { requireDates, requireRegistrar, requireServicesOfCity, requireWayIn, warningsOf } from '../../../registration/check.ts'
import { openOfProject, requireAddition } from '../../../registration/same-project.ts'
import { sharedItemsFor } from '../../../registration/shared-items.ts'
import { TemporalUnavailable } from '../../../temporal/bounded.ts'
import { keyReused } from '../../../temporal/perform-act.ts'
import { startApplication } from '../../../temporal/start-application.ts'
import { localDate } from '../../../views/local-time.ts'

const AnswerSchema = z.object({
  serviceNumber: z.string().describe('联合报装服务编号'), seq: z.int(), stage: z.enum(STAGES),
  warnings: z.array(z.object({ field: z.string(), code: z.string() })).describe('须由采集单位或综窗核对之处（R-08）'),
  sameProject: z.array(z.string()).describe('同一项目代码、尚未办结的其他申请：可用 additionTo 注明为其补充'),
  links: z.object({ self: z.string(), history: z.string() }),
})

const JUST_REGISTERED = { seq: 1, state: { stage: 'registration' } } as const

/** one form starts one case. The key and the number are taken in PostgreSQL, for ever; then the workflow starts. */
export async function registerRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post('', {
    config: { access: { roles: ['system', 'clerk', 'applicant', 'officer', 'lead'] }, audited: true },
    schema: {
      summary: '一口登记：提交《水电气网联动报装需求信息采集表》（R-01、R-02）', tags: ['申请'], body: RegistrationSchema,
      response: { 201: AnswerSchema.describe('已登记'), 200: AnswerSchema.describe('此前已用同一 Idempotency-Key 登记') },
    },
  }, async (request, reply) => {
    const caller = callerOfRequest(request)
    requireRegistrar(caller, request.body)
    requireServicesOfCity(request.body.form, caller)
    requireWayIn(request.body, caller)
    await requireAddition(app.deps, request.body, caller)
    const taken = await take(app.deps, request, request.body, caller)
    if (!taken.started) await startOrSayLater(app.deps, taken)
    const { serviceNumber, created, input } = taken
    const self = `/api/v1/applications/${serviceNumber}`
    const { seq, state: { stage } } = (created ? undefined : await findApplication(app.deps.database, serviceNumber)) ?? JUST_REGISTERED
    return reply.code(created ? 201 : 200).header('location', self).send({ serviceNumber, seq, stage, warnings: [...input.warnings], sameProject: await openOfProject(app.deps, taken.input), links: { self, history: `${self}/history` } })
  })
}

async function take({ database, now, environment, calendars }: Dependencies, request: FastifyRequest, registration: Registration, caller: Caller): Promise<TakenRegistration> {
  const { city, policyHash } = caller
  const [keyHash, bodyHash, day] = [idempotencyHash(request), bodyHashOf(request), localDate(now(), city.hours.utcOffsetMinutes)]
  const taken = await takeRegistration(database, {
    keyHash, bodyHash, city: city.key, servicePrefix: city.servicePrefix, day, client: clientOf(caller),
    startInput: (serviceNumber) => {
      requireDates(registration.form, day, calendars[city.calendar])
      return { serviceNumber, registeredBy: actorOf(caller), registration, warnings: warningsOf(registration.form), keyHash, policy: city, policyHash, ...sharedItemsFor(city, environment.DATA_SHARING_URL) }
    },
  })
  if (taken.bodyHash !== bodyHash) throw keyReused()
  return taken
}

/** The number is taken either way: where Temporal is down, the same key goes on later, and the sweeper does so by itself. */
async function startOrSayLater(deps: Dependencies, { input, serviceNumber }: TakenRegistration): Promise<void> {
  try {
    await startApplication(deps, input)
  } catch (error) {
    if (!(error instanceof TemporalUnavailable)) throw error
    throw new ProblemError('temporal-unavailable', `已登记为 ${serviceNumber}，流程稍后自动启动；用同一 Idempotency-Key 重试可确认，不会重复登记`, {
      headers: { 'retry-after': '5', location: `/api/v1/applications/${serviceNumber}` }, cause: error,
    })
  }
}
