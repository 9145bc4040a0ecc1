import { ACTS } from '../../../domain/act/act.ts'
import { INSTALMENTS_ACTS, isPaid, remainingFenOf } from '../../../domain/instalments/instalments.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { InstalmentsBody } from '../../../domain/instalments/instalments.ts'
import type { InstalmentsBodies } from '../../../domain/instalments/instalments.schema.ts'
import { defined } from '../../../domain/defined.ts'
import { requireBetween } from '../../../domain/clocks/date-reach.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import { about } from '../../matter/core/matter-logic.ts'
import type { ActRules, MatterLogic } from '../../matter/core/matter-logic.ts'
import { requirePayable, requireUnpaid } from '../../../domain/instalments/payment.ts'
import { AGREEMENT_RULES } from './agreement-acts.ts'
import { applyInstalments } from './fold.ts'
import { yuanOf } from '../../../domain/transfer/yuan.ts'
import { leftFenOf, planNumber } from './state.ts'
import type { InstalmentsState } from './state.ts'

const INSTALMENTS_RULES: ActRules<InstalmentsState, InstalmentsBodies, InstalmentsBody> = {
  ...AGREEMENT_RULES,
  recordPayment: {
    ...about<InstalmentsState, InstalmentsBodies, 'recordPayment', number>({
      first(state, { actor }) {
        requireCreditor(state, actor, '付款由收款单位登记')
        if (state.released !== undefined) throw new Refusal('wrong-stage', '余款已不再收取')
        if (state.wished !== undefined) throw new Refusal('wrong-stage', '双方签定的分期按收款登记，可以分次')
      },
      among: ({ parts }) => parts.map((_part, index) => index + 1),
      offers: { field: 'part', of: 'part', value: (part) => part },
      named: (_state, { part }) => part,
      allows: ({ parts }, part) => void requireUnpaid(parts, part),
      also(state, { at, body }) {
        requirePayable(state.parts, body, {
          since: { name: '约定分期之日', date: localDate(state.agreedAt, state) },
          today: localDate(at, state),
        })
      },
    }),
    events: ({ parts }, { body: { part, paidOn } }) => [
      {
        type: 'paymentRecorded',
        rule: 'R-23',
        data: { part, paidOn, late: paidOn > (parts[part - 1]?.dueDate ?? '') },
      },
    ],
  },
  confirmInnerWorks: {
    may(state, { actor }) {
      requireCreditor(state, actor, '由施工单位确认')
      if (state.confirmed) throw new Refusal('already-done', '已确认施工，余款照约定支付')
      if (state.wished === undefined) return
      if ((state.refunds ?? []).length > 0 && state.wished.mode !== 'deposit')
        throw new Refusal('wrong-stage', '已开始退还所收的款，不再作已施工办理')
      if (state.wished.mode === 'deposit') throw new Refusal('wrong-stage', '先收款、后施工的，无须确认先行施工')
      if (planNumber(state) === 0) throw new Refusal('wrong-stage', '双方尚未签定分期方案', undefined, { early: true })
    },
    check: requireBuiltOn,
    events(state, { body: { remarks, builtOn } }) {
      const unpaidFen = remainingFenOf(state.parts)
      const built = state.wished === undefined ? {} : { builtOn, unpaidFen, builtFirst: unpaidFen > 0 }
      return [{ type: 'innerWorksConfirmed', rule: 'R-23', data: defined({ remarks, ...built }) }]
    },
  },
  releaseInstalments: {
    may(state, { actor }) {
      requireCreditor(state, actor, '由收款单位决定')
      if (state.released !== undefined) throw new Refusal('already-done', '余款已不再收取')
      if (state.parts.length > 0 && isPaid(state)) throw new Refusal('wrong-stage', '各期均已付清')
      if (state.status === 'settling' && leftFenOf(state) > 0)
        throw new Refusal('wrong-stage', `服务已终止，须先退还已收的 ${yuanOf(leftFenOf(state))}`)
      if (state.wished?.mode === 'deposit' && (state.receipts ?? []).length > 0)
        throw new Refusal('wrong-stage', '已收的暂收款须按期退还，变更须双方签字')
    },
    events({ parts }, { actor: { org }, body: { reason } }) {
      return [{ type: 'instalmentsReleased', rule: 'R-23', data: { reason, org, remainingFen: remainingFenOf(parts) } }]
    },
  },
}

/** of works built before they were paid, the day is recorded. */
function requireBuiltOn(
  state: InstalmentsState,
  { at, body: { builtOn } }: { readonly at: string; readonly body: InstalmentsBodies['confirmInnerWorks'] },
): void {
  if (state.wished === undefined) {
    if (builtOn !== undefined) throw new Refusal('validation-failed', '该分期在申请中约定，不填完工之日', 'builtOn')
    return
  }
  if (builtOn === undefined) throw new Refusal('validation-failed', '先行施工的，须填施工完成之日', 'builtOn')
  const since = { name: '提出分期意愿之日', date: localDate(state.openedAt, state) }
  const until = state.ended?.at ?? at
  requireBetween(builtOn, since, localDate(until, state), '施工完成之日', 'builtOn')
}

function requireCreditor({ utility }: InstalmentsState, { org }: Actor, whose: string): void {
  if (org !== utility) throw new Refusal('not-concerned', whose, 'line')
}

export const INSTALMENTS: MatterLogic<InstalmentsState, InstalmentsBodies, InstalmentsBody, 'instalments'> = {
  kind: 'instalments',
  described: { ...INSTALMENTS_ACTS, recordPayment: ACTS.recordPayment },
  acts: INSTALMENTS_RULES,
  apply: applyInstalments,
}
