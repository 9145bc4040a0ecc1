/** A lane's turn: its events one after the other, each only when the one before has been taken. */
import type { Database } from '../db/client.ts'
import { logAccess } from '../db/queries/access-log.ts'
import { finishLane, recordDelivered, recordFailure, releaseLane } from '../db/queries/lanes.ts'
import type { ClaimedLane } from '../db/queries/lanes.ts'
import { outboxOf } from '../db/queries/outbox.ts'
import { type DueTest, testsAfter } from '../db/queries/push-tests.ts'
import { endSubscription } from '../db/queries/subscriptions.ts'
import { receiverIsBack } from '../db/queries/waking.ts'
import type { Keyring } from '../temporal/keyring.ts'
import { unseal } from '../temporal/seal.ts'
import type { Message } from './cloud-event.ts'
import type { PushMetrics } from './metrics.ts'
import type { ToldCity } from './reader.ts'
import { send } from './send.ts'
import type { FailedBecause, Outcome } from './send.ts'
import { backoffMs } from './settings.ts'
import type { PushSettings } from './settings.ts'
import { tellables } from './subject-messages.ts'
import type { Tellable } from './subject-messages.ts'
import { testTellable } from './test-messages.ts'

interface PushLog {
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
}

/** What a deliverer stands on. */
export interface PushDependencies {
  readonly database: Database
  readonly keyring: Keyring
  readonly metrics: PushMetrics
  readonly log: PushLog
  /** As it is configured now, for who sees what; undefined where it is no more. */
  readonly cityOf: (key: string) => ToldCity | undefined
}

export interface Stops {
  /** Begin no further attempt. */
  readonly stopping: AbortSignal
  /** End those under way. */
  readonly cut: AbortSignal
}

/** Whose configuration is gone has no organisations: nobody is told more than masked. */
const NOWHERE: ToldCity = { organisations: [] }

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
  const secrets = secretsOf(lane, the)
  if (secrets === undefined) return releaseLane(the.database, lane, settings.longestRetryMs, 'secret-unreadable')
  const { complete, next } = await readNext(the, lane, settings.batch)
  if (!complete) return releaseLane(the.database, lane, EVENTS_MISSING_MS, 'events-missing')
  let passed = lane.deliveredSeq
  let { attempts, refusals } = lane
  for (const { told, wanted } of next) {
    if (wanted) {
      if (stopping.aborted) break
      const goesOn = await deliver(the, settings, { ...lane, attempts, refusals }, { told, secrets, cut })
      if (goesOn === 'over') return
      attempts = refusals = 0
      passed = told.seq
      if (goesOn === 'enough') break
    }
    passed = told.seq
  }
  await finishLane(the.database, lane, passed)
}

interface Secrets {
  readonly secret: string
  readonly previous: string | undefined
}

function secretsOf(
  { secret, previousSecret, subscriptionId }: ClaimedLane,
  { keyring, log }: PushDependencies,
): Secrets | undefined {
  const opened = (sealed: string) => {
    try {
      return unseal(sealed, subscriptionId, keyring)
    } catch {
      log.warn('推送密钥无法解开', { subscription: subscriptionId })
      return undefined
    }
  }
  const current = opened(secret)
  if (current === undefined) return undefined
  return { secret: current, previous: previousSecret === null ? undefined : opened(previousSecret) }
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
  { database, cityOf }: PushDependencies,
  { subscriptionId, subject, kind, city, deliveredSeq, headSeq }: ClaimedLane,
  batch: number,
): Promise<Next> {
  if (kind === 'test') {
    const tests = await testsAfter(database, subscriptionId, deliveredSeq, batch)
    const told = (test: DueTest) => ({ told: testTellable({ id: subscriptionId, city }, test), wanted: true })
    return { complete: true, next: tests.map(told) }
  }
  const rows = await outboxOf(database, subscriptionId, subject, deliveredSeq + batch)
  const complete =
    rows.every(({ event }, index) => event.seq === index + 1) && rows.length >= Math.min(headSeq, deliveredSeq + batch)
  if (!complete) return { complete, next: [] }
  const all = tellables(
    kind,
    subject,
    rows.map(({ event }) => event),
    cityOf(city) ?? NOWHERE,
  )
  return {
    complete,
    next: all.flatMap((told, index) =>
      told.seq > deliveredSeq ? [{ told, wanted: rows[index]?.wanted === true }] : [],
    ),
  }
}

