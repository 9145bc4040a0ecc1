/** One act as a plain form, with a key of its own that stays while it is not taken. */
import { randomUUID } from 'node:crypto'
import { html } from '../documents/html.ts'
import type { Content, Html } from '../documents/html.ts'
import type { Shown } from './fields.ts'
import type { FormName, SeenCase } from './seen-case.ts'

export type MakeForm = (seen: SeenCase, shown: Shown) => Html

interface Parts {
  readonly fields: Content
  readonly button: string
}

export function form(name: FormName, shown: Shown, { fields, button }: Parts): Html {
  return html`<form method="post" action="/progress/case/${name}" novalidate>
    <input type="hidden" name="key" value="${shown.typed['key'] ?? randomUUID()}" />
    ${fields}
    <div class="buttons"><button type="submit">${button}</button></div>
  </form>`
}
