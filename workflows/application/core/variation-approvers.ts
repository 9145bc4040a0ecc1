import { authoritiesOf } from '../../../domain/approvals/touch-item.ts'
import type { ApprovalNeed } from '../../../domain/case/event.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { CaseState, Line } from './case-state.ts'
import { linesOf } from './lines.ts'
import { approvalsNeededBy, isPromised } from './needed-approvals.ts'
import { lastApproval } from './rounds.ts'

/** Of a line's approvals, those that a promise or a decision has given. */
export function givenTo(state: CaseState, line: Line): readonly ApprovalNeed[] {
  return approvalsNeededBy(state, line).filter(
    (need) =>
      isPromised(state, line, need) ||
      line.works?.varied?.includes(need.key) === true ||
      lastApproval(state, line.utility, need.key)?.status === 'approved',
  )
}

/** whose approval or promise covers the works of these lines, until they are accepted. */
export function approversOf(state: CaseState, lines: readonly Line[]): readonly string[] {
  const open = lines.filter(({ status }) => ['outerWorks', 'committed', 'constructing'].includes(status))
  return [...new Set(open.flatMap((line) => givenTo(state, line).flatMap(authoritiesOf)))]
}

/**
 * R-19 (城市道路管理条例 第三十六条): the time that was approved or promised is not changed by signing or applying
 * again, but by who approved it.
 */
export function requireSameTime(
  state: CaseState,
  org: string,
  { worksFrom, worksTo }: { readonly worksFrom: string; readonly worksTo: string },
): void {
  const schedule = state.schedules[org]
  if (state.timesWorks === undefined || schedule === undefined) return
  const own = linesOf(state).filter(({ utility }) => utility === org)
  if (approversOf(state, own).length === 0) return
  const other = schedule.worksFrom !== worksFrom ? 'worksFrom' : schedule.worksTo !== worksTo ? 'worksTo' : undefined
  if (other === undefined) return
  throw new Refusal(
    'variation-required',
    `批准或凭承诺准许的施工时间为 ${schedule.worksFrom} 至 ${schedule.worksTo}：改动请先申请施工变更`,
    other,
  )
}
