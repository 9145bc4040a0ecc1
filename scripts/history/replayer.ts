import { isGrpcServiceError } from '@temporalio/client'
import type { Client } from '@temporalio/client'
import { Worker } from '@temporalio/worker'
import type { InjectedSinks, ReplayWorkerOptions } from '@temporalio/worker'
import type { NoHistory, SubjectHistory } from '../../db/rebuild.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import { isSubjectKind } from '../../domain/matter/subject.ts'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import { workflowCode } from '../../temporal/workflow-code.ts'
import type { EventSinks } from '../../workflows/application/messages.ts'
import { cutAtLastTask, replayableUpToLastTask } from './cut.ts'
import { differencesOf } from './exact.ts'
import type { EventDifference } from './exact.ts'
import { livedOrWhyNot, whyUnread } from './lived.ts'
import type { Lived } from './lived.ts'
import type { AnyEvent } from './payloads.ts'
import { earlierRunOf, runsOf, sinceMended } from './runs.ts'
import type { Run } from './runs.ts'

interface Figures {
  readonly runs: number
  readonly historyEvents: number
  readonly bytes: number
}

interface Verdict {
  /** How many of the events were lived; those beyond are told by an exact replay, and not projected yet. */
  readonly lived: number
  /** Lived events that the replay tells otherwise. */
  readonly differences: readonly EventDifference[]
  /** Sentences: why the history does not run on the code of today, or is not whole. */
  readonly failures: readonly string[]
  /** What the replay told, as far as it went, of the runs since the last mending. */
  readonly told: readonly AnyEvent[]
}

/** An application or a matter with its events from 1 on, as lived. Without runs where the server knows none. */
export type Replayed = (SubjectHistory | NoHistory) & Figures & Verdict

export function isExact({ differences, failures }: Pick<Verdict, 'differences' | 'failures'>): boolean {
  return differences.length === 0 && failures.length === 0
}

/** The runs of a subject, the first one first. */
export interface SubjectRuns {
  readonly subject: string
  readonly runs: readonly Run[]
}

export interface Replayer {
  /**
   * Service numbers and matters' ids, in the order given; those of which nothing can be replayed last. What fails is in
   * the answer.
   */
  replay(subjects: readonly string[]): AsyncGenerator<Replayed, void>
  /** The same of histories at hand. */
  replayRuns(subjects: Iterable<SubjectRuns> | AsyncIterable<SubjectRuns>): AsyncGenerator<Replayed, void>
}

/**
 * `client` fetches the histories. `codeDir`: WORKFLOW_CODE_DIR. `workflowsPath`: other code than ours, for a test.
 */
export async function createReplayer(
  client: Client,
  keyring: Keyring,
  { workflowsPath, codeDir }: { readonly workflowsPath?: string; readonly codeDir?: string | undefined } = {},
): Promise<Replayer> {
  const converter = dataConverter(keyring)
  const workflowBundle = await workflowCode({ converter, use: 'replay', dir: codeDir, workflowsPath })
  const replayRuns: Replayer['replayRuns'] = (subjects) =>
    replayAll(client, { workflowBundle, dataConverter: converter }, subjects)
  return { replayRuns, replay: (subjects) => replayRuns(fetched(client, subjects)) }
}

async function* fetched(
  client: Client,
  subjects: readonly string[],
): AsyncGenerator<SubjectRuns & { readonly unread?: string }, void> {
  for (const subject of new Set(subjects)) yield await readRuns(client, subject)
}

/** One history that cannot be read is no reason to read no other. */
async function readRuns(client: Client, subject: string): Promise<SubjectRuns & { readonly unread?: string }> {
  try {
    return { subject, runs: await runsOf(client, subject) }
  } catch (error) {
    if (isGrpcServiceError(error)) throw error
    return { subject, runs: [], unread: whyUnread(subject, error) }
  }
}

/** A subject while its histories are replayed, `left` of them still to be heard of. */
interface Pending extends SubjectRuns {
  readonly kind: SubjectKind | undefined
  readonly lived: Lived
  readonly replayable: readonly Run[]
  left: number
  readonly told: Map<number, AnyEvent>
  readonly failures: string[]
}

