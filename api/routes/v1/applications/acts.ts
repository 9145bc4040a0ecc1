import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { eventsOfApplication } from '../../../../db/queries/events.ts'
import { DatabaseError } from '../../../../db/database-error.ts'
import { ACT_BODIES } from '../../../../domain/act/act.schema.ts'
import { ACT_TYPES, ACTS } from '../../../../domain/act/act.ts'
import type { ActType } from '../../../../domain/act/act.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { OUTCOMES, STAGES } from '../../../../domain/case/stage.ts'
import { caseAct, checkDates } from '../../../act-requests/case-act.ts'
import { acceptedLater, acceptedSchema } from '../../../act-requests/accepted.ts'
import { isClaimable, notClaimable } from '../../../act-requests/claiming.ts'
import { caseEventName, tellingChanges } from '../../../act-requests/changed.ts'
import { seenIn } from '../../../act-requests/if-match.ts'
import { actingOn } from '../../../act-requests/unconcerned.ts'
import { prefersAsync } from '../../../act-requests/prefer.ts'
import { performActEvenAfter } from '../../../after-the-case/after-the-case.ts'
import { requestActEvenAfter } from '../../../after-the-case/request-act.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { requireUploaded } from '../../../files/named-by-acts.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { notFound, requireOwnCity } from '../../../temporal/read-case.ts'
import { KINDS_AFTER_THE_CASE } from '../../../../domain/matter/matter.ts'
import { SettledSchema } from '../../../views/settled.schema.ts'
import { knowsOwnOnly } from '../../../views/who-may-read.ts'
import { readableCase } from './read.ts'

const AnswerSchema = z.object({
  serviceNumber: z.string(),
  seq: z.int().describe('此举之后的序号，可用作 ?minSeq='),
  stage: z.enum(STAGES),
  outcome: z.enum(OUTCOMES).optional(),
  settled: SettledSchema,
  matter: z
    .object({
      kind: z.enum(KINDS_AFTER_THE_CASE),
      id: z.string(),
      seq: z.int().describe('该事项自己的序号'),
      status: z.string(),
      order: z.string().optional().describe('整改通知编号'),
    })
    .optional()
    .describe('申请已办结，由分期（R-23）或后续监管检查（R-20）接续'),
})

const AcceptedSchema = acceptedSchema({ serviceNumber: z.string() })

/** Every act of ACTS has its address; the case decides, and the sender hears it. */
export async function actRoutes(app: FastifyInstance): Promise<void> {
  for (const type of ACT_TYPES) actRoute(app, type)
}

function actRoute(plain: FastifyInstance, type: ActType): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const { name, rule, path, roles } = ACTS[type]
  app.post(
    `/:serviceNumber/${path}`,
    {
      config: { access: { roles }, alsoAnswers: [412] },
      schema: {
        operationId: type,
        summary: `${name}（${rule}）`,
        description: `依据 ${rule}；可由 ${roles.join('、')} 办理。`,
        tags: ['办理'],
        params: z.object({ serviceNumber: z.string().describe('联合报装服务编号') }),
        body: ACT_BODIES[type],
        response: { 200: AnswerSchema, 202: AcceptedSchema },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { serviceNumber } = request.params
      requireOwnCity(serviceNumber, caller)
      const claims = type === 'claimApplication'
      const isKnown = claims ? isClaimable : isReadable
      const asked = !knowsOwnOnly(caller) || (await isKnown(app.deps, serviceNumber, caller))
      const seen = seenIn(request)
      checkDates(app.deps, caller, type, request.body)
      await requireUploaded(app.deps, serviceNumber, request.body)
      const isAsync = asked && prefersAsync(request)
      const put = () =>
        caseAct(app.deps, caller, {
          serviceNumber,
          type,
          body: request.body,
          bodyHash: bodyHashOf(request),
          updateId: idempotencyHash(request),
          seen,
        })
      const act = async () => {
        const asking = await put()
        const links = isAsync ? await requestActEvenAfter(app.deps, asking, caller) : undefined
        if (links !== undefined) return acceptedLater(reply, { serviceNumber, links })
        return answerOf(await performActEvenAfter(app.deps, asking, caller), serviceNumber)
      }
      const read = () => readableCase(app.deps, serviceNumber, caller)
      return actingOn({ caller, act, read, isAsync }).catch(async (error: unknown) => {
        if (!asked && error instanceof Refusal && error.code === 'not-concerned')
          throw claims ? notClaimable(serviceNumber) : notFound(serviceNumber)
        throw await tellingChanges(error, {
          caller,
          now: app.deps.now(),
          eventsAfter: (after, limit) => eventsOfApplication(app.deps.database, serviceNumber, { after, limit }),
          nameOf: caseEventName,
        })
      })
    },
  )
}

function answerOf(
  { seq, stage, outcome, unsettled, matter }: Awaited<ReturnType<typeof performActEvenAfter>>,
  serviceNumber: string,
): z.infer<typeof AnswerSchema> {
  return { serviceNumber, seq, stage, outcome, settled: unsettled !== true, matter }
}

/**
 * Another's case is unknown to the caller. False where PostgreSQL, which would tell, is away: then the case itself
 * decides whose it is.
 */
async function isReadable(deps: Dependencies, serviceNumber: string, caller: Caller): Promise<boolean> {
  try {
    await readableCase(deps, serviceNumber, caller)
    return true
  } catch (error) {
    if (error instanceof DatabaseError && error.unavailable) return false
    throw error
  }
}
