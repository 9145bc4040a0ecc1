import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ratingFiguresOf } from '../../../../db/queries/rating-figures.ts'
import { periodName } from '../../../../domain/assessment/period.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { periodFor, PeriodSchema } from '../../../views/period.ts'
import { RatingFiguresSchema } from '../../../views/rating-figures.schema.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { assessedOrgs } from '../../../views/who-may-assess.ts'
import { writingFor } from '../../../views/writing.ts'
import { ASSESSED_ROLES } from './assessments.ts'

/** 好差评 by the organisation that was rated; below `/assessments`. */
export async function ratingFiguresRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/ratings',
    {
      config: { access: { roles: ASSESSED_ROLES } },
      schema: {
        summary: '好差评，逐单位（R-30、R-32）',
        description: '用户分别评价各单位的，计入所评的单位；按评价之日计入期间。被评为差评的单位自己的回复，另计。',
        tags: ['考核'],
        querystring: z.strictObject({
          period: PeriodSchema,
          org: z.string().min(1).max(LONGEST_ORGANISATION_KEY).optional().describe('单位'),
        }),
        response: {
          200: z.object({
            period: z.string(),
            periodName: z.string(),
            from: TimeSchema,
            to: TimeSchema.describe('不含'),
            at: TimeSchema.describe('截至'),
            items: z.array(RatingFiguresSchema),
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const owners = assessedOrgs(caller, request.query.org)
      const { database, now } = plain.deps
      const period = periodFor(request.query.period, caller, now())
      const { key, organisations } = caller.city
      const figures = await ratingFiguresOf(database, { city: key, from: period.from, to: period.to })
      const { time, nameOf, now: at } = writingFor(caller.city, now())
      const order = organisations.map((organisation) => organisation.key)
      return {
        period: period.key,
        periodName: periodName(period.key),
        from: time(period.from),
        to: time(period.to),
        at: time(at),
        items: figures
          .filter(({ org }) => owners?.includes(org) ?? true)
          .toSorted((a, b) => order.indexOf(a.org) - order.indexOf(b.org))
          .map((row) => ({ ...row, orgName: nameOf(row.org) })),
      }
    },
  )
}
