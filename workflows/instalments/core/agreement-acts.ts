/** both sides sign a plan and each change of it; money is recorded as it moves, never more than the sum. */
import type { Actor } from '../../../domain/actor/actor.ts'
import { isOfApplicantSide } from '../../../domain/actor/applicant-side.ts'
import { holdsCodeOf } from '../../../domain/actor/code-holder.ts'
import { PLAN_SIDE_NAMES, sumFen } from '../../../domain/instalments/agreement.ts'
import type { InstalmentWish, PlanPart, PlanSide } from '../../../domain/instalments/agreement.ts'
import { requireBetween } from '../../../domain/clocks/date-reach.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { defined } from '../../../domain/defined.ts'
import { remainingFenOf, SERVICE_END_NAMES } from '../../../domain/instalments/instalments.ts'
import type { InstalmentsBody } from '../../../domain/instalments/instalments.ts'
import type { InstalmentsBodies } from '../../../domain/instalments/instalments.schema.ts'
import { requireFittingPlan } from '../../../domain/instalments/plan-limits.ts'
import { Refusal } from '../../../domain/problem.ts'
import { yuanOf } from '../../../domain/transfer/yuan.ts'
import type { ActRules } from '../../matter/core/matter-logic.ts'
import { hasFallen, isOver, leftFenOf, movedOf, planNumber, toReceiveFen } from './state.ts'
import type { InstalmentsState } from './state.ts'

type Acts = 'proposePlan' | 'answerPlan' | 'receiveMoney' | 'refundDeposit' | 'giveUpInstalments'

export const AGREEMENT_RULES: Pick<ActRules<InstalmentsState, InstalmentsBodies, InstalmentsBody>, Acts> = {
  proposePlan: {
    may(state, { actor }) {
      sideOf(state, actor)
      requireGoingOn(state)
      if (isOver(state)) throw new Refusal('already-done', '各期均已付（退）清')
      if (state.proposal !== undefined)
        throw new Refusal('plan-open', `第 ${state.proposal.number} 个方案尚待对方签字，答复后才能另提`)
    },
    check(state, { actor, at, body }) {
      requireSignature(state, actor, at, body)
      requireFitting(state, at, body.parts)
    },
    events(state, { actor, body: { parts, reason, signer, signedOn, scanSha256 } }) {
      const signing = { plan: (state.proposed ?? 0) + 1, org: actor.org, signer, signedOn, ...defined({ scanSha256 }) }
      const data = { ...signing, by: sideOf(state, actor), parts, ...defined({ reason }) }
      return [{ type: 'planProposed', rule: 'R-23', data }]
    },
  },
  answerPlan: {
    may(state, { actor }) {
      const side = sideOf(state, actor)
      requireGoingOn(state)
      if (state.proposal === undefined)
        throw new Refusal('wrong-stage', '没有待签字的分期方案', undefined, { early: true })
      if (state.proposal.by === side)
        throw new Refusal('not-concerned', `该方案由${PLAN_SIDE_NAMES[side]}提出，须由对方签字`)
    },
    check(state, { actor, at, body }) {
      const { proposal } = state
      if (body.plan !== proposal?.number)
        throw new Refusal('validation-failed', `待签字的是第 ${proposal?.number} 个方案，请核对后再签`, 'plan')
      if (!body.signed) return
      requireSignature(state, actor, at, body)
      requireFitting(state, at, proposal.parts)
    },
    events(state, { actor: { org }, body }) {
      const { plan } = body
      if (!body.signed)
        return [{ type: 'planDeclined', rule: 'R-23', data: { plan, by: 'party', org, reason: body.reason } }]
      const { signer, signedOn, scanSha256 } = body
      const by = state.proposal?.by === 'user' ? 'utility' : 'user'
      const change = planNumber(state) > 0
      const data = { plan, org, signer, signedOn, ...defined({ scanSha256 }), by, change } as const
      return [{ type: 'planSigned', rule: 'R-23', data }]
    },
  },
  receiveMoney: {
    may(state, { actor }) {
      const { mode } = requireSigned(state, actor)
      if (mode === 'deposit' && state.depositedAt !== undefined)
        throw new Refusal('already-done', '暂收款已收齐，不再收取')
      if (toReceiveFen(state) === 0) throw new Refusal('already-done', '各期均已付清')
    },
    check(state, { at, body }) {
      requireMoved(state, at, { on: body.receivedOn, what: '收款之日', field: 'receivedOn' })
      requireNoMore(body.amountFen, toReceiveFen(state), '收款', '应收')
    },
    events(state, { body: { amountFen, receivedOn } }) {
      const remainingFen = toReceiveFen(state) - amountFen
      const late = state.wished?.mode !== 'deposit' && isLate(state, receivedOn)
      return [{ type: 'moneyReceived', rule: 'R-23', data: { amountFen, receivedOn, remainingFen, late } }]
    },
  },
  refundDeposit: {
    may(state, { actor }) {
      if (state.status === 'settling') return requireSettling(state, actor)
      if (requireSigned(state, actor).mode !== 'deposit') throw new Refusal('wrong-stage', '该分期没有暂收款，无可退还')
      if (state.depositedAt === undefined)
        throw new Refusal('wrong-stage', '暂收款尚未收齐，收齐后按期退还', undefined, { early: true })
      if (remainingFenOf(state.parts) === 0) throw new Refusal('already-done', '暂收款已退清')
    },
    check(state, { at, body }) {
      requireMoved(state, at, { on: body.refundedOn, what: '退还之日', field: 'refundedOn' })
      requireNoMore(body.amountFen, toRefundFen(state), '退还', '应退')
    },
    events(state, { body: { amountFen, refundedOn } }) {
      const remainingFen = toRefundFen(state) - amountFen
      const late = state.status !== 'settling' && isLate(state, refundedOn)
      return [{ type: 'moneyRefunded', rule: 'R-23', data: { amountFen, refundedOn, remainingFen, late } }]
    },
  },
  giveUpInstalments: {
    may(state, { actor }) {
      if (sideOf(state, actor) !== 'user') throw new Refusal('not-concerned', '由用户一方决定')
      requireGoingOn(state)
      if (planNumber(state) > 0) throw new Refusal('wrong-stage', '双方已签定分期，变更须双方签字')
    },
    events: (_state, { actor: { org }, body: { reason } }) => [
      { type: 'instalmentsGivenUp', rule: 'R-23', data: { reason, org } },
    ],
  },
}

