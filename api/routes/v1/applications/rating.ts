import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findApplication } from '../../../../db/queries/applications.ts'
import { applicantSideOf, isApplicant } from '../../../../domain/actor/applicant-side.ts'
import { partiesOf } from '../../../../domain/case/parties.ts'
import { officeOf } from '../../../../domain/city/city-parts.ts'
import { Refusal } from '../../../../domain/problem.ts'
import {
  GRADE_NAMES,
  GRADES,
  isBad,
  RATING_STATUS_NAMES,
  RATING_STATUSES,
  ratingId,
} from '../../../../domain/rating/rating.ts'
import { RatingSchema } from '../../../../domain/rating/rating.schema.ts'
import type { Rating } from '../../../../domain/rating/rating.schema.ts'
import type { RatingInput } from '../../../../workflows/rating/messages.ts'
import type { RatingState } from '../../../../workflows/rating/core/state.ts'
import { actorOf } from '../../../auth/caller.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { CaseState } from '../../../case.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { listRoute } from '../../../matters/lists.ts'
import { RATING_API } from '../../../matters/rating.ts'
import { matterRoutes } from '../../../matters/routes.ts'
import { openedNow } from '../../../matters/opened-now.ts'
import { openOnce } from '../../../matters/temporal.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { isIdentityOf } from '../../../registration/authority.ts'
import { untilSettled } from '../../../temporal/settled.ts'
import { SettledSchema } from '../../../views/settled.schema.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { times, writingFor } from '../../../views/writing.ts'
import { readableCase } from './read.ts'

const AnswerSchema = z.object({
  serviceNumber: z.string(),
  seq: z.int(),
  status: z.enum(RATING_STATUSES),
  settled: SettledSchema,
  bad: z.boolean().describe('差评：由协调小组办公室限期回复'),
  links: z.object({ self: z.string() }),
})

const RowSchema = z.object({
  serviceNumber: z.string(),
  seq: z.int(),
  status: z.enum(RATING_STATUSES),
  statusName: z.string(),
  grade: z.enum(GRADES),
  gradeName: z.string(),
  bad: z.boolean(),
  awaiting: z.array(z.string()),
  openedAt: TimeSchema,
  closedAt: TimeSchema.optional(),
})

/** 好差评 of one application; below `/applications`. */
export async function ratingRoutes(app: FastifyInstance): Promise<void> {
  rateRoute(app)
  matterRoutes(app, RATING_API, '/rating')
}

/** The ratings of the city that concern the caller; below `/ratings`. */
export async function ratingListRoute(app: FastifyInstance): Promise<void> {
  listRoute(app, { api: RATING_API, rowSchema: RowSchema, row: rowView })
}

/** Once a case, when it is closed or something of it is connected. */
function rateRoute(plain: FastifyInstance): void {
  plain.withTypeProvider<ZodTypeProvider>().post(
    '/:serviceNumber/rating',
    {
      config: { access: { roles: ['applicant'] } },
      schema: {
        summary: '评价一件申请（R-32）',
        description:
          '由用户自己：申请的账号，或已核实身份与申请人相同的账号；综窗、接入系统不代评。五级，不满意与非常不满意为差评；可分别评价各单位。',
        tags: ['好差评'],
        params: z.object({ serviceNumber: z.string().describe('联合报装服务编号') }),
        body: RatingSchema,
        response: {
          201: AnswerSchema.describe('已评价'),
          200: AnswerSchema.describe('此前已用同一 Idempotency-Key 评价'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { serviceNumber } = request.params
      const state = await rateable(plain.deps, await readableCase(plain.deps, serviceNumber, caller, undefined, isUser))
      requireRateable(state, request.body)
      const [keyHash, bodyHash] = [idempotencyHash(request), bodyHashOf(request)]
      const input: RatingInput = {
        id: ratingId(serviceNumber),
        openedBy: actorOf(caller),
        keyHash,
        bodyHash,
        policy: caller.city,
        policyHash: caller.policyHash,
        serviceNumber,
        rating: request.body,
        answerer: officeOf(caller.city),
        parties: partiesOf(state),
        side: { ...applicantSideOf(state.registration, state.registeredBy), applicant: caller.sub },
        ...openedNow(plain.deps, caller.city),
      }
      const opened = await openOnce(
        plain.deps,
        RATING_API,
        input,
        () => new Refusal('already-done', '该申请已评价，可追评一次'),
      )
      const bad = [request.body.grade, ...request.body.organisations.map(({ grade }) => grade)].some(isBad)
      const self = `/api/v1/applications/${serviceNumber}/rating`
      return reply
        .code(opened.created ? 201 : 200)
        .header('location', self)
        .send({
          serviceNumber,
          seq: opened.state?.seq ?? 1,
          status: opened.state?.status ?? (bad ? 'awaitingAnswer' : 'rated'),
          settled: opened.settled,
          bad,
          links: { self },
        })
    },
  )
}

/** The act that made it so may have been answered a moment ago: its row is waited for. */
async function rateable({ database }: Dependencies, state: CaseState): Promise<CaseState> {
  if (isRateable(state)) return state
  const found = await untilSettled(async () => {
    const row = await findApplication(database, state.serviceNumber)
    return row !== undefined && isRateable(row.state) ? row.state : undefined
  })
  return found ?? state
}

function isRateable({ closedAt, lines }: CaseState): boolean {
  return closedAt !== undefined || Object.values(lines).some(({ status }) => status === 'connected')
}

/** by their account; or as whom the form names, where a bureau or the window filed it and no account is known. */
function isUser(caller: Caller, { city, registration, registeredBy }: CaseState): boolean {
  if (caller.city.key !== city) return false
  if (isApplicant(applicantSideOf(registration, registeredBy), caller)) return true
  return caller.identity !== undefined && isIdentityOf(caller.identity, registration.form.applicant)
}

function requireRateable(state: CaseState, { organisations }: Rating): void {
  if (!isRateable(state)) throw new Refusal('wrong-stage', '办结或有服务接入之后才能评价', undefined, { early: true })
  const index = organisations.findIndex(({ org }) => !partiesOf(state).includes(org))
  if (index >= 0)
    throw new Refusal(
      'validation-failed',
      `${organisations[index]?.org ?? ''} 未参与此申请`,
      `organisations.${index}.org`,
    )
}

function rowView(state: RatingState, { city }: Caller, now: Date): z.infer<typeof RowSchema> {
  const {
    serviceNumber,
    seq,
    status,
    bad,
    rating: { grade },
  } = state
  return {
    serviceNumber,
    seq,
    status,
    statusName: RATING_STATUS_NAMES[status],
    grade,
    gradeName: GRADE_NAMES[grade],
    bad,
    awaiting: [...state.awaited],
    ...times({ openedAt: state.openedAt }, { closedAt: state.closedAt }, writingFor(city, now)),
  }
}
