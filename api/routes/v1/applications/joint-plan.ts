import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { roadWorksOn } from '../../../../db/queries/road-works.ts'
import { allNamesOf, moratoriumYearsOf, roadKeysIn } from '../../../../domain/city/city-parts.ts'
import { jointPlan } from '../../../../domain/trench/joint-plan.ts'
import { roadWorksOf } from '../../../../workflows/application/core/trench.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { CaseState } from '../../../case.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { localDate } from '../../../../domain/clocks/local-date.ts'
import {
  OpenedLatelyViewSchema,
  RoadWorksViewSchema,
  SharedTrenchViewSchema,
} from '../../../views/road-works.schema.ts'
import { openedLatelyView, roadWorksView, sharedTrenchView } from '../../../views/road-works.ts'
import { requirePlanner } from '../../../views/who-may-plan.ts'
import { writingFor } from '../../../views/writing.ts'
import { PLANNING_ROLES } from '../road-works/road-works.ts'
import { readableCase } from './read.ts'

const MOST_OTHERS = 500

const AnswerSchema = z.object({
  serviceNumber: z.string(),
  works: z.array(RoadWorksViewSchema).describe('本申请的外线工程路段'),
  trenches: z.array(SharedTrenchViewSchema).describe('可共享的沟槽，含与其他申请的'),
  openedLately: z.array(OpenedLatelyViewSchema).describe('近年挖掘过的道路'),
  moratoriumYears: z.int(),
})

/** one plan joins the works of a case, and those of other cases on the same roads. */
export async function jointPlanRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:serviceNumber/construction/joint-plan',
    {
      config: { access: { roles: PLANNING_ROLES } },
      schema: {
        summary: '联合施工计划：共享沟槽、并行施工（R-18）',
        tags: ['施工'],
        params: z.object({ serviceNumber: z.string().describe('联合报装服务编号') }),
        response: { 200: AnswerSchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      requirePlanner(caller)
      return planOf(app.deps, await readableCase(app.deps, request.params.serviceNumber, caller), caller)
    },
  )
}

async function planOf(
  { database, now }: Dependencies,
  state: CaseState,
  { city }: Caller,
): Promise<z.infer<typeof AnswerSchema>> {
  const own = roadWorksOf(state)
  const onTheRoads = await roadWorksOn(database, {
    city: city.key,
    roads: allNamesOf(
      city,
      own.map(({ road }) => road),
    ),
    limit: MOST_OTHERS,
  })
  const [writing, moratoriumYears] = [writingFor(city, now()), moratoriumYearsOf(city)]
  const { trenches, openedLately } = jointPlan(
    own,
    onTheRoads.filter((works) => works.serviceNumber !== state.serviceNumber),
    {
      moratoriumYears,
      today: localDate(now().toISOString(), city.hours),
      dateOf: (instant) => localDate(instant, city.hours),
      roadKeys: roadKeysIn(city),
    },
  )
  return {
    serviceNumber: state.serviceNumber,
    moratoriumYears,
    works: own.map((works) => roadWorksView(works, writing)),
    trenches: trenches.map((trench) => sharedTrenchView(trench, writing)),
    openedLately: openedLately.map((flag) => openedLatelyView(flag, moratoriumYears, writing)),
  }
}
