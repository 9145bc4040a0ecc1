import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { guide } from '../../../documents/guide.ts'
import { fieldProblem } from '../../../problems/problem-error.ts'
import { HTML_ANSWER, sendPaper } from '../applications/documents.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'

/** the one-page guide, public. */
export async function guideRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: 'public' },
      schema: {
        summary: '一张图办事指引（R-10）',
        description: '由城市配置生成：环节、时限、单位、渠道、材料与费用。',
        tags: ['文书'],
        querystring: z.strictObject({
          city: z.string().min(1).max(LONGEST_ORGANISATION_KEY).default('chibi').describe('城市'),
        }),
        response: HTML_ANSWER,
      },
    },
    async ({ query: { city: key } }, reply) => {
      const city = app.deps.cities.get(key)?.city
      if (city === undefined)
        throw fieldProblem(
          'validation-failed',
          'city',
          `没有城市 ${key}，可用：${[...app.deps.cities.keys()].join('、')}`,
        )
      return sendPaper(reply, guide(city))
    },
  )
}
