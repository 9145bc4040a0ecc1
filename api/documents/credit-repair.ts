import type { Repair } from '../../domain/credit/due-process.ts'
import { html } from './html.ts'
import { recordTable, subjectName } from './credit-papers.ts'
import type { CreditPaper } from './credit-papers.ts'
import { notReady } from './papers.ts'

/** 信用修复决定书, R-29, of the one asked for with this number. */
export function creditRepairOf(id: string): CreditPaper {
  return (source) => {
    const { state, nameOf, time, date, words, lens, city } = source
    const repair = state.repairs?.find((each: Repair) => each.id === id)
    if (repair?.decision === undefined) throw notReady('信用修复尚未决定')
    const { decision, acceptance } = repair
    const effect = decision.granted
      ? '予以信用修复：自本决定之日起，本记录不再有效，告知承诺恢复适用；已告知公共信用信息平台与联合惩戒单位停止使用。'
      : '不予信用修复：本记录继续有效。纠正之后可以再次申请。'
    const body = html` <p>${subjectName(source)}：</p>
      <p>
        你（单位）于 ${time(repair.at)} 申请信用修复${acceptance === undefined ? '' : `，${time(acceptance.at)} 受理`}。
      </p>
      ${recordTable(source)}
      <h2>一、纠正情况</h2>
      <p>${words(repair.correction)}</p>
      <h2>二、决定</h2>
      <p>${effect}</p>
      <p>${words(decision.reason)}</p>
      <h2>三、救济</h2>
      <p>
        对本决定不服的，可以自收到之日起六十日内向${city.name}人民政府申请行政复议，或者六个月内依法向人民法院提起行政诉讼。
      </p>`
    return {
      title: '信用修复决定书',
      number: decision.number,
      body,
      issuer: `${nameOf(decision.by.org)}（决定人：${decision.by.sub}）`,
      issuedBy: decision.by.org,
      date: date(decision.at),
      lens,
    }
  }
}
