import { fileURLToPath } from 'node:url'
import type { Client } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker'
import type { InjectedSinks, ReplayWorkerOptions } from '@temporalio/worker'
import type { CaseEvent } from '../../domain/event.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import type { EventSinks } from '../../workflows/application/case.ts'
import { runsOf } from './runs.ts'
import type { Run } from './runs.ts'

/** A case whose whole history runs on the code of today; `events` are the case's own, from 1 on. */
export interface ReplayedCase {
  readonly serviceNumber: string
  readonly runs: number
  readonly historyEvents: number
  readonly bytes: number
  readonly events: readonly CaseEvent[]
}

/** A history that does not run on the code of today. */
export class ReplayFailure extends Error {
  override name = 'ReplayFailure'
  readonly serviceNumber: string

  constructor(serviceNumber: string, run: string, reason: string) {
    const [, id, type] = /HistoryEvent\(id: (\d+), (\w+)\)/.exec(reason) ?? []
    const where = id === undefined ? '' : `，历史事件 ${id}${type === undefined ? '' : `（${type}）`}`
    super(`${serviceNumber} 的历史不能在当前代码上重放（运行 ${run}${where}）：${reason}`)
    this.serviceNumber = serviceNumber
  }
}

export interface Replayer {
  /** In the order given; a number whose workflow the server does not know gives a case without runs. Throws {@link ReplayFailure} at the first that fails. */
  replay(serviceNumbers: readonly string[]): AsyncGenerator<ReplayedCase, void>
}

const WORKFLOWS = fileURLToPath(new URL('../../workflows/all.ts', import.meta.url))

/** Bundles the workflows once. `client` fetches the histories. `workflowsPath`: other code than ours, for a test. */
export async function createReplayer(client: Client, keyring: Keyring, { workflowsPath = WORKFLOWS } = {}): Promise<Replayer> {
  const logger = new DefaultLogger('WARN')
  const converter = dataConverter(keyring)
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath, logger,
    ...(converter.failureConverterPath === undefined ? {} : { failureConverterPath: converter.failureConverterPath }),
  })
  return { replay: (serviceNumbers) => replayAll(client, { workflowBundle, dataConverter: converter }, serviceNumbers) }
}

interface Pending {
  readonly serviceNumber: string
  readonly runs: readonly Run[]
  readonly index: number
}

async function* replayAll(client: Client, options: ReplayWorkerOptions, serviceNumbers: readonly string[]): AsyncGenerator<ReplayedCase, void> {
  const recorded = new Map<string, Map<number, CaseEvent>>()
  const sinks: InjectedSinks<EventSinks> = {
    events: { recorded: { callDuringReplay: true, fn: (_info, serviceNumber, event) => { keep(recorded, serviceNumber, event) } } },
  }
  const pending: Pending[] = []
  const unknown: string[] = []
  async function* histories() {
    for (const serviceNumber of serviceNumbers) {
      const runs = await runsOf(client, serviceNumber)
      if (runs.length === 0) unknown.push(serviceNumber)
      for (const [index, { history }] of runs.entries()) {
        pending.push({ serviceNumber, runs, index })
        yield { workflowId: serviceNumber, history }
      }
    }
  }
  for await (const { error } of Worker.runReplayHistories({ ...options, sinks }, histories())) {
    const current = pending.shift()
    if (current === undefined) throw new Error('a result without a history')
    const { serviceNumber, runs, index } = current
    if (error !== undefined) throw new ReplayFailure(serviceNumber, runs[index]?.runId ?? '', error.message)
    if (index === runs.length - 1) yield replayed(serviceNumber, runs, recorded)
  }
  for (const serviceNumber of unknown) yield replayed(serviceNumber, [], recorded)
}

/** An event that comes twice, by an eviction, must be the same. */
function keep(recorded: Map<string, Map<number, CaseEvent>>, serviceNumber: string, event: CaseEvent): void {
  const events = recorded.get(serviceNumber) ?? new Map<number, CaseEvent>()
  recorded.set(serviceNumber, events.set(event.seq, event))
}

function replayed(serviceNumber: string, runs: readonly Run[], recorded: Map<string, Map<number, CaseEvent>>): ReplayedCase {
  const events = [...(recorded.get(serviceNumber)?.values() ?? [])].sort((a, b) => a.seq - b.seq)
  recorded.delete(serviceNumber)
  const sum = (what: (run: Run) => number) => runs.reduce((total, run) => total + what(run), 0)
  return { serviceNumber, runs: runs.length, historyEvents: sum((run) => run.historyEvents), bytes: sum((run) => run.bytes), events }
}
