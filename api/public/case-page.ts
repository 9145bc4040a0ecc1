import { LINE_STATUS_NAMES } from '../../domain/case/line-status.ts'
import { SERVICE_NAMES, SERVICES } from '../../domain/case/service.ts'
import { STAGE_NAMES, STAGES } from '../../domain/case/stage.ts'
import type { Stage } from '../../domain/case/stage.ts'
import { formShown } from '../../domain/case/form-masking.ts'
import { GRADE_NAMES } from '../../domain/rating/rating.ts'
import type { CaseState } from '../case.ts'
import { html, own } from '../documents/html.ts'
import type { Content, Html } from '../documents/html.ts'
import { demandWords } from '../documents/words.ts'
import { caseForms } from './case-forms.ts'
import { plansPanel } from './plan-forms.ts'
import { turnsOf } from './plans.ts'
import type { SeenCase } from './seen-case.ts'
import { wordsShown } from './words-shown.ts'
import { standingOf } from './standing.ts'
import { whenWords } from './when.ts'

export function casePage(seen: SeenCase): { readonly title: string; readonly body: Html } {
  const { state, city, nameOf, plans, done, again } = seen
  const { title, said, next } = standingOf(state, { hours: city.hours, nameOf, turns: turnsOf(plans, city.hours) })
  const forms = caseForms(seen)
  const body = html`
    ${done === undefined ? '' : html`<p class="panel told" role="status">${done}</p>`} ${forms.wrongs}
    <p class="soft number at">服务编号 ${state.serviceNumber}</p>
    <h1>${title}</h1>
    ${said === '' ? '' : html`<p class="lead">${said}</p>`} ${forms.yours} ${nextPanel(next)} ${steps(state)}
    ${services(seen)} ${plansPanel(seen)} ${answerToRating(seen)} ${details(seen)} ${paperList(seen)} ${forms.others}
    <form class="leave" method="post" action="/progress/end">
      <button class="plain" type="submit">退出查询</button>
    </form>
  `
  return { title: `${again === undefined ? '' : '有误：'}${title} · ${state.serviceNumber}`, body }
}

function nextPanel(next: readonly string[]): Content {
  if (next.length === 0) return ''
  return html`<section class="panel" aria-labelledby="next">
    <h2 id="next">接下来</h2>
    <ul class="next">
      ${next.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </section>`
}

const OF_WORKS: readonly Stage[] = ['approval', 'construction']

function steps({ stage, withdrawn, lines }: CaseState): Content {
  if (withdrawn !== undefined) return ''
  const now = STAGES.indexOf(stage)
  const isBuilt = Object.values(lines).some(({ outerWorks }) => outerWorks !== undefined)
  const stepWords = (step: Stage, index: number) => {
    if (index > now) return '还没到'
    if (index === now && stage !== 'closed') return '● 正在办'
    return OF_WORKS.includes(step) && !isBuilt ? '不需要' : '✓ 已完成'
  }
  return html`<ol class="steps" aria-label="办理步骤">
    ${STAGES.map(
      (each, index) =>
        html`<li ${index === now ? own('aria-current="step"') : ''}>
          <b>${index + 1}. ${STAGE_NAMES[each]}</b>
          <span>${stepWords(each, index)}</span>
        </li>`,
    )}
  </ol>`
}

function services({ state, city, nameOf, lens }: SeenCase): Html {
  const demand = formShown(state.registration.form, lens).services
  const lines = Object.values(state.lines).sort((a, b) => SERVICES.indexOf(a.service) - SERVICES.indexOf(b.service))
  return html`<section class="panel" aria-labelledby="services">
    <h2 id="services">各项服务</h2>
    <dl>
      ${lines.map(({ service, utility, status, appointment, connectedAt }) => {
        const at =
          connectedAt !== undefined
            ? `，${whenWords(connectedAt, city.hours)}`
            : status === 'appointed' && appointment !== undefined
              ? `，${whenWords(appointment.at, city.hours)}`
              : ''
        const isDone = status === 'connected'
        return html`<div>
          <dt>${SERVICE_NAMES[service]}</dt>
          <dd>
            <span class="state ${isDone ? 'done' : 'wait'}">${isDone ? '✓' : '●'} ${LINE_STATUS_NAMES[status]}</span
            >${at}<br />
            <span class="soft">${nameOf(utility)}，${demandWords(service, demand)}</span>
          </dd>
        </div>`
      })}
    </dl>
  </section>`
}

/** R-32: what came of it. */
function answerToRating({ rating, city, lens, nameOf }: SeenCase): Content {
  if (rating === undefined) return ''
  const { answer } = rating
  const text = rating.rating.text === undefined ? undefined : wordsShown(rating.rating.text, lens)
  return html`<section class="panel" aria-labelledby="rated">
    <h2 id="rated">您的评价</h2>
    <p>${GRADE_NAMES[rating.rating.grade]}${text === undefined ? '' : `：${text}`}</p>
    ${
      answer === undefined
        ? rating.bad
          ? html`<p>协调小组办公室将在规定时限内回复。</p>`
          : ''
        : html`<p>协调小组办公室 ${whenWords(answer.at, city.hours)}回复：${wordsShown(answer.answer, lens)}</p>`
    }
    ${Object.entries(rating.ratedAnswers ?? {}).map(
      ([org, given]) =>
        html`<p>${nameOf(org)} ${whenWords(given.at, city.hours)}回复：${wordsShown(given.answer, lens)}</p>`,
    )}
  </section>`
}

function details({ state, lens, city }: SeenCase): Html {
  const { applicant, address, contact, phone } = formShown(state.registration.form, lens)
  const rows: readonly (readonly [string, string])[] = [
    [applicant.kind === 'enterprise' ? '申请单位' : '申请人', applicant.name],
    ['申请地址', address],
    ['联系人', contact],
    ['联系电话', phone],
    ['登记时间', whenWords(state.registeredAt, city.hours)],
  ]
  return html`<section class="panel" aria-labelledby="details">
    <h2 id="details">申请信息</h2>
    <dl>
      ${rows.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`
}

function paperList({ papers }: SeenCase): Content {
  if (papers.length === 0) return ''
  return html`<section class="panel prints" aria-labelledby="papers">
    <h2 id="papers">可以打印的文书</h2>
    <ul class="papers">
      ${papers.map(({ key, name }) => html`<li><a href="/progress/case/documents/${key}">${name}</a></li>`)}
    </ul>
  </section>`
}
