import type { LineNeed } from '../../../domain/case/event.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import type { OuterWorks } from '../../../domain/survey/opinion.schema.ts'
import { defined } from '../../../domain/defined.ts'
import type { CaseState, Line } from './case-state.ts'
import { approvalsNeededBy, isPromisable } from './needed-approvals.ts'

/**
 * what the survey's result says of a line's outer works: the items that they touch, by whomever
 * found, and the approvals that follow, by promise with the version of its 告知书, or by decision.
 */
export function resultOfWorks(
  state: CaseState,
  line: Line,
  outerWorks: OuterWorks | undefined,
  policy: City,
): { readonly touched?: string[]; readonly needs?: LineNeed[] } {
  if (state.touchesByItem === undefined || outerWorks === undefined) return {}
  const surveyed = { ...line, outerWorks }
  const needs = approvalsNeededBy(state, surveyed)
  return {
    touched: needs.map(({ key }) => key),
    needs: needs.map((need) => {
      const promise = isPromisable(state, surveyed, need)
      const notice = promise ? policy.approvals.list.find(({ key }) => key === need.key)?.notice?.version : undefined
      return { approval: need.key, promise, ...defined({ notice }) }
    }),
  }
}
