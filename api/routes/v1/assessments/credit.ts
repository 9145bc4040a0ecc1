import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'
import { creditFiguresOf } from '../../../../db/queries/credit-figures.ts'
import { periodName } from '../../../../domain/assessment/period.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { periodFor, PeriodSchema } from '../../../views/period.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { assessedOrgs } from '../../../views/who-may-assess.ts'
import { writingFor } from '../../../views/writing.ts'
import { ASSESSED_ROLES } from './assessments.ts'

const count = (what: string) => z.int().describe(what)

const RowSchema = z.object({
  org: z.string(),
  orgName: z.string(),
  opened: count('提请'),
  noticed: count('事先告知'),
  answered: count('陈述申辩，含放弃'),
  recorded: count('认定失信'),
  performance: count('作为履约信息'),
  dismissed: count('不予认定'),
  contested: count('异议'),
  upheld: count('异议后维持'),
  withdrawn: count('撤销，含异议后撤销'),
  repairsAsked: count('申请信用修复'),
  repaired: count('予以修复'),
  onTime: count('按时办成的时限'),
  overdue: count('超期的时限'),
  running: count('在办的时限'),
})

/** 信用记录的办理, by the authority whose records they are; below `/assessments`. */
export async function creditFiguresRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/credit',
    {
      config: { access: { roles: ASSESSED_ROLES } },
      schema: {
        summary: '信用记录办理情况，逐单位（R-29、R-30）',
        description:
          '事先告知、认定、异议裁定、信用修复的件数与时限。这些时限⁺未经协调小组采纳，不计入考核；一个时限只计一次，计法与考核相同。',
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
            advisory: z.literal(true).describe('时限不计入考核'),
            items: z.array(RowSchema),
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
      const figures = await creditFiguresOf(database, { city: key, from: period.from, to: period.to })
      const { time, nameOf, now: at } = writingFor(caller.city, now())
      const order = organisations.map((organisation) => organisation.key)
      return {
        period: period.key,
        periodName: periodName(period.key),
        from: time(period.from),
        to: time(period.to),
        at: time(at),
        advisory: true as const,
        items: figures
          .filter(({ org }) => owners?.includes(org) ?? true)
          .toSorted((a, b) => order.indexOf(a.org) - order.indexOf(b.org))
          .map((row) => ({ ...row, orgName: nameOf(row.org) })),
      }
    },
  )
}
