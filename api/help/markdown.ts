/** As much of Markdown as our guides use, as HTML; what they link to is for who has the sources, and is only named. */
import { Html, html } from '../documents/html.ts'

/** `pictures` are at this address. */
export function bodyOf(markdown: string, pictures: string): Html {
  const blocks = markdown
    .replaceAll(REASONS, '')
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '' && !isAside(block))
  return html`${blocks.map((block) => blockOf(block.trim(), pictures))}`
}

/** Why it is so is for who has the sources. */
const REASONS = /（\[ADR \d+\]\([^)]+\)(?:、\[ADR \d+\]\([^)]+\))*）/g

/** A line in italics is for who reads English. */
const isAside = (block: string) => /^\*[^*]+\*$/.test(block.trim().replaceAll('\n', ' '))

function blockOf(block: string, pictures: string): Html {
  const inline = (text: string) => inlineOf(text.replaceAll(/\n\s*/g, ''), pictures)
  const [, level = '', heading = ''] = /^(#{1,3}) (.+)$/.exec(block) ?? []
  if (level !== '')
    return level === '#' ? html`<h1>${inline(heading.replace(/ · .*/, ''))}</h1>` : html`<h2>${inline(heading)}</h2>`
  if (block.startsWith('|')) return tableOf(block, inline)
  const [, mark] = /^(-|\d+\.) /.exec(block) ?? []
  if (mark === undefined) return html`<p>${inline(block)}</p>`
  const items = block
    .split(/\n(?=(?:-|\d+\.) )/)
    .map((item) => html`<li>${inline(item.replace(/^(?:-|\d+\.) /, ''))}</li>`)
  return mark === '-'
    ? html`<ul>
        ${items}
      </ul>`
    : html`<ol>
        ${items}
      </ol>`
}

function tableOf(block: string, inline: (text: string) => Html): Html {
  const [head = [], , ...rows] = block
    .split('\n')
    .map((line) => line.replaceAll(/^\|\s*|\s*\|$/g, '').split(/\s*\|\s*/))
  return html`<table>
    <thead>
      <tr>
        ${head.map((cell) => html`<th>${inline(cell)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell) => html`<td>${inline(cell)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}

const PICTURE = String.raw`!\[([^\]]*)\]\(screenshots\/([\w-]+\.png)\)`
const SIZED_PICTURE = String.raw`<img src="screenshots\/([\w-]+\.png)"[^>]*alt="([^"]*)">`
const WORDS = ['\\*\\*([^*]+)\\*\\*', '`([^`]+)`', String.raw`\[([^\]]+)\]\([^)]+\)`]
const INLINE = new RegExp([PICTURE, SIZED_PICTURE, ...WORDS].join('|'), 'g')

function inlineOf(text: string, pictures: string): Html {
  const parts: Html[] = []
  let at = 0
  for (const found of text.matchAll(INLINE)) {
    const [whole, alt, file, imgFile, imgAlt, strong, code, link] = found
    parts.push(html`${text.slice(at, found.index)}`)
    const picture = file ?? imgFile
    if (picture !== undefined) parts.push(html`<img src="${pictures}/${picture}" alt="${alt ?? imgAlt ?? ''}" />`)
    else if (strong !== undefined) parts.push(html`<b>${strong}</b>`)
    else if (code !== undefined) parts.push(html`<code>${code}</code>`)
    else parts.push(html`${link ?? ''}`)
    at = found.index + whole.length
  }
  // Without a space between them: it is Chinese.
  return new Html([...parts, html`${text.slice(at)}`].map((part) => part.text).join(''))
}
