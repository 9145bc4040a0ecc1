import { z } from 'zod'
import type { DeadLetterRow } from '../../db/queries/dead-letters.ts'
import type { AttemptRow, LaneRow } from '../../db/queries/lanes.ts'
import type { SubscriptionRow } from '../../db/queries/subscriptions.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import { MATTER_DESCRIPTIONS } from '../../domain/matter/matter-kinds.ts'
import { PUSHED_EVENT_TYPES } from '../../domain/matter/matter-words.ts'
import {
  LANE_KINDS,
  LANE_STATES,
  RESOLUTIONS,
  SUBSCRIPTION_ENDS,
  SUBSCRIPTION_SCOPES,
  SUBSCRIPTION_STATES,
} from '../../domain/push.ts'
import type { LaneKind, SubscriptionState } from '../../domain/push.ts'
import { TimeSchema } from './time.schema.ts'
import type { Caller } from '../auth/caller.ts'
import { addressFor } from './who-may-subscribe.ts'
import { times, writingFor } from './writing.ts'
import type { Writing } from './writing.ts'

export const EventTypeSchema = z.enum(PUSHED_EVENT_TYPES)

export const LaneKindSchema = z.enum(LANE_KINDS).describe(
  `application：申请；${Object.entries(MATTER_DESCRIPTIONS)
    .map(([kind, { name }]) => `${kind}：${name}`)
    .join('；')}；test：测试`,
)

/** An application is named by its service number, as it always was; a matter by its id. */
const subjectShape = {
  kind: LaneKindSchema,
  subject: z.string().describe('服务编号，或过户、信用记录、评价的编号；即推送的 subject'),
  serviceNumber: z.string().optional().describe('仅申请有'),
}

function subjectView({ kind, subject }: { kind: LaneKind; subject: string }): {
  kind: LaneKind
  subject: string
  serviceNumber?: string
} {
  return { kind, subject, ...(kind === 'application' ? { serviceNumber: subject } : {}) }
}

const error = z
  .string()
  .describe(
    'http-<状态>、timeout、refused、dns、tls、connection-lost、private-address、not-https、rehearsal（演练）、' +
      'secret-unreadable 或 events-missing',
  )

export const SubscriptionViewSchema = z.object({
  id: z.string(),
  org: z.string(),
  orgName: z.string(),
  url: z.string(),
  eventTypes: z.array(EventTypeSchema).optional().describe('没有此项：全部'),
  scope: z.enum(SUBSCRIPTION_SCOPES).describe('concerned：与本单位有关的；city：全市（协调小组及其办公室）'),
  since: TimeSchema.describe('此时之后发生的事'),
  active: z.boolean(),
  state: z.enum(SUBSCRIPTION_STATES).describe('pending：待另一人确认，不推送；active；paused：暂停，待送的留着；ended'),
  createdAt: TimeSchema,
  createdBy: z.string(),
  confirmedAt: TimeSchema.optional(),
  confirmedBy: z.string().optional(),
  pausedAt: TimeSchema.optional(),
  pausedBy: z.string().optional(),
  previousSecretUntil: TimeSchema.optional().describe('此前旧密钥也签名'),
  awaySince: TimeSchema.optional().describe('接收方此后什么也没有收下'),
  endedAt: TimeSchema.optional(),
  endedBecause: z.enum(SUBSCRIPTION_ENDS).optional().describe('deleted：已删除；gone：接收方答复 410'),
})

export function subscriptionView(
  row: SubscriptionRow,
  caller: Caller,
  now: Date,
): z.infer<typeof SubscriptionViewSchema> {
  const writing = writingFor(caller.city, now)
  const { id, org, eventTypes, scope, since, active, createdAt, createdBy, endedBecause } = row
  return {
    id,
    org,
    orgName: writing.nameOf(org),
    url: addressFor(caller, row),
    scope,
    active,
    createdBy,
    eventTypes: eventTypes ?? undefined,
    state: stateOf(row),
    confirmedBy: row.confirmedBy ?? undefined,
    pausedBy: row.pausedBy ?? undefined,
    endedBecause: endedBecause ?? undefined,
    ...times(
      { since, createdAt },
      {
        confirmedAt: row.confirmedAt ?? undefined,
        pausedAt: row.pausedAt ?? undefined,
        endedAt: row.endedAt ?? undefined,
        awaySince: row.awaySince ?? undefined,
        previousSecretUntil: stillSigning(row, writing) ? (row.previousUntil ?? undefined) : undefined,
      },
      writing,
    ),
  }
}

