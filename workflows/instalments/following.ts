/** a matter follows its case: who signs for the user now, and whether the service has ended. */
import { defineSignal, setHandler } from '@temporalio/workflow'
import { CASE_STANDING, SERVICE_ENDS } from '../../domain/instalments/instalments.ts'
import type { CaseStanding, InstalmentsBody } from '../../domain/instalments/instalments.ts'
import { isForeign } from '../../domain/format/foreign.ts'
import { misfitOf } from '../../domain/format/shape.ts'
import type { Shape } from '../../domain/format/shape.ts'
import { inItsTurn, refuseUnknown } from '../lib/requests.ts'
import { refusingOf } from '../matter/acts.ts'
import type { Matter } from '../matter/matter.ts'
import { followed } from './core/following.ts'
import type { InstalmentsState } from './core/state.ts'

const text: Shape = { type: 'string', minLength: 1, maxLength: 200 }
const STANDING: Shape = {
  type: 'object',
  properties: {
    side: {
      type: 'object',
      properties: { applicant: text, intake: text, channel: text },
      required: ['intake'],
      additionalProperties: false,
    },
    parties: { type: 'array', items: text },
    ended: { type: 'string', enum: SERVICE_ENDS },
  },
  required: ['side', 'parties'],
  additionalProperties: false,
}

/** The API sends no such signal: only the case tells, by an activity, and in its turn, as any act is taken. */
export function followCase(the: Matter<InstalmentsState, InstalmentsBody>): void {
  setHandler(defineSignal<[unknown]>(CASE_STANDING), (received) =>
    inItsTurn(the.run, (at) => {
      if (isForeign(received) || misfitOf(received, STANDING) !== undefined)
        refuseUnknown(refusingOf(the), CASE_STANDING, received, at)
      else for (const body of followed(the.state, received as CaseStanding)) the.record(body, { at })
      return undefined
    }),
  )
}
