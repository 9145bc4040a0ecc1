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
  'secret-unreadable',
  'events-missing',
] as const
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number]
export type DeliveryError = DeliveryFault | `http-${number}`
