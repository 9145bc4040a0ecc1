import { loadCities } from '../../config/load-cities.ts'
import type { Stage } from '../../domain/stage.ts'
import { Client } from './client.ts'
import type { Scenario } from './scenario.ts'
import { temporalOf, tokensOf } from './target.ts'
import type { Target } from './target.ts'
import { Teller } from './teller.ts'

/** One scenario's part of the last line. */
export interface Summary {
  readonly ok: boolean
  readonly serviceNumber: string | null
  readonly stages: readonly Stage[]
  readonly events: number
  readonly seconds: number
}

/** Plays the scenarios one after the other; one that fails does not keep the others from playing. */
export async function play(scenarios: readonly Scenario[], target: Target): Promise<Record<string, Summary>> {
  const temporal = await temporalOf(target.environment)
  try {
    const summaries: Record<string, Summary> = {}
    for (const scenario of scenarios) summaries[scenario.name] = await playOne(scenario, target, temporal?.history)
    return summaries
  } finally {
    await temporal?.close()
  }
}

async function playOne(scenario: Scenario, { url, environment }: Target, workflowHistory: Parameters<Scenario['run']>[0]['workflowHistory']): Promise<Summary> {
  const city = loadCities().get(scenario.city)?.city
  if (city === undefined) throw new Error(`没有城市 ${scenario.city}`)
  const tell = new Teller(city)
  tell.title(`${scenario.name} · ${scenario.title}`)
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 100) / 10
  try {
    const done = await scenario.run({ city, tell, workflowHistory, client: new Client(url, await tokensOf(environment, city.key)) })
    tell.note(`✔ ${scenario.name} 完成，用时 ${seconds()} 秒`)
    return { ok: true, ...done, seconds: seconds() }
  } catch (error) {
    tell.note(`✘ ${scenario.name} 未通过：${error instanceof Error ? error.message : String(error)}`)
    return { ok: false, serviceNumber: null, stages: [], events: 0, seconds: seconds() }
  }
}
