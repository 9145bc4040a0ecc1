import type { z } from 'zod'
import { signerShown } from '../../domain/case/form-masking.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { defined } from '../../domain/defined.ts'
import { REVOCATION_GROUND_NAMES, REVOCATION_OUTCOME_NAMES } from '../../domain/revocation/revocation.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import type { CaseState } from '../case.ts'
import type { RevocationViewSchema } from './revocation.schema.ts'
import { times } from './writing.ts'
import type { Writing } from './writing.ts'

/** in the order in which they were proposed; who proposed is on record, and shown to nobody here. */
export function revocationsView(
  { revocations = {} }: CaseState,
  lens: Lens,
  { approvals: { list } }: Pick<City, 'approvals'>,
  writing: Writing,
): z.infer<typeof RevocationViewSchema>[] {
  const { nameOf, time } = writing
  return Object.values(revocations)
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map(({ id, org, utility, approvals, lines, openSites, ground, facts, evidence, ...each }) => ({
      revocation: id,
      org,
      orgName: nameOf(org),
      utility,
      utilityName: nameOf(utility),
      approvals: approvals.map((approval) => ({
        approval,
        name: list.find(({ key }) => key === approval)?.name ?? approval,
      })),
      lines: [...lines],
      openSites: [...openSites],
      ground,
      groundName: REVOCATION_GROUND_NAMES[ground],
      facts,
      evidence,
      ...times({ proposedAt: each.proposedAt }, { safeAt: each.safeAt }, writing),
      ...defined({
        answer: each.answer === undefined ? undefined : { ...each.answer, at: time(each.answer.at) },
        hearing:
          each.hearing === undefined
            ? undefined
            : { ...each.hearing, at: time(each.hearing.at), chair: signerShown(each.hearing.chair, lens) },
        decision:
          each.decision === undefined
            ? undefined
            : {
                ...each.decision,
                at: time(each.decision.at),
                official: signerShown(each.decision.official, lens),
                outcomeName: REVOCATION_OUTCOME_NAMES[each.decision.outcome],
              },
      }),
    }))
}
