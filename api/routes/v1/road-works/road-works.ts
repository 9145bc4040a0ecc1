import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { text } from '../../../../domain/act/fields.schema.ts'
import { roadWorksOn } from '../../../../db/queries/road-works.ts'
import { allNamesOf } from '../../../../domain/city/city-parts.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import type { Role } from '../../../../domain/actor/actor.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { limitSchema } from '../../../views/page.ts'
import { RoadWorksViewSchema } from '../../../views/road-works.schema.ts'
import { roadWorksView } from '../../../views/road-works.ts'
import { requirePlanner } from '../../../views/who-may-plan.ts'
import { writingFor } from '../../../views/writing.ts'

export const PLANNING_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'applicant')

/** who works on a road, across applications. */
export async function roadWorksRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: { roles: PLANNING_ROLES } },
      schema: {
        summary: '一条道路上的外线工程（R-18）',
        description: '跨申请；未完工的在前，其后为最近完工的。',
        tags: ['施工'],
        querystring: z.strictObject({
          road: text(100).describe('道路名称，或其别名'),
          limit: limitSchema(100, 200),
        }),
        response: { 200: z.object({ items: z.array(RoadWorksViewSchema) }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      requirePlanner(caller)
      const { road, limit } = request.query
      const roads = allNamesOf(caller.city, [road])
      const works = await roadWorksOn(app.deps.database, { city: caller.city.key, roads, limit })
      return { items: works.map((each) => roadWorksView(each, writingFor(caller.city, app.deps.now()))) }
    },
  )
}
