import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { GRADE_NAMES, GRADES, isBad, RATING_STATUS_NAMES, RATING_STATUSES } from '../../../../domain/rating/rating.ts'
import { RatingSchema } from '../../../../domain/rating/rating.schema.ts'
import type { RatingState } from '../../../../workflows/rating/core/state.ts'
import type { Caller } from '../../../auth/caller.ts'
import { listRoute } from '../../../matters/lists.ts'
import { RATING_API } from '../../../matters/rating.ts'
import { matterRoutes } from '../../../matters/routes.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { SettledSchema } from '../../../views/settled.schema.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { times, writingFor } from '../../../views/writing.ts'
import { rate } from './rate.ts'

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
      const opened = await rate(plain.deps, caller, {
        serviceNumber,
        rating: request.body,
        keyHash: idempotencyHash(request),
        bodyHash: bodyHashOf(request),
      })
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
