import { lineWords } from '../../domain/case/service.ts'
import { Refusal } from '../../domain/problem.ts'
import { claimsOf } from '../../workflows/application/core/missed-claims.ts'
import type { CaseState } from '../case.ts'
import { acceptanceFilingOf } from './acceptance.ts'
import { approvalDecisionOf } from './approval-decision.ts'
import { commitmentOf } from './commitment.ts'
import { jointResultOf } from './joint-result.ts'
import { missedAppointmentsOf } from './missed-appointments.ts'
import { linesInOrder } from './papers.ts'
import type { DocumentOf } from './papers.ts'
import { receipt } from './receipt.ts'
import { rectificationOf } from './rectification.ts'
import { revocationDecisionOf, revocationNoticeOf } from './revocation.ts'
import { byText } from '../views/writing.ts'
import { result } from './result.ts'
import { supplementNotice } from './supplement-notice.ts'
import { surveyLetter } from './survey-letter.ts'
import { surveyResult } from './survey-result.ts'
import { variationsOf } from '../../workflows/application/core/variation.ts'
import { variationDecisionOf, worksExtensionOf } from './works-time.ts'

export interface CatalogueEntry {
  /** Its place below `documents/`. */
  readonly key: string
  readonly name: string
  readonly make: DocumentOf
}

const ALWAYS: readonly CatalogueEntry[] = [
  { key: 'receipt', name: '受理回执', make: receipt },
  { key: 'supplement-notice', name: '一次性告知书', make: supplementNotice },
  { key: 'survey-letter', name: '联合踏勘函', make: surveyLetter },
  { key: 'survey-result', name: '联合踏勘结果', make: surveyResult },
]

/** what a case can have: a commitment of each utility, a joint result of some, what came of missed times. */
export function catalogueOf(state: CaseState, nameOf: (org: string) => string): readonly CatalogueEntry[] {
  const utilities = [...new Set(linesInOrder(state).map((line) => line.utility))]
  return [
    ...ALWAYS,
    ...utilities.map((org) => ({
      key: `commitment-${org}`,
      name: `承诺书（${nameOf(org)}）`,
      make: commitmentOf(org),
    })),
    ...Object.keys(state.jointResults ?? {}).map((org) => ({
      key: `joint-result-${org}`,
      name: `并联审批结果（${nameOf(org)}）`,
      make: jointResultOf(org),
    })),
    ...Object.values(state.approvals).map(({ id, authority, org }) => ({
      key: `approval-${id.replaceAll(':', '-')}`,
      name: `审批决定书（${nameOf(authority)}，${nameOf(org)}申请）`,
      make: approvalDecisionOf(id),
    })),
    ...linesInOrder(state)
      .filter(({ id }) => claimsOf(state).some(({ line }) => line === id))
      .map((line) => ({
        key: `missed-${line.id.replace(':', '-')}`,
        name: `接入失约认定书（${lineWords(line.id)}，${nameOf(line.utility)}）`,
        make: missedAppointmentsOf(line),
      })),
    ...linesInOrder(state)
      .filter(({ works }) => works?.extensions?.some(({ decision }) => decision !== undefined) === true)
      .map((line) => ({
        key: `works-extension-${line.id.replace(':', '-')}`,
        name: `施工延期决定书（${lineWords(line.id)}，${nameOf(line.utility)}）`,
        make: worksExtensionOf(line),
      })),
    ...linesInOrder(state)
      .filter(({ works }) => works?.acceptance?.filed !== undefined)
      .map((line) => ({
        key: `acceptance-${line.id.replace(':', '-')}`,
        name: `竣工验收备案表（${lineWords(line.id)}，${nameOf(line.utility)}）`,
        make: acceptanceFilingOf(line),
      })),
    ...variationsOf(state).flatMap(({ id, decisions }) =>
      Object.keys(decisions)
        .sort(byText)
        .map((org) => ({
          key: `variation-${id}-${org}`,
          name: `施工变更决定书（${nameOf(org)}）`,
          make: variationDecisionOf(id, org),
        })),
    ),
    ...ordersOf(state).map(({ id, utility }, index) => ({
      key: `rectification-${index + 1}`,
      name: `责令限期整改通知书（${nameOf(utility)}）`,
      make: rectificationOf(id, index + 1),
    })),
    ...Object.values(state.revocations ?? {}).flatMap(({ id, utility }) => [
      { key: `revocation-notice-${id}`, name: `拟撤销审批告知书（${nameOf(utility)}）`, make: revocationNoticeOf(id) },
      {
        key: `revocation-decision-${id}`,
        name: `撤销审批决定书（${nameOf(utility)}）`,
        make: revocationDecisionOf(id),
      },
    ]),
    { key: 'result', name: '办结通知（统一出件）', make: result },
  ]
}

/** as they were given; of cases of before 0.7 they had no paper, and have one now. */
function ordersOf({ orders }: CaseState): readonly CaseState['orders'][string][] {
  return Object.values(orders).sort((a, b) => byText(a.orderedAt, b.orderedAt) || byText(a.id, b.id))
}

export function entryOf(key: string, state: CaseState, nameOf: (org: string) => string): CatalogueEntry {
  const catalogue = catalogueOf(state, nameOf)
  const entry = catalogue.find((candidate) => candidate.key === key)
  if (entry === undefined)
    throw new Refusal(
      'document-not-found',
      `本申请没有 ${key}；有：${catalogue.map((candidate) => candidate.key).join('、')}`,
    )
  return entry
}
