/** R-22, R-23: the instalments of a case in plain words, and the forms by which the user answers them. */
import { SERVICE_NAMES } from '../../domain/case/service.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { INSTALMENT_MODE_NAMES, sumFen } from '../../domain/instalments/agreement.ts'
import type { PlanPart, PlanProposal, PlanSide, SignedPlan } from '../../domain/instalments/agreement.ts'
import { planSignerShown } from '../../domain/instalments/instalments-masking.ts'
import { INSTALMENTS_STATUS_NAMES, remainingFenOf, SERVICE_END_NAMES } from '../../domain/instalments/instalments.ts'
import { yuanOf } from '../../domain/transfer/yuan.ts'
import type { InstalmentsState } from '../../workflows/instalments/core/state.ts'
import { html } from '../documents/html.ts'
import type { Content, Html } from '../documents/html.ts'
import { input, textarea, tick } from './fields.ts'
import type { Shown } from './fields.ts'
import { form } from './form.ts'
import type { PlanForm, SeenPlan } from './plans.ts'
import type { SeenCase } from './seen-case.ts'
import { dayWords } from './when.ts'
import { wordsShown } from './words-shown.ts'

/** R-23: what is agreed, by whom it is signed, and what has been paid. */
export function plansPanel(seen: SeenCase): Content {
  if (seen.plans.length === 0) return ''
  return html`<section class="panel" aria-labelledby="plans">
    <h2 id="plans">分期</h2>
    ${seen.plans.map((plan) => planWords(seen, plan))}
  </section>`
}

function planWords(seen: SeenCase, { state }: SeenPlan): Html {
  const { service, utility, wished, proposal, plans = [], ended, parts } = state
  const inForce = plans.at(-1)
  return html`<h3>${SERVICE_NAMES[service]}，${seen.nameOf(utility)}</h3>
    <p>
      ${wished === undefined ? '' : `${INSTALMENT_MODE_NAMES[wished.mode]}，报价 ${yuanOf(wished.amountFen)}。`}
      <b>${statusWords(state)}</b>${ended === undefined ? '' : `（${SERVICE_END_NAMES[ended.why]}）`}
    </p>
    ${inForce === undefined ? '' : signaturesOf(seen, state, inForce)}
    ${parts.length === 0 ? '' : paidWords(seen, state)}
    ${
      proposal === undefined
        ? ''
        : html`<p>${inForce === undefined ? '' : '提出变更，双方签字前仍按上面的办：'}</p>
            ${proposedParts(proposal.parts)} ${signaturesOf(seen, state, proposal)}`
    }`
}

function statusWords({ status, proposal }: InstalmentsState): string {
  if (status !== 'signing') return INSTALMENTS_STATUS_NAMES[status]
  return proposal?.by === 'user' ? '等承办单位签字' : '等您签字'
}

function paidWords({ now, city }: SeenCase, { wished, parts, receipts = [] }: InstalmentsState): Html {
  const isDeposit = wished?.mode === 'deposit'
  const today = localDate(now, city.hours)
  const [total, left] = [sumFen(parts), remainingFenOf(parts)]
  return html`<ol>
      ${parts.map(({ dueDate, amountFen, paidOn, movedFen }) => {
        const moved = movedFen === undefined ? '' : `已${isDeposit ? '退' : '付'} ${yuanOf(movedFen)}，`
        const open = `${moved}${dueDate < today ? '已过约定日期' : '未到约定日期'}`
        const stands = paidOn === undefined ? open : `✓ ${dayWords(paidOn)}${isDeposit ? '退清' : '付清'}`
        return html`<li>${dayWords(dueDate)}前${isDeposit ? '退还' : '付'} ${yuanOf(amountFen)}：${stands}</li>`
      })}
    </ol>
    <p>
      合计 ${yuanOf(total)}，${isDeposit ? '已退' : '已付'} ${yuanOf(total - left)}，还${isDeposit ? '应退' : '欠'}
      ${yuanOf(left)}。${isDeposit ? `已收暂收款 ${yuanOf(sumFen(receipts))}。` : ''}
    </p>`
}

