import { SUBJECT_KINDS } from './matter/subject.ts'

/**
 * `idle` nothing to do; `waiting` for its turn or its next attempt; `delivering` under a lease; `parked` behind a
 * dead letter.
 */
export const LANE_STATES = ['idle', 'waiting', 'delivering', 'parked'] as const
export type LaneState = (typeof LANE_STATES)[number]

/** `concerned`: what concerns the organisation; `city`: everything of the city, for the office and its group. */
export const SUBSCRIPTION_SCOPES = ['concerned', 'city'] as const
export type SubscriptionScope = (typeof SUBSCRIPTION_SCOPES)[number]

/** Why a subscription ended: taken back, or its receiver answered 410 Gone. */
export const SUBSCRIPTION_ENDS = ['deleted', 'gone'] as const
export type SubscriptionEnd = (typeof SUBSCRIPTION_ENDS)[number]

/**
 * Where a subscription stands: proposed for another organisation, and sent nothing before a second person confirms it;
 * served; paused, its events waiting; ended.
 */
export const SUBSCRIPTION_STATES = ['pending', 'active', 'paused', 'ended'] as const
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number]

/** What was done to a subscription, as its own log keeps it. */
export const SUBSCRIPTION_ACTS = [
  'subscribed',
  'proposed',
  'confirmed',
  'changed',
  'paused',
  'resumed',
  'secretRotated',
  'tested',
  'retried',
  'letterResent',
  'letterSkipped',
  'ended',
] as const
export type SubscriptionAct = (typeof SUBSCRIPTION_ACTS)[number]

/** A lane leads an application or a matter to a receiver; or what its organisation tries it with. */
export const LANE_KINDS = [...SUBJECT_KINDS, 'test'] as const
export type LaneKind = (typeof LANE_KINDS)[number]

/** Tried with: a ping; an event that is counted as failed once, or until it is a dead letter, whatever was answered. */
export const TEST_KINDS = ['ping', 'event'] as const
export type TestKind = (typeof TEST_KINDS)[number]
export const REHEARSALS = ['none', 'retry', 'deadLetter'] as const
export type Rehearsal = (typeof REHEARSALS)[number]

/** The subject of a subscription's tests. */
export const testSubject = (subscriptionId: string): string => `test:${subscriptionId}`

/** What became of a dead letter. */
export const RESOLUTIONS = ['resent', 'skipped'] as const
export type Resolution = (typeof RESOLUTIONS)[number]

/** Why an attempt failed; besides `http-<status>`. */
const DELIVERY_FAULTS = [
  'timeout',
  'refused',
  'dns',
  'tls',
  'connection-lost',
  'private-address',
  'not-https',
  'rehearsal',
  'secret-unreadable',
  'events-missing',
] as const
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number]
export type DeliveryError = DeliveryFault | `http-${number}`

/** Seconds later it would be refused again: wrong here, not away. 408, 425 and 429 are not meant so; 410 is an end. */
export function isPermanentRefusal(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && ![408, 425, 429].includes(status)
}
