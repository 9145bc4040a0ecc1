import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { loadOfCity } from '../../../../db/queries/tasks.ts'
import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { noteSeen } from '../../../plugins/noted.ts'
import { writingFor } from '../../../views/writing.ts'
import { INBOX_ROLES, requireOversight } from './tasks.ts'

const AnswerSchema = z.object({
  items: z.array(
    z.object({
      org: z.string(),
      orgName: z.string(),
      total: z.int(),
      lights: z.record(z.enum([...LIGHTS, 'none']), z.int()),
    }),
  ),
})

/** how much waits for each organisation, for whoever may look into every inbox. */
export async function loadRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/load',
    {
      config: { access: { roles: INBOX_ROLES } },
      schema: {
        summary: '各单位待办件数，按灯（R-33）',
        description: '限协调小组办公室、审计与管理员；各家的待办见 /organisations/{单位}/tasks。',
        tags: ['单位'],
        querystring: z.strictObject({}),
        response: { 200: AnswerSchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      requireOversight(caller)
      const { city } = caller
      const { nameOf, now } = writingFor(city, app.deps.now())
      const loads = new Map((await loadOfCity(app.deps.database, { city: city.key, now })).map((row) => [row.org, row]))
      noteSeen(request, 'masked')
      return {
        items: city.organisations.flatMap(({ key }) => {
          const load = loads.get(key)
          if (load === undefined) return []
          const { org, ...lights } = load
          const total = Object.values(lights).reduce((sum, count) => sum + count, 0)
          return [{ org, orgName: nameOf(org), total, lights }]
        }),
      }
    },
  )
}
