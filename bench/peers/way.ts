import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { z } from 'zod'
import { migrate } from '../../db/migrate.ts'
import { readEnvironment } from '../../environment.ts'
import { StandingSchema } from '../../scripts/demo/answers.ts'
import { Client } from '../../scripts/demo/client.ts'
import { tokensOf } from '../../scripts/demo/target.ts'
import { until } from '../../scripts/demo/wait.ts'
import { freePorts } from '../../scripts/stack/ports.ts'
import type { Ground } from '../ground.ts'
import type { RecordedRequest } from '../recorded-case.ts'
import { timed } from '../timed-client.ts'
import type { Played, Running, Way } from '../way.ts'
import { actSteps } from './settings.ts'
import type { PeerName, PeerSettings } from './settings.ts'
import { PEER_TABLES } from './tables.ts'

const CITY = 'chibi'
const DRAINED_WITHIN_MS = 60_000
const ViewSchema = z.looseObject({ serviceNumber: z.string(), seq: z.int() })

/** The standard case without Temporal: the same acts, rows, answers and views. */
export class Peer implements Way {
  readonly name: PeerName
  readonly checkout = 'this'
  readonly workloads: readonly [PeerName]
  readonly #ground: Ground
  readonly #requests: readonly RecordedRequest[]
  #databaseUrl = ''

  constructor(ground: Ground, name: PeerName, requests: readonly RecordedRequest[]) {
    this.name = name
    this.workloads = [name]
    this.#ground = ground
    this.#requests = requests
  }

  async prepare(): Promise<void> {
    this.#databaseUrl = await this.#ground.database(this.name.replaceAll('-', '_'))
    await migrate(this.#databaseUrl)
    await this.#ask((sql) => sql.unsafe(PEER_TABLES))
  }

  async start(): Promise<Running> {
    const [port = 0] = await freePorts(1)
    const environment = readEnvironment({
      DATA_DIR: join(this.#ground.folder, this.name),
      AUTH_DEVELOPMENT_ISSUER: 'on',
    })
    const settings: PeerSettings = {
      peer: this.name,
      environment,
      databaseUrl: this.#databaseUrl,
      port,
      city: CITY,
      requests: this.#requests,
    }
    const file = join(this.#ground.folder, `${this.name}.json`)
    writeFileSync(file, JSON.stringify(settings))
    const client = new Client(`http://127.0.0.1:${port}`, await tokensOf(environment, CITY))
    // Its queues are there before anything is sent.
    const worker = this.name === 'pg-boss' ? await this.#program('boss-worker', file) : undefined
    const api = await this.#program('server', file)
    return {
      apis: [api],
      workers: worker === undefined ? [] : [worker],
      workloads: [{ name: this.name, play: () => this.#play(client), drained: () => this.#drained() }],
      stop: async () => {
        await Promise.all([api.stop(), worker?.stop()])
      },
    }
  }

  async #play(client: Client): Promise<Played> {
    const [acts, reads]: [number[], number[]] = [[], []]
    let number = ''
    let step = 0
    for (const request of this.#requests) {
      if (request.kind === 'view') {
        await timed(reads, () => client.get(request.party, `/cases/${number}`, ViewSchema))
        continue
      }
      const path = step === 0 ? '/cases' : `/cases/${number}/acts/${step}`
      const { serviceNumber } = await timed(acts, () =>
        client.post(request.party, path, request.body, StandingSchema, randomUUID()),
      )
      number = serviceNumber
      step += 1
    }
    return { acts, reads }
  }

  /** Every case has its rows up to its last event. */
  async #drained(): Promise<void> {
    const last = actSteps(this.#requests).at(-1)?.events.at(-1)?.seq ?? 0
    await until(
      '对照写完',
      () =>
        this.#ask(async (sql) => {
          const [behind] = await sql<{ count: number }[]>`
            select count(*)::integer as count from peer_case
            where not exists (select from application where service_number = number and seq = ${last})`
          return behind?.count ?? 0
        }),
      (count) => count === 0,
      { withinMs: DRAINED_WITHIN_MS, everyMs: 100 },
    )
  }

  #program(name: string, file: string) {
    return this.#ground.start({
      name: `${this.name}-${name}`,
      file: fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
      args: [file],
    })
  }

  async #ask<Answer>(ask: (sql: postgres.Sql) => Promise<Answer>): Promise<Answer> {
    const sql = postgres(this.#databaseUrl, { max: 1, onnotice: () => {} })
    try {
      return await ask(sql)
    } finally {
      await sql.end()
    }
  }
}
