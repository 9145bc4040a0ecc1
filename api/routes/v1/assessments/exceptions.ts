import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { exceptionsOf } from '../../../../db/queries/assessment.ts'
import { EXCEPTION_KINDS, EXCEPTION_NAMES } from '../../../../domain/assessment/assessment.ts'
import { maskNumbersIn } from '../../../../domain/masking/numbers-in-text.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { fieldWords } from '../../../../domain/demand/field-words.ts'
import { noteSeen } from '../../../plugins/noted.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../../../views/page.ts'
import { periodFor, PeriodSchema } from '../../../views/period.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { seesAllFigures } from '../../../views/who-may-assess.ts'
import { writingFor } from '../../../views/writing.ts'
import { ASSESSED_ROLES } from './assessments.ts'

const PlaceSchema = z.strictObject({ at: PlaceInstantSchema, subject: z.string().max(100), seq: z.int().min(1) })

const ItemSchema = z.object({
  kind: z.enum(EXCEPTION_KINDS),
  kindName: z.string(),
  serviceNumber: z.string(),
  laterInspection: z.string().optional().describe('办结后的检查的编号；没有此项：申请的'),
  seq: z.int().describe('申请的（或该检查的）全程记录中的序号'),
  at: TimeSchema,
  by: z.string(),
  byName: z.string().describe('谁作出'),
  deadline: z.string().optional(),
  owner: z.string().optional(),
  ownerName: z.string().optional().describe('谁的时限'),
  advisory: z.boolean(),
  words: z.string().describe('理由；一次性告知：要求补正的各项'),
})

/**
 * R-30⁺: what the other bureau reviews: every stop, waiver and extension of a period; below
 * `/assessments`.
 */
export async function exceptionRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/exceptions',
    {
      config: { access: { roles: ASSESSED_ROLES } },
      schema: {
        summary: '停表、免于踏勘与施工、整改的延期，供复核（R-30）',
        tags: ['考核'],
        querystring: z.strictObject({
          period: PeriodSchema,
          kind: z.enum(EXCEPTION_KINDS).optional(),
          limit: limitSchema(50, 500),
          cursor: CursorSchema,
        }),
        response: {
          200: z.object({ items: z.array(ItemSchema), next: z.string().optional().describe('下一页的 cursor') }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      if (!seesAllFigures(caller)) throw new Refusal('forbidden', '由考核与复核单位、协调小组及其办公室、审计查看')
      const { period: key, kind, limit, cursor } = request.query
      const at = plain.deps.now()
      const { from, to } = periodFor(key, caller, at)
      const page = await exceptionsOf(plain.deps.database, {
        city: caller.city.key,
        from,
        to,
        kind,
        limit,
        cursor: decodeCursor(PlaceSchema, cursor),
      })
      noteSeen(request, 'masked')
      const { time, nameOf } = writingFor(caller.city, at)
      return {
        items: page.items.map(({ owner, asked, ...item }) => ({
          ...item,
          words: asked === undefined ? maskNumbersIn(item.words) : asked.map(fieldWords).join('、'),
          kindName: EXCEPTION_NAMES[item.kind],
          at: time(item.at),
          byName: nameOf(item.by),
          ...(owner === undefined ? {} : { owner, ownerName: nameOf(owner) }),
        })),
        next: encodeCursor(page.next),
      }
    },
  )
}
