/** what every paper of a credit record is made from, and which there are. */
import { CREDIT_CAPACITY_NAMES, CREDIT_KIND_NAMES } from '../../domain/credit/credit.ts'
import { subjectShown } from '../../domain/credit/credit-masking.ts'
import { CREDIT_GRADE_NAMES } from '../../domain/credit/grade.ts'
import type { CreditGrade } from '../../domain/credit/grade.ts'
import { LEGAL_DOCUMENT_NAMES } from '../../domain/credit/legal-document.ts'
import type { LegalDocument } from '../../domain/credit/legal-document.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import type { Caller } from '../auth/caller.ts'
import { officialNames, writingFor } from '../views/writing.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { form, table } from './page.ts'
import type { Paper } from './page.ts'
import { dateWords, timeWords } from './words.ts'

export interface CreditSource {
  readonly state: CreditState
  readonly lens: Lens
  readonly city: Caller['city']
  readonly nameOf: (org: string) => string
  /** ISO UTC → 2026年11月24日 14时45分 */
  readonly time: (instant: string) => string
  readonly date: (instant: string) => string
  /** What may tell of a person in words, as the reader sees it. */
  readonly words: (text: string) => string
}

/** Throws `document-not-ready` where the record has not got that far. */
export type CreditPaper = (source: CreditSource) => Paper

export function creditSourceFor(state: CreditState, caller: Caller, now: Date, lens: Lens): CreditSource {
  const { time } = writingFor(caller.city, now)
  return {
    state,
    lens,
    city: caller.city,
    nameOf: officialNames(caller.city),
    time: (instant) => timeWords(time(instant)),
    date: (instant) => dateWords(time(instant).slice(0, 10)),
    words: (text) => maskNumbersIn(lens.show('words', text), lens),
  }
}

export function subjectName({ state, lens }: CreditSource): string {
  return subjectShown(state.subject, lens).name
}

/** Who is meant, and where it comes from. */
export function recordTable(source: CreditSource): Html {
  const { state, lens } = source
  const { creditCode, identityNumber, capacity } = subjectShown(state.subject, lens)
  const { serviceNumber, order, promise } = state.source
  return form([
    ['名称（姓名）', subjectName(source)],
    ...pair('统一社会信用代码', creditCode),
    ...pair('身份证号码', identityNumber),
    ...pair('参与身份', capacity === undefined ? undefined : CREDIT_CAPACITY_NAMES[capacity]),
    ['情形', CREDIT_KIND_NAMES[state.kind]],
    ...pair('联合报装服务编号', serviceNumber),
    ...pair('整改通知', order),
    ...pair('承诺书（附件3）', promise === undefined ? undefined : `第 ${promise} 项承诺`),
  ])
}

function pair(label: string, value: string | undefined): (readonly [string, string])[] {
  return value === undefined ? [] : [[label, value]]
}

export function documentTable({ lens }: CreditSource, document: LegalDocument | undefined): Html {
  if (document === undefined)
    return html`<p>没有据以认定的生效文书：只能作为履约信息，不记为失信，不报送，不影响告知承诺。</p>`
  return table(
    ['文书', '文号', '作出机关', '作出日期', '生效日期'],
    [
      [
        LEGAL_DOCUMENT_NAMES[document.kind],
        maskNumbersIn(document.number, lens),
        maskNumbersIn(document.issuer, lens),
        dateWords(document.date),
        dateWords(document.inForceFrom),
      ],
    ],
  )
}

/** What the record would mean, or means. */
export function consequences(
  { city }: CreditSource,
  {
    grade,
    months,
    approvals,
  }: { readonly grade: CreditGrade; readonly months: number; readonly approvals: readonly string[] },
): Html {
  const names = approvals.map((key) => city.approvals.list.find((approval) => approval.key === key)?.name ?? key)
  const blocked = names.length === 0 ? '无' : names.join('、')
  return form([
    ['失信等级', CREDIT_GRADE_NAMES[grade]],
    ['期限', `${months} 个月`],
    ['期限内不适用告知承诺的审批事项', blocked],
    ['报送', '公共信用信息平台，联合惩戒单位'],
  ])
}
