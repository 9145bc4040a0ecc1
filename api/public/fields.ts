/** Fields of a plain form: what was typed is kept, and what is wrong stands at its field. */
import { html, own } from '../documents/html.ts'
import type { Content, Html } from '../documents/html.ts'
import { fieldProblem } from '../problems/problem-error.ts'
import type { FieldError } from '../problems/problem-error.ts'

/** What came from a form, by field; nothing is repeated. */
export type Typed = Readonly<Record<string, string>>

/** A form as it is shown again. */
export interface Shown {
  readonly typed: Typed
  readonly errors: readonly Pick<FieldError, 'field' | 'message'>[]
}

export const NOTHING_TYPED: Shown = { typed: {}, errors: [] }

interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string
  /** Where nothing was typed yet. */
  readonly first?: string
}

const idOf = (name: string) => `f-${name.replaceAll(/[^A-Za-z0-9]/g, '-')}`

function errorOf(name: string, { errors }: Shown): string | undefined {
  return errors.find(({ field }) => field === name)?.message
}

/** For the control itself: its name, and what belongs to it. */
function attributes({ name, hint }: Field, shown: Shown): Html {
  const error = errorOf(name, shown)
  const id = idOf(name)
  const about = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === undefined ? [] : [`${id}-error`])]
  const isFirst = error !== undefined && shown.errors[0]?.field === name
  return html`id="${id}" name="${name}" ${about.length === 0 ? '' : html`aria-describedby="${about.join(' ')}"`}
  ${error === undefined ? '' : own('aria-invalid="true"')} ${isFirst ? own('autofocus') : ''}`
}

function around({ name, label, hint }: Field, shown: Shown, control: Content): Html {
  const [id, error] = [idOf(name), errorOf(name, shown)]
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`} ${control}
    ${error === undefined ? '' : html`<p class="error" id="${id}-error">有误：${error}</p>`}
  </div>`
}

export type Kind = 'text' | 'code' | 'phone' | 'number' | 'date'

const KINDS: Readonly<Record<Kind, Html>> = {
  text: own('type="text" autocomplete="off"'),
  code: own('type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12"'),
  phone: own('type="tel" autocomplete="tel"'),
  number: own('type="text" inputmode="decimal" autocomplete="off"'),
  date: own('type="date"'),
}

export function input(field: Field & { readonly kind: Kind; readonly from?: string }, shown: Shown): Html {
  const value = shown.typed[field.name] ?? field.first ?? ''
  // Without a last day Chromium's years have six digits.
  const reach =
    field.from === undefined ? '' : html`min="${field.from}" max="${Number(field.from.slice(0, 4)) + 2}-12-31"`
  return around(
    field,
    shown,
    html`<input ${KINDS[field.kind]} ${attributes(field, shown)} ${reach} value="${value}" />`,
  )
}

export function textarea(field: Field & { readonly most: number }, shown: Shown): Html {
  const value = shown.typed[field.name] ?? field.first ?? ''
  return around(field, shown, html`<textarea ${attributes(field, shown)} maxlength="${field.most}">${value}</textarea>`)
}

type Options = readonly (readonly [value: string, words: string])[]

export function select(field: Field & { readonly options: Options }, shown: Shown): Html {
  const value = shown.typed[field.name] ?? field.first ?? ''
  const options = field.options.map(
    ([each, words]) => html`<option value="${each}" ${each === value ? own('selected') : ''}>${words}</option>`,
  )
  return around(
    field,
    shown,
    html`<select ${attributes(field, shown)}>
      ${options}
    </select>`,
  )
}

export function choices(field: Field & { readonly options: Options }, shown: Shown): Html {
  const { name, label, options, first } = field
  const [id, error] = [idOf(name), errorOf(name, shown)]
  const value = shown.typed[name] ?? first
  return html`<fieldset ${error === undefined ? '' : html`aria-describedby="${id}-error"`}>
    <legend>${label}</legend>
    ${options.map(
      ([each, words], index) =>
        html`<label class="choice">
          <input
            type="radio"
            name="${name}"
            value="${each}"
            ${index === 0 ? html`id="${id}"` : ''}
            ${each === value ? own('checked') : ''}
          />
          ${words}</label
        >`,
    )}
    ${error === undefined ? '' : html`<p class="error" id="${id}-error">有误：${error}</p>`}
  </fieldset>`
}

export function tick({ name, label }: Field, shown: Shown): Html {
  const [id, error] = [idOf(name), errorOf(name, shown)]
  return html`<div class="field">
    <label class="choice">
      <input
        type="checkbox"
        value="yes"
        ${attributes({ name, label }, shown)}
        ${shown.typed[name] === 'yes' ? own('checked') : ''}
      />
      ${label}</label
    >
    ${error === undefined ? '' : html`<p class="error" id="${id}-error">有误：${error}</p>`}
  </div>`
}

export function needed(field: string, value: string, why: string): string {
  if (value.trim() === '') throw fieldProblem('validation-failed', field, why)
  return value
}

/** All that is wrong, at the top; what belongs to no field stands here alone. */
export function wrongs({ errors }: Shown, fields: readonly string[]): Content {
  if (errors.length === 0) return ''
  return html`<div class="panel wrongs" role="alert">
    <h2>没有办成，请改正后再提交</h2>
    <ul>
      ${errors.map(({ field, message }) =>
        fields.includes(field) ? html`<li><a href="#${idOf(field)}">${message}</a></li>` : html`<li>${message}</li>`,
      )}
    </ul>
  </div>`
}
