import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { countedDeadlines } from '../../../../db/queries/counted-deadlines.ts'
import { kindsOf, RESULTS, useClock } from '../../../../domain/assessment/assessment.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { CountedDeadlineSchema } from '../../../views/assessment.schema.ts'
import { countedDeadlineView } from '../../../views/assessment.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../../../views/page.ts'
import { periodFor } from '../../../views/period.ts'
import { assessedOrgs } from '../../../views/who-may-assess.ts'
import { writingFor } from '../../../views/writing.ts'
import { ASSESSED_ROLES, QUERY } from './assessments.ts'

const PlaceSchema = z.strictObject({
  countedAt: PlaceInstantSchema,
  serviceNumber: z.string().max(40),
  id: z.string().max(200),
})

/** the deadlines behind a figure; below `/assessments`. */
export async function countedDeadlineRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/deadlines',
    {
      config: { access: { roles: ASSESSED_ROLES } },
      schema: {
        summary: '考核数据由哪些时限而来（R-30）',
        tags: ['考核'],
        querystring: z.strictObject({
          ...QUERY,
          result: z.enum(RESULTS).optional().describe('按时、超期、在办'),
          limit: limitSchema(50, 500),
          cursor: CursorSchema,
        }),
        response: {
          200: z.object({
            items: z.array(CountedDeadlineSchema),
            next: z.string().optional().describe('下一页的 cursor'),
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { city } = caller
      const { period: key, org, link, result, limit, cursor } = request.query
      const owners = assessedOrgs(caller, org)
      const at = plain.deps.now()
      const { from, to } = periodFor(key, caller, at)
      const page = await countedDeadlines(plain.deps.database, {
        city: city.key,
        from,
        to,
        now: at.toISOString(),
        owners,
        kinds: link === undefined ? undefined : kindsOf(link),
        result,
        limit,
        cursor: decodeCursor(PlaceSchema, cursor),
      })
      const clock = useClock({
        hours: city.hours,
        calendar: plain.deps.calendars[city.calendar],
        now: at.toISOString(),
      })
      const writing = writingFor(city, at)
      return {
        items: page.items.map((row) => countedDeadlineView(row, clock, writing)),
        next: encodeCursor(page.next),
      }
    },
  )
}
