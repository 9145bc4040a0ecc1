import { lineWords } from '../../domain/case/service.ts'
import { signerShown } from '../../domain/case/form-masking.ts'
import {
  REVOCATION_GROUND_NAMES,
  REVOCATION_OUTCOME_NAMES,
  revocationPaper,
} from '../../domain/revocation/revocation.ts'
import type { Revocation } from '../../domain/revocation/revocation.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { notReady } from './papers.ts'
import type { DocumentOf, Source } from './papers.ts'
import { form } from './page.ts'
import { remediesIn } from './remedies.ts'

/** 拟撤销行政许可事先告知书, R-16: what was found, what is meant to be revoked, and that the utility is heard. */
export function revocationNoticeOf(id: string): DocumentOf {
  return (source) => {
    const { state, lens, nameOf, time, date } = source
    const each = requireOne(source, id)
    const term = state.deadlines[`answerRevocation:${each.utility}:${id}`]
    const body = html` <p>${nameOf(each.utility)}：</p>
      <p>你单位凭告知承诺取得的下列审批，本部门拟依照《中华人民共和国行政许可法》第六十九条予以撤销，现事先告知。</p>
      ${aboutIt(each, source)}
      <h2>陈述、申辩与听证的权利</h2>
      <p>
        你单位可以${term === undefined ? '在期限内' : `在 ${time(term.dueAt)} 之前`}在网上陈述、申辩，也可以要求听证。
        逾期未提出的，视为没有意见；作出决定之前提出的，仍予听取。
      </p>
      ${
        each.openSites.length === 0
          ? ''
          : html`<p>已经开挖的现场，请立即采取措施保证安全并在网上报告：撤销之前，现场须先处于安全状态。</p>`
      }
      <p>
        决定作出之前，未开工的不得开工。予以撤销的，停止施工，依法申请并取得审批后方可继续；
        用户的报装申请不受影响，因此延后的，由承办单位告知用户。
      </p>`
    return paper(
      source,
      each,
      { title: '拟撤销行政许可事先告知书', body, kind: '撤告', on: date(each.proposedAt) },
      lens,
    )
  }
}

/** 撤销行政许可决定书, or that it is not revoked. */
export function revocationDecisionOf(id: string): DocumentOf {
  return (source) => {
    const { lens, nameOf, date } = source
    const each = requireOne(source, id)
    const { decision, answer, hearing } = each
    if (decision === undefined) throw notReady('撤销与否尚未决定')
    const heard = [
      ...(answer === undefined
        ? ['期限内未陈述申辩']
        : answer.waived
          ? ['放弃陈述申辩']
          : [answer.statement ?? '要求听证']),
      ...(hearing === undefined ? [] : [`已举行听证，主持人 ${signerShown(hearing.chair, lens)}`]),
    ].join('；')
    const isRevoked = decision.outcome === 'revoked'
    const body = html` <p>${nameOf(each.utility)}：</p>
      ${aboutIt(each, source)}
      ${form([
        ['陈述、申辩、听证', heard],
        ...(decision.onAnswer === undefined ? [] : [['采纳与否及理由', decision.onAnswer] as const]),
        ['决定', REVOCATION_OUTCOME_NAMES[decision.outcome]],
        ['理由与依据', decision.reason],
        ['作出决定的负责人', signerShown(decision.official, lens)],
      ])}
      ${
        isRevoked
          ? html`<p>
              自本决定作出之时起，上列审批失效，停止施工；可以依法申请审批，取得后方可继续施工，不得再以承诺替代。
            </p>`
          : html`<p>上列审批继续有效。</p>`
      }
      <p>本决定不直接产生失信记录；是否记入信用档案，另依信用程序告知、申辩、认定。</p>
      <p>${remediesIn(source)}</p>`
    const title = isRevoked ? '撤销行政许可决定书' : '不予撤销行政许可决定书'
    return paper(source, each, { title, body, kind: '撤定', on: date(decision.at) }, lens)
  }
}

function requireOne({ state }: Source, id: string): Revocation {
  const each = state.revocations?.[id]
  if (each === undefined) throw notReady('没有这次撤销')
  return each
}

function aboutIt({ approvals, lines, ground, facts, evidence }: Revocation, { city }: Source): Html {
  const nameOfApproval = (key: string) => city.approvals.list.find((approval) => approval.key === key)?.name ?? key
  return form([
    ['审批事项', approvals.map(nameOfApproval).join('、')],
    ['所涉工程', lines.map(lineWords).join('、')],
    ['事由', REVOCATION_GROUND_NAMES[ground]],
    ['查明的事实', facts],
    ['证据', evidence],
  ])
}

interface Written {
  readonly title: string
  readonly body: Html
  readonly kind: '撤告' | '撤定'
  readonly on: string
}

function paper(
  { state: { serviceNumber }, nameOf }: Source,
  each: Revocation,
  { title, body, kind, on }: Written,
  lens: Source['lens'],
) {
  return {
    title,
    number: revocationPaper(serviceNumber, each, kind),
    body,
    issuer: nameOf(each.org),
    issuedBy: each.org,
    date: on,
    lens,
  }
}
