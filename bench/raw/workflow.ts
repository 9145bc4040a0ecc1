/** The least that takes updates: what Temporal itself costs. */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineUpdate,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { RawAct, RawActivities, RawAnswer } from './act.ts'

export const rawAct = defineUpdate<RawAnswer, [RawAct]>('act')

const { project } = proxyActivities<RawActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '250 milliseconds', maximumInterval: '10 seconds' },
})

/** Ends after so many acts. */
export async function raw(acts: number): Promise<void> {
  const taken = takeActs(acts)
  await condition(() => taken.length === acts)
  await condition(allHandlersFinished)
}

/** Beside it, one activity in flight writes what was taken, as much as is there. */
export async function rawWithActivity(acts: number): Promise<void> {
  const taken = takeActs(acts)
  const subject = workflowInfo().workflowId
  for (let projected = 0; projected < acts;) {
    await condition(() => taken.length > projected)
    const fresh = taken.slice(projected)
    await project({ subject, after: projected, acts: fresh })
    projected += fresh.length
  }
  await condition(allHandlersFinished)
}

function takeActs(acts: number): RawAct[] {
  const taken: RawAct[] = []
  setHandler(
    rawAct,
    (act: RawAct) => {
      taken.push(act)
      return { subject: workflowInfo().workflowId, seq: taken.length, stage: 'jointSurvey', bodyHash: act.bodyHash }
    },
    {
      validator: (_act: RawAct) => {
        if (taken.length >= acts) throw ApplicationFailure.create({ message: 'over', nonRetryable: true })
      },
    },
  )
  return taken
}
