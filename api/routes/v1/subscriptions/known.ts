import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findSubscription } from '../../../../db/queries/subscriptions.ts'
import type { SubscriptionRow } from '../../../../db/queries/subscriptions.ts'
import { Refusal } from '../../../../domain/problem.ts'
import type { Caller } from '../../../auth/caller.ts'
import { stateOf } from '../../../views/push.ts'
import { requireOwn, visible } from '../../../views/who-may-subscribe.ts'

export const SubscriptionParams = z.object({ id: z.uuid().describe('订阅编号') })

type App = Pick<FastifyInstance, 'deps'>

/** The subscription, for a caller who may see it. */
export async function readableSubscription({ deps }: App, id: string, caller: Caller): Promise<SubscriptionRow> {
  return visible(await findSubscription(deps.database, id), caller, notFound())
}

/** The subscription of the caller's own organisation, confirmed and not ended. */
export async function ownSubscription(app: App, id: string, caller: Caller): Promise<SubscriptionRow> {
  const row = await readableSubscription(app, id, caller)
  requireOwn(caller, row)
  requireServed(row)
  return row
}

/** What an act left, or why it could not be: it was ended, or is not confirmed, by somebody else meanwhile. */
export async function changedOr(app: App, id: string, changed: SubscriptionRow | undefined): Promise<SubscriptionRow> {
  if (changed !== undefined) return changed
  const row = await findSubscription(app.deps.database, id)
  if (row === undefined) throw notFound()
  requireServed(row)
  return row
}

function requireServed(row: SubscriptionRow): void {
  const state = stateOf(row)
  if (state === 'ended') throw new Refusal('subscription-ended', '订阅已停用；须新建订阅，可用 since 指明从何时起')
  if (state === 'pending')
    throw new Refusal('subscription-pending', '订阅由他人提出，尚待本单位或办公室另一位管理员确认')
}

function notFound(): Refusal {
  return new Refusal('subscription-not-found', '没有这个订阅，或不属于本单位')
}
