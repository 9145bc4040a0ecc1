import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ORGANISATION_KINDS } from '../../../../domain/city/organisation-kind.ts'
import { fieldProblem } from '../../../problems/problem-error.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'

const QuerySchema = z.strictObject({
  city: z.string().min(1).max(LONGEST_ORGANISATION_KEY).default('chibi').describe('城市'),
})

const AnswerSchema = z.object({
  city: z.string(),
  name: z.string(),
  organisations: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      kind: z.enum(ORGANISATION_KINDS),
      supervisor: z.string().optional(),
    }),
  ),
})

/** The organisations of a city, for pages. */
export async function organisationRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: 'public' },
      schema: {
        summary: '一个城市的各单位',
        tags: ['单位'],
        querystring: QuerySchema,
        response: { 200: AnswerSchema },
      },
    },
    async ({ query }) => {
      const city = app.deps.cities.get(query.city)?.city
      if (city === undefined)
        throw fieldProblem(
          'validation-failed',
          'city',
          `没有城市 ${query.city}，可用：${[...app.deps.cities.keys()].join('、')}`,
        )
      return { city: city.key, name: city.name, organisations: city.organisations }
    },
  )
}
