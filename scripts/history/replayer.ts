import { fileURLToPath } from 'node:url'
import type { Client } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker'
import type { InjectedSinks, ReplayWorkerOptions } from '@temporalio/worker'
import type { NoHistory, SubjectHistory } from '../../db/rebuild.ts'
import type { CaseEvent } from '../../domain/event.ts'
import type { MatterEvent } from '../../domain/matter.ts'
import { isSubjectKind } from '../../domain/subject.ts'
import type { SubjectKind } from '../../domain/subject.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import type { EventSinks } from '../../workflows/application/case.ts'
import { runsOf } from './runs.ts'
import type { Run } from './runs.ts'

interface Figures {
  readonly runs: number
  readonly historyEvents: number
  readonly bytes: number
}

/** An application or a matter whose whole history runs on the code of today; `events` are its own, from 1 on. Without runs where the server knows none. */
export type Replayed = (SubjectHistory | NoHistory) & Figures

/** A history that does not run on the code of today. */
export class ReplayFailure extends Error {
  override name = 'ReplayFailure'
  readonly subject: string

  constructor(subject: string, run: string, reason: string) {
    const [, id, type] = /HistoryEvent\(id: (\d+), (\w+)\)/.exec(reason) ?? []
    const where = id === undefined ? '' : `，历史事件 ${id}${type === undefined ? '' : `（${type}）`}`
    super(`${subject} 的历史不能在当前代码上重放（运行 ${run}${where}）：${reason}`)
    this.subject = subject
  }
}

export interface Replayer {
  /** Service numbers and matters' ids, in the order given, those that the server does not know last. Throws {@link ReplayFailure} at the first that fails. */
  replay(subjects: readonly string[]): AsyncGenerator<Replayed, void>
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
  return { replay: (subjects) => replayAll(client, { workflowBundle, dataConverter: converter }, subjects) }
}

type AnyEvent = CaseEvent | MatterEvent

interface Pending {
  readonly subject: string
  readonly kind: SubjectKind
  readonly runs: readonly Run[]
  readonly index: number
}

async function* replayAll(client: Client, options: ReplayWorkerOptions, subjects: readonly string[]): AsyncGenerator<Replayed, void> {
  const recorded = new Map<string, Map<number, AnyEvent>>()
  const sinks: InjectedSinks<EventSinks> = {
    events: { recorded: { callDuringReplay: true, fn: (_info, subject, event) => { keep(recorded, subject, event) } } },
  }
  const pending: Pending[] = []
  const unknown: string[] = []
  async function* histories() {
    for (const subject of subjects) {
      const runs = await runsOf(client, subject)
      if (runs.length === 0) unknown.push(subject)
      for (const [index, { history }] of runs.entries()) {
        pending.push({ subject, kind: kindOf(subject, runs), runs, index })
        yield { workflowId: subject, history }
      }
    }
  }
  for await (const { error } of Worker.runReplayHistories({ ...options, sinks }, histories())) {
    const current = pending.shift()
    if (current === undefined) throw new Error('a result without a history')
    const { subject, kind, runs, index } = current
    if (error !== undefined) throw new ReplayFailure(subject, runs[index]?.runId ?? '', error.message)
    if (index === runs.length - 1) yield replayed(subject, kind, runs, recorded)
  }
  for (const subject of unknown) yield { kind: undefined, subject, events: [], runs: 0, historyEvents: 0, bytes: 0 }
}

/** A kind is named as its workflow is. */
function kindOf(subject: string, runs: readonly Run[]): SubjectKind {
  const name = runs[0]?.history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? ''
  if (!isSubjectKind(name)) throw new ReplayFailure(subject, runs[0]?.runId ?? '', `既不是申请，也不是过户、信用记录或评价，而是 ${name}`)
  return name
}

/** An event that comes twice, by an eviction, must be the same. */
function keep(recorded: Map<string, Map<number, AnyEvent>>, subject: string, event: AnyEvent): void {
  const events = recorded.get(subject) ?? new Map<number, AnyEvent>()
  recorded.set(subject, events.set(event.seq, event))
}

function replayed(subject: string, kind: SubjectKind, runs: readonly Run[], recorded: Map<string, Map<number, AnyEvent>>): Replayed {
  const events = [...(recorded.get(subject)?.values() ?? [])].sort((a, b) => a.seq - b.seq)
  recorded.delete(subject)
  const sum = (what: (run: Run) => number) => runs.reduce((total, run) => total + what(run), 0)
  const figures = { runs: runs.length, historyEvents: sum((run) => run.historyEvents), bytes: sum((run) => run.bytes) }
  return kind === 'application' ? { kind, subject, events: events as CaseEvent[], ...figures } : { kind, subject, events, ...figures }
}
