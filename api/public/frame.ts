import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Environment } from '../../environment.ts'
import { html, own } from '../documents/html.ts'
import type { Content } from '../documents/html.ts'
import { STYLE } from './style.ts'

/** 适老化: 18 pt, 24 and 30; the browser keeps which. */
const SIZES = { standard: '标准', large: '大字', larger: '更大', largest: '最大' } as const
export type Size = keyof typeof SIZES
export const SIZE_NAMES = Object.keys(SIZES) as [Size, ...Size[]]
const SIZE_COOKIE = 'seven-ones-size'
const YEAR_SECONDS = 365 * 86_400

/** Nothing is loaded and nothing runs: one style that stands in the page, and forms that go to ourselves. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  // With no-referrer a browser would hide from us that a form is our own.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
}

export interface Framed {
  readonly title: string
  readonly body: Content
  /** Where the choice of letters leads back to. */
  readonly here: '/progress' | '/progress/code' | '/progress/case' | '/progress/inquiry'
}

export function sendPage(request: FastifyRequest, reply: FastifyReply, { title, body, here }: Framed): FastifyReply {
  const size = sizeOf(request)
  const sizes = SIZE_NAMES.map(
    (each) =>
      html`<li>
        <a href="/progress/size?size=${each}&amp;back=${here}" ${each === size ? own('aria-current="true"') : ''}>
          ${SIZES[each]}</a
        >
      </li>`,
  )
  return reply.headers(HEADERS).send(
    html`<!doctype html>
      <html lang="zh-CN" class="${size}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
          ${own(`<style>${STYLE}</style>`)}
        </head>
        <body>
          <a class="skip" href="#main">跳到正文</a>
          <header>
            <p>水电气网联动报装</p>
            <nav aria-label="字号">
              <ul class="sizes">
                ${sizes}
              </ul>
            </nav>
          </header>
          <main id="main">${body}</main>
          <footer>
            <p>办理接入不收费、不用交材料；任何人索要验证码都不要给。</p>
            <p><a href="/help/applicant">怎么用</a></p>
          </footer>
        </body>
      </html> `.text,
  )
}

function sizeOf({ headers }: FastifyRequest): Size {
  const [, kept] = new RegExp(`(?:^|;\\s*)${SIZE_COOKIE}=(\\w+)`).exec(headers.cookie ?? '') ?? []
  return SIZE_NAMES.find((each) => each === kept) ?? 'standard'
}

export function keepSize(reply: FastifyReply, size: Size, { PUBLIC_URL }: Environment): void {
  const secure = PUBLIC_URL?.startsWith('https:') === true ? '; Secure' : ''
  reply.header(
    'set-cookie',
    `${SIZE_COOKIE}=${size}; Path=/progress; HttpOnly; SameSite=Lax; Max-Age=${YEAR_SECONDS}${secure}`,
  )
}
