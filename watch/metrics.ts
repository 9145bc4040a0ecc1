import type { MetricMeter } from '@temporalio/common'

export interface WatchMetrics {
  stopped(figures: { readonly ended: number; readonly gone: number }): void
}

/**
 * Beside Temporal's own metrics, at METRICS_PORT. Anything but 0 is an operator's: `npm run check-histories`, `npm run
 * mend`.
 */
export function watchMetrics(meter: MetricMeter): WatchMetrics {
  const stopped = meter.createGauge(
    'seven_ones_stopped_cases',
    'int',
    'cases',
    'Cases and matters under way whose workflow was ended by hand, failed, or is gone (R-36)',
  )
  return {
    stopped({ ended, gone }) {
      stopped.set(ended, { standing: 'ended' })
      stopped.set(gone, { standing: 'gone' })
    },
  }
}
