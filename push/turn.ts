/** A lane's turn: its events one after the other, each only when the one before has been taken. */
import type { Database } from '../db/client.ts'
import {
  finishLane,
  receiverIsBack,
  recordDelivered,
  recordFailure,
  releaseLane,
  wasAway,
} from '../db/queries/lanes.ts'
import type { ClaimedLane } from '../db/queries/lanes.ts'
import { outboxOf } from '../db/queries/outbox.ts'
import { endSubscription } from '../db/queries/subscriptions.ts'
import type { Keyring } from '../temporal/keyring.ts'
import { unseal } from '../temporal/seal.ts'
import type { PushMetrics } from './metrics.ts'
import { send } from './send.ts'
import type { Outcome } from './send.ts'
import { backoffMs } from './settings.ts'
import type { PushSettings } from './settings.ts'
import { tellables } from './subject-messages.ts'
import type { Tellable } from './subject-messages.ts'

export interface PushLog {
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
}

/** What a deliverer stands on. */
export interface PushDependencies {
  readonly database: Database
  readonly keyring: Keyring
  readonly metrics: PushMetrics
  readonly log: PushLog
}

export interface Stops {
  /** Begin no further attempt. */
  readonly stopping: AbortSignal
  /** End those under way. */
  readonly cut: AbortSignal
}

/** Where the outbox lacks events that the lane knows of, a rebuild is under way or due. */
const EVENTS_MISSING_MS = 30_000

/**
 * Delivers what a claimed lane holds, a batch at most, and gives it back. Throws `DatabaseError`: the lease then runs
 * out by itself.
 */
export async function takeTurn(
  the: PushDependencies,
  settings: PushSettings,
  lane: ClaimedLane,
  { stopping, cut }: Stops,
): Promise<void> {
  const secret = secretOf(lane, the)
  if (secret === undefined) return releaseLane(the.database, lane, settings.longestRetryMs, 'secret-unreadable')
  const { complete, next } = await readNext(the.database, lane, settings.batch)
  if (!complete) return releaseLane(the.database, lane, EVENTS_MISSING_MS, 'events-missing')
  let passed = lane.deliveredSeq
  let failures = lane.attempts
  for (const { told, wanted } of next) {
    if (wanted) {
      if (stopping.aborted) break
      if (!(await deliver(the, settings, { ...lane, attempts: failures }, { told, secret, cut }))) return
      failures = 0
    }
    passed = told.seq
  }
  await finishLane(the.database, lane, passed)
}

function secretOf({ secret, subscriptionId }: ClaimedLane, { keyring, log }: PushDependencies): string | undefined {
  try {
    return unseal(secret, subscriptionId, keyring)
  } catch {
    log.warn('推送密钥无法解开', { subscription: subscriptionId })
    return undefined
  }
}

interface Next {
  readonly complete: boolean
  readonly next: readonly { readonly told: Tellable; readonly wanted: boolean }[]
}

/**
 * The lane's next events, each with where its subject stands after it, folded from the first event on; not complete
 * where one is missing before the lane's head.
 */
async function readNext(
  database: Database,
  { subscriptionId, subject, kind, deliveredSeq, headSeq }: ClaimedLane,
  batch: number,
): Promise<Next> {
  const rows = await outboxOf(database, subscriptionId, subject, deliveredSeq + batch)
  const complete =
    rows.every(({ event }, index) => event.seq === index + 1) && rows.length >= Math.min(headSeq, deliveredSeq + batch)
  if (!complete) return { complete, next: [] }
  const all = tellables(
    kind,
    subject,
    rows.map(({ event }) => event),
  )
  return {
    complete,
    next: all.flatMap((told, index) =>
      told.seq > deliveredSeq ? [{ told, wanted: rows[index]?.wanted === true }] : [],
    ),
  }
}

/** One attempt at one event. Says false where the lane's turn ends with it. */
async function deliver(
  the: PushDependencies,
  settings: PushSettings,
  lane: ClaimedLane,
  { told, secret, cut }: { told: Tellable; secret: string; cut: AbortSignal },
): Promise<boolean> {
  const startedAt = performance.now()
  const outcome = await send(told.messageFor(lane.org), { url: lane.url, secret }, settings, cut)
  const attempt = {
    seq: told.seq,
    durationMs: Math.round(performance.now() - startedAt),
    status: outcome.kind === 'cut' ? null : outcome.status,
    error: null,
  }
  switch (outcome.kind) {
    case 'delivered': {
      const held = await recordDelivered(the.database, lane, attempt, settings.leaseMs)
      the.metrics.delivered(lane.org)
      if (lane.attempts > 0 && wasAway(lane.lastStatus)) await receiverIsBack(the.database, lane.subscriptionId)
      return held
    }
    case 'failed':
      await fail(the, settings, lane, { ...attempt, error: outcome.error }, outcome)
      return false
    case 'gone':
      if (await endSubscription(the.database, lane.subscriptionId, 'gone', null))
        the.log.warn('接收方答复 410，订阅已停用', { subscription: lane.subscriptionId })
      await releaseLane(the.database, lane, settings.firstRetryMs, 'http-410')
      return false
    case 'cut':
      await releaseLane(the.database, lane, 0)
      return false
  }
}

type Failed = Extract<Outcome, { kind: 'failed' }>

async function fail(
  the: PushDependencies,
  settings: PushSettings,
  lane: ClaimedLane,
  attempt: Parameters<typeof recordFailure>[2],
  { error, retryAfterMs }: Failed,
): Promise<void> {
  the.metrics.failed(lane.org, error)
  const afterMs = Math.max(backoffMs(lane.attempts + 1, settings), Math.min(retryAfterMs, settings.longestRetryMs))
  const state = await recordFailure(the.database, lane, attempt, { afterMs, giveUpAfterMs: settings.giveUpAfterMs })
  if (state !== 'parked') return
  the.metrics.parked(lane.org)
  the.log.warn('多次推送失败，转入死信', {
    subscription: lane.subscriptionId,
    subject: lane.subject,
    seq: attempt.seq,
    error,
  })
}
