import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import type { WorkflowHandle } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import type { WorkerOptions } from '@temporalio/worker'
import { createCalendarActivities } from '../../activities/calendar.ts'
import { createParseActActivities } from '../../activities/parse-act.ts'
import { loadCalendars } from '../../config/load-cities.ts'
import type { ActBodies } from '../../domain/act.schema.ts'
import type { ActType } from '../../domain/act.ts'
import type { Actor } from '../../domain/actor.ts'
import type { CaseEvent } from '../../domain/event.ts'
import { runsOf } from '../../scripts/history/runs.ts'
import type { Run } from '../../scripts/history/runs.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import type { CaseState } from '../../workflows/application/case-state.ts'
import { ACT_SIGNALS, ACT_UPDATES } from '../../workflows/application/messages.ts'
import type { ActAnswer, ApplicationInput, SignalledAct } from '../../workflows/application/messages.ts'
import type { application } from '../../workflows/application/workflow.ts'
import { applicationInput } from '../fixtures/pure-case.ts'
import { Told } from './told.ts'

export interface WorkerPlace {
  readonly address: string
  readonly namespace: string
  readonly taskQueue: string
  readonly keyring: Keyring
}

/** A real worker in this process, with the case's events kept in memory where PostgreSQL would be. */
export class RecordedWorker {
  static async begin(place: WorkerPlace, change: Partial<WorkerOptions> = {}, told = new Told()): Promise<RecordedWorker> {
    const { address, namespace, taskQueue, keyring } = place
    const native = await NativeConnection.connect({ address })
    const calendars = loadCalendars()
    const worker = await Worker.create({
      connection: native, namespace, taskQueue, dataConverter: dataConverter(keyring),
      workflowsPath: fileURLToPath(new URL('../../workflows/all.ts', import.meta.url)),
      activities: { ...createCalendarActivities(calendars), ...createParseActActivities(calendars), project: told.project, openCreditRecord: async () => {}, openInstalments: async () => {} },
      sinks: { events: { recorded: { fn: () => {} } } },
      ...change,
    })
    const connection = await Connection.connect({ address })
    const client = new Client({ connection, namespace, dataConverter: dataConverter(keyring) })
    const running = worker.run()
    return new RecordedWorker(client, taskQueue, told, async () => {
      worker.shutdown()
      await running
      await connection.close()
      await native.close()
    })
  }

  readonly client: Client
  readonly end: () => Promise<void>
  readonly #taskQueue: string
  readonly #told: Told

  private constructor(client: Client, taskQueue: string, told: Told, end: () => Promise<void>) {
    this.client = client
    this.end = end
    this.#taskQueue = taskQueue
    this.#told = told
  }

  async register(serviceNumber: string, registration?: ApplicationInput['registration'], change: Partial<ApplicationInput> = {}): Promise<RecordedCase> {
    const handle = await this.client.workflow.start<typeof application>('application', {
      workflowId: serviceNumber, taskQueue: this.#taskQueue, args: [applicationInput(registration, { serviceNumber, ...change })],
    })
    return new RecordedCase(this.client, handle, this.#told)
  }
}

/** One case, acted on by its workflow's own messages. */
export class RecordedCase {
  readonly serviceNumber: string
  readonly handle: WorkflowHandle<typeof application>
  readonly #client: Client
  readonly #told: Told

  constructor(client: Client, handle: WorkflowHandle<typeof application>, told: Told) {
    this.serviceNumber = handle.workflowId
    this.handle = handle
    this.#client = client
    this.#told = told
  }

  act<A extends ActType>(type: A, actor: Actor, body: ActBodies[A], updateId?: string): Promise<ActAnswer> {
    return this.handle.executeUpdate<ActAnswer, [{ actor: Actor; bodyHash: string; body: ActBodies[A] }]>(ACT_UPDATES[type] as never, {
      args: [{ actor, bodyHash: 'hash', body }], ...(updateId === undefined ? {} : { updateId }),
    })
  }

  signal(type: SignalledAct, sent: unknown): Promise<void> {
    return this.handle.signal(ACT_SIGNALS[type], sent)
  }

  reaches(wanted: (state: CaseState) => boolean): Promise<CaseState> {
    return this.#told.until(this.serviceNumber, wanted)
  }

  get events(): readonly CaseEvent[] {
    return this.#told.events(this.serviceNumber)
  }

  runs(): Promise<readonly Run[]> {
    return runsOf(this.#client, this.serviceNumber)
  }

  /** Until the server has nothing left to do for it but to wait. Temporal tells nobody, so it is asked. */
  async settled(): Promise<void> {
    for (;;) {
      const { pendingActivities, pendingWorkflowTask } = await this.#client.workflowService.describeWorkflowExecution({
        namespace: this.#client.options.namespace, execution: { workflowId: this.serviceNumber },
      })
      if (pendingActivities.length === 0 && !pendingWorkflowTask) return
      await sleep(20)
    }
  }
}
