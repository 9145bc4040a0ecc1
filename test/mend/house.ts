/** A worker, a database of its own and what the commands of an operator need, on the servers of the tests. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import { sql } from 'drizzle-orm'
import { inject, vi } from 'vitest'
import { createActivities } from '../../activities/create-activities.ts'
import type { Calendars } from '../../domain/clocks/working-calendars.ts'
import { loadCalendars } from '../../config/load-cities.ts'
import type { Database } from '../../db/client.ts'
import { findApplication } from '../../db/queries/applications.ts'
import { eventsOfApplication } from '../../db/queries/events.ts'
import { eventsOfMatter, findMatter } from '../../db/queries/matters.ts'
import { compareRebuilt } from '../../db/rebuild.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import { checkHistories } from '../../scripts/history/check.ts'
import type { Finding } from '../../scripts/history/check.ts'
import type { Opened } from '../../scripts/history/open.ts'
import { createReplayer } from '../../scripts/history/replayer.ts'
import type { Replayed, Replayer } from '../../scripts/history/replayer.ts'
import { runsOf } from '../../scripts/history/runs.ts'
import { mend } from '../../scripts/mend/mend.ts'
import type { Mended, MendOptions } from '../../scripts/mend/mend.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { parseKeyring } from '../../temporal/keyring.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import { CODE_DIR } from '../code-dir.ts'
import { workflowCode } from '../../temporal/workflow-code.ts'
import { newNamespace } from '../fixtures/matter-api.ts'
import { openTestDatabase } from '../projection/database.ts'
import type { TestDatabase } from '../projection/database.ts'
import { putAgain } from '../fixtures/put-again.ts'

export class House {
  readonly taskQueue: string
  readonly folder = mkdtempSync(join(tmpdir(), 'seven-ones-mend-'))
  readonly calendars: Calendars = loadCalendars()
  readonly client: Client
  readonly replayer: Replayer
  readonly #server: TestDatabase
  readonly #keyring: Keyring
  readonly #native: NativeConnection
  #stopWorker: (() => Promise<void>) | undefined

  static async open({
    keyring = parseKeyring(inject('servers').payloadKeys),
    taskQueue = `mend-${randomUUID()}`,
  } = {}): Promise<House> {
    const address = inject('servers').temporalAddress
    // Its cases have no registration, which would keep every API of the shared namespace from giving numbers.
    const namespace = await newNamespace(address)
    const server = await openTestDatabase()
    const client = new Client({
      connection: await Connection.connect({ address }),
      namespace,
      dataConverter: dataConverter(keyring),
    })
    const house = new House(server, client, {
      keyring,
      taskQueue,
      native: await NativeConnection.connect({ address }),
      replayer: await createReplayer(client, keyring, { codeDir: CODE_DIR }),
    })
    await house.work()
    return house
  }

  private constructor(
    server: TestDatabase,
    client: Client,
    {
      keyring,
      taskQueue,
      native,
      replayer,
    }: { keyring: Keyring; taskQueue: string; native: NativeConnection; replayer: Replayer },
  ) {
    this.taskQueue = taskQueue
    this.#server = server
    this.client = client
    this.#keyring = keyring
    this.#native = native
    this.replayer = replayer
  }

  get database(): Database {
    return this.#server.database
  }

  get opened(): Opened {
    return { client: this.client, database: this.database, replayer: this.replayer }
  }

  /** Puts a worker of this code in the place of the one that works. */
  async work(workflowsPath?: string): Promise<void> {
    await this.rest()
    const converter = dataConverter(this.#keyring)
    const worker = await Worker.create({
      connection: this.#native,
      namespace: this.client.options.namespace,
      taskQueue: this.taskQueue,
      dataConverter: converter,
      workflowBundle: await workflowCode({ converter, use: 'live', dir: CODE_DIR, workflowsPath }),
      activities: createActivities({ database: this.database, calendars: this.calendars }),
      sinks: { events: { recorded: { fn: () => {} } } },
    })
    const running = worker.run()
    this.#stopWorker = async () => {
      worker.shutdown()
      await running
    }
  }

  /** Nobody works until `work`. */
  async rest(): Promise<void> {
    await this.#stopWorker?.()
    this.#stopWorker = undefined
  }

  async close(): Promise<void> {
    await this.rest()
    await this.client.connection.close()
    await this.#native.close()
    await this.#server.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async start(kind: string, input: { readonly id: string } | { readonly serviceNumber: string }): Promise<void> {
    const workflowId = 'id' in input ? input.id : input.serviceNumber
    await this.client.workflow.start(kind, {
      workflowId,
      taskQueue: this.taskQueue,
      args: [input],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    })
  }

  act<Answer>(
    id: string,
    type: string,
    act: { readonly actor: object; readonly body: object },
    updateId: string = randomUUID(),
  ): Promise<Answer> {
    const handle = this.client.workflow.getHandle(id)
    return putAgain(() =>
      handle.executeUpdate<Answer, [object]>(type, { updateId, args: [{ ...act, bodyHash: 'hash' }] }),
    )
  }

  projected(id: string): Promise<readonly CaseEvent[]> {
    return eventsOfApplication(this.database, id, { limit: 1_000 })
  }

  projectedMatter(id: string): Promise<readonly MatterEvent[]> {
    return eventsOfMatter(this.database, id, { limit: 1_000 })
  }

  /** Until the row of a case says so; PostgreSQL tells nobody, so it is asked. */
  async reaches(
    id: string,
    wanted: (state: NonNullable<Awaited<ReturnType<typeof findApplication>>>['state']) => boolean,
  ): Promise<void> {
    await vi.waitUntil(
      async () => {
        const row = await findApplication(this.database, id)
        return row !== undefined && wanted(row.state)
      },
      { timeout: 30_000, interval: 50 },
    )
  }

  async transferReaches(
    id: string,
    wanted: (state: NonNullable<Awaited<ReturnType<typeof findMatter<'transfer'>>>>) => boolean,
  ): Promise<void> {
    await vi.waitUntil(
      async () => {
        const state = await findMatter(this.database, 'transfer', id)
        return state !== undefined && wanted(state)
      },
      { timeout: 30_000, interval: 50 },
    )
  }

  /** No projection of this case or matter ends until `release`, as with PostgreSQL away. */
  async hold(id: string, salt: 7 | 11): Promise<{ release(): Promise<void> }> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const transaction = this.database.transaction(async (own) => {
      await own.execute(sql`select pg_advisory_xact_lock(hashtextextended(${id}, ${sql.raw(String(salt))}))`)
      held.resolve()
      await promise
    })
    await held.promise
    return {
      async release() {
        resolve()
        await transaction
      },
    }
  }

  mend(id: string, change: Partial<MendOptions> = {}): Promise<Mended> {
    return mend(this.opened, id, {
      calendars: this.calendars,
      taskQueue: this.taskQueue,
      now: () => new Date(),
      ...change,
    })
  }

  async check(...ids: readonly string[]): Promise<readonly Finding[]> {
    const findings: Finding[] = []
    for await (const one of checkHistories(this.opened))
      if (one.trouble !== undefined && ids.includes(one.subject)) findings.push(one)
    return findings
  }

  async replayed(id: string): Promise<Replayed> {
    for await (const one of this.replayer.replay([id])) return one
    throw new Error(`no answer for ${id}`)
  }

  /** Differences of what is rebuilt from the histories of these and what stands. */
  async verified(...ids: readonly string[]): Promise<number> {
    return (await compareRebuilt(this.database, this.replayer.replay(ids), { only: ids })).differences.length
  }

  runs(id: string) {
    return runsOf(this.client, id)
  }

  /** As an operator deletes it in Temporal's page: its last run. */
  async delete(workflowId: string, runId?: string): Promise<void> {
    const { namespace } = this.client.options
    await this.client.workflowService.deleteWorkflowExecution({
      namespace,
      workflowExecution: { workflowId, ...(runId === undefined ? {} : { runId }) },
    })
    await vi.waitUntil(
      async () => (await this.runs(workflowId)).every((run) => runId !== undefined && run.runId !== runId),
      { timeout: 30_000, interval: 100 },
    )
  }
}
