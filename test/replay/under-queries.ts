/**
 * Scenarios played while readers ask their cases and matters by Temporal's client as fast as they go, then replayed:
 * what each lived against what its history tells again, byte for byte. A query that is answered in the task of a local
 * activity's result made the two differ, up to release 0.2.
 */
import { isGrpcServiceError, ServiceError } from '@temporalio/client'
import type { WorkflowBundle } from '@temporalio/worker'
import type { Stage } from '../../domain/case/stage.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { playOut } from './recorder.ts'
import type { PlayedOut } from './recorder.ts'
import { RecordedCase } from './recorded.ts'
import type { RecordedMatter } from './recorded.ts'
import type { RecordedWorker } from './recorded-worker.ts'
import { replay } from './replay.ts'
import type { Replayed } from './replay.ts'
import { isBegunBy, LATEST_RELEASE } from './releases.ts'
import type { Scenario } from './releases.ts'

const READERS = 2

export interface UnderQueries {
  readonly subjects: number
  /** Events as lived. */
  readonly events: number
  /** Queries that were answered. */
  readonly queries: number
  /** At which stages cases were when they answered. */
  readonly stages: readonly Stage[]
  /** Queries that a server had no time for: nothing was said of a history. */
  readonly putOff: number
  /** Why other queries were not answered, each reason once. */
  readonly unanswered: readonly string[]
  /** Scenarios of which at least one event differs. */
  readonly differing: readonly string[]
  /** `scenario seq: lived / replayed`, one for each event that differs or that one side lacks. */
  readonly differences: readonly string[]
  /** `scenario: what the code said`, one for each history that it cannot replay. */
  readonly failures: readonly string[]
}

export interface Play {
  readonly prefix: string
  readonly scenarios: Readonly<Record<string, Scenario>>
  /** How many are played at the same time. */
  readonly atOnce: number
}

/** Plays each scenario once, as the latest release begins it, under the id `<prefix>-<name>`, and replays it. */
export async function playUnderQueries(
  worker: RecordedWorker,
  code: WorkflowBundle,
  keyring: Keyring,
  { prefix, scenarios, atOnce }: Play,
): Promise<UnderQueries> {
  const readers = new Readers()
  const waiting = Object.entries(scenarios)
  const played: { readonly name: string; readonly out: PlayedOut }[] = []
  const next = async (): Promise<void> => {
    for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift()) {
      const [name, how] = scenario
      played.push({
        name,
        out: await readers.beside((during) =>
          playOut(worker, `${prefix}-${name}`, how, { begun: isBegunBy(LATEST_RELEASE, how), during }),
        ),
      })
    }
  }
  // One that cannot be played to its end is told when none is under way any more: a server is not taken from under the
  // others.
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, next))
  const failed = lanes.find((lane) => lane.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  const histories = played.map(({ out: { the, runs } }) => ({
    subject: the.subject,
    runs: runs.map(({ history }) => history),
  }))
  const replayed = await replay(code, keyring, histories)
  return summed(
    played.map(({ name, out }, index) => compared(name, out, replayed[index])),
    readers,
  )
}

/** Everything that was found, of several plays. */
export function together(parts: readonly UnderQueries[]): UnderQueries {
  const sum = (of: (part: UnderQueries) => number) => parts.reduce((total, part) => total + of(part), 0)
  const all = (of: (part: UnderQueries) => readonly string[]) => [...new Set(parts.flatMap(of))]
  return {
    subjects: sum((part) => part.subjects),
    events: sum((part) => part.events),
    queries: sum((part) => part.queries),
    stages: [...new Set(parts.flatMap((part) => part.stages))],
    putOff: sum((part) => part.putOff),
    unanswered: all((part) => part.unanswered),
    differing: all((part) => part.differing),
    differences: all((part) => part.differences),
    failures: all((part) => part.failures),
  }
}

/** gRPC's CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED and UNAVAILABLE. */
const NO_TIME: readonly number[] = [1, 4, 8, 10, 14]

class Readers {
  answered = 0
  putOff = 0
  readonly stages = new Set<Stage>()
  readonly unanswered = new Set<string>()

  /** Asks from the moment on that the work tells what it has begun, until the work is over. */
  async beside<Done>(work: (during: (the: RecordedCase | RecordedMatter) => void) => Promise<Done>): Promise<Done> {
    const over = new AbortController()
    const reading: Promise<void>[] = []
    try {
      return await work((the) => {
        reading.push(...Array.from({ length: READERS }, () => this.#read(the, over.signal)))
      })
    } finally {
      over.abort()
      await Promise.all(reading)
    }
  }

  async #read(the: RecordedCase | RecordedMatter, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      try {
        if (the instanceof RecordedCase) this.stages.add((await the.handle.query<CaseState>('caseState')).stage)
        else await the.handle.query('matterState')
        this.answered += 1
      } catch (error) {
        const cause: unknown = error instanceof ServiceError ? error.cause : error
        if (isGrpcServiceError(cause) && NO_TIME.includes(cause.code)) this.putOff += 1
        else this.unanswered.add(`${String(error)}: ${String(cause)}`)
      }
    }
  }
}

interface Compared {
  readonly name: string
  readonly events: number
  readonly differences: readonly string[]
  readonly failures: readonly string[]
}

function compared(name: string, { the }: PlayedOut, replayed: Replayed | undefined): Compared {
  const again = replayed?.events ?? []
  const differences = Array.from({ length: Math.max(the.events.length, again.length) }, (_, index) => {
    const [lived, told] = [the.events[index], again[index]]
    return JSON.stringify(lived) === JSON.stringify(told)
      ? undefined
      : `${name} ${index + 1}: ${briefly(lived)} / ${briefly(told)}`
  })
  const failures = replayed === undefined ? ['not replayed'] : replayed.failures
  return {
    name,
    events: the.events.length,
    differences: differences.filter((each) => each !== undefined),
    failures: failures.map((failure) => `${name}: ${failure}`),
  }
}

function briefly(event: { readonly type: string; readonly at: string } | undefined): string {
  return event === undefined ? 'none' : `${event.type} ${event.at}`
}

function summed(all: readonly Compared[], { answered, putOff, stages, unanswered }: Readers): UnderQueries {
  return {
    subjects: all.length,
    events: all.reduce((sum, { events }) => sum + events, 0),
    queries: answered,
    stages: [...stages],
    putOff,
    unanswered: [...unanswered],
    differing: all.filter(({ differences }) => differences.length > 0).map(({ name }) => name),
    differences: all.flatMap(({ differences }) => differences),
    failures: all.flatMap(({ failures }) => failures),
  }
}
