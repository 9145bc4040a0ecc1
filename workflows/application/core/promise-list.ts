import { isSameSection } from '../../../domain/approvals/touch-item.ts'
import { roadKeysIn } from '../../../domain/city/city-parts.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { RoadSection } from '../../../domain/trench/road-section.ts'
import type { ActFacts } from './act-rule.ts'
import { blockedBy } from './blocked.ts'
import type { CaseState, Line } from './case-state.ts'
import { approvalsNeededBy, beyondPromise, isPromisable, isRevoked, keptPromises } from './needed-approvals.ts'
import { lastApproval } from './rounds.ts'

/** What a utility's 附件3 is about: lines of its own. */
interface Promised {
  readonly org: string
  readonly lines: readonly Line[]
  readonly facts: ActFacts | undefined
}

/** 附件3 lists exactly what its works need and a promise may replace; what goes the ordinary way is not in it. */
export function checkPromiseList(state: CaseState, promised: Promised, given: readonly string[], policy: City): void {
  given.forEach((key, index) => {
    requireReplaceable(key, policy, `approvals.${index}`)
    if (state.touchesByItem === true) requirePromisable(state, promised, key, { policy, field: `approvals.${index}` })
  })
  const missing = mustPromise(state, promised).filter((key) => !given.includes(key))
  if (missing.length > 0)
    throw new Refusal(
      'approval-missing',
      `还需列入：${missing.map((key) => approvalName(key, policy)).join('、')}`,
      'approvals',
    )
}

function requireReplaceable(key: string, policy: City, field: string): void {
  if (policy.approvals.list.find((candidate) => candidate.key === key)?.replaceable !== true)
    throw new Refusal('approval-unknown', `${approvalName(key, policy)}不是可以告知承诺替代的审批事项`, field)
}

/** Of what its works need; within the limits for one of its lines at least; not what was decided the ordinary way. */
export function requirePromisable(
  state: CaseState,
  { org, lines }: Promised,
  key: string,
  { policy, field }: { readonly policy: City; readonly field: string },
): void {
  const name = approvalName(key, policy)
  const needing = lines.flatMap((line) => {
    const need = approvalsNeededBy(state, line).find((each) => each.key === key)
    return need === undefined ? [] : [{ line, need }]
  })
  if (needing.length === 0) throw new Refusal('approval-surplus', `踏勘结果不需要${name}：请勿列入承诺书`, field)
  const beyond = needing.map(({ line, need }) => beyondPromise(need, line))
  if (beyond.every((why) => why !== undefined))
    throw new Refusal('promise-beyond-limits', `${name}${beyond[0] ?? ''}：此项请申请并联审批`, field)
  if (isRevoked(state, org, key))
    throw new Refusal('promise-beyond-limits', `${name}的承诺已被撤销，不能再以承诺替代：此项请申请并联审批`, field)
  const decided = lastApproval(state, org, key)?.status
  if (decided === 'approved') throw new Refusal('approval-surplus', `${name}已经审批批准：请勿列入承诺书`, field)
  if (decided === 'refused')
    throw new Refusal('approval-surplus', `${name}已被退回，不能改以承诺替代：请修改设计后重新申请`, field)
}

/**
 * what a record blocks goes the ordinary way; so does what the utility applied for. What works under way rest on
 * stays promised, whatever came since.
 */
export function mustPromise(state: CaseState, { org, lines, facts }: Promised): readonly string[] {
  const keys = lines.flatMap((line) =>
    approvalsNeededBy(state, line)
      .filter((need) => isPromisable(state, line, need))
      .map(({ key }) => key),
  )
  const kept = keptPromises(state, org)
  return [...new Set(keys)].filter(
    (key) =>
      kept.includes(key) ||
      (blockedBy(facts, key) === undefined &&
        (state.touchesByItem === undefined || lastApproval(state, org, key) === undefined)),
  )
}

/** the surveyed stretches, all of them and no other. */
export function requireSurveyedSections(lines: readonly Line[], given: readonly RoadSection[], policy: City): void {
  const keyOf = roadKeysIn(policy)
  const surveyed = lines.flatMap(({ outerWorks }) => outerWorks?.sections ?? [])
  given.forEach((section, index) => {
    if (!surveyed.some((each) => isSameSection(each, section, keyOf)))
      throw new Refusal('section-not-surveyed', `踏勘所定路段为：${wordsOf(surveyed)}`, `sections.${index}`)
  })
  const missing = surveyed.filter((section) => !given.some((each) => isSameSection(each, section, keyOf)))
  if (missing.length > 0) throw new Refusal('section-missing', `还需列入：${wordsOf(missing)}`, 'sections')
}

function wordsOf(sections: readonly RoadSection[]): string {
  return sections.map(({ road, from, to }) => `${road}（${from} 至 ${to}）`).join('、')
}

/** An approval as the city's list calls it. */
export function approvalName(key: string, { approvals: { list } }: City): string {
  return list.find((approval) => approval.key === key)?.name ?? `“${key}”`
}
