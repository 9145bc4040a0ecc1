/** What the applicant may do: first what waits for them. */
import { html, own } from '../documents/html.ts'
import type { Content, Html } from '../documents/html.ts'
import { NOTHING_TYPED, wrongs } from './fields.ts'
import type { Shown } from './fields.ts'
import { fieldsOf, FORMS } from './forms.ts'
import { FORM_NAMES } from './seen-case.ts'
import type { FormName, SeenCase } from './seen-case.ts'
import { READY } from './awaited.ts'

interface Forms {
  readonly wrongs: Content
  /** What waits for the applicant. */
  readonly yours: readonly Html[]
  readonly others: Content
}

export function caseForms(seen: SeenCase): Forms {
  const { may, again, state } = seen
  const shownIn = (form: FormName): Shown => (again?.form === form ? again.shown : NOTHING_TYPED)
  const made = (form: FormName) => (may.has(form) || again?.form === form ? [FORMS[form](seen, shownIn(form))] : [])
  const isReady = Object.values(state.lines).some(({ status }) => READY.includes(status))
  const first: FormName[] = [
    'supplement',
    'offer',
    'missed-answer',
    'plan-signature',
    ...(isReady || again?.form === 'appointment' ? (['appointment'] as const) : []),
    'rating',
  ]
  const rest = FORM_NAMES.filter((form) => !first.includes(form)).flatMap((form) =>
    made(form).map((each) =>
      folded(form === 'appointment' ? '改约接入时间' : TITLES[form], each, again?.form === form),
    ),
  )
  return {
    wrongs: again === undefined ? '' : wrongs(again.shown, fieldsOf(again.form, seen)),
    yours: first.flatMap((form) =>
      made(form).map(
        (each) =>
          html`<section class="panel yours" aria-labelledby="yours-${form}">
            <h2 id="yours-${form}">请您：${TITLES[form]}</h2>
            ${each}
          </section>`,
      ),
    ),
    others:
      rest.length === 0
        ? ''
        : html`<section class="panel" aria-labelledby="others">
            <h2 id="others">其他事项</h2>
            ${rest}
          </section>`,
  }
}

const TITLES: Readonly<Record<FormName, string>> = {
  supplement: '补充申请信息',
  appointment: '约定接入时间',
  offer: '答复承办单位另提的时间',
  'missed-answer': '答复“约好的时间您不在”',
  missed: '约好的时间没有人来',
  cancellation: '取消约好的时间',
  'survey-date': '改踏勘日期',
  rating: '评价这次服务',
  withdrawal: '撤回整件申请',
  'plan-signature': '确认分期协议',
  'plan-refusal': '不同意分期协议',
  'plan-end': '不再分期',
}

function folded(title: string, content: Html, isOpen: boolean): Html {
  return html`<details ${isOpen ? own('open') : ''}>
    <summary>${title}</summary>
    ${content}
  </details>`
}