/**
 * One attempt at one event. `enough`: it was taken, and nothing more goes there now; `over`: the turn ended with it.
 */
async function deliver(
  the: PushDependencies,
  settings: PushSettings,
  lane: ClaimedLane,
  { told, secrets, cut }: { told: Tellable; secrets: Secrets; cut: AbortSignal },
): Promise<'next' | 'enough' | 'over'> {
  const startedAt = performance.now()
  const message = told.messageFor(lane.org)
  await noteGiven(the.database, lane, message)
  const outcome = rehearsed(
    await send(message, { url: lane.url, ...secrets }, settings, cut),
    told.failsAt?.(lane.attempts),
  )
  const attempt = {
    seq: told.seq,
    durationMs: Math.round(performance.now() - startedAt),
    status: outcome.kind === 'cut' ? null : outcome.status,
    error: null,
  }
  switch (outcome.kind) {
    case 'delivered': {
      const { held, back, served } = await recordDelivered(the.database, lane, attempt, settings.leaseMs)
      the.metrics.delivered(lane.org)
      if (back) await receiverIsBack(the.database, lane.subscriptionId)
      if (!held) return 'over'
      return served ? 'next' : 'enough'
    }
    case 'failed':
      await fail(the, settings, lane, { ...attempt, error: outcome.error }, outcome)
      return 'over'
    case 'gone':
      if (await endSubscription(the.database, lane.subscriptionId, 'gone', null))
        the.log.warn('接收方答复 410，订阅已停用', { subscription: lane.subscriptionId })
      await releaseLane(the.database, lane, settings.firstRetryMs, 'http-410')
      return 'over'
    case 'cut':
      await releaseLane(the.database, lane, 0)
      return 'over'
  }
}

/** before it is sent, for who did not answer may have read it all the same. */
async function noteGiven(database: Database, lane: ClaimedLane, { given }: Message): Promise<void> {
  if (given.length === 0) return
  const { org, city, subscriptionId, subject } = lane
  await logAccess(database, {
    sub: `subscription:${subscriptionId}`,
    org,
    role: 'system',
    city,
    kind: 'push',
    action: 'PUSH',
    serviceNumber: subject,
    item: subscriptionId,
    seen: 'whole',
    outcome: 'allowed',
    unmasked: [...given],
  })
}

/** What was taken, but is to count as failed. */
function rehearsed(outcome: Outcome, because: FailedBecause | undefined): Outcome {
  if (because === undefined || outcome.kind !== 'delivered') return outcome
  return { kind: 'failed', status: outcome.status, error: 'rehearsal', retryAfterMs: 0, because }
}

type Failed = Extract<Outcome, { kind: 'failed' }>

async function fail(
  the: PushDependencies,
  settings: PushSettings,
  lane: ClaimedLane,
  attempt: Parameters<typeof recordFailure>[2],
  { error, retryAfterMs, because }: Failed,
): Promise<void> {
  the.metrics.failed(lane.org, error)
  const { longestRetryMs, giveUpAfterMs, mostRefusals } = settings
  // What is refused for good is not put off by an hour: it is to be seen soon.
  const afterMs =
    because === 'refused'
      ? backoffMs(lane.refusals + 1, settings)
      : Math.max(backoffMs(lane.attempts + 1, settings), Math.min(retryAfterMs, longestRetryMs))
  const state = await recordFailure(the.database, lane, attempt, { afterMs, giveUpAfterMs, mostRefusals, because })
  if (state !== 'parked') return
  if (lane.kind !== 'test') the.metrics.parked(lane.org)
  the.log.warn(because === 'refused' ? '接收方一再拒收，转入死信' : '多次推送失败，转入死信', {
    subscription: lane.subscriptionId,
    subject: lane.subject,
    seq: attempt.seq,
    error,
  })
}
