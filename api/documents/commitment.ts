import { lineWords } from '../../domain/case/service.ts'
import { commitmentShown } from '../../domain/case/form-masking.ts'
import { PROMISES } from '../../domain/commitment/promise.ts'
import { html } from './html.ts'
import { notReady } from './papers.ts'
import type { DocumentOf, Source } from './papers.ts'
import { form, table } from './page.ts'
import type { Paper } from './page.ts'
import { dateWords, sectionWords } from './words.ts'

/** 附件3 as the utility filled it in, R-16: the one in force. */
export function commitmentOf(org: string): DocumentOf {
  return (source) => {
    const signed = source.state.commitments[org]
    if (signed === undefined) throw notReady(`${source.nameOf(org)}尚未签署承诺书`)
    return paperOf(signed, source)
  }
}

function paperOf(
  {
    org,
    version,
    signedAt,
    lines,
    commitment: signed,
    notices = {},
    promises,
    grants,
  }: Source['state']['commitments'][string],
  { state, lens, city, nameOf, time, date }: Source,
): Paper {
  const commitment = commitmentShown(signed, lens)
  const nameOfApproval = (key: string) => city.approvals.list.find((approval) => approval.key === key)?.name ?? key
  const body = html` ${form([
      ['承诺单位', nameOf(org)],
      ['法定代表人（负责人）', commitment.legalRepresentative],
      ['单位地址', commitment.address],
      ['联系人', commitment.contact],
      ['联系电话', commitment.phone],
      ['施工时间', `${dateWords(commitment.worksFrom)} 起至 ${dateWords(commitment.worksTo)}`],
      ['施工地点（路段起止地点）', sectionWords(commitment.sections)],
      ['联合报装服务', lines.map(lineWords).join('、')],
      ['责任人', commitment.responsible],
      [
        '承诺内容',
        html`<ol>
          ${promises.map(({ number }) => html`<li>${PROMISES[number]}。</li>`)}
        </ol>`,
      ],
    ])}
    ${version === 1 ? '' : html`<p>本承诺书为第 ${version} 版，取代此前各版。</p>`}
    <h2>以本承诺替代、即时办结的审批事项</h2>
    ${table(
      ['审批部门', '审批事项', '告知书'],
      Object.entries(grants)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([authority, approvals]) => [
          nameOf(authority),
          approvals.map(nameOfApproval).join('、'),
          approvals.flatMap((key) => (notices[key] === undefined ? [] : [`${notices[key]} 版`])).join('、'),
        ]),
    )}
    <p>承诺单位：${nameOf(org)}（网上签署，${time(signedAt)}）　承诺时间：${date(signedAt)}</p>`
  return {
    title: '水、电、气、网联合服务事项承诺书',
    number: `${state.serviceNumber}/诺-${org}-${version}`,
    body,
    issuer: nameOf(org),
    issuedBy: org,
    date: date(signedAt),
    lens,
  }
}
