import { Client, Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import type { WorkerOptions, WorkflowBundlePath } from '@temporalio/worker'
import { createCalendarActivities } from '../../activities/calendar.ts'
import { createParseActActivities } from '../../activities/parse-act.ts'
import { loadCalendars } from '../../config/load-cities.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import type { MatterKind } from '../../domain/matter/matter.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import { workflowCode } from '../../temporal/workflow-code.ts'
import { leanWorker } from '../../temporal/workflow-threads/lean-worker.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { application } from '../../workflows/application/workflow.ts'
import type { MatterInput } from '../../workflows/matter/messages.ts'
import { NO_CONTENT } from '../fixtures/reports.ts'
import { CODE_DIR } from '../code-dir.ts'
import { applicationInput } from '../fixtures/pure-case.ts'
import { RecordedCase, RecordedMatter } from './recorded.ts'
import { Told } from './told.ts'

export interface WorkerPlace {
  readonly address: string
  readonly namespace: string
  readonly taskQueue: string
  readonly keyring: Keyring
  /** Of our workflows, where they are bundled already. */
  readonly code?: WorkflowBundlePath
}

/** A real worker in this process, with the events of cases and matters kept in memory where PostgreSQL would be. */
export class RecordedWorker {
  static async begin(
    place: WorkerPlace,
    change: Partial<WorkerOptions> = {},
    told = new Told(),
  ): Promise<RecordedWorker> {
    const { address, namespace, taskQueue, keyring, code } = place
    const native = await NativeConnection.connect({ address })
    const calendars = loadCalendars()
    const converter = dataConverter(keyring)
    const worker = await leanWorker({ stackTraces: false }).create({
      connection: native,
      namespace,
      taskQueue,
      dataConverter: converter,
      workflowBundle: code ?? (await workflowCode({ converter, use: 'live', dir: CODE_DIR })),
      activities: {
        ...createCalendarActivities(calendars),
        ...createParseActActivities(calendars),
        project: told.project,
        projectMatter: told.projectMatter,
        openCreditRecord: async () => {},
        openInstalments: async () => {},
        tellInstalments: async () => {},
        compileReport: async () => NO_CONTENT,
      },
      sinks: { events: { recorded: { fn: () => {} } } },
      ...change,
    })
    const connection = await Connection.connect({ address })
    const client = new Client({ connection, namespace, dataConverter: converter })
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

  async register(
    serviceNumber: string,
    registration?: ApplicationInput['registration'],
    change: Partial<ApplicationInput> = {},
  ): Promise<RecordedCase> {
    const handle = await this.client.workflow.start<typeof application>('application', {
      workflowId: serviceNumber,
      taskQueue: this.#taskQueue,
      args: [applicationInput(registration, { serviceNumber, ...change })],
    })
    return new RecordedCase(this.client, handle, this.#told)
  }

  /** A matter's kind is its workflow's name. */
  async open<Kind extends MatterKind>(kind: Kind, input: MatterInput): Promise<RecordedMatter<MatterStates[Kind]>> {
    const handle = await this.client.workflow.start(kind, {
      workflowId: input.id,
      taskQueue: this.#taskQueue,
      args: [input],
    })
    return new RecordedMatter<MatterStates[Kind]>(this.client, handle, this.#told)
  }
}
