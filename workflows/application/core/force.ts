import type { ActBodies } from '../../../domain/act/act.schema.ts'
import { isInForce } from '../../../domain/approvals/statute.ts'
import type { DatesOfForce } from '../../../domain/case/event.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Intent } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { approvalsNeededBy, isPromised, isToBeBuilt } from './needed-approvals.ts'
import { approvalName } from './promise-list.ts'
import { approvedRounds, isUndecided, standingRounds } from './rounds.ts'
import type { Round } from './rounds.ts'

/** what was approved is in force while all who gave it say so; undefined in cases of before 0.8. */
function forceOf(round: Round): DatesOfForce | undefined {
  const dates = round.flatMap(({ force }) => (force === undefined ? [] : [force]))
  if (dates.length < round.length) return undefined
  return dates.reduce((a, b) => ({ from: a.from > b.from ? a.from : b.from, to: a.to < b.to ? a.to : b.to }))
}

/** works go on within the dates of every decision that they need; a promise has its own. */
export function requireInForce(state: CaseState, line: Line, { at }: Intent, policy: City): void {
  const today = localDate(at, policy.hours)
  for (const need of approvalsNeededBy(state, line)) {
    if (isPromised(state, line, need)) continue
    const dates = [...approvedRounds(state, line.utility, need.key).map(forceOf), ...variedForce(state, line, need.key)]
    if (dates.length > 0 && !dates.some((force) => force === undefined || isInForce(force, today)))
      throw outOfForce(
        approvalName(need.key, policy),
        dates.flatMap((force) => force ?? []),
        today,
      )
  }
}

/** the time that all who gave it approved instead. */
function variedForce({ variations = {}, schedules }: CaseState, line: Line, key: string): readonly DatesOfForce[] {
  const schedule = schedules[line.utility]
  const isTimed = Object.values(variations).some(
    ({ line: id, takenAt, change }) =>
      id === line.id && takenAt !== undefined && (change.worksFrom ?? change.worksTo) !== undefined,
  )
  if (schedule === undefined || !isTimed || line.works?.varied?.includes(key) !== true) return []
  return [{ from: schedule.worksFrom, to: schedule.worksTo }]
}

function outOfForce(name: string, dates: readonly DatesOfForce[], today: string): Refusal {
  const next = dates.find(({ from }) => from > today)
  if (next !== undefined) return new Refusal('works-too-early', `${name}的批准自 ${next.from} 起有效`, 'line')
  const until = dates
    .map(({ to }) => to)
    .sort()
    .at(-1)
  return new Refusal(
    'approval-expired',
    `${name}的批准至 ${until ?? ''} 有效：请再次申请该项审批，写明新的施工结束日期，批准延期后继续`,
    'line',
  )
}

/** what is in force until a day, and not asked for longer yet; its works are still to be built. */
export interface Extendable {
  readonly until: string
  readonly lines: readonly Line['id'][]
}

export function extendableOf(state: CaseState, org: string, key: string): Extendable | undefined {
  const [approval, ...others] = approvedRounds(state, org, key).at(-1) ?? []
  if (approval === undefined || isUndecided(standingRounds(state, org, key).at(-1) ?? [])) return undefined
  const force = forceOf([approval, ...others])
  const lines = approval.lines.filter((id) => {
    const line = state.lines[id]
    return line !== undefined && isToBeBuilt(line)
  })
  return force === undefined || lines.length === 0 ? undefined : { until: force.to, lines }
}

/** The entries of the list under which a utility may ask for more time. */
export function extendableKeys(state: CaseState, org: string): readonly string[] {
  const keys = Object.values(state.approvals).flatMap((approval) => (approval.org === org ? [approval.key] : []))
  return [...new Set(keys)].filter((key) => extendableOf(state, org, key) !== undefined)
}

/** asked for longer, it is asked for a later day. */
export function requireLonger(
  state: CaseState,
  org: string,
  { approvals, worksTo }: ActBodies['applyForApprovals'],
  policy: City,
): void {
  for (const key of approvals) {
    const { until } = extendableOf(state, org, key) ?? {}
    if (until !== undefined && worksTo <= until)
      throw new Refusal(
        'already-done',
        `${approvalName(key, policy)}已批准至 ${until}：延期请写明更晚的施工结束日期`,
        'worksTo',
      )
  }
}
