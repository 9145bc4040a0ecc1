/** Ours: `server.ts` and `worker.ts` of a checkout, as in production, driven by HTTP with tokens. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadCities } from '../config/load-cities.ts'
import type { City } from '../domain/city/city.schema.ts'
import { readEnvironment } from '../environment.ts'
import type { Environment } from '../environment.ts'
import type { TokenOf } from '../scripts/demo/client.ts'
import type { Scenario } from '../scripts/demo/scenario.ts'
import { connectable } from '../scripts/demo/scenarios/connectable.ts'
import { tokensOf } from '../scripts/demo/target.ts'
import { freePorts } from '../scripts/stack/ports.ts'
import { variablesOf } from '../scripts/stack/stack.ts'
import { connectTemporal } from '../temporal/client.ts'
import { newKey } from '../temporal/keyring.ts'
import type { Ground, ScriptOptions } from './ground.ts'
import { playScenario } from './play.ts'
import { standardCase } from './standard-case.ts'
import { TimedClient } from './timed-client.ts'
import type { Played, Running, Way, Workload } from './way.ts'

const CITY = 'chibi'
const SCENARIOS = { connectable, standard: standardCase } as const

export interface Settings {
  /** Environment variables of our programs. */
  readonly set: Readonly<Record<string, string>>
  /** How many processes of each. */
  readonly workers: number
  readonly apis: number
}

export const USUAL_SETTINGS: Settings = { set: {}, workers: 1, apis: 1 }

export class Product implements Way {
  readonly name: string
  readonly checkout: Way['checkout']
  readonly workloads = ['connectable', 'standard'] as const
  readonly #ground: Ground
  readonly #path: string
  readonly #settings: Settings
  #environment: Environment | undefined
  #metricsPorts: readonly number[] = []
  #ports: readonly number[] = []
  #cases = 0

  /** `path`: the top folder of the checkout. */
  constructor(ground: Ground, checkout: Way['checkout'], path: string, settings = USUAL_SETTINGS) {
    this.name = checkout === 'this' ? 'product' : 'product-before'
    this.checkout = checkout
    this.#ground = ground
    this.#path = path
    this.#settings = settings
  }

  get environment(): Environment {
    if (this.#environment === undefined) throw new Error(`${this.name} is not prepared`)
    return this.#environment
  }

  async prepare(): Promise<void> {
    const { set, workers, apis } = this.#settings
    const ports = await freePorts(workers + apis)
    this.#metricsPorts = ports.slice(0, workers)
    this.#ports = ports.slice(workers)
    this.#environment = readEnvironment({
      ...set,
      PORT: String(this.#ports[0]),
      METRICS_PORT: String(this.#metricsPorts[0]),
      DATA_DIR: join(this.#ground.folder, this.name),
      DATABASE_URL: await this.#ground.database(this.name.replaceAll('-', '_')),
      TEMPORAL_ADDRESS: this.#ground.servers.address,
      TEMPORAL_NAMESPACE: this.name,
      TASK_QUEUE: this.name,
      PAYLOAD_KEYS: newKey(),
      AUTH_DEVELOPMENT_ISSUER: 'on',
      LOG_LEVEL: 'warn',
      // A handful of accounts send all of the load, for one applicant.
      LIMIT_ACCOUNT: 'off',
      LIMIT_CLIENT: 'off',
      LIMIT_ACCOUNT_DAY: 'off',
      LIMIT_CLIENT_DAY: 'off',
      LIMIT_ADDRESS: 'off',
      LIMIT_OPEN_INDIVIDUAL: 'off',
      LIMIT_OPEN_ENTERPRISE: 'off',
    })
    await this.run('scripts/prepare-servers.ts')
  }

  /** `more`: environment variables for this time. */
  async start(more: Readonly<Record<string, string>> = {}): Promise<Running> {
    const each = (file: string, variable: 'PORT' | 'METRICS_PORT', ports: readonly number[]) =>
      ports.map((port, index) => this.#ground.start(this.#script(file, { ...more, [variable]: String(port) }, index)))
    const [workers, apis] = await Promise.all([
      Promise.all(each('worker.ts', 'METRICS_PORT', this.#metricsPorts)),
      Promise.all(each('server.ts', 'PORT', this.#ports)),
    ])
    const temporal = await connectTemporal(this.environment)
    const tokens = await tokensOf(this.environment, CITY)
    return {
      apis,
      workers,
      workloads: this.workloads.map((name) => ({
        name,
        play: async () => playedOf(await this.#play(SCENARIOS[name], tokens)),
        drained: () => Promise.resolve(),
      })) satisfies Workload[],
      async historyOf(workflowId) {
        const { historyLength, historySize = 0 } = await temporal.workflow.getHandle(workflowId).describe()
        return { events: historyLength, bytes: historySize }
      },
      async stop() {
        await temporal.connection.close()
        await Promise.all([...workers, ...apis].map((program) => program.stop()))
      },
    }
  }

  /** A script of the checkout, to its end; what it said last. */
  async run(file: string, args: readonly string[] = []): Promise<string> {
    const script = this.#script(file)
    await this.#ground.run({ ...script, args })
    return readFileSync(this.#ground.logFile(script.name), 'utf8').trimEnd().split('\n').at(-1) ?? ''
  }

  /** The APIs take turns, case by case. */
  nextUrl(): string {
    this.#cases += 1
    return `http://127.0.0.1:${this.#ports[this.#cases % this.#ports.length]}`
  }

  /** One standard case, with all that was asked. */
  async record(): Promise<{ readonly serviceNumber: string; readonly client: TimedClient }> {
    return this.#play(standardCase, await tokensOf(this.environment, CITY))
  }

  async #play(scenario: Scenario, tokens: TokenOf) {
    const client = new TimedClient(this.nextUrl(), tokens)
    return { serviceNumber: await playScenario(scenario, chibi(), client), client }
  }

  #script(file: string, more: Readonly<Record<string, string>> = {}, index = 0): ScriptOptions {
    const name = `${this.name}-${file.replace(/^.*\/|\.ts$/g, '')}`
    return {
      name: index === 0 ? name : `${name}-${index + 1}`,
      file: join(this.#path, file),
      cwd: this.#path,
      env: { ...variablesOf(this.environment), ...more },
    }
  }
}

export function chibi(): City {
  const city = loadCities().get(CITY)?.city
  if (city === undefined) throw new Error(`no city ${CITY}`)
  return city
}

function playedOf({ serviceNumber, client }: { serviceNumber: string; client: TimedClient }): Played {
  return { workflowId: serviceNumber, acts: client.acts, reads: client.reads }
}
