import { isGrpcServiceError } from '@temporalio/client'
import type { Calendars } from '../../domain/clocks/working-calendars.ts'
import { projectEvents } from '../../db/projection.ts'
import { ProjectionConflict } from '../../db/projection-conflict.ts'
import { projectMatterEvents } from '../../db/matters/projection.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import { standingOf } from '../../temporal/standing.ts'
import type { Standing } from '../../temporal/standing.ts'
import { findingOf } from '../history/check.ts'
import type { Trouble } from '../history/check.ts'
import { folded } from '../history/fold.ts'
import type { Opened } from '../history/open.ts'
import type { AnyEvent, StartInput } from '../history/payloads.ts'
import { isExact } from '../history/replayer.ts'
import type { Replayed } from '../history/replayer.ts'
import { runsOf } from '../history/runs.ts'
import type { Run } from '../history/runs.ts'
import { mendedInput, requireFitting, startedWith } from './input.ts'
import { whileLocked } from './lock.ts'
import { MendRefused } from './refused.ts'
import { rowsOf } from './rows.ts'
import { waitingSignals } from './signals.ts'
import type { WaitingSignal } from './signals.ts'
import { startMended, takenUp } from './start.ts'
import { wholeOf } from './whole.ts'
import type { Whole } from './whole.ts'

export interface MendOptions {
  readonly calendars: Calendars
  /** For a case of which no run is left. */
  readonly taskQueue: string
  readonly now: () => Date
  /** Where the histories come from, other than the server: for a test. */
  readonly runsOf?: (subject: string) => Promise<readonly Run[]>
}

export interface Mended {
  readonly subject: string
  readonly trouble: Trouble
  readonly runId: string
  /** Of the last event as lived: the new run records from the next on. */
  readonly seq: number
  /** Events that were accepted and answered, and stood in no history as lived. */
  readonly added: number
  /** Signals sent again. */
  readonly signals: number
  /** Whether the new run replays exactly; undefined where no worker has taken it up yet. */
  readonly exact: boolean | undefined
}

/**
 * makes a case or a matter whole that cannot go on as it was lived: a new run under the same id, linked to
 * the old one, its state folded from the events as lived. No seq and no time changes. Throws {@link MendRefused},
 * having changed nothing, where there is nothing to mend or nothing to mend it from.
 */
export function mend(opened: Opened, subject: string, options: MendOptions): Promise<Mended> {
  return whileLocked(opened.database, subject, async () => {
    const first = await plan(opened, subject, options)
    const runs = first.standing === 'running' || first.standing === 'stuck'
    if (runs) await terminate(opened, subject)
    const { trouble } = first
    const final = runs ? await plan(opened, subject, options, trouble) : first
    await project(opened, final.whole)
    const runId = await startMended(opened.client, final.whole, final)
    const {
      whole: { events, given },
      signals,
    } = final
    return {
      subject,
      trouble,
      runId,
      seq: events.length,
      added: given.length,
      signals: signals.length,
      exact: await isWhole(opened, subject, options),
    }
  })
}

interface Plan {
  readonly standing: Standing
  readonly trouble: Trouble
  readonly whole: Whole
  readonly input: StartInput
  readonly last: Run | undefined
  readonly taskQueue: string
  readonly signals: readonly WaitingSignal[]
}

/**
 * Everything that the new run needs; nothing is changed yet. `reason`: why it is mended, where that is known already.
 */
async function plan(opened: Opened, subject: string, options: MendOptions, reason?: Trouble): Promise<Plan> {
  const { client, database } = opened
  const standing = await standingOf(client, subject)
  const { runs, replayed } = await replayedNow(opened, subject, options)
  const stored = await rowsOf(database, subject)
  const kind = replayed.kind ?? stored.kind
  if (kind === undefined)
    throw new MendRefused(replayed.failures[0] ?? `没有 ${subject} 这一件：Temporal 与数据库中都没有`)
  const trouble = troubleOf(replayed, standing, { kind, rows: stored.events })
  const before = await startedWith(database, kind, subject, runs)
  const converter = client.options.loadedDataConverter
  const last = runs.at(-1)
  const whole = await wholeOf({ kind, replayed, runs, rows: stored.events, policy: before.policy, converter })
  const input = mendedInput(before, whole, {
    runId: last?.runId,
    at: options.now().toISOString(),
    reason: reason ?? trouble,
    calendars: options.calendars,
  })
  await requireFitting(converter, subject, input)
  return {
    standing,
    trouble,
    whole,
    input,
    last,
    taskQueue: options.taskQueue,
    signals: last === undefined ? [] : await waitingSignals(last.history, converter, decidedIn(whole)),
  }
}

/** Requests of which an event says what became of them. */
function decidedIn({ events }: Whole): readonly string[] {
  return events.flatMap(({ data }) => ('request' in data && typeof data.request === 'string' ? [data.request] : []))
}

async function replayedNow(
  { client, replayer }: Opened,
  subject: string,
  options: MendOptions,
): Promise<{ readonly runs: readonly Run[]; readonly replayed: Replayed }> {
  const runs = await (options.runsOf ?? ((id) => runsOf(client, id)))(subject)
  for await (const replayed of replayer.replayRuns([{ subject, runs }])) return { runs, replayed }
  throw new Error('a history without a result')
}

function troubleOf(
  replayed: Replayed,
  standing: Standing,
  { kind, rows }: { readonly kind: SubjectKind; readonly rows: readonly AnyEvent[] },
): Trouble {
  const { subject } = replayed
  const closed = `${subject} 已经办结，无须修复；记录不齐的，用 npm run rebuild -- ${subject}`
  if (standing === 'closed') throw new MendRefused(closed)
  if (standing === 'gone') {
    const events = rows.length > replayed.events.length ? rows : replayed.events
    if (folded(kind, subject, events)?.closedAt !== undefined) throw new MendRefused(closed)
    return 'gone'
  }
  const found = findingOf(replayed, standing)
  if (found !== undefined) return found.trouble
  throw new MendRefused(standing === 'ended' ? closed : `${subject} 正常在办，历史照样重放，不修复`)
}

/** A run that has ended meanwhile is as good. */
async function terminate({ client }: Opened, subject: string): Promise<void> {
  try {
    await client.workflow.getHandle(subject).terminate('mend')
  } catch (error) {
    if (!(isGrpcServiceError(error) || (error instanceof Error && error.name === 'WorkflowNotFoundError'))) throw error
  }
}

/** Before the new run starts, PostgreSQL has all that it goes on from. */
async function project({ database }: Opened, { kind, subject, events }: Whole): Promise<void> {
  try {
    if (kind === 'application') await projectEvents(database, subject, events as readonly CaseEvent[])
    else await projectMatterEvents(database, kind, subject, events)
  } catch (error) {
    if (!(error instanceof ProjectionConflict)) throw error
    throw new MendRefused(
      `${subject} 在数据库中的第 ${error.seq} 号事件与亲历的不同：先 npm run rebuild -- ${subject}，再修复`,
    )
  }
}

async function isWhole(opened: Opened, subject: string, options: MendOptions): Promise<boolean | undefined> {
  if (!(await takenUp(opened.client, subject))) return undefined
  return isExact((await replayedNow(opened, subject, options)).replayed)
}
