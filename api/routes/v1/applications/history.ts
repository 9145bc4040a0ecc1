import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { eventsOfApplication } from '../../../../db/queries/events.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { eventShown, isSaidToUser, saidToUser } from '../../../../domain/case/case-masking.ts'
import { EVENT_NAMES } from '../../../../domain/case/event.ts'
import type { CaseEvent } from '../../../../domain/case/event.ts'
import { lensOnCase } from '../../../../domain/visibility/lens-on.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { TimeSchema } from '../../../views/application.schema.ts'
import { writingFor } from '../../../views/application.ts'
import { HistoryQuerySchema, historyPage, NextAfterSchema } from '../../../views/history.ts'
import { isOverseer } from '../../../views/who-may-read.ts'
import { readableCase } from './read.ts'

const EventViewSchema = z.object({
  seq: z.int(),
  at: TimeSchema,
  type: z.string(),
  name: z.string(),
  rule: z.string().describe('依据'),
  actor: z.object({ sub: z.string(), org: z.string(), orgName: z.string(), role: z.enum(ROLES) }),
  data: z.record(z.string(), z.unknown()),
})

/** who did what, when, by which rule. */
export async function historyRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:serviceNumber/history',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '一件申请的全部经过（R-39）',
        tags: ['申请'],
        params: z.object({ serviceNumber: z.string().describe('联合报装服务编号') }),
        querystring: HistoryQuerySchema,
        response: {
          200: z.object({
            serviceNumber: z.string(),
            items: z.array(EventViewSchema),
            next: NextAfterSchema,
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const {
        params: { serviceNumber },
        query: { after, limit },
      } = request
      const state = await readableCase(app.deps, serviceNumber, caller)
      const events = await eventsOfApplication(app.deps.database, serviceNumber, { after, limit: limit + 1 })
      const { page, next } = historyPage(events, limit)
      const lens = seenThrough(request, lensOnCase(caller, state, caller.city))
      const isWritten = (event: CaseEvent) => !isOverseer(caller) && isSaidToUser(event, caller.org, state)
      const { time, nameOf } = writingFor(caller.city, app.deps.now())
      const view = ({ seq, at, type, rule, actor, data }: CaseEvent) => ({
        seq,
        at: time(at),
        type,
        name: EVENT_NAMES[type],
        rule,
        actor: { ...actor, orgName: nameOf(actor.org) },
        data: { ...data },
      })
      return {
        serviceNumber,
        items: page.map((event) => view(isWritten(event) ? saidToUser(event, lens) : eventShown(event, lens))),
        next,
      }
    },
  )
}
