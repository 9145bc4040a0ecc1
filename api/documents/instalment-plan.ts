/** R-22, R-23: the plan of instalments that both sides signed, on paper. */
import { holderShown } from '../../domain/case/form-masking.ts'
import { SERVICE_NAMES } from '../../domain/case/service.ts'
import { INSTALMENT_MODE_NAMES, PLAN_SIDE_NAMES, sumFen } from '../../domain/instalments/agreement.ts'
import type {
  InstalmentMode,
  InstalmentWish,
  PlanSide,
  PlanSignature,
  SignedPlan,
} from '../../domain/instalments/agreement.ts'
import { planSignerShown } from '../../domain/instalments/instalments-masking.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { isOver } from '../../workflows/instalments/core/state.ts'
import type { InstalmentsState } from '../../workflows/instalments/core/state.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import { yuan } from '../views/instalment-plan.ts'
import { officialNames, writingFor } from '../views/writing.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { form, table } from './page.ts'
import type { Paper } from './page.ts'
import { notReady } from './papers.ts'
import { dateWords, lengthWords, timeWords } from './words.ts'

export interface PlanSource {
  readonly state: InstalmentsState
  /** Whose it is, and what is built: the case's alone to say. */
  readonly of: Pick<CaseState, 'registration' | 'lines'>
  /** Whoever takes part in the case without a part in the money sees no amounts and no signer, as in the view. */
  readonly masked: boolean
  readonly lens: Lens
  readonly nameOf: (org: string) => string
  /** ISO UTC → 2026年11月24日 14时45分 */
  readonly time: (instant: string) => string
}

export interface PlanEntry {
  /** Its place below `documents/`. */
  readonly key: string
  readonly name: string
  readonly make: (source: PlanSource) => Paper
}

export function planSourceFor(
  { state, of }: Pick<PlanSource, 'state' | 'of'>,
  { caller, now, masked, lens }: { readonly caller: Caller; readonly now: Date } & Pick<PlanSource, 'masked' | 'lens'>,
): PlanSource {
  const { time } = writingFor(caller.city, now)
  return { state, of, masked, lens, nameOf: officialNames(caller.city), time: (instant) => timeWords(time(instant)) }
}

/** One of every plan that was signed, and of the one that is to be; none of what a case agreed on by itself. */
export function planCatalogueOf(state: InstalmentsState): readonly PlanEntry[] {
  const { wished, plans = [], proposal, proposed = 0 } = state
  if (wished === undefined) return []
  const next = proposal?.number ?? (plans.length === 0 && !isOver(state) ? proposed + 1 : undefined)
  return [...plans.map(({ number }) => number), ...(next === undefined ? [] : [next])].map((number) => ({
    key: `plan-${number}`,
    name: `${TITLES[wished.mode]}（第 ${number} 个方案）`,
    make: (source) => paperOf(number, source),
  }))
}

export function planEntryOf(key: string, state: InstalmentsState): PlanEntry {
  const catalogue = planCatalogueOf(state)
  const entry = catalogue.find((candidate) => candidate.key === key)
  if (entry !== undefined) return entry
  const there = catalogue.map((candidate) => candidate.key)
  const has = there.length === 0 ? '没有文书（不是双方签定的，或未达成）' : `有：${there.join('、')}`
  throw new Refusal('document-not-found', `本分期没有 ${key}；${has}`)
}

const TITLES: Readonly<Record<InstalmentMode, string>> = {
  payLater: '红线内工程款分期付款协议',
  deposit: '红线内工程款暂收与分期退还协议',
}
function termsOf({ mode, terms: { signing } }: InstalmentWish): string {
  if (mode === 'deposit')
    return '乙方自愿选择暂收工程款、分期退还：乙方将合计金额交甲方暂收，甲方收齐后按下表分期退还乙方，不得另行收费。'
  const since = `完工登记之前已到期的，自登记起 ${lengthWords(signing)}内付`
  return `乙方自愿选择先建设、后分期付款：甲方先行施工，登记完工之后，乙方按下表分期向甲方付款；${since}。`
}

