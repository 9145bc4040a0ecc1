import type { City } from '../domain/city/city.schema.ts'
import type { Scenario } from '../scripts/demo/scenario.ts'
import { SilentTeller } from './silent-teller.ts'
import type { TimedClient } from './timed-client.ts'

/** One case from its beginning to its end; gives its number. */
export async function playScenario({ run }: Scenario, city: City, client: TimedClient): Promise<string> {
  const progress = { serviceNumber: null as string | null, stages: [], events: 0, workflow: null }
  await run({ city, client, tell: new SilentTeller(city), progress, temporal: undefined })
  return progress.serviceNumber ?? ''
}
