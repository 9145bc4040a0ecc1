/**
 * Each history replayed: it must tell the events as they were lived, byte for byte, and PostgreSQL must hold what was
 * lived.
 */
import type { Client } from '@temporalio/client'
import type { Database } from '../../db/client.ts'
import { compareRebuilt } from '../../db/rebuild.ts'
import type { Comparison } from '../../db/rebuild.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import { createReplayer } from '../history/replayer.ts'
import type { Replayed as History } from '../history/replayer.ts'
import type { Recorded } from './histories.ts'

export interface Replayed {
  readonly events: number
  /**
   * Events that replay tells otherwise than they were lived, or that it tells beyond what was projected, as sentences.
   */
  readonly differences: readonly string[]
  readonly differingSubjects: number
  /** Subjects whose history does not run at all, or is not whole. */
  readonly unreplayable: readonly string[]
  /** Of `npm run rebuild -- --verify`. */
  readonly rebuilt: Pick<Comparison, 'events' | 'truncated'> & { readonly differences: readonly string[] }
}

export interface ToCheck {
  readonly client: Client
  readonly keyring: Keyring
  readonly database: Database
  /** The code that the workers ran, where it was not ours. */
  readonly workflowsPath?: string | undefined
}

export async function checkReplay(
  { client, keyring, database, workflowsPath }: ToCheck,
  recorded: readonly Recorded[],
): Promise<Replayed> {
  const replayer = await createReplayer(client, keyring, workflowsPath === undefined ? {} : { workflowsPath })
  const told: History[] = []
  for await (const history of replayer.replay(recorded.map(({ id }) => id))) told.push(history)
  const differing = told.map(sentencesOf).filter((one) => one.length > 0)
  const { differences, events, truncated } = await compareRebuilt(database, told)
  return {
    events: told.reduce((sum, history) => sum + history.events.length, 0),
    differences: differing.flat(),
    differingSubjects: differing.length,
    unreplayable: told.flatMap(({ subject, failures }) => failures.map((failure) => `${subject}：${failure}`)),
    rebuilt: {
      events,
      truncated,
      differences: differences.map(({ table, key, column }) => `${table} ${Object.values(key).join(' ')} ${column}`),
    },
  }
}

/** The system is quiet: what replay tells is projected, all of it. */
function sentencesOf({ subject, differences, lived, events }: History): readonly string[] {
  const pending = events.length > lived ? [`${subject}：重放另有 ${events.length - lived} 个事件没有投影`] : []
  return [
    ...differences.map(({ seq, type, what }) => `${subject} 第 ${seq} 条 ${type}：${what.join('、')} 不同`),
    ...pending,
  ]
}
