/** HTML that may stand as it is: made by {@link html}, which escapes what goes into it, or by {@link own}. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Content = string | number | Html | readonly Html[]

/** html`<p>${anything}</p>`: strings and numbers are escaped, for element content and quoted attributes. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(strings.map((part, index) => (index === 0 ? part : written(values[index - 1] ?? '') + part)).join(''))
}

/** For constants of ours only. */
export function own(text: string): Html {
  return new Html(text)
}

function written(value: Content): string {
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map((part) => part.text).join('\n')
  return escaped(String(value))
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
