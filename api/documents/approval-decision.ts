import { lineWords } from '../../domain/case/service.ts'
import { APPROVAL_KIND_NAMES, ceilingOf } from '../../domain/approvals/statute.ts'
import type { CaseState } from '../case.ts'
import { html } from './html.ts'
import { notReady } from './papers.ts'
import type { DocumentOf, Source } from './papers.ts'
import { form } from './page.ts'
import { remediesIn } from './remedies.ts'
import { dateWords, sectionWords } from './words.ts'

type Approval = CaseState['approvals'][string]

/** 准予、不予行政许可决定书, R-17: what one authority decided, with its term, its ceiling, its dates and the remedy. */
export function approvalDecisionOf(id: string): DocumentOf {
  return (source) => {
    const { state, lens, nameOf, date } = source
    const approval = state.approvals[id]
    if (approval?.decidedAt === undefined) throw notReady('该部门尚未作出决定')
    const approved = approval.status === 'approved'
    const body = html` <p>${nameOf(approval.org)}：</p>
      <p>${introOf(approval, source)}</p>
      ${form([...aboutIt(approval, source), ...decidedIn(approval)])}
      <p>
        ${
          approved
            ? '须在批准的路段、面积与期限内施工；需要变更或延期的，应当提前申请，经批准后方可继续。'
            : '可以修改设计方案后再行申请，不退回用户。'
        }
      </p>
      <p>${remediesIn(source)}</p>`
    return {
      title: titleOf(approval, source),
      number: `${state.serviceNumber}/许-${id.replaceAll(':', '-')}`,
      body,
      issuer: nameOf(approval.authority),
      issuedBy: approval.authority,
      date: date(approval.decidedAt),
      lens,
    }
  }
}

function itemOf({ key }: Approval, { city }: Source) {
  return city.approvals.list.find((item) => item.key === key)
}

function titleOf(approval: Approval, source: Source): string {
  const { kind = 'permit' } = itemOf(approval, source) ?? {}
  const approved = approval.status === 'approved'
  if (approval.consent === true) return approved ? '同意书' : '不予同意决定书'
  if (kind === 'permit') return approved ? '准予行政许可决定书' : '不予行政许可决定书'
  return approved ? `准予${APPROVAL_KIND_NAMES[kind]}决定书` : `不予${APPROVAL_KIND_NAMES[kind]}决定书`
}

function introOf(approval: Approval, source: Source): string {
  const { name = approval.key } = itemOf(approval, source) ?? {}
  const decided = approval.status === 'approved' ? '予以批准' : '不予批准'
  const joint =
    approval.consent === true ? `（由${source.nameOf(mainOf(approval, source))}审批，依法须本部门同意）` : ''
  return `你单位${source.date(approval.appliedAt)}申请的${name}${joint}，经审查，决定${decided}。`
}

function mainOf({ key, authority }: Approval, { city }: Source): string {
  return city.approvals.list.find((item) => item.key === key)?.authority ?? authority
}

function aboutIt(approval: Approval, source: Source): readonly (readonly [string, string])[] {
  const item = itemOf(approval, source)
  const { state } = source
  const sections = state.schedules[approval.org]?.sections ?? []
  const basis = item?.jointly?.find(({ authority }) => authority === approval.authority)?.legalBasis
  const ceiling = ceilingOf(item ?? {})
  return [
    ['审批事项', `${item?.name ?? approval.key}${approval.extends === true ? '（延期）' : ''}`],
    ['所涉服务', approval.lines.map(lineWords).join('、')],
    ['路段', sectionWords(sections)],
    ['法律依据', basis ?? item?.legalBasis ?? ''],
    [
      '办理期限',
      `承诺 ${approval.workingDays} 个工作日；法定 ${ceiling.workingDays} 个工作日（${ceiling.legalBasis}）`,
    ],
  ]
}

function decidedIn({ status, reason, force }: Approval): readonly (readonly [string, string])[] {
  return [
    ['决定', status === 'approved' ? '批准' : '不予批准'],
    ...(reason === undefined ? [] : [['理由', reason] as const]),
    ...(force === undefined ? [] : [['有效期', `${dateWords(force.from)} 起至 ${dateWords(force.to)} 止`] as const]),
  ]
}
