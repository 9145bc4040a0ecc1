/** Acts put as the API puts them: with what is projected, and the answer's events brought by whoever is answered. */
import { randomUUID } from 'node:crypto'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import { ORPHANED } from '../../domain/act/orphaned.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { HistoryEvent } from '../../scripts/history/payloads.ts'
import type { ActAnswer } from '../../workflows/application/core/carried.ts'
import type { RecordedCase } from './recorded.ts'
import type { Told } from './told.ts'

export type Answered = ActAnswer & { readonly events?: readonly CaseEvent[] }

export interface Putting {
  /** What is projected, unless told. */
  readonly projected?: number
  readonly updateId?: string
  /** Whoever is answered does not bring the events. */
  readonly dies?: true
}

export class Sender {
  readonly #told: Told

  constructor(told: Told) {
    this.#told = told
  }

  async put<A extends ActType>(
    the: RecordedCase,
    type: A,
    actor: Actor,
    body: ActBodies[A],
    { projected = the.events.length, updateId = randomUUID(), dies }: Putting = {},
  ): Promise<Answered> {
    const act = { actor, bodyHash: 'hash', body, projected }
    const answer = await the.handle.executeUpdate<Answered, [typeof act]>(type, { updateId, args: [act] })
    const { events } = answer
    if (events !== undefined && dies !== true) await this.#told.project({ serviceNumber: the.subject, events })
    return answer
  }

  orphan(the: RecordedCase, updateId: string): Promise<void> {
    return the.handle.signal(ORPHANED, updateId)
  }
}

/** Events of the history of the last run by their kind's name. */
export async function historyOf(the: RecordedCase): Promise<readonly string[]> {
  return ((await the.runs()).at(-1)?.history.events ?? []).map(nameOf)
}

function nameOf(event: HistoryEvent): string {
  const [name = ''] = Object.keys(event).filter((key) => key.endsWith('EventAttributes'))
  return name.replace(/EventAttributes$/, '')
}

export const projectingActivities = async (the: RecordedCase) =>
  (await the.runs())
    .flatMap(({ history }) => history.events ?? [])
    .filter(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name === 'project').length
