import type { z } from 'zod'
import { variationsOf } from '../../workflows/application/core/variation.ts'
import type { CaseState } from '../case.ts'
import type { VariationViewSchema } from './variation.schema.ts'
import { times } from './writing.ts'
import type { Writing } from './writing.ts'

/** in the order in which they were asked for. */
export function variationsView(state: CaseState, writing: Writing): z.infer<typeof VariationViewSchema>[] {
  const { nameOf, time } = writing
  return [...variationsOf(state)]
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map(({ id, org, line, change, reason, requestedAt, approvers, decisions, takenAt }) => ({
      variation: id,
      org,
      orgName: nameOf(org),
      line,
      change: {
        ...change,
        sections: change.sections?.map(({ road, from, to }) => ({ road, from, to })),
      },
      reason,
      approvers: approvers.map((approver) => {
        const decision = decisions[approver]
        return {
          org: approver,
          orgName: nameOf(approver),
          decision: decision === undefined ? undefined : { ...decision, at: time(decision.at) },
        }
      }),
      ...times({ requestedAt }, { takenAt }, writing),
    }))
}
