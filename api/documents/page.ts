import { createHash } from 'node:crypto'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { html, own } from './html.ts'
import type { Content, Html } from './html.ts'

/** A document as it is printed. */
export interface Paper {
  readonly title: string
  /** e.g. `CB-20261124-00017-9/函1`; none on what belongs to no case. */
  readonly number?: string
  readonly body: Html
  readonly issuer: string
  /** The organisation whose number it has, and whose seal. */
  readonly issuedBy?: string
  /** In words: 2026年11月24日. */
  readonly date: string
  /** Through which whoever asked sees it; on paper it is as it was on the screen. */
  readonly lens?: Lens
  /** Must fit one sheet. */
  readonly dense?: boolean
}

const STYLE = `@page { size: A4; margin: 20mm 18mm }
* { box-sizing: border-box }
body { max-width: 174mm; margin: 8mm auto; color: #111; background: #fff;
  font: 11pt/1.7 "FangSong", "STFangsong", "Noto Serif CJK SC", "Noto Sans CJK SC", serif }
h1 { margin: 0 0 2mm; font: bold 19pt/1.4 "SimHei", "Noto Sans CJK SC", sans-serif; text-align: center }
h2 { margin: 5mm 0 2mm; font: bold 12pt/1.5 "SimHei", "Noto Sans CJK SC", sans-serif; break-after: avoid }
p { margin: 0 0 2mm }
ol, ul { margin: 0 0 2mm; padding-left: 7mm }
.number { margin: 0 0 5mm; text-align: center }
p.number + p.number { margin-top: -4mm }
.copy { font-weight: bold }
.reading { display: none; font-size: 9.5pt; text-align: center }
.masked { border: 1px solid #111; padding: 1mm 3mm; font-size: 9.5pt }
.sign { margin: 8mm 0 0; text-align: right; break-inside: avoid }
.flow { display: flex; flex-wrap: wrap; gap: 2mm; padding: 0; list-style: none }
.flow li { flex: 1 1 28mm; border: 1px solid #111; padding: 2mm; text-align: center; break-inside: avoid }
.flow b, .flow span { display: block }
table { width: 100%; margin: 0 0 3mm; border-collapse: collapse; font-size: 10pt; line-height: 1.5 }
th, td { border: 1px solid #111; padding: 1mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { font-family: "SimHei", "Noto Sans CJK SC", sans-serif; background: #f2f2f2 }
table.form th { width: 40mm }
table.figures { font-size: 9pt }
.figures th, .figures td { padding: 1mm }
.figures td + td { white-space: nowrap }
.dense { font-size: 9.5pt; line-height: 1.5 }
.dense h1 { font-size: 17pt }
.dense h2 { margin: 2.5mm 0 1mm; font-size: 10.5pt }
.dense table { margin-bottom: 1.5mm; font-size: 8.5pt; line-height: 1.4 }
.dense th, .dense td { padding: .5mm 1.5mm }
.dense .sign { margin-top: 2mm }
tr { break-inside: avoid }
@media print { body { margin: 0; max-width: none } th { background: none } .reading { display: block } }`

/** Nothing is loaded and nothing runs: only the one style that stands in the page. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** R-10: what is no part of a paper and stands on it: its bureau's number, and which copy it is. */
export interface Stamp {
  /** The paper's own number as people read it. */
  readonly number?: string
  /** 赤城管许〔2026〕12号 */
  readonly documentNumber?: string
  /** 重印 第2次 … */
  readonly copy?: string
  /** It was opened to be read: whoever prints it all the same sees that on the paper. */
  readonly reading?: true
}

export function page(paper: Paper, stamp: Stamp = {}): string {
  const { title, body, issuer, issuedBy, date, lens, dense = false } = paper
  const number = stamp.number ?? paper.number
  const shown = lens === undefined ? body : own(maskNumbersIn(body.text, lens))
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${number === undefined ? title : `${title} ${number}`}</title>
        ${own(`<style>${STYLE}</style>`)}
      </head>
      <body class="${dense ? 'dense' : 'plain'}">
        <h1>${title}</h1>
        ${stamp.documentNumber === undefined ? '' : html`<p class="number">${stamp.documentNumber}</p>`}
        ${number === undefined ? '' : html`<p class="number">编号：${number}</p>`}
        ${stamp.copy === undefined ? '' : html`<p class="number copy">${stamp.copy}</p>`}
        ${stamp.reading === undefined ? '' : html`<p class="reading">阅览件：正式打印请在系统中登记打印。</p>`}
        ${lens?.masked === true ? html`<p class="masked">脱敏副本：个人信息按各单位在本件中的职责显示。</p>` : ''}
        ${shown}
        <p class="sign">${issuer}${issuedBy === undefined ? '' : '（印章）'}<br />${date}</p>
      </body>
    </html> `.text
}

/** Label and value, one pair a row. */
export function form(pairs: readonly (readonly [string, Content])[]): Html {
  return html`<table class="form">
    ${pairs.map(
      ([label, value]) =>
        html`<tr>
          <th>${label}</th>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`
}

/** `figures`: many narrow columns. */
export function table(
  headers: readonly string[],
  rows: readonly (readonly Content[])[],
  kind: 'plain' | 'figures' = 'plain',
): Html {
  return html`<table class="${kind}">
    <thead>
      <tr>
        ${headers.map((header) => html`<th>${header}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}
