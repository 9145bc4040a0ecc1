import type { MetricMeter } from '@temporalio/common'
import { connectDatabase } from '../db/client.ts'
import type { DatabasePlace } from '../db/client.ts'
import { listen } from '../db/listen.ts'
import { receiverRules } from '../environment.ts'
import type { Environment } from '../environment.ts'
import { Deliverer } from './deliverer.ts'
import { pushMetrics } from './metrics.ts'
import { STANDARD_PUSH } from './settings.ts'
import type { PushDependencies } from './turn.ts'

const CONNECTIONS = 6

/**
 * Starts a deliverer with connections of its own. `stop` may be called more than once; it ends within the stop's grace
 * and a few seconds.
 */
export function startPush(
  environment: Environment,
  place: DatabasePlace,
  {
    keyring,
    meter,
    log,
    cityOf,
  }: { readonly meter: MetricMeter } & Pick<PushDependencies, 'keyring' | 'log' | 'cityOf'>,
): { stop(): Promise<void> } {
  const { database, close } = connectDatabase(place, { applicationName: 'seven-ones push', max: CONNECTIONS })
  const settings = { ...STANDARD_PUSH, receivers: receiverRules(environment) }
  const deliverer = new Deliverer({ database, keyring, metrics: pushMetrics(meter), log, cityOf }, settings)
  const hints = listen(place, 'outbox', () => deliverer.hint())
  deliverer.start()
  const end = async () => {
    await deliverer.stop()
    await hints.close()
    await close()
  }
  let ended: Promise<void> | undefined
  return { stop: () => (ended ??= end()) }
}
