import type { City } from '../../../domain/city/city.schema.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { CaseState, Line } from './case-state.ts'
import { linesOf } from './case-state.ts'
import type { ActRule } from './can.ts'
import { requireParty } from './who.ts'

type ApprovalPolicy = City['approvals']['list'][number]

/**
 * R-16: one 附件3 by utility and case replaces the approvals its outer works need; a later one supersedes it while
 * works are not completed.
 */
export const COMMITMENT_ACTS: { signCommitment: ActRule<'signCommitment'> } = {
  signCommitment: {
    can(state, { actor, at, body, facts }, policy) {
      requireParty(state, actor.org)
      if (facts?.creditRecord !== undefined)
        throw new Refusal('commitment-blocked', `失信记录 ${facts.creditRecord} 未到期：改走并联审批`)
      const lines = committable(state, actor.org)
      if (lines.length === 0) refuseWithout(state, actor.org)
      requireWorksFrom(state, body.worksFrom, {
        at,
        superseding: state.commitments[actor.org] !== undefined,
        hours: policy.hours,
      })
      if (body.worksTo < localDate(at, policy.hours))
        throw new Refusal('date-past', '施工结束日期应在今日或以后', 'worksTo')
      requireWithinReach(body.worksTo, localDate(at, policy.hours), 'worksTo')
      checkApprovals(body.approvals, neededBy(lines, policy), policy)
    },
    events(state, { actor, body }, policy) {
      const lines = committable(state, actor.org).map((line) => line.id)
      const signed: EventBody = {
        type: 'commitmentSigned',
        rule: 'R-16',
        data: { org: actor.org, lines, commitment: body, version: (state.commitments[actor.org]?.version ?? 0) + 1 },
      }
      return [signed, ...grants(actor.org, body.approvals, lines, policy)]
    },
  },
}

/** A schedule begins today or later; one that takes another's place may have begun already, but not before the case. */
export function requireWorksFrom(
  { registeredAt }: CaseState,
  date: string,
  { at, superseding, hours }: { readonly at: string; readonly superseding: boolean; readonly hours: City['hours'] },
): void {
  const first = localDate(superseding ? registeredAt : at, hours)
  if (date < first)
    throw new Refusal(
      'date-past',
      superseding ? `施工开始日期不能早于登记之日 ${first}` : '施工开始日期应在今日或以后',
      'worksFrom',
    )
}

function committable(state: CaseState, org: string): readonly Line[] {
  return linesOf(state).filter(
    (line) => line.utility === org && ['outerWorks', 'committed', 'constructing'].includes(line.status),
  )
}

function refuseWithout(state: CaseState, org: string): never {
  const own = linesOf(state).filter((line) => line.utility === org)
  if (own.length === 0) throw new Refusal('not-concerned', '本单位在此申请中没有承办的服务')
  if (state.survey?.closedAt === undefined)
    throw new Refusal('wrong-stage', '联合踏勘结束后才能签署承诺书', undefined, { early: true })
  throw new Refusal('no-outer-works', `${own.map((line) => line.id).join('、')} 没有待施工的外线工程`)
}

/** R-15: the approvals that these lines' outer works need. */
function neededBy(lines: readonly Line[], policy: City): readonly ApprovalPolicy[] {
  const touched = new Set(lines.flatMap((line) => line.outerWorks?.touches ?? []))
  return policy.approvals.list.filter((approval) => touched.has(approval.touches))
}

function checkApprovals(given: readonly string[], needed: readonly ApprovalPolicy[], policy: City): void {
  given.forEach((key, index) => {
    const approval = policy.approvals.list.find((candidate) => candidate.key === key)
    if (approval?.replaceable !== true)
      throw new Refusal('approval-unknown', `${key} 不是可以告知承诺替代的审批事项`, `approvals.${index}`)
  })
  const missing = needed.filter((approval) => approval.replaceable && !given.includes(approval.key))
  if (missing.length > 0)
    throw new Refusal(
      'approval-missing',
      `还需列入：${missing.map((approval) => `${approval.key}（${approval.name}）`).join('、')}`,
      'approvals',
    )
}

/** 即时办结: one grant for each authority, so that each is told. */
function grants(
  org: string,
  keys: readonly string[],
  lines: readonly Line['id'][],
  policy: City,
): readonly EventBody[] {
  const authorities = new Set(
    policy.approvals.list.filter((approval) => keys.includes(approval.key)).map((approval) => approval.authority),
  )
  return [...authorities].map((authority) => ({
    type: 'approvalGranted',
    rule: 'R-16',
    data: {
      org,
      authority,
      lines: [...lines],
      approvals: policy.approvals.list
        .filter((approval) => approval.authority === authority && keys.includes(approval.key))
        .map((approval) => approval.key),
    },
  }))
}
