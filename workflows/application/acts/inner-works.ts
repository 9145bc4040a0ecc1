import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import { requirePayable } from '../../../domain/instalments/payment.ts'
import type { CaseState, InnerWorks } from '../case-state.ts'
import type { ActRule } from '../state.ts'
import { requireApplicantSide, requireLine, requireNotDropped } from './who.ts'

type InnerWorksAct = 'requestInnerWorks' | 'quoteInnerWorks' | 'agreeInstalments' | 'recordPayment'

/**
 * inside the red line only, only when the user asks; prices cite the document in force, and may be paid by
 * instalments.
 */
export const INNER_WORKS_ACTS: { readonly [A in InnerWorksAct]: ActRule<A> } = {
  requestInnerWorks: {
    can(state, { actor, body }) {
      requireApplicantSide(state, actor)
      const line = requireLine(state, body.line, 'line')
      requireNotDropped(line)
      if (line.innerWorks !== undefined) throw new Refusal('already-done', '已提出需求', 'line')
    },
    events: (_state, { body }) => [{ type: 'innerWorksRequested', rule: 'R-22', data: body }],
  },
  quoteInnerWorks: {
    can(state, { actor, body }) {
      const line = requireLine(state, body.line, 'line')
      if (line.utility !== actor.org) throw new Refusal('not-concerned', `${line.id} 不是本单位承办的服务`, 'line')
      requireNotDropped(line)
      if (line.innerWorks === undefined)
        throw new Refusal('wrong-stage', '用户没有提出红线内施工需求：红线外不收任何费用', 'line', { early: true })
      if (line.innerWorks.parts !== undefined) throw new Refusal('already-done', '已约定分期，报价不能再改', 'line')
    },
    events: (_state, { body }) => [{ type: 'innerWorksQuoted', rule: 'R-22', data: body }],
  },
  agreeInstalments: {
    can(state, { actor, at, body }, policy) {
      requireApplicantSide(state, actor)
      const line = requireLine(state, body.line, 'line')
      requireNotDropped(line)
      if (!['water', 'power', 'gas'].includes(line.service))
        throw new Refusal('validation-failed', '分期付款适用于水、电、气', 'line')
      const { amountFen, parts } = requireInnerWorks(state, body.line)
      if (amountFen === undefined) throw new Refusal('wrong-stage', '尚未报价', 'line', { early: true })
      if (parts !== undefined) throw new Refusal('already-done', '已约定分期', 'line')
      const sum = body.parts.reduce((total, part) => total + part.amountFen, 0)
      if (sum !== amountFen) throw new Refusal('amount-mismatch', `各期合计 ${sum} 分，报价 ${amountFen} 分`, 'parts')
      const today = localDate(at, policy.hours)
      if ((body.parts[0]?.dueDate ?? '') < today)
        throw new Refusal('date-past', '首期应在今日或以后', 'parts.0.dueDate')
      // Each part's clock is computed when the one before is due.
      body.parts.forEach(({ dueDate }, index) => {
        requireWithinReach(dueDate, body.parts[index - 1]?.dueDate ?? today, `parts.${index}.dueDate`)
      })
    },
    events: (_state, { body }) => [{ type: 'instalmentsAgreed', rule: 'R-23', data: body }],
  },
  recordPayment: {
    can(state, { actor, at, body }, policy) {
      const line = requireLine(state, body.line, 'line')
      if (line.utility !== actor.org) throw new Refusal('not-concerned', `${line.id} 不是本单位承办的服务`, 'line')
      requirePayable(requireInnerWorks(state, body.line).parts, body, {
        since: { name: '登记之日', date: localDate(state.registeredAt, policy.hours) },
        today: localDate(at, policy.hours),
      })
    },
    events: (_state, { body }) => [{ type: 'paymentRecorded', rule: 'R-23', data: body }],
  },
}

function requireInnerWorks(state: CaseState, id: string): InnerWorks {
  const { innerWorks } = requireLine(state, id, 'line')
  if (innerWorks === undefined) throw new Refusal('wrong-stage', '用户没有提出红线内施工需求', 'line', { early: true })
  return innerWorks
}
