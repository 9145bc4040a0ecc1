import { loadCities } from '../../config/load-cities.ts'
import type { Cities } from '../../config/load-cities.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { Client, ProblemAnswer } from './client.ts'
import type { Pause } from './pausing.ts'
import type { Context, Progress, Scenario } from './scenario.ts'
import { temporalOf, tokensOf } from './target.ts'
import type { Target } from './target.ts'
import { Teller } from './teller.ts'

/** One scenario's part of the last line. */
export interface Summary extends Readonly<Progress> {
  readonly ok: boolean
  readonly seconds: number
}

/** Plays the scenarios one after the other; one that fails does not keep the others from playing. */
export async function play(
  scenarios: readonly Scenario[],
  target: Target,
  pause?: Pause,
): Promise<Record<string, Summary>> {
  const cities = loadCities(target.environment.CITIES_DIR)
  const temporal = await temporalOf(target.environment)
  try {
    const summaries: Record<string, Summary> = {}
    for (const scenario of scenarios)
      summaries[scenario.name] = await playOne(scenario, cityOf(scenario, cities), target, {
        temporal: temporal?.cases,
        pause,
      })
    return summaries
  } finally {
    await temporal?.close()
  }
}

function cityOf(scenario: Scenario, cities: Cities): City {
  const city = cities.get(scenario.city)?.city
  if (city === undefined) throw new Error(`没有城市 ${scenario.city}`)
  return city
}

async function playOne(
  scenario: Scenario,
  city: City,
  { url, environment }: Target,
  more: Pick<Context, 'temporal' | 'pause'>,
): Promise<Summary> {
  const tell = new Teller(city)
  const client = new Client(url, await tokensOf(environment, city.key))
  const progress: Progress = { serviceNumber: null, stages: [], events: 0, workflow: null }
  const started = Date.now()
  tell.title(`${scenario.name} · ${scenario.title}`)
  const failure = await scenario.run({ city, client, tell, progress, ...more }).then(() => undefined, reasonOf)
  const seconds = Math.round((Date.now() - started) / 100) / 10
  tell.note(
    failure === undefined ? `✔ ${scenario.name} 完成，用时 ${seconds} 秒` : `✘ ${scenario.name} 未通过：${failure}`,
  )
  return { ok: failure === undefined, ...progress, seconds }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const hint =
    error instanceof ProblemAnswer && error.status === 401 ? '（--against 时，DATA_DIR 须与被驱动的一套相同）' : ''
  return `${error.message}${hint}`
}
