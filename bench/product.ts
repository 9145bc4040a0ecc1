/** Ours: `server.ts` and `worker.ts` of a checkout, as in production, driven by HTTP with tokens. */
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
import { SilentTeller } from './silent-teller.ts'
import { standardCase } from './standard-case.ts'
import { TimedClient } from './timed-client.ts'
import type { Played, Running, Way, Workload } from './way.ts'

const CITY = 'chibi'
const SCENARIOS = { connectable, standard: standardCase } as const

export class Product implements Way {
  readonly name: string
  readonly checkout: Way['checkout']
  readonly workloads = ['connectable', 'standard'] as const
  readonly #ground: Ground
  readonly #path: string
  #environment: Environment | undefined

  /** `path`: the top folder of the checkout. */
  constructor(ground: Ground, checkout: Way['checkout'], path: string) {
    this.name = checkout === 'this' ? 'product' : 'product-before'
    this.checkout = checkout
    this.#ground = ground
    this.#path = path
  }

  get environment(): Environment {
    if (this.#environment === undefined) throw new Error(`${this.name} is not prepared`)
    return this.#environment
  }

  async prepare(): Promise<void> {
    const [PORT = 0, METRICS_PORT = 0] = await freePorts(2)
    this.#environment = readEnvironment({
      PORT: String(PORT),
      METRICS_PORT: String(METRICS_PORT),
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
      LIMIT_ADDRESS: 'off',
      LIMIT_OPEN_INDIVIDUAL: 'off',
      LIMIT_OPEN_ENTERPRISE: 'off',
    })
    await this.#ground.run(this.#script('scripts/prepare-servers.ts'))
  }

  async start(): Promise<Running> {
    const [worker, api] = await Promise.all([
      this.#ground.start(this.#script('worker.ts')),
      this.#ground.start(this.#script('server.ts')),
    ])
    const city = loadCities().get(CITY)?.city
    if (city === undefined) throw new Error(`no city ${CITY}`)
    const temporal = await connectTemporal(this.environment)
    const tokens = await tokensOf(this.environment, CITY)
    return {
      api,
      worker,
      workloads: this.workloads.map((name) => ({
        name,
        play: async () => playedOf(await this.#play(SCENARIOS[name], city, tokens)),
        drained: () => Promise.resolve(),
      })) satisfies Workload[],
      async historyOf(workflowId) {
        const { historyLength, historySize = 0 } = await temporal.workflow.getHandle(workflowId).describe()
        return { events: historyLength, bytes: historySize }
      },
      async stop() {
        await temporal.connection.close()
        await Promise.all([worker.stop(), api.stop()])
      },
    }
  }

  /** One standard case, with all that was asked. */
  async record(): Promise<{ readonly serviceNumber: string; readonly client: TimedClient }> {
    const city = loadCities().get(CITY)?.city
    if (city === undefined) throw new Error(`no city ${CITY}`)
    return this.#play(standardCase, city, await tokensOf(this.environment, CITY))
  }

  async #play({ run }: Scenario, city: City, tokens: TokenOf) {
    const client = new TimedClient(`http://127.0.0.1:${this.environment.PORT}`, tokens)
    const progress = { serviceNumber: null as string | null, stages: [], events: 0, workflow: null }
    await run({ city, client, tell: new SilentTeller(city), progress, temporal: undefined })
    return { serviceNumber: progress.serviceNumber ?? '', client }
  }

  #script(file: string): ScriptOptions {
    return {
      name: `${this.name}-${file.replace(/^.*\/|\.ts$/g, '')}`,
      file: join(this.#path, file),
      cwd: this.#path,
      env: variablesOf(this.environment),
    }
  }
}

function playedOf({ serviceNumber, client }: { serviceNumber: string; client: TimedClient }): Played {
  return { workflowId: serviceNumber, acts: client.acts, reads: client.reads }
}
