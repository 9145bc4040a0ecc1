/** Each act as a plain form, with a key of its own that stays while it is not taken. */
import { randomUUID } from 'node:crypto'
import { SERVICE_NAMES } from '../../domain/case/service.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { GRADE_NAMES, GRADES } from '../../domain/rating/rating.ts'
import { missingDemand } from '../../workflows/application/core/missing.ts'
import { html } from '../documents/html.ts'
import type { Content, Html } from '../documents/html.ts'
import { fieldWords } from '../documents/words.ts'
import { choices, input, select, textarea, tick } from './fields.ts'
import type { Shown } from './fields.ts'
import type { FormName, SeenCase } from './seen-case.ts'
import { READY } from './standing.ts'
import { instantOf, whenWords } from './when.ts'
import { wordsShown } from './words-shown.ts'

type MakeForm = (seen: SeenCase, shown: Shown) => Html

function form(name: FormName, shown: Shown, { fields, button }: { readonly fields: Content; readonly button: string }) {
  return html`<form method="post" action="/progress/case/${name}" novalidate>
    <input type="hidden" name="key" value="${shown.typed['key'] ?? randomUUID()}" />
    ${fields}
    <div class="buttons"><button type="submit">${button}</button></div>
  </form>`
}

export const FORMS: Readonly<Record<FormName, MakeForm>> = {
  supplement: supplementForm,
  appointment: appointmentForm,
  missed: missedForm,
  'survey-date': surveyDateForm,
  rating: ratingForm,
  withdrawal: withdrawalForm,
}

const FIELDS: Readonly<Record<Exclude<FormName, 'supplement'>, readonly string[]>> = {
  appointment: ['date', 'time'],
  missed: ['line', 'note'],
  'survey-date': ['date'],
  rating: ['grade', 'text'],
  withdrawal: ['reason', 'sure'],
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

const SLOT_MINUTES = 30

/** Half hours of the city's working time. */
function slotsOf({ city: { hours } }: SeenCase): readonly (readonly [string, string])[] {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  const two = (value: number) => String(value).padStart(2, '0')
  return hours.sessions.flatMap(({ from, to }) => {
    const count = Math.floor((minutes(to) - minutes(from)) / SLOT_MINUTES)
    return Array.from({ length: count }, (_, index): readonly [string, string] => {
      const at = minutes(from) + index * SLOT_MINUTES
      const time = `${two(Math.floor(at / 60))}:${two(at % 60)}`
      return [time, time]
    })
  })
}

/** R-14, R-24, R-25: one time for all that are ready, or another than was agreed. */
function appointmentForm(seen: SeenCase, shown: Shown): Html {
  const { state, now, city } = seen
  const lines = Object.values(state.lines).filter(({ status }) => READY.includes(status) || status === 'appointed')
  const agreed = lines.flatMap(({ appointment }) => (appointment === undefined ? [] : [appointment.at]))
  const names = [...new Set(lines.map(({ service }) => SERVICE_NAMES[service]))].join('、')
  const slots = slotsOf(seen)
  const { date = '', time = '' } = shown.typed
  const at = shown.errors.length === 0 ? undefined : instantOf(date, time, city.hours)
  return form('appointment', shown, {
    fields: html`<p>
        ${names}一并上门接入，只约一次。
        ${agreed.length === 0 ? '' : `原约 ${whenWords(agreed[0] ?? '', city.hours)}，改约后以新时间为准。`}
      </p>
      ${input({ name: 'date', label: '哪一天', kind: 'date', from: localDate(now, city.hours) }, shown)}
      ${at === undefined ? '' : html`<p class="hint">刚才选的是 ${whenWords(at, city.hours)}。</p>`}
      ${select({ name: 'time', label: '几点', options: slots, first: slots[0]?.[0] ?? '' }, shown)}`,
    button: agreed.length === 0 ? '约定这个时间' : '改到这个时间',
  })
}

/** R-25: missed by the utility, and said by the user. */
function missedForm({ state, now, nameOf }: SeenCase, shown: Shown): Html {
  const lines = missable(state, now)
  const options = lines.map(
    ({ id, service, utility }) => [id, `${SERVICE_NAMES[service]}（${nameOf(utility)}）`] as const,
  )
  return form('missed', shown, {
    fields: html`${select({ name: 'line', label: '哪一项没有来', options, first: options[0]?.[0] ?? '' }, shown)}
    ${textarea({ name: 'note', label: '说明', hint: '例如：等到几点，有没有来电话', most: 1000 }, shown)}`,
    button: '告诉承办单位和监管单位',
  })
}

export function missable({ lines }: SeenCase['state'], now: string) {
  return Object.values(lines).filter(
    ({ status, appointment }) =>
      status === 'appointed' &&
      appointment !== undefined &&
      appointment.missedAt === undefined &&
      appointment.at <= now,
  )
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
