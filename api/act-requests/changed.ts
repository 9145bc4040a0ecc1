/** 412: what has changed of what an act would change, since its sender looked. */
import type { CaseEvent } from '../../domain/case/event.ts'
import { EVENT_NAMES } from '../../domain/case/event.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import { problemOf } from '../problems/from-error.ts'
import { ProblemError } from '../problems/problem-error.ts'
import type { Changed } from '../problems/problem-error.ts'
import { writingFor } from '../views/writing.ts'

const MOST_READ = 200

type Recorded = CaseEvent | MatterEvent

interface Telling {
  readonly caller: Caller
  readonly now: Date
  /** In order, the events after this number. */
  readonly eventsAfter: (after: number, limit: number) => Promise<readonly Recorded[]>
  readonly nameOf: (type: string) => string
}

/** The refusal with the changes it names, who made them and when; as it is where they cannot be read now. */
export async function tellingChanges(error: unknown, telling: Telling): Promise<unknown> {
  if (!(error instanceof Refusal) || error.code !== 'changed-meanwhile') return error
  const { errors, message } = problemOf(error)
  const changes = await changesOf(error.changed ?? [], telling).catch(() => [])
  return new ProblemError(error.code, message, { errors, changes })
}

async function changesOf(
  seqs: readonly number[],
  { caller, now, eventsAfter, nameOf }: Telling,
): Promise<readonly Changed[]> {
  if (seqs.length === 0) return []
  const { time, nameOf: organisation } = writingFor(caller.city, now)
  const events = await eventsAfter(Math.min(...seqs) - 1, MOST_READ)
  return events
    .filter(({ seq }) => seqs.includes(seq))
    .map(({ seq, at, type, actor }) => ({
      seq,
      at: time(at),
      name: nameOf(type),
      org: actor.org,
      orgName: organisation(actor.org),
    }))
}

/** By the name that the case's history gives it. */
export function caseEventName(type: string): string {
  return (EVENT_NAMES as Readonly<Record<string, string>>)[type] ?? type
}