export function stateOf({ endedAt, confirmedAt, pausedAt }: SubscriptionRow): SubscriptionState {
  if (endedAt !== null) return 'ended'
  if (confirmedAt === null) return 'pending'
  return pausedAt === null ? 'active' : 'paused'
}

function stillSigning({ previousUntil }: SubscriptionRow, { now }: Writing): boolean {
  return previousUntil !== null && Date.parse(previousUntil) > Date.parse(now)
}

export const LaneViewSchema = z.object({
  ...subjectShape,
  state: z.enum(LANE_STATES).describe('idle 无待送；waiting 等待；delivering 正在送；parked 因死信停下'),
  deliveredSeq: z.int().describe('到此序号为止都已办妥：送达、与之无关或已跳过'),
  headSeq: z.int().describe('已知应送到的序号'),
  attempts: z.int().describe('下一件已连续失败的次数'),
  nextAttemptAt: TimeSchema.optional(),
  failingSince: TimeSchema.optional(),
  deliveredAt: TimeSchema.optional(),
  lastStatus: z.int().optional(),
  lastError: error.optional(),
  log: z
    .array(
      z.object({
        number: z.int(),
        seq: z.int(),
        at: TimeSchema,
        durationMs: z.int().describe('毫秒'),
        status: z.int().optional(),
        error: error.optional(),
      }),
    )
    .describe('最近的尝试，新的在前'),
})

export function laneView(
  { lane, attempts }: { lane: LaneRow; attempts: readonly AttemptRow[] },
  writing: Writing,
): z.infer<typeof LaneViewSchema> {
  const { state, deliveredSeq, headSeq, dueAt, failingSince, deliveredAt } = lane
  return {
    ...subjectView(lane),
    state,
    deliveredSeq,
    headSeq,
    attempts: lane.attempts,
    ...times(
      {},
      {
        nextAttemptAt: state === 'waiting' ? (dueAt ?? undefined) : undefined,
        failingSince: failingSince ?? undefined,
        deliveredAt: deliveredAt ?? undefined,
      },
      writing,
    ),
    ...faultView(lane.lastStatus, lane.lastError),
    log: attempts.map(({ number, seq, at, durationMs, status, error: fault }) => ({
      number,
      seq,
      at: writing.time(at),
      durationMs,
      status: status ?? undefined,
      error: fault ?? undefined,
    })),
  }
}

export const DeadLetterViewSchema = z.object({
  id: z.int(),
  subscription: z.string(),
  org: z.string(),
  orgName: z.string(),
  ...subjectShape,
  seq: z.int(),
  since: TimeSchema.describe('第一次失败'),
  at: TimeSchema.describe('转入死信'),
  attempts: z.int(),
  lastStatus: z.int().optional(),
  lastError: error.optional(),
  resolution: z.enum(RESOLUTIONS).optional().describe('resent：已重送；skipped：已跳过'),
  resolvedAt: TimeSchema.optional(),
  resolvedBy: z.string().optional(),
  reason: z.string().optional(),
})

export function deadLetterView(row: DeadLetterRow, writing: Writing): z.infer<typeof DeadLetterViewSchema> {
  const { id, subscriptionId, org, seq, since, at, attempts, resolution, resolvedAt, resolvedBy, reason } = row
  return {
    id,
    subscription: subscriptionId,
    org,
    orgName: writing.nameOf(org),
    ...subjectView(row),
    seq,
    attempts,
    ...faultView(row.lastStatus, row.lastError),
    ...times({ since, at }, { resolvedAt: resolvedAt ?? undefined }, writing),
    resolution: resolution ?? undefined,
    resolvedBy: resolvedBy ?? undefined,
    reason: reason === null ? undefined : maskNumbersIn(reason),
  }
}

function faultView(
  status: number | null,
  fault: string | null,
): { lastStatus: number | undefined; lastError: string | undefined } {
  return { lastStatus: status ?? undefined, lastError: fault ?? undefined }
}