function paperOf(number: number, source: PlanSource): Paper {
  const { state, nameOf, time, lens } = source
  const { serviceNumber, service, utility, wished, plans = [] } = state
  const index = plans.findIndex((plan) => plan.number === number)
  const plan = plans[index]
  if (plan === undefined || wished === undefined) throw notReady(`第 ${number} 个方案尚未由双方签字：签定后出具`)
  const { signature, countersignature } = plan
  const body = html` ${partiesTable(source)}
    <p>${termsOf(wished)}建筑区划红线外的接入工程不收取任何费用。</p>
    <h2>一、各期</h2>
    ${partsTable(plan, source)}
    <h2>二、变更</h2>
    ${changes(plan, { before: plans[index - 1], after: plans[index + 1] }, source)}
    <h2>三、双方签字</h2>
    ${table(
      ['一方', '名称', '签字人', '签字日期', '系统记录时间'],
      [signed(plan.by, signature, source), signed(plan.by === 'user' ? 'utility' : 'user', countersignature, source)],
    )}
    <p>提出：${PLAN_SIDE_NAMES[plan.by]}。双方均签字方为有效，自 ${time(countersignature.at)} 起。</p>
    ${source.masked ? html`<p class="masked">本件不显示金额、签字人与事由：查看者不是本分期的一方。</p>` : ''}`
  return {
    title: TITLES[wished.mode],
    number: `${serviceNumber}/分期-${service}-${utility}-${number}`,
    body,
    issuer: nameOf(utility),
    issuedBy: utility,
    date: time(countersignature.at).split(' ', 1)[0] ?? '',
    lens,
  }
}

/** Who agrees with whom, and what for. */
function partiesTable({ state, of, masked, lens, nameOf }: PlanSource): Html {
  const { serviceNumber, service, line, utility, wished } = state
  const applicant = holderShown(of.registration.form.applicant, lens)
  const { scope } = of.lines[line]?.innerWorks ?? {}
  const [label, code] =
    applicant.kind === 'enterprise'
      ? ['乙方统一社会信用代码', applicant.creditCode]
      : ['乙方身份证号码', applicant.identityNumber]
  return form([
    ['甲方（承办单位）', nameOf(utility)],
    ['乙方（用户）', applicant.name],
    [label, code],
    ['联合报装服务编号', serviceNumber],
    ['事项', `${SERVICE_NAMES[service]}：建筑区划红线内工程`],
    ...(scope === undefined || scope === '' ? [] : [['施工内容', lens.show('words', scope)] as const]),
    ['方式', wished === undefined ? '' : INSTALMENT_MODE_NAMES[wished.mode]],
    ['报价', money(wished?.amountFen ?? 0, masked)],
    ['价格依据', wished?.priceDocument ?? ''],
  ])
}

function partsTable({ parts }: SignedPlan, { state, masked }: PlanSource): Html {
  const isDeposit = state.wished?.mode === 'deposit'
  const total = money(sumFen(parts), masked)
  return table(
    ['期次', isDeposit ? '退还日期' : '付款日期', '金额'],
    [
      ...(isDeposit ? [['暂收款', '签定之后', total]] : []),
      ...parts.map(({ dueDate, amountFen }, index) => [
        `第 ${index + 1} 期`,
        dateWords(dueDate),
        money(amountFen, masked),
      ]),
      [isDeposit ? '退还合计' : '合计', '', total],
    ],
  )
}

function changes(
  { reason }: SignedPlan,
  { before, after }: { readonly before: SignedPlan | undefined; readonly after: SignedPlan | undefined },
  { masked, lens, time }: PlanSource,
): Html {
  const why = masked || reason === undefined ? '' : `事由：${maskNumbersIn(lens.show('words', reason), lens)}。`
  const from =
    before === undefined
      ? '本方案为首个签定的方案。'
      : `本方案自签定起取代第 ${before.number} 个方案（${time(before.countersignature.at)} 签定）；已付（退）的计入本方案。`
  return html`<p>${from}${why}</p>
    ${
      after === undefined
        ? html`<p>非经双方另行签定，任何一方不得变更。</p>`
        : html`<p class="copy">
            本方案已由第 ${after.number} 个方案取代（${time(after.countersignature.at)} 签定），留存备查。
          </p>`
    }`
}

function signed(
  side: PlanSide,
  { at, org, signer, signedOn, scanSha256 }: PlanSignature,
  { state, of, masked, lens, nameOf, time }: PlanSource,
): readonly string[] {
  const name = side === 'utility' ? nameOf(state.utility) : holderShown(of.registration.form.applicant, lens).name
  const through = org === state.utility || org === 'applicant' ? '' : `（经${nameOf(org)}）`
  return [
    side === 'utility' ? '甲方' : '乙方',
    name,
    `${masked ? '（不显示）' : planSignerShown(signer, lens)}${through}`,
    dateWords(signedOn),
    `${time(at)}${scanSha256 === undefined ? '' : '，纸质签字件扫描存档'}`,
  ]
}

function money(fen: number, masked: boolean): string {
  return masked ? '（不显示）' : `${yuan(fen)} 元`
}
