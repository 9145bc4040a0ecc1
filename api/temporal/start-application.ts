import { markStarted, moveToNextNumber } from '../../db/queries/registrations.ts'
import { cityAttribute, stageAttribute } from '../../temporal/search-attributes.ts'
import { startOnce } from '../../temporal/start-once.ts'
import { APPLICATION_WORKFLOW } from '../../workflows/application/messages.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { Dependencies } from '../dependencies.ts'
import { startUnderOwnNumber } from '../registration/own-number.ts'
import { bounded } from './bounded.ts'

const START_MS = 10_000

/**
 * Starts the workflow of a registration and notes it; gives with which number. Safe to call again: a case that has
 * started is left as it is.
 */
export function startApplication(deps: Dependencies, registered: ApplicationInput): Promise<ApplicationInput> {
  return startUnderOwnNumber<ApplicationInput>(
    deps,
    {
      numberOf: ({ serviceNumber }) => serviceNumber,
      start: (input) => started(deps, input),
      toNextNumber: (input) => moveToNextNumber(deps.database, input),
      markStarted: (number) => markStarted(deps.database, number),
    },
    registered,
  )
}

function started({ temporal, environment }: Dependencies, input: ApplicationInput): Promise<boolean> {
  return bounded(temporal, START_MS, () =>
    startOnce(temporal, APPLICATION_WORKFLOW, {
      id: input.serviceNumber,
      taskQueue: environment.TASK_QUEUE,
      input,
      attributes: [
        { key: stageAttribute, value: 'registration' },
        { key: cityAttribute, value: input.policy.key },
      ],
    }),
  )
}
