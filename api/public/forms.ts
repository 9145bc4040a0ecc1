/** The forms by name. */
import { localDate } from '../../domain/clocks/local-date.ts'
import { GRADE_NAMES, GRADES } from '../../domain/rating/rating.ts'
import { missingDemand } from '../../workflows/application/core/missing.ts'
import { html } from '../documents/html.ts'
import type { Html } from '../documents/html.ts'
import { fieldWords } from '../../domain/demand/field-words.ts'
import { choices, input, textarea, tick } from './fields.ts'
import type { Shown } from './fields.ts'
import { form } from './form.ts'
import type { MakeForm } from './form.ts'
import { PLAN_FORM_MAKERS } from './plan-forms.ts'
import type { FormName, SeenCase } from './seen-case.ts'
import { appointmentForm, cancellationForm, missedAnswerForm, missedForm, offerForm } from './times-forms.ts'
import { wordsShown } from './words-shown.ts'

export const FORMS: Readonly<Record<FormName, MakeForm>> = {
  supplement: supplementForm,
  appointment: appointmentForm,
  offer: offerForm,
  'missed-answer': missedAnswerForm,
  missed: missedForm,
  cancellation: cancellationForm,
  'survey-date': surveyDateForm,
  rating: ratingForm,
  withdrawal: withdrawalForm,
  ...PLAN_FORM_MAKERS,
}

const FIELDS: Readonly<Record<Exclude<FormName, 'supplement'>, readonly string[]>> = {
  appointment: ['date', 'time'],
  offer: ['line', 'answer', 'date', 'time'],
  'missed-answer': ['claim', 'confirmed', 'note'],
  missed: ['line', 'note'],
  cancellation: ['reason'],
  'survey-date': ['date'],
  rating: ['grade', 'text'],
  withdrawal: ['reason', 'sure'],
  'plan-signature': ['signer', 'sure'],
  'plan-refusal': ['reason'],
  'plan-end': ['reason'],
}

export function fieldsOf(name: FormName, { state }: SeenCase): readonly string[] {
  return name === 'supplement' ? missingDemand(state) : FIELDS[name]
}

/** R-03: all at once, as it was asked for. */
function supplementForm({ state, lens }: SeenCase, shown: Shown): Html {
  const missing = missingDemand(state)
  const message = state.supplement?.message
  const said = message === undefined ? '' : html`<p>告知内容：${wordsShown(message, lens)}</p>`
  const others = (state.supplement?.items ?? []).filter((item) => !missing.includes(item.replace(/^form\./, '')))
  const fields = missing.map((field) =>
    field.endsWith('.alteration')
      ? textarea({ name: field, label: fieldWords(field), most: 500 }, shown)
      : input({ name: field, label: fieldWords(field), kind: kindOf(field) }, shown),
  )
  return form('supplement', shown, {
    fields: html`${said}
    ${
      others.length === 0
        ? ''
        : html`<p>另请核对：${others.map(fieldWords).join('、')}。有误的请到综窗更正，无误的直接提交。</p>`
    }
    ${fields}`,
    button: missing.length === 0 ? '核对无误' : '提交',
  })
}

function kindOf(field: string) {
  if (field.endsWith('.until')) return 'date'
  return field.endsWith('.accountNumber') ? 'text' : 'number'
}

function surveyDateForm({ state, now, city }: SeenCase, shown: Shown): Html {
  return form('survey-date', shown, {
    fields: input(
      {
        name: 'date',
        label: '改到哪一天',
        hint: '须是工作日；在您选的日子之前不计办理时间。',
        kind: 'date',
        from: localDate(now, city.hours),
        first: state.survey?.date ?? '',
      },
      shown,
    ),
    button: '改到这一天',
  })
}

function ratingForm(_seen: SeenCase, shown: Shown): Html {
  return form('rating', shown, {
    fields: html`${choices(
      {
        name: 'grade',
        label: '总的来说，您满意吗',
        options: GRADES.map((grade) => [grade, GRADE_NAMES[grade]] as const),
      },
      shown,
    )}
    ${textarea({ name: 'text', label: '想说的话（可以不填）', most: 1000 }, shown)}`,
    button: '提交评价',
  })
}

function withdrawalForm(_seen: SeenCase, shown: Shown): Html {
  return form('withdrawal', shown, {
    fields: html`<p>撤回后，所有尚未接入的服务都不再办理，不能恢复；需要时可以重新申请。</p>
      ${textarea({ name: 'reason', label: '撤回原因', most: 500 }, shown)}
      ${tick({ name: 'sure', label: '我确认撤回整件申请' }, shown)}`,
    button: '撤回申请',
  })
}
