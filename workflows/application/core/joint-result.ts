import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import { about } from './act-rule.ts'
import type { Acts } from './act-rule.ts'
import type { Approval, CaseState, JointResult } from './case-state.ts'
import type { Folds } from './change.ts'
import { isPending } from './needed-approvals.ts'
import type { Awaited } from './wanted.ts'

/** what one utility applied for, and what the lead has handed out of it. */
interface Led extends JointResult {
  readonly org: string
}

/** when all that a utility applied for is decided, the lead hands out one joint result. */
export const acts = {
  issueJointResult: {
    ...about<'issueJointResult', Led>({
      among: ledOf,
      offers: { field: 'utility', of: 'organisation', value: ({ org }) => org },
      named: (state, { utility }) => requireLed(state, utility),
      allows(state, led, { actor }) {
        if (led.lead !== actor.org) throw new Refusal('not-concerned', '并联审批结果由牵头部门统一出具', 'utility')
        const latest = latestOf(state, led.org)
        if (latest.length === 0) throw new Refusal('wrong-stage', '相关服务已撤销', 'utility')
        if (latest.some((approval) => isPending(state, approval)))
          throw new Refusal('wrong-stage', '还有审批未作决定', 'utility', { early: true })
        if (newlyDecided(state, led).length === 0)
          throw new Refusal('already-done', '已经出具，此后没有新的决定', 'utility')
      },
    }),
    events: (state, { body: { utility: org, remarks } }) => [
      {
        type: 'jointResultIssued',
        rule: 'R-17',
        data: {
          org,
          approvals: decidedOf(state, org).map(({ id, status }) => ({ id, approved: status === 'approved' })),
          ...defined({ remarks }),
        },
      },
    ],
  },
} satisfies Partial<Acts>

function ledOf({ jointResults = {} }: CaseState): readonly Led[] {
  return Object.entries(jointResults).map(([org, result]) => ({ ...result, org }))
}

function requireLed(state: CaseState, org: string): Led {
  const led = ledOf(state).find((each) => each.org === org)
  if (led === undefined) throw new Refusal('approval-unknown', `“${org}”没有申请并联审批`, 'utility')
  return led
}

/** Of each kind and authority the one applied for last, of services that go on. */
function latestOf({ approvals, lines }: CaseState, org: string): readonly Approval[] {
  const own = Object.values(approvals).filter(
    (approval) => approval.org === org && approval.lines.some((id) => lines[id]?.status !== 'withdrawn'),
  )
  return [...new Map(own.map((approval) => [`${approval.key}\n${approval.authority}`, approval])).values()]
}

function decidedOf(state: CaseState, org: string): readonly Approval[] {
  return latestOf(state, org).filter(({ status }) => status !== 'applied')
}

function newlyDecided(state: CaseState, { org, approvals }: Led): readonly Approval[] {
  return decidedOf(state, org).filter(({ id }) => !approvals.includes(id))
}

export const folds = {
  jointResultIssued: (state, { at, data: { org, approvals } }) => {
    const led = state.jointResults?.[org]
    if (led === undefined) return state
    const issued = { ...led, version: led.version + 1, issuedAt: at, approvals: approvals.map(({ id }) => id) }
    return { ...state, jointResults: { ...state.jointResults, [org]: issued } }
  },
} satisfies Partial<Folds>

/** Half a working day after the last decision (R-33⁺). */
export const tasks: Awaited<'issueJointResult'> = (state) =>
  ledOf(state)
    .filter((led) => !latestOf(state, led.org).some((approval) => isPending(state, approval)))
    .filter((led) => newlyDecided(state, led).length > 0)
    .map(({ lead, org }) => ({ kind: 'issueJointResult', org: lead, order: org }))
