import { ACTS } from '../../../domain/act/act.ts'
import { INSTALMENTS_ACTS, isPaid, remainingFenOf } from '../../../domain/instalments/instalments.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { InstalmentsBody } from '../../../domain/instalments/instalments.ts'
import type { InstalmentsBodies } from '../../../domain/instalments/instalments.schema.ts'
import { defined } from '../../../domain/defined.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import { about } from '../../matter/core/matter-logic.ts'
import type { ActRules, MatterLogic } from '../../matter/core/matter-logic.ts'
import { requirePayable, requireUnpaid } from '../../../domain/instalments/payment.ts'
import type { InstalmentsState } from './state.ts'
import { applyInstalments } from './fold.ts'

const INSTALMENTS_RULES: ActRules<InstalmentsState, InstalmentsBodies, InstalmentsBody> = {
  recordPayment: {
    ...about<InstalmentsState, InstalmentsBodies, 'recordPayment', number>({
      first(state, { actor }) {
        requireCreditor(state, actor, '付款由收款单位登记')
        if (state.released !== undefined) throw new Refusal('wrong-stage', '余款已不再收取')
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
    },
    events: (_state, { body: { remarks } }) => [
      { type: 'innerWorksConfirmed', rule: 'R-23', data: defined({ remarks }) },
    ],
  },
  releaseInstalments: {
    may(state, { actor }) {
      requireCreditor(state, actor, '由收款单位决定')
      if (state.released !== undefined) throw new Refusal('already-done', '余款已不再收取')
      if (isPaid(state)) throw new Refusal('wrong-stage', '各期均已付清')
    },
    events({ parts }, { actor: { org }, body: { reason } }) {
      return [{ type: 'instalmentsReleased', rule: 'R-23', data: { reason, org, remainingFen: remainingFenOf(parts) } }]
    },
  },
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
