/** On paper: where the applicant looks the case up, in words and to be scanned. */
import { encode } from 'uqr'
import { html, own } from './html.ts'
import type { Html } from './html.ts'

export function lookUpOf(serviceNumber: string, lookUp: string): Html {
  return html`<h2>查询进度</h2>
    <p>
      查询：用手机扫码，或打开 ${lookUp}，凭服务编号 ${serviceNumber} 与登记手机收到的验证码查看进度、办理要您办的事项。
    </p>
    <p>${qrCode(`${lookUp}?number=${serviceNumber}`)}</p>`
}

/** Drawn in the page itself: a paper loads nothing. */
function qrCode(text: string): Html {
  const { data, size } = encode(text, { border: 2 })
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="110"
    height="110"
    viewBox="0 0 ${size} ${size}"
    role="img"
    aria-label="查询进度的二维码"
  >
    <rect width="${size}" height="${size}" fill="#fff" />
    ${own(`<path d="${dark}" fill="#000" />`)}
  </svg>`
}
