/** Which of what is under way cannot go on as it was lived. */
import { openSubjects } from '../../db/queries/open-subjects.ts'
import { endedWorkflows, runningWorkflows, standingOf } from '../../temporal/standing.ts'
import type { Standing } from '../../temporal/standing.ts'
import { folded } from './fold.ts'
import type { Opened } from './open.ts'
import { isExact } from './replayer.ts'
import type { Replayed } from './replayer.ts'
import { problemsOf } from './words.ts'

/** What is wrong with one: `differing` and `unreplayable` run, `ended` and `gone` do not. */
export const TROUBLES = ['differing', 'unreplayable', 'ended', 'gone'] as const
export type Trouble = (typeof TROUBLES)[number]

export interface Finding {
  readonly subject: string
  readonly trouble: Trouble
  /** Without personal data. */
  readonly sentences: readonly string[]
}

/**
 * All that is open: what runs, what our rows say is not closed, and what was ended before it was. One finding for each
 * that is in trouble, and how many were looked at.
 */
export async function* checkHistories(
  opened: Opened,
): AsyncGenerator<Finding | { readonly subject: string; readonly trouble: undefined }, void> {
  const { client, database, replayer } = opened
  const open = new Set(await openSubjects(database))
  const all = new Set([...open, ...(await runningWorkflows(client)), ...(await endedWorkflows(client))])
  const standings = new Map<string, Standing>()
  for (const subject of [...all].sort()) standings.set(subject, await standingOf(client, subject))
  for (const [subject, standing] of standings) {
    if (standing === 'gone' && open.has(subject))
      yield { subject, trouble: 'gone', sentences: [`${subject} 的流程已不在 Temporal，而数据库中尚未办结`] }
  }
  const replayable = [...standings].flatMap(([subject, standing]) =>
    standing === 'closed' || standing === 'gone' ? [] : [subject],
  )
  for await (const one of replayer.replay(replayable)) {
    const found = findingOf(one, standings.get(one.subject) ?? 'running')
    if (found !== undefined) yield found
    else if (standings.get(one.subject) !== 'ended') yield { subject: one.subject, trouble: undefined }
  }
}

/** None for what is as it should be; one that was ended after its case had closed is. */
export function findingOf(one: Replayed, standing: Standing): Finding | undefined {
  const { subject } = one
  if (standing === 'ended')
    return isClosed(one)
      ? undefined
      : { subject, trouble: 'ended', sentences: [`${subject} 的流程已被终止或失败，而其尚未办结`, ...problemsOf(one)] }
  if (one.failures.length > 0) return { subject, trouble: 'unreplayable', sentences: problemsOf(one) }
  if (standing === 'stuck')
    return { subject, trouble: 'unreplayable', sentences: [`${subject} 的流程任务接连失败，不能继续`] }
  return isExact(one) ? undefined : { subject, trouble: 'differing', sentences: problemsOf(one) }
}

function isClosed({ kind, subject, events }: Replayed): boolean {
  return kind !== undefined && folded(kind, subject, events)?.closedAt !== undefined
}
