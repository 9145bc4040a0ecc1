import { SERVICE_NAMES } from '../../domain/case/service.ts'
import { servicesOfItem } from '../../workflows/application/core/letter-items.ts'
import type { CaseState } from '../case.ts'
import { termOfLetter } from '../views/held.ts'
import { html } from './html.ts'
import { deadlineTable, demandTable, notReady } from './papers.ts'
import type { DocumentOf } from './papers.ts'
import { fieldWords } from '../../domain/demand/field-words.ts'

/** 一次性告知书, R-03, R-10. What the clerk wrote may name a person, so that it is for those who work on the case. */
export const supplementNotice: DocumentOf = (source) => {
  const { state, form, lens, nameOf, time, date } = source
  const { supplement } = state
  if (supplement === undefined) throw notReady('没有一次性告知：需求信息尚无须补正')
  const until = termOfLetter(state)
  const term = until === undefined ? '' : `请于 ${time(until)} 以前补正；逾期未补正的，所涉服务不予受理。`
  const whatNow =
    supplement.answeredAt === undefined
      ? `请通过原申请渠道或综窗补正，无须提交其他材料。${term}补正期间停止计时，补正后继续计时；本单位不再另行要求补正。`
      : `已于 ${time(supplement.answeredAt)} 补正。`
  const body = html` <p>${form.applicant.name}：</p>
    <p>你（单位）提交的水、电、气、网联动报装需求信息，经核对尚需补正下列内容，现一次性告知：</p>
    <ol>
      ${supplement.items.map((item) => html`<li>${fieldWords(item)}${whoseOf(state, item)}</li>`)}
    </ol>
    ${supplement.message === undefined || !lens.isWhole('words') ? '' : html`<p>说明：${supplement.message}</p>`}
    <p>${whatNow}</p>
    <h2>申请信息</h2>
    ${demandTable(source)}
    <h2>办理时限</h2>
    ${deadlineTable(source, ['registration'])}`
  return {
    title: '水电气网联动报装一次性告知书',
    number: `${state.serviceNumber}/补1`,
    body,
    issuer: nameOf(state.collector),
    issuedBy: state.collector,
    date: date(supplement.requestedAt),
    lens,
  }
}

/** R-03: which services wait for it; the others go on. */
function whoseOf({ supplement, holdsByService }: CaseState, item: string): string {
  if (supplement === undefined || holdsByService === undefined) return ''
  const services = servicesOfItem(item, supplement)
  if (services === undefined) return '（各项服务均待补正）'
  return `（只涉及${services.map((service) => SERVICE_NAMES[service]).join('、')}，其余服务照常办理）`
}
