import type { MetricMeter } from '@temporalio/common'
import type { PushFigures } from '../db/queries/lanes.ts'

export interface PushMetrics {
  delivered(org: string): void
  /** `error`: a code, never a text. */
  failed(org: string, error: string): void
  parked(org: string): void
  /** A subject, or a lane's next events, that cannot be read. */
  unreadable(): void
  figures(figures: PushFigures): void
}

/** Beside Temporal's own metrics, at METRICS_PORT. */
export function pushMetrics(meter: MetricMeter): PushMetrics {
  const delivered = meter.createCounter(
    'seven_ones_push_delivered_total',
    'events',
    'Events that a receiver took (R-27)',
  )
  const failed = meter.createCounter('seven_ones_push_failed_total', 'attempts', 'Attempts that failed, by error')
  const parked = meter.createCounter('seven_ones_push_dead_letters_total', 'events', 'Events given up')
  const unreadable = meter.createCounter(
    'seven_ones_push_unreadable_total',
    'subjects',
    'Times that a subject or a lane could not be read, and was passed over',
  )
  const lag = meter.createGauge(
    'seven_ones_push_lag_seconds',
    'float',
    's',
    'Age of the oldest event that is not delivered',
  )
  const parkedLanes = meter.createGauge('seven_ones_push_parked_lanes', 'int', 'lanes', 'Lanes behind a dead letter')
  const movingLanes = meter.createGauge('seven_ones_push_moving_lanes', 'int', 'lanes', 'Lanes waiting or delivering')
  return {
    delivered: (org) => delivered.add(1, { org }),
    failed: (org, error) => failed.add(1, { org, error }),
    parked: (org) => parked.add(1, { org }),
    unreadable: () => unreadable.add(1),
    figures(figures) {
      lag.set(figures.lagSeconds)
      parkedLanes.set(figures.parkedLanes)
      movingLanes.set(figures.movingLanes)
    },
  }
}
