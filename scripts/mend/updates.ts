/** The acts that a run has accepted, as its history has them. */
import type { LoadedDataConverter } from '@temporalio/common'
import { tsToMs } from '@temporalio/common/lib/time.js'
import { contentOf } from '../../domain/format/foreign.ts'
import type { MatterAct, MatterAnswer } from '../../domain/matter/matter.ts'
import type { Act } from '../../workflows/application/messages.ts'
import type { ActAnswer } from '../../workflows/application/core/carried.ts'
import type { Carrying } from '../../workflows/lib/core/carrying.ts'
import { decoded } from '../history/payloads.ts'
import type { AnyEvent } from '../history/payloads.ts'
import type { Run } from '../history/runs.ts'

type AnyAct = Act | MatterAct
export type AnyAnswer = ActAnswer | MatterAnswer

/** An act that was accepted; `at`: the time of the workflow task that took it up, ISO UTC. */
export interface AcceptedAct {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly act: AnyAct
  /** `refused`: it was accepted, and failed all the same; undefined where it was not answered yet. */
  readonly answer: AnyAnswer | 'refused' | undefined
}

/** In the order in which they were accepted. */
export async function acceptedActs({ history }: Run, converter: LoadedDataConverter): Promise<readonly AcceptedAct[]> {
  const acts = new Map<string, AcceptedAct>()
  let at = ''
  for (const event of history.events ?? []) {
    if (event.workflowTaskStartedEventAttributes) at = new Date(tsToMs(event.eventTime)).toISOString()
    const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest
    const id = request?.meta?.updateId
    if (request && id) {
      const [act] = await decoded(converter, request.input?.args)
      acts.set(id, { id, type: request.input?.name ?? '', at, act: contentOf(act) as AnyAct, answer: undefined })
    }
    const completed = event.workflowExecutionUpdateCompletedEventAttributes
    const known = acts.get(completed?.meta?.updateId ?? '')
    if (completed && known) {
      const [outcome] = (await decoded(converter, completed.outcome?.success)) as Carrying<AnyAnswer, AnyEvent>[]
      acts.set(known.id, { ...known, answer: outcome === undefined ? 'refused' : answerIn(outcome) })
    }
  }
  return [...acts.values()]
}

/** What is kept for its key: without the events that it carried. */
function answerIn({ events: _events, ...answer }: Carrying<AnyAnswer, AnyEvent>): AnyAnswer {
  return answer
}

/** Update id → answer, of all runs: what was carried into them, and what they answered. */
export async function answersOf(runs: readonly Run[], converter: LoadedDataConverter): Promise<Map<string, AnyAnswer>> {
  const answers = new Map<string, AnyAnswer>()
  for (const run of runs) {
    for (const [id, answer] of Object.entries(run.input.carried?.answers ?? {}))
      if (!answers.has(id)) answers.set(id, answer)
    for (const { id, answer } of await acceptedActs(run, converter))
      if (answer !== undefined && answer !== 'refused') answers.set(id, answer)
  }
  return answers
}
