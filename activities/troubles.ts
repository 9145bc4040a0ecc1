/**
 * What an activity meets that stands until somebody puts it right: counted, noted for /readyz, and struck out when the
 * same activity succeeds.
 */
import { Context } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { Database } from '../db/client.ts'
import { endTroubles, noteTrouble } from '../db/queries/troubles.ts'
import { isTroubleKind } from '../domain/trouble.ts'
import type { TroubleKind } from '../domain/trouble.ts'

type Activity = (request: never) => Promise<unknown>

/**
 * The same activities, watched. A failure goes on as it is. `subject` is of the request: a service number, a matter's
 * id, or a city's key.
 */
export function watched<Activities extends object>(
  database: Database,
  activities: Activities,
  subject: (request: never) => string,
): Activities {
  return Object.fromEntries(
    Object.entries(activities).map(([name, activity]) => [name, watch(database, activity as Activity, subject)]),
  ) as unknown as Activities
}

function watch(database: Database, activity: Activity, subject: (request: never) => string): Activity {
  return async (request) => {
    try {
      const answer = await activity(request)
      if ((context()?.info.attempt ?? 1) > 1) await quietly(() => endTroubles(database, subject(request)))
      return answer
    } catch (error) {
      if (error instanceof ApplicationFailure && isTroubleKind(error.type))
        await note(database, error.type, subject(request), error.message)
      throw error
    }
  }
}

async function note(database: Database, kind: TroubleKind, subject: string, detail: string): Promise<void> {
  const { metricMeter, log } = context() ?? {}
  metricMeter
    ?.createCounter(
      'seven_ones_troubles_total',
      'failures',
      'Gaps and contradictions met in projecting, and cities that are not configured',
    )
    .add(1, { kind })
  log?.error('此事须有人处理', { kind, subject })
  await quietly(() => noteTrouble(database, { kind, subject, detail }))
}

/** What is noted is told once more at the next attempt: the activity's own outcome goes first. */
async function quietly(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    context()?.log.warn('无法记下或划去须处理的事', { reason: error instanceof Error ? error.name : 'unknown' })
  }
}

/** None where an activity is called by itself. */
function context(): Context | undefined {
  try {
    return Context.current()
  } catch {
    return undefined
  }
}
