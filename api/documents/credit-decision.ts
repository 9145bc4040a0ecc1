import type { Html } from './html.ts'
import { html } from './html.ts'
import { consequences, documentTable, recordTable, subjectName } from './credit-papers.ts'
import type { CreditPaper, CreditSource } from './credit-papers.ts'
import { notReady } from './papers.ts'
import { lengthWords } from './words.ts'
import { DECISION_OUTCOME_NAMES } from '../../domain/credit/due-process.ts'
import type { Determination } from '../../domain/credit/due-process.ts'

/** 认定决定书, R-29: numbered, signed for by a person, with the remedy. */
export const creditDecision: CreditPaper = (source) => {
  const { state, nameOf, date, words, lens } = source
  const { determination } = state
  if (determination === undefined) throw notReady('尚未作出认定')
  const { by, outcome, number, reason, at } = determination
  const body = html` <p>${subjectName(source)}：</p>
    ${recordTable(source)}
    <h2>一、决定</h2>
    <p>${DECISION_OUTCOME_NAMES[outcome]}。${words(reason)}</p>
    ${content(source, determination)}
    <h2>二、陈述、申辩</h2>
    ${answered(source)} ${outcome === 'dismissed' ? '' : remedy(source, outcome === 'recorded')}`
  return {
    title: '信用信息认定决定书',
    number,
    body,
    issuer: `${nameOf(by.org)}（决定人：${by.sub}）`,
    issuedBy: by.org,
    date: date(at),
    lens,
  }
}

function content(source: CreditSource, { outcome, grade, months }: Determination): Html {
  const { state, date } = source
  const { notice, approvals = [], expiresAt } = state
  const until = expiresAt === undefined ? '' : html`<p>自本决定之日起，至 ${date(expiresAt)} 止。</p>`
  if (outcome === 'performance')
    return html`<p>履约信息不是失信记录：不报送公共信用信息平台，不影响告知承诺。</p>
      ${until}`
  if (outcome === 'dismissed' || grade === undefined || months === undefined) return html``
  return html`${documentTable(source, notice?.document)} ${consequences(source, { grade, months, approvals })} ${until}`
}

function answered({ state: { answer, answerAtWindow, determination }, time, words }: CreditSource): Html {
  const spoken = [answerAtWindow, answer].filter((each) => each?.waived === false)
  if (spoken.length === 0)
    return answer === undefined
      ? html`<p>期限之内没有提出陈述、申辩。</p>`
      : html`<p>${time(answer.at)}放弃陈述、申辩。</p>`
  const said = spoken.map(
    (each) =>
      html`<p>
        ${time(each?.at ?? '')}${each?.late ? '（期限之后）' : ''}${each?.paper === undefined ? '' : '由综窗代为'}提出：${words(
          each?.statement ?? '',
        )}
      </p>`,
  )
  return html`${said}
    <p>意见：${words(determination?.onAnswer ?? '')}</p>`
}

/** 行政复议法 第二十条, 行政诉讼法 第四十六条. */
function remedy({ state, city, time, nameOf }: CreditSource, recorded: boolean): Html {
  const term = state.deadlines['objection']
  const until = term === undefined ? `${lengthWords(city.credit.objection)}内` : `在 ${time(term.dueAt)} 之前`
  const repair = recorded ? html`<p>纠正失信行为、履行相关义务之后，可以申请信用修复。</p>` : ''
  return html`<h2>三、救济</h2>
    <p>对本决定有异议的，可以${until}在网上或经综窗提出，由${nameOf(state.decider)}或作出决定的部门另行派人裁定。</p>
    <p>
      也可以自收到本决定书之日起六十日内向${city.name}人民政府申请行政复议，或者六个月内依法向人民法院提起行政诉讼。
    </p>
    ${repair}`
}
