import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { lanesOf } from '../../../../db/queries/lanes.ts'
import { LANE_STATES } from '../../../../domain/push.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema } from '../../../views/page.ts'
import { LaneViewSchema, laneView, LaneKindSchema } from '../../../views/push.ts'
import { writingFor } from '../../../views/writing.ts'
import { readableSubscription, SubscriptionParams } from './known.ts'

const PlaceSchema = z.strictObject({ subject: z.string().max(120) })

/** how far each application and matter has been told to a subscription. */
export async function deliveryRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:id/deliveries',
    {
      config: { access: { roles: ['administrator', 'auditor', 'system'] } },
      schema: {
        operationId: 'listDeliveries',
        summary: '逐件（申请、过户、信用记录、评价）送到何处、最近的尝试（R-27）',
        tags: ['推送'],
        params: SubscriptionParams,
        querystring: z.strictObject({
          state: z.enum(LANE_STATES).optional(),
          kind: LaneKindSchema.optional(),
          subject: z.string().max(120).optional().describe('服务编号或事项编号'),
          serviceNumber: z.string().max(40).optional().describe('同 subject，用于申请'),
          limit: limitSchema(50, 200),
          cursor: CursorSchema,
        }),
        response: { 200: z.object({ items: z.array(LaneViewSchema), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { state, kind, subject, serviceNumber, limit, cursor } = request.query
      const { id } = await readableSubscription(app, request.params.id, caller)
      const page = await lanesOf(app.deps.database, id, {
        state,
        kind,
        subjects: [subject, serviceNumber].filter((named) => named !== undefined),
        limit,
        after: decodeCursor(PlaceSchema, cursor)?.subject,
      })
      const writing = writingFor(caller.city, app.deps.now())
      return {
        items: page.items.map((item) => laneView(item, writing)),
        next: encodeCursor(page.next === undefined ? undefined : { subject: page.next }),
      }
    },
  )
}
