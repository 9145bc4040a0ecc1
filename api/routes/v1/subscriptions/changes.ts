import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  changeSubscription,
  confirmSubscription,
  pauseSubscription,
  resumeSubscription,
} from '../../../../db/queries/subscription-acts.ts'
import type { SubscriptionRow } from '../../../../db/queries/subscriptions.ts'
import { defined } from '../../../../domain/defined.ts'
import { Refusal } from '../../../../domain/problem.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { EventTypeSchema, SubscriptionViewSchema, subscriptionView } from '../../../views/push.ts'
import { requireOwnOrPlatform, requireSecondPerson, whoDid } from '../../../views/who-may-subscribe.ts'
import { changedOr, ownSubscription, readableSubscription, SubscriptionParams } from './known.ts'
import { allowedReceiver, ReceiverUrlSchema } from './receiver-url.ts'

const tags = ['推送']
const config = { access: { roles: ['administrator', 'system'] } } as const
const response = { 200: SubscriptionViewSchema }

const ChangesSchema = z
  .strictObject({
    url: ReceiverUrlSchema.optional(),
    eventTypes: z.array(EventTypeSchema).min(1).max(100).nullable().optional().describe('null：全部'),
  })
  .refine(({ url, eventTypes }) => url !== undefined || eventTypes !== undefined, '至少改一项：url 或 eventTypes')

/** what becomes of a subscription after it was asked for. */
export async function subscriptionChangeRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const shown = (row: SubscriptionRow, caller: Caller) => subscriptionView(row, caller, app.deps.now())
  const params = SubscriptionParams
  const body = z.strictObject({})

  app.post(
    '/:id/confirmation',
    {
      config,
      schema: {
        operationId: 'confirmSubscription',
        summary: '确认他人提出的订阅（R-27）',
        tags,
        params,
        body,
        response,
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const before = await readableSubscription(app, request.params.id, caller)
      requireOwnOrPlatform(caller, before)
      requireSecondPerson(caller, before)
      const done = await confirmSubscription(app.deps.database, before.id, whoDid(caller))
      const row = await changedOr(app, before.id, done)
      if (row.confirmedBy !== whoDid(caller)) throw new Refusal('already-done', '该订阅已由他人确认')
      return shown(row, caller)
    },
  )
  app.post(
    '/:id/changes',
    {
      config,
      schema: {
        operationId: 'changeSubscription',
        summary: '改接收地址或所要的事；等着的随即送往新地址（R-27）',
        tags,
        params,
        body: ChangesSchema,
        response,
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { id } = await ownSubscription(app, request.params.id, caller)
      const { url, eventTypes } = request.body
      const allowed = url === undefined ? undefined : await allowedReceiver(app.deps.environment, url)
      const to = defined({ url: allowed, eventTypes })
      const changed = await changeSubscription(app.deps.database, id, whoDid(caller), to)
      return shown(await changedOr(app, id, changed), caller)
    },
  )
  for (const [path, operationId, summary, act] of [
    ['pause', 'pauseSubscription', '暂停：不再送，待送的留着；测试照送（R-27）', pauseSubscription],
    ['resumption', 'resumeSubscription', '恢复：从停下的地方接着送（R-27）', resumeSubscription],
  ] as const)
    app.post(
      `/:id/${path}`,
      { config, schema: { operationId, summary, tags, params, body, response } },
      async (request) => {
        const caller = callerOfRequest(request)
        const { id } = await ownSubscription(app, request.params.id, caller)
        return shown(await changedOr(app, id, await act(app.deps.database, id, whoDid(caller))), caller)
      },
    )
}
