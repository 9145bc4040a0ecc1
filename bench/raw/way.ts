import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import postgres from 'postgres'
import { freePorts } from '../../scripts/stack/ports.ts'
import type { Ground } from '../ground.ts'
import type { Played, Running, Way, Workload } from '../way.ts'
import { RAW_TABLES } from './activities.ts'
import type { RawSettings } from './settings.ts'

const NAME = 'raw'
const PLAYED_WITHIN_MS = 120_000

/** Updates and nothing else; and with an activity that writes them into PostgreSQL. */
export class Raw implements Way {
  readonly name = NAME
  readonly checkout = 'this'
  readonly workloads = ['raw', 'raw-activity'] as const
  readonly #ground: Ground
  readonly #updateBytes: readonly number[]
  readonly #cachedWorkflows: number
  #databaseUrl = ''

  constructor(ground: Ground, updateBytes: readonly number[], cachedWorkflows: number) {
    this.#ground = ground
    this.#updateBytes = updateBytes
    this.#cachedWorkflows = cachedWorkflows
  }

  async prepare(): Promise<void> {
    this.#databaseUrl = await this.#ground.database(NAME)
    const sql = postgres(this.#databaseUrl, { max: 1 })
    await sql.unsafe(RAW_TABLES)
    await sql.end()
    await this.#ground.namespace(NAME)
  }

  async start(): Promise<Running> {
    const { address } = this.#ground.servers
    const [port = 0] = await freePorts(1)
    const settings: RawSettings = {
      address,
      namespace: NAME,
      taskQueue: NAME,
      databaseUrl: this.#databaseUrl,
      port,
      updateBytes: this.#updateBytes,
      cachedWorkflows: this.#cachedWorkflows,
    }
    const program = (name: 'worker' | 'sender') =>
      this.#ground.start({
        name: `${NAME}-${name}`,
        file: fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
        args: [JSON.stringify(settings)],
      })
    const [worker, api] = await Promise.all([program('worker'), program('sender')])
    const connection = await Connection.connect({ address })
    const temporal = new Client({ connection, namespace: NAME })
    return {
      apis: [api],
      workers: [worker],
      workloads: this.workloads.map((name) => ({
        name,
        play: () => playOver(`http://127.0.0.1:${port}/${name}`),
        drained: () => Promise.resolve(),
      })) satisfies Workload[],
      async historyOf(workflowId) {
        const { historyLength, historySize = 0 } = await temporal.workflow.getHandle(workflowId).describe()
        return { events: historyLength, bytes: historySize }
      },
      async stop() {
        await connection.close()
        await Promise.all([worker.stop(), api.stop()])
      },
    }
  }
}

async function playOver(url: string): Promise<Played> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PLAYED_WITHIN_MS) })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return JSON.parse(text) as Played
}
