import { lineWords } from '../../../domain/case/service.ts'
import { isTouchKnown, itemsMeant, remitOf } from '../../../domain/approvals/touch-item.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Finding, Opinion } from '../../../domain/survey/opinion.schema.ts'
import type { Choice } from '../../lib/core/choices.ts'
import type { CaseState, Line } from './case-state.ts'
import { withLines } from './change.ts'
import type { EventOf } from './change.ts'
import { linesOf } from './lines.ts'
import { withGrownNeeds } from './needed-approvals.ts'
import { nameOf, requireLine, requireNotDropped } from './who.ts'

/** what an authority found is of its own remit, of each line once. */
export function checkFindings(
  state: CaseState,
  org: string,
  { found = [] }: Opinion,
  { policy, prefix }: { readonly policy: City; readonly prefix: string },
): void {
  if (found.length > 0 && state.touchesByItem === undefined)
    throw new Refusal('validation-failed', '此件登记在先，涉及的事项请写入部门意见', `${prefix}found`)
  found.forEach(({ line, touches, lanesClosed }, index) => {
    const field = `${prefix}found.${index}`
    requireNotDropped(requireLine(state, line, `${field}.line`), `${field}.line`)
    if (found.findIndex((other) => other.line === line) !== index)
      throw new Refusal('opinion-contradictory', `${lineWords(line)}出现了两次`, `${field}.line`)
    requireKnownTouches(state, touches, `${field}.touches`)
    touches.forEach((said, at) => requireRemit(state, org, said, policy, `${field}.touches.${at}`))
    if (lanesClosed === true && !maySpeakOfLanes(state, org))
      throw new Refusal('touch-outside-remit', '是否封闭车道由道路、交通的主管部门认定', `${field}.lanesClosed`)
  })
}

export function requireKnownTouches(state: CaseState, said: readonly string[], field: string): void {
  const byItem = state.touchesByItem === true
  said.forEach((touched, index) => {
    if (!isTouchKnown(byItem ? state.approvalNeeds : [], touched))
      throw new Refusal('touch-unknown', `审批事项清单中没有“${touched}”`, `${field}.${index}`)
    if (byItem && said.indexOf(touched) !== index)
      throw new Refusal('opinion-contradictory', `“${touched}”出现了两次`, `${field}.${index}`)
  })
}

/** A word means all its items: each must be within the remit. */
function requireRemit(state: CaseState, org: string, said: string, policy: City, field: string): void {
  const beyond = itemsMeant(state.approvalNeeds, [said]).find((item) => !remitOf(item).includes(org))
  if (beyond === undefined) return
  const { name = beyond.key } = policy.approvals.list.find(({ key }) => key === beyond.key) ?? {}
  const whose = remitOf(beyond).map((each) => nameOf(each, policy))
  throw new Refusal('touch-outside-remit', `“${name}”由${whose.join('、')}认定`, field)
}

function maySpeakOfLanes(state: CaseState, org: string): boolean {
  return state.approvalNeeds.some((item) => item.limits?.lanesOpen === true && remitOf(item).includes(org))
}

/** What an authority may find: its own items, on lines that go on. */
export function findingChoices(state: CaseState, org: string, prefix: string): readonly Choice[] {
  if (state.touchesByItem === undefined) return []
  const items = state.approvalNeeds.filter((item) => remitOf(item).includes(org))
  const lines = linesOf(state).filter(({ status }) => status !== 'withdrawn')
  return [
    { field: `${prefix}found.*.line`, of: 'line', options: lines.map(({ id }) => ({ value: id })) },
    { field: `${prefix}found.*.touches.*`, of: 'need', free: true, options: items.map(({ key }) => ({ value: key })) },
  ]
}

/** What a utility may say that its works touch: any item of the list; the four words go, too. */
export function touchChoices(state: CaseState, prefix: string): readonly Choice[] {
  if (state.touchesByItem === undefined) return []
  const options = state.approvalNeeds.map(({ key }) => ({ value: key }))
  return [{ field: `${prefix}lines.*.outerWorks.touches.*`, of: 'need', free: true, options }]
}

/**
 * what was found holds from there on, a correction instead of what it corrects. What came late is of no effect on
 * works that have started.
 */
export function withFindings(state: CaseState, { at, data }: EventOf<'opinionFiled'>): CaseState {
  if (state.touchesByItem === undefined || state.parties[data.org]?.kind !== 'authority') return state
  const { org, opinion } = data
  const changed = linesOf(state).filter(
    ({ id, found, works }) =>
      works?.startedAt === undefined && (found?.[org] !== undefined || findingOn(opinion, id) !== undefined),
  )
  if (changed.length === 0) return state
  const ids = changed.map(({ id }) => id)
  return withGrownNeeds(
    withLines(state, ids, ({ id, found }) => withFinding(found, org, findingOn(opinion, id))),
    at,
  )
}

function findingOn({ found = [] }: Opinion, line: string): Finding | undefined {
  return found.find((finding) => finding.line === line)
}

function withFinding(found: Line['found'], org: string, finding: Finding | undefined): Pick<Line, 'found'> {
  const { [org]: _earlier, ...others } = found ?? {}
  if (finding === undefined) return { found: others }
  const { touches, lanesClosed } = finding
  return { found: { ...others, [org]: { touches, ...defined({ lanesClosed }) } } }
}
