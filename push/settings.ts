import type { ReceiverRules } from '../receivers/rules.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** How pushes are paced. Lengths are milliseconds. */
export interface PushSettings {
  /** For one attempt, from the connection to the answer's headers. */
  readonly timeoutMs: number
  /** How long a lane is held; longer than an attempt may take, and renewed after each. */
  readonly leaseMs: number
  /** How often we look without a hint. */
  readonly pollMs: number
  /** How often what could not be read is tried again. */
  readonly unreadableEveryMs: number
  /** Deliveries at once, of all subscriptions and of one. */
  readonly concurrency: number
  readonly perSubscription: number
  /** Events of a lane in one turn. */
  readonly batch: number
  /** The wait after the first failure; each further one doubles it, up to the longest. */
  readonly firstRetryMs: number
  readonly longestRetryMs: number
  /** failing for so long, an event becomes a dead letter. */
  readonly giveUpAfterMs: number
  /** How long a stop waits for the attempts under way before it cuts them. */
  readonly stopGraceMs: number
  /** refused for good so often in a row, an event becomes a dead letter: within minutes at the pace below. */
  readonly mostRefusals: number
  /** Whither it may go. */
  readonly receivers: ReceiverRules
}

export const STANDARD_PUSH: PushSettings = {
  timeoutMs: 10 * SECOND,
  leaseMs: 30 * SECOND,
  pollMs: SECOND,
  unreadableEveryMs: 10 * MINUTE,
  concurrency: 32,
  perSubscription: 8,
  batch: 50,
  firstRetryMs: 5 * SECOND,
  longestRetryMs: HOUR,
  giveUpAfterMs: 3 * 24 * HOUR,
  stopGraceMs: 5 * SECOND,
  mostRefusals: 5,
  receivers: { hosts: [], networks: [], plainHttp: 'refuse' },
}

/**
 * The wait after so many failures in a row: exponential, between half and the whole of it by chance, so that lanes do
 * not come back all at once.
 */
export function backoffMs(
  failures: number,
  { firstRetryMs, longestRetryMs }: PushSettings,
  random: () => number = Math.random,
): number {
  const whole = Math.min(firstRetryMs * 2 ** Math.min(failures - 1, 40), longestRetryMs)
  return whole * (0.5 + random() / 2)
}
