/**
 * Looks after what no workflow can look after itself: cases and matters under way whose workflow was ended by hand,
 * failed, or is gone.
 */
import type { Client } from '@temporalio/client'
import type { Database } from '../db/client.ts'
import { openSubjects } from '../db/queries/open-subjects.ts'
import { runningWorkflows, standingOf } from '../temporal/standing.ts'
import type { WatchMetrics } from './metrics.ts'

export interface WatchDependencies {
  readonly client: Client
  readonly database: Database
  readonly metrics: WatchMetrics
  readonly log: { warn(message: string, meta?: Record<string, unknown>): unknown }
}

const EVERY_MS = 60_000

/**
 * How many under way were ended, and how many are gone. The server's index of what runs lags: what it does not list is
 * asked for by itself.
 */
export async function countStopped({
  client,
  database,
}: Pick<WatchDependencies, 'client' | 'database'>): Promise<{ readonly ended: number; readonly gone: number }> {
  const running = await runningWorkflows(client)
  const stopped = { ended: 0, gone: 0 }
  for (const subject of await openSubjects(database)) {
    if (running.has(subject)) continue
    const standing = await standingOf(client, subject)
    if (standing === 'ended' || standing === 'gone') stopped[standing] += 1
  }
  return stopped
}

/** Counts now and every minute until `stop`; while a server is away the last figures stand. */
export function watchCases(dependencies: WatchDependencies, everyMs = EVERY_MS): { stop(): Promise<void> } {
  let looking: Promise<void> = Promise.resolve()
  const look = async () => {
    try {
      dependencies.metrics.stopped(await countStopped(dependencies))
    } catch (error) {
      dependencies.log.warn('未能清点被终止或删除的流程', { error: error instanceof Error ? error.name : typeof error })
    }
  }
  const again = () => {
    looking = looking.then(look)
  }
  again()
  const timer = setInterval(again, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
