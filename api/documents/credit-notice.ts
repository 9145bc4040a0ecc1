import { html } from './html.ts'
import { consequences, documentTable, recordTable, subjectName } from './credit-papers.ts'
import type { CreditPaper } from './credit-papers.ts'
import { notReady } from './papers.ts'
import { dateWords, lengthWords } from './words.ts'
import { NOTICE_DELIVERY_NAMES } from '../../domain/credit/due-process.ts'

/** 事先告知书, R-29: what is meant to be decided, why, and that its subject may answer. */
export const creditNotice: CreditPaper = (source) => {
  const { state, nameOf, time, date, words, lens, city } = source
  const { notice, deadlines } = state
  if (notice === undefined) throw notReady('尚未事先告知')
  const term = deadlines['statement']
  const until = term === undefined ? `${lengthWords(city.credit.answer)}内` : `在 ${time(term.dueAt)} 之前`
  const on = notice.deliveredOn === undefined ? time(notice.at) : dateWords(notice.deliveredOn)
  const delivered = `${NOTICE_DELIVERY_NAMES[notice.delivery]}，${on}`
  const body = html` <p>${subjectName(source)}：</p>
    <p>${nameOf(notice.by.org)}拟对你（单位）作出下列认定，现依法事先告知。</p>
    ${recordTable(source)}
    <h2>一、拟认定的事实与理由</h2>
    <p>${words(notice.reason)}</p>
    <h2>二、依据</h2>
    <p>${words(notice.basis)}</p>
    ${documentTable(source, notice.document)}
    <p>送达：${delivered}。</p>
    <h2>三、拟认定的内容</h2>
    ${consequences(source, notice)}
    <p>认定不会超出以上内容。</p>
    <h2>四、陈述、申辩的权利</h2>
    <p>
      你（单位）可以${until}在网上或经综窗提出陈述、申辩和证据。
      逾期未提出的，视为没有意见；作出认定之前提出的，仍予听取。陈述、申辩不会使认定加重。
    </p>`
  return {
    title: '信用信息认定事先告知书',
    number: notice.number,
    body,
    issuer: nameOf(notice.by.org),
    issuedBy: notice.by.org,
    date: date(notice.at),
    lens,
  }
}