function proposedParts(parts: readonly PlanPart[]): Html {
  return html`<ol>
    ${parts.map(({ dueDate, amountFen }) => html`<li>${dayWords(dueDate)}前，${yuanOf(amountFen)}</li>`)}
  </ol>`
}

/** Who has signed, and who has not. */
function signaturesOf(seen: SeenCase, { utility }: InstalmentsState, plan: PlanProposal | SignedPlan): Html {
  const other = 'countersignature' in plan ? plan.countersignature : undefined
  const said = (side: PlanSide) => {
    const who = side === 'utility' ? seen.nameOf(utility) : '用户一方'
    const signature = plan.by === side ? plan.signature : other
    if (signature === undefined) return `${who}：尚未签字`
    return `${who}：${planSignerShown(signature.signer, seen.lens)}，${dayWords(signature.signedOn)}签字`
  }
  const { reason } = plan
  return html`<p class="soft">第 ${plan.number} 个方案。${said('utility')}；${said('user')}。</p>
    ${reason === undefined ? '' : html`<p>说明：${wordsShown(reason, seen.lens)}</p>`}`
}

type WithPlan = (seen: SeenCase, plan: SeenPlan, shown: Shown) => Html

/** Of several the one that was answered, else the first. */
function ofPlan(name: PlanForm, make: WithPlan): (seen: SeenCase, shown: Shown) => Html {
  return (seen, shown) => {
    const open = seen.plans.filter(({ may }) => may.has(name))
    const plan = open.find(({ state }) => state.line === shown.typed['line']) ?? open[0]
    return plan === undefined ? html`<p>现在没有要您答复的分期方案，详见“分期”。</p>` : make(seen, plan, shown)
  }
}

const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}" />`

function whichPlan({ line, proposal }: InstalmentsState): Html {
  return html`${hidden('line', line)} ${hidden('plan', String(proposal?.number ?? 0))}`
}

export const PLAN_FORM_MAKERS: Readonly<Record<PlanForm, (seen: SeenCase, shown: Shown) => Html>> = {
  'plan-signature': ofPlan('plan-signature', (seen, { state }, shown) => {
    const { service, utility, wished, proposal } = state
    const parts = proposal?.parts ?? []
    const mode = wished === undefined ? '' : `（${INSTALMENT_MODE_NAMES[wished.mode]}）`
    return form('plan-signature', shown, {
      fields: html`<p>
          ${seen.nameOf(utility)}提出${SERVICE_NAMES[service]}红线内工程的分期方案${mode}，
          合计 <b>${yuanOf(sumFen(parts))}</b>：
        </p>
        ${proposedParts(parts)}
        <p>双方签字才算数；不签字的，期满作罢，由承办单位另提。不同意的，请用下面“其他事项”里的“不同意分期协议”。</p>
        ${whichPlan(state)} ${input({ name: 'signer', label: '签字人（您的姓名）', kind: 'text' }, shown)}
        ${tick({ name: 'sure', label: '我同意以上分期方案，并以此签字' }, shown)}`,
      button: '签字确认',
    })
  }),
  'plan-refusal': ofPlan('plan-refusal', (seen, { state }, shown) =>
    form('plan-refusal', shown, {
      fields: html`<p>
          ${seen.nameOf(state.utility)}提出的${SERVICE_NAMES[state.service]}分期方案作罢，由其另提；您也可以到综窗提出自己的方案。
        </p>
        ${whichPlan(state)} ${textarea({ name: 'reason', label: '不同意的原因', most: 1000 }, shown)}`,
      button: '不同意',
    }),
  ),
  'plan-end': ofPlan('plan-end', (_seen, { state }, shown) =>
    form('plan-end', shown, {
      fields: html`<p>${SERVICE_NAMES[state.service]}不再分期，不能恢复；工程款照报价与承办单位另行结清。</p>
        ${whichPlan(state)} ${textarea({ name: 'reason', label: '不再分期的原因', most: 1000 }, shown)}`,
      button: '不再分期',
    }),
  ),
}
