import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findApplication } from '../../../../db/queries/applications.ts'
import { takeRegistration, UNKNOWN_BODY_HASH } from '../../../../db/queries/registrations.ts'
import type { TakenRegistration } from '../../../../db/queries/registrations.ts'
import type { Role } from '../../../../domain/actor/actor.ts'
import { begunOn } from '../../../../domain/clocks/begun.ts'
import { doubtsAbout, inWords } from '../../../../domain/demand/doubts.ts'
import { PostedRegistrationSchema } from '../../../../domain/demand/registration.schema.ts'
import type { Registration } from '../../../../domain/demand/registration.schema.ts'
import { STAGES } from '../../../../domain/case/stage.ts'
import type { ApplicationInput } from '../../../../workflows/application/messages.ts'
import { withAccount } from '../../../auth/account.ts'
import { actorOf, clientOf } from '../../../auth/caller.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { noteNumber } from '../../../plugins/noted.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { areaFor } from '../../../registration/area.ts'
import { requireDates, requireRegistrar, requireServicesOfCity, requireWayIn } from '../../../registration/check.ts'
import { requireReasonOfWindow, requireRoom } from '../../../registration/open-limit.ts'
import { requireReceived } from '../../../registration/received.ts'
import { openOfProject, requireAddition } from '../../../registration/same-project.ts'
import { openTwinsOf } from '../../../registration/twins.ts'
import { startOrSayLater } from '../../../registration/start-or-say-later.ts'
import { sharedItemsFor } from '../../../registration/shared-items.ts'
import { keyReused } from '../../../temporal/put-act.ts'
import { untilSettled } from '../../../temporal/settled.ts'
import { startApplication } from '../../../temporal/start-application.ts'
import { localDate } from '../../../../domain/clocks/local-date.ts'
import { SettledSchema } from '../../../views/settled.schema.ts'
import { WarningsSchema } from '../../../views/warnings.schema.ts'

const AnswerSchema = z.object({
  serviceNumber: z.string().describe('联合报装服务编号'),
  seq: z.int(),
  stage: z.enum(STAGES),
  settled: SettledSchema,
  warnings: WarningsSchema,
  sameProject: z
    .array(z.string())
    .describe('同一项目代码、尚未办结的其他申请，只列提交人可以查看的：可用 additionTo 注明为其补充'),
  twins: z
    .array(z.string())
    .describe(
      '同一申请人、同一地址或项目、有相同服务而尚未办结的其他申请：多半是重复提交，请核对；只列提交人可以查看的',
    ),
  links: z.object({ self: z.string(), history: z.string() }),
})

export const REGISTERING_ROLES: readonly Role[] = ['system', 'clerk', 'applicant', 'officer', 'lead']

const JUST_REGISTERED = { seq: 1, state: { stage: 'registration' } } as const

/**
 * one form starts one case. The key and the number are taken in PostgreSQL, for ever; then the workflow
 * starts.
 */
export async function registerRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post(
    '',
    {
      config: { access: { roles: REGISTERING_ROLES } },
      schema: {
        summary: '一口登记：提交《水电气网联动报装需求信息采集表》（R-01、R-02）',
        tags: ['申请'],
        body: PostedRegistrationSchema,
        response: {
          201: AnswerSchema.describe('已登记'),
          200: AnswerSchema.describe('此前已用同一 Idempotency-Key 登记'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      requireRegistrar(caller, request.body)
      const body: Registration = { ...request.body, area: areaFor(request.body, caller) }
      requireServicesOfCity(body.form, caller)
      requireWayIn(body, caller)
      requireReasonOfWindow(body, caller)
      await requireAddition(app.deps, body, caller)
      const taken = await take(app.deps, request, body, caller)
      noteNumber(request, taken.input.serviceNumber)
      const input = taken.started ? taken.input : await started(app.deps, taken)
      noteNumber(request, input.serviceNumber)
      const { serviceNumber, warnings } = input
      const self = `/api/v1/applications/${serviceNumber}`
      const row = await untilSettled(() => findApplication(app.deps.database, serviceNumber))
      const {
        seq,
        state: { stage },
      } = row ?? JUST_REGISTERED
      const [sameProject, twins] = await Promise.all([
        openOfProject(app.deps, input, caller),
        openTwinsOf(app.deps, input, caller),
      ])
      return reply
        .code(taken.created ? 201 : 200)
        .header('location', self)
        .send({
          serviceNumber,
          seq,
          stage,
          settled: row !== undefined,
          warnings: inWords(warnings),
          sameProject,
          twins,
          links: { self, history: `${self}/history` },
        })
    },
  )
}

async function take(
  { database, now, environment, calendars, numbers }: Dependencies,
  request: FastifyRequest<{ Body: z.infer<typeof PostedRegistrationSchema> }>,
  registration: Registration,
  caller: Caller,
): Promise<TakenRegistration> {
  const { city, policyHash } = caller
  const [keyHash, bodyHash, day] = [
    idempotencyHash(request),
    registrationHash(request.body),
    localDate(now().toISOString(), city.hours),
  ]
  const client = clientOf(caller)
  await numbers.tried()
  const taken = await takeRegistration(database, {
    keyHash,
    bodyHash,
    city: city.key,
    servicePrefix: city.servicePrefix,
    day,
    client,
    before: requireRoom(environment, registration, caller),
    startInput: (serviceNumber) => {
      numbers.requireClear()
      requireDates(registration.form, day, { city, calendar: calendars[city.calendar] })
      requireReceived(registration.paper, now().toISOString(), { city, calendar: calendars[city.calendar] })
      return {
        serviceNumber,
        registeredBy: actorOf(caller),
        registration: withAccount(registration, caller),
        warnings: doubtsAbout(registration.form.applicant, 'form.applicant'),
        keyHash,
        bodyHash,
        client,
        policy: city,
        policyHash,
        awaitsPapers: true,
        touchesByItem: true,
        verifiesPromises: true,
        timesWorks: true,
        filesAcceptance: true,
        correctsForm: true,
        holdsByService: true,
        signsInstalments: true,
        ...sharedItemsFor(city, environment.DATA_SHARING_URL),
        ...begunOn(day, calendars[city.calendar]),
      }
    },
  })
  if (taken.bodyHash !== bodyHash && taken.bodyHash !== UNKNOWN_BODY_HASH) throw keyReused()
  return taken
}

/** An area that is not told counts as by releases before 0.8, whose keys are asked again after an upgrade, too. */
function registrationHash(body: z.infer<typeof PostedRegistrationSchema>): string {
  return bodyHashOf({ body: { ...body, area: body.area ?? 'planningArea' } })
}

function started(deps: Dependencies, { input }: TakenRegistration): Promise<ApplicationInput> {
  return startOrSayLater(
    deps,
    () => startApplication(deps, input),
    (number) => `/api/v1/applications/${number}`,
  )
}
