import { Refusal } from '../../domain/problem.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import { creditDecision } from './credit-decision.ts'
import { creditNotice } from './credit-notice.ts'
import type { CreditPaper } from './credit-papers.ts'
import { creditRepairOf } from './credit-repair.ts'

export interface CreditCatalogueEntry {
  /** Its place below `documents/`. */
  readonly key: string
  readonly name: string
  readonly make: CreditPaper
}

/** R-29: the papers that a record can have; one of before 0.6 has none of a notice or a decision. */
export function creditCatalogueOf({ dueProcess, repairs = [] }: CreditState): readonly CreditCatalogueEntry[] {
  return [
    ...(dueProcess === undefined
      ? []
      : [
          { key: 'notice', name: '信用信息认定事先告知书', make: creditNotice },
          { key: 'decision', name: '信用信息认定决定书', make: creditDecision },
        ]),
    ...repairs.map(({ id }) => ({
      key: `repair-${id}`,
      name: `信用修复决定书（第 ${id} 次申请）`,
      make: creditRepairOf(id),
    })),
  ]
}

export function creditEntryOf(key: string, state: CreditState): CreditCatalogueEntry {
  const catalogue = creditCatalogueOf(state)
  const entry = catalogue.find((candidate) => candidate.key === key)
  if (entry !== undefined) return entry
  const there = catalogue.map((candidate) => candidate.key)
  throw new Refusal(
    'document-not-found',
    `本记录没有 ${key}；${there.length === 0 ? '没有文书' : `有：${there.join('、')}`}`,
  )
}
