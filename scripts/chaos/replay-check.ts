/** Each history replayed: it must tell the events as they were lived, byte for byte, and PostgreSQL must hold what it tells. */
import type { Client } from '@temporalio/client'
import type { Database } from '../../db/client.ts'
import { compareRebuilt } from '../../db/rebuild.ts'
import type { Comparison, SubjectHistory } from '../../db/rebuild.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import { createReplayer, ReplayFailure } from '../history/replayer.ts'
import type { Lived, Recorded } from './histories.ts'

export interface Replayed {
  readonly events: number
  /** Events that replay tells otherwise than they were lived, as sentences. */
  readonly differences: readonly string[]
  readonly differingSubjects: number
  /** Subjects whose history does not run at all. */
  readonly unreplayable: readonly string[]
  /** Of `npm run rebuild -- --verify`. */
  readonly rebuilt: Pick<Comparison, 'events' | 'truncated'> & { readonly differences: readonly string[] }
}

/** `workflowsPath`: the code that the workers ran, where it was not ours. */
export async function checkReplay(
  {
    client,
    keyring,
    database,
    workflowsPath,
  }: { client: Client; keyring: Keyring; database: Database; workflowsPath?: string | undefined },
  recorded: readonly Recorded[],
): Promise<Replayed> {
  const replayer = await createReplayer(client, keyring, workflowsPath === undefined ? {} : { workflowsPath })
  const [told, unreplayable]: [SubjectHistory[], string[]] = [[], []]
  let left = recorded.map(({ id }) => id)
  while (left.length > 0) {
    try {
      for await (const history of replayer.replay(left)) if (history.kind !== undefined) told.push(history)
      break
    } catch (error) {
      if (!(error instanceof ReplayFailure)) throw error
      unreplayable.push(error.message)
      const seen = new Set([...told.map(({ subject }) => subject), error.subject])
      left = left.filter((id) => !seen.has(id))
    }
  }
  const byId = new Map(recorded.map((one) => [one.id, one]))
  const differing = told
    .map((history) => differencesOf(history, byId.get(history.subject)?.lived ?? []))
    .filter((one) => one.length > 0)
  const only = unreplayable.length === 0 ? {} : { only: told.map(({ subject }) => subject) }
  const { differences, events, truncated } = await compareRebuilt(database, told, only)
  return {
    events: told.reduce((sum, history) => sum + history.events.length, 0),
    differences: differing.flat(),
    differingSubjects: differing.length,
    unreplayable,
    rebuilt: {
      events,
      truncated,
      differences: differences.map(({ table, key, column }) => `${table} ${Object.values(key).join(' ')} ${column}`),
    },
  }
}

function differencesOf({ subject, events }: SubjectHistory, lived: readonly Lived[]): readonly string[] {
  const told = new Map(events.map((event) => [event.seq, JSON.stringify(event)]))
  const once = new Map<number, string>()
  const differences: string[] = []
  for (const { seq, text } of lived) {
    const earlier = once.get(seq)
    if (earlier !== undefined && earlier !== text) differences.push(`${subject} 第 ${seq} 条投影了两种内容`)
    once.set(seq, earlier ?? text)
  }
  const seqs = new Set([...told.keys(), ...once.keys()])
  for (const seq of [...seqs].sort((a, b) => a - b)) {
    if (told.get(seq) !== once.get(seq))
      differences.push(`${subject} 第 ${seq} 条：所历 ${gist(once.get(seq))}，重放 ${gist(told.get(seq))}`)
  }
  return differences
}

function gist(text: string | undefined): string {
  if (text === undefined) return '没有'
  const { type, at } = JSON.parse(text) as { type: string; at: string }
  return `${type} ${at}`
}