async function* replayAll(
  client: Client,
  options: ReplayWorkerOptions,
  subjects: Iterable<SubjectRuns & { unread?: string }> | AsyncIterable<SubjectRuns & { unread?: string }>,
): AsyncGenerator<Replayed, void> {
  const queue: Pending[] = []
  const silent: Pending[] = []
  const recorded = new Map<string, Pending>()
  const sinks: InjectedSinks<EventSinks> = {
    events: {
      recorded: {
        callDuringReplay: true,
        fn: (_info, subject, event) => {
          recorded.get(subject)?.told.set(event.seq, event)
        },
      },
    },
  }
  async function* histories() {
    for await (const one of subjects) {
      const pending = await pendingOf(client, one)
      if (pending.replayable.length === 0) silent.push(pending)
      else {
        queue.push(pending)
        recorded.set(one.subject, pending)
      }
      for (const { history } of pending.replayable)
        yield { workflowId: one.subject, history: replayableUpToLastTask(history) }
    }
  }
  for await (const { error } of Worker.runReplayHistories({ ...options, sinks }, histories())) {
    const [current] = queue
    if (current === undefined) throw new Error('a result without a history')
    if (error !== undefined) current.failures.push(notReplayed(current, error.message))
    current.left -= 1
    if (current.left > 0) continue
    queue.shift()
    recorded.delete(current.subject)
    yield replayed(current)
  }
  for (const one of silent) yield replayed(one)
}

async function pendingOf(
  client: Client,
  { subject, runs, unread: given }: SubjectRuns & { readonly unread?: string },
): Promise<Pending> {
  const { lived, unread = given } = await livedOrWhyNot(subject, runs, client.options.loadedDataConverter)
  const kind = unread === undefined ? kindOf(runs) : undefined
  const replayable =
    kind === undefined
      ? []
      : sinceMended(runs).filter(({ history }) => (cutAtLastTask(history).events ?? []).length > 0)
  const failures = [
    ...(unread === undefined ? [] : [unread]),
    ...lived.findings.map((finding) => `${subject}：${finding}`),
  ]
  if (runs.length > 0 && kind === undefined && unread === undefined)
    failures.push(`${subject} 既不是申请，也不是过户、信用记录等事项，而是 ${workflowOf(runs)}`)
  const [first] = runs
  if (first !== undefined && earlierRunOf(first) !== undefined)
    failures.push(`${subject} 此前的运行已不在 Temporal（${earlierRunOf(first)}）`)
  return { subject, runs, kind, lived, replayable, left: replayable.length, told: new Map(), failures }
}

function workflowOf(runs: readonly Run[]): string {
  return runs[0]?.history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? ''
}

/** A kind is named as its workflow is. */
function kindOf(runs: readonly Run[]): SubjectKind | undefined {
  const name = workflowOf(runs)
  return isSubjectKind(name) ? name : undefined
}

function notReplayed({ subject, replayable, left }: Pending, reason: string): string {
  const [, id, type] = /HistoryEvent\(id: (\d+), (\w+)\)/.exec(reason) ?? []
  const where = id === undefined ? '' : `，历史事件 ${id}${type === undefined ? '' : `（${type}）`}`
  return `${subject} 的历史不能在当前代码上重放（运行 ${replayable.at(-left)?.runId ?? ''}${where}）：${reason}`
}

function replayed(pending: Pending): Replayed {
  const { subject, kind, runs, lived, told, failures } = pending
  const differences = pending.replayable.length === 0 ? [] : differencesIn(pending)
  const beyond = failures.length === 0 && differences.length === 0 ? following(lived.events, told) : []
  const sum = (what: (run: Run) => number) => runs.reduce((total, run) => total + what(run), 0)
  const rest = {
    subject,
    lived: lived.events.length,
    differences,
    failures,
    told: [...told.values()].sort((a, b) => a.seq - b.seq),
    runs: runs.length,
    historyEvents: sum((run) => run.historyEvents),
    bytes: sum((run) => run.bytes),
  }
  const events = [...lived.events, ...beyond]
  if (kind === undefined) return { kind, events: [], ...rest }
  return kind === 'application' ? { kind, events: events as CaseEvent[], ...rest } : { kind, events, ...rest }
}

/** Where the replay broke off, what it did not come to is no difference. */
function differencesIn({ runs, lived, told, failures }: Pending): readonly EventDifference[] {
  const after = sinceMended(runs)[0]?.input.mendedFrom?.seq ?? 0
  const differences = differencesOf(lived.events, told, after)
  return failures.length === 0 ? differences : differences.filter(({ seq }) => told.has(seq))
}

/** Told beyond the last lived one. */
function following(lived: readonly AnyEvent[], told: ReadonlyMap<number, AnyEvent>): readonly AnyEvent[] {
  const beyond: AnyEvent[] = []
  for (let event = told.get(lived.length + 1); event !== undefined; event = told.get(event.seq + 1)) beyond.push(event)
  return beyond
}
