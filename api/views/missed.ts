import type { z } from 'zod'
import { claimsOf, standingOf } from '../../workflows/application/core/missed-claims.ts'
import type { CaseState } from '../case.ts'
import type { MissedViewSchema } from './missed.schema.ts'
import { times } from './writing.ts'
import type { Writing } from './writing.ts'

/** what was said of a line's appointments, the earliest first; not by whose account. */
export function missedView(state: CaseState, line: string, writing: Writing): z.infer<typeof MissedViewSchema>[] {
  return claimsOf(state)
    .filter((claim) => claim.line === line)
    .sort((a, b) => a.appointment - b.appointment)
    .map((claim) => {
      const { id, at, by, toldAt, note, answer, settled } = claim
      return {
        claim: id,
        by,
        note,
        status: standingOf(claim),
        ...times({ appointment: at, toldAt }, { settledAt: settled?.at }, writing),
        answer:
          answer === undefined
            ? undefined
            : {
                at: writing.time(answer.at),
                confirmed: answer.confirmed,
                silence: answer.answeredBy === undefined,
                note: answer.note,
              },
        missed: settled?.missed,
        reason: settled?.reason,
      }
    })
}
