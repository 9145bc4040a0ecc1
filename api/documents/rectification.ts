import { lineWords } from '../../domain/case/service.ts'
import { PROMISES } from '../../domain/commitment/promise.ts'
import type { PromiseNumber } from '../../domain/commitment/promise.ts'
import { html } from './html.ts'
import { notReady } from './papers.ts'
import type { DocumentOf } from './papers.ts'
import { form } from './page.ts'
import { remediesIn } from './remedies.ts'
import { dateWords } from './words.ts'

/** 责令限期整改通知书, R-20: with 停工 where it is grave, and how works go on again; `number` counts the case's from 1. */
export function rectificationOf(id: string, number: number): DocumentOf {
  return (source) => {
    const { state, lens, nameOf, time, date } = source
    const order = state.orders[id]
    if (order === undefined) throw notReady('没有这份整改通知')
    const { line, org, utility, requirement, dueDate, promises, stop, orderedAt, closedAt } = order
    const body = html` <p>${nameOf(utility)}：</p>
      <p>经现场检查，你单位下列工程未达到所作承诺，现责令${stop === undefined ? '' : '立即停止施工，并'}限期整改。</p>
      ${form([
        ['工程', `${lineWords(line)} 外线工程`],
        ['未达到的承诺', promises.map((each) => `${each}. ${PROMISES[each as PromiseNumber]}`).join('；')],
        ['整改要求', requirement],
        ['整改期限', `${dateWords(dueDate)}前`],
        ...(stop === undefined ? [] : [['停止施工的理由', stop] as const]),
      ])}
      <p>
        整改完成后在网上报告，由本部门复查。${stop === undefined ? '' : '复查通过之前不得继续施工；复查通过即可复工。'}
        逾期未整改的，承诺视为未兑现，另依程序处理。
      </p>
      ${closedAt === undefined ? '' : html`<p>复查：已于 ${time(closedAt)} 通过${stop === undefined ? '' : '，准予复工'}。</p>`}
      <p>${remediesIn(source)}</p>`
    return {
      title: stop === undefined ? '责令限期整改通知书' : '责令停止施工、限期整改通知书',
      number: `${state.serviceNumber}/改-${number}`,
      body,
      issuer: nameOf(org),
      issuedBy: org,
      date: date(orderedAt),
      lens,
    }
  }
}
