/** A misbehaving old worker's workflow: it projects what it is told to, whatever stands there. */
import { ActivityFailure, ApplicationFailure, proxyActivities } from '@temporalio/workflow'

export interface Forgery {
  /** Where the workers of the system are. */
  readonly taskQueue: string
  readonly activity: 'project' | 'projectMatter'
  readonly request: object
}

/** The type of the failure with which the projection refused it; `taken` where it did not. */
export async function forge({ taskQueue, activity, request }: Forgery): Promise<string> {
  const activities = proxyActivities<Record<Forgery['activity'], (request: object) => Promise<void>>>({
    taskQueue,
    startToCloseTimeout: '30 seconds',
    retry: { maximumAttempts: 1 },
  })
  try {
    await activities[activity](request)
    return 'taken'
  } catch (error) {
    if (error instanceof ActivityFailure && error.cause instanceof ApplicationFailure)
      return error.cause.type ?? 'untyped'
    throw error
  }
}