/** nobody signs for both: an organisation that is the utility itself is never the user's side. */
function sideOf(state: InstalmentsState, actor: Actor): PlanSide {
  requireWished(state)
  if (actor.org === state.utility && actor.role !== 'clerk') return 'utility'
  // As in the case itself: whoever showed that its registered telephone is at hand speaks for its user.
  if (isOfApplicantSide(state.side, actor) || holdsCodeOf(state.serviceNumber, actor)) return 'user'
  throw new Refusal('not-concerned', '分期由承办单位与用户双方办理；申请已由他人认领的，由认领人办理', 'line')
}

function requireWished({ wished }: InstalmentsState): InstalmentWish {
  if (wished === undefined) throw new Refusal('wrong-stage', '该分期在申请中约定，付款仍在申请的地址登记')
  return wished
}

function requireGoingOn(state: InstalmentsState): void {
  const { released, givenUp, ended } = state
  if (ended !== undefined && hasFallen(state))
    throw new Refusal('wrong-stage', `${SERVICE_END_NAMES[ended.why]}，分期随之终止，只办结清`)
  if (released !== undefined || givenUp !== undefined) throw new Refusal('matter-closed', '该分期已不再办理')
}

/** what was received for a service that has ended goes back, whatever the schedule. */
function requireSettling(state: InstalmentsState, { org }: Actor): void {
  if (org !== state.utility) throw new Refusal('not-concerned', '由收款单位登记', 'line')
  if (leftFenOf(state) === 0) throw new Refusal('wrong-stage', '没有收过款，无可退还；未施工的，请办“不再收取余款”')
}

function toRefundFen(state: InstalmentsState): number {
  return state.status === 'settling' ? leftFenOf(state) : remainingFenOf(state.parts)
}

function requireSigned(state: InstalmentsState, actor: Actor): InstalmentWish {
  const wish = requireWished(state)
  if (actor.org !== state.utility) throw new Refusal('not-concerned', '由收款单位登记', 'line')
  requireGoingOn(state)
  if (planNumber(state) === 0) throw new Refusal('wrong-stage', '双方尚未签定分期方案', undefined, { early: true })
  return wish
}

/** The window has it on paper. */
function requireSignature(
  state: InstalmentsState,
  { role }: Actor,
  at: string,
  { signedOn, scanSha256 }: { readonly signedOn: string; readonly scanSha256?: string | undefined },
): void {
  const since = { name: '提出分期意愿之日', date: localDate(state.openedAt, state) }
  requireBetween(signedOn, since, localDate(at, state), '签字之日', 'signedOn')
  if (role === 'clerk' && scanSha256 === undefined)
    throw new Refusal('validation-failed', '综窗补记签字，须填签名的纸质方案的扫描件（SHA-256）', 'scanSha256')
}

function requireFitting(state: InstalmentsState, at: string, parts: readonly PlanPart[]): void {
  requireFittingPlan(parts, {
    wish: requireWished(state),
    today: localDate(at, state),
    agreedOn: planNumber(state) === 0 ? undefined : localDate(state.agreedAt, state),
    moved: movedOf(state),
    depositFen: sumFen(state.receipts ?? []),
    isWhole: state.depositedAt !== undefined,
  })
}

function requireMoved(
  state: InstalmentsState,
  at: string,
  { on, what, field }: { readonly on: string; readonly what: string; readonly field: string },
): void {
  const since = { name: '双方签定之日', date: localDate(state.agreedAt, state) }
  requireBetween(on, since, localDate(at, state), what, field)
}

/** a payment that makes more than the sum is refused, and told what is left. */
function requireNoMore(amountFen: number, leftFen: number, what: string, left: string): void {
  if (amountFen > leftFen)
    throw new Refusal(
      'more-than-owed',
      `${what} ${yuanOf(amountFen)} 超过余额：尚${left} ${yuanOf(leftFen)}`,
      'amountFen',
    )
}

function isLate({ parts }: InstalmentsState, on: string): boolean {
  return on > (parts.find(({ paidOn }) => paidOn === undefined)?.dueDate ?? on)
}
