import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { html, own } from '../documents/html.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { GUIDES, readGuides, readPictures } from './guides.ts'
import { bodyOf } from './markdown.ts'

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2329; --paper: #fff; --edge: #c3c9d1; --ground: #eef1f5 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --paper: #14181e; --edge: #4a5360; --ground: #232a33 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 16px; max-width: 820px; color: var(--ink); background: var(--paper);
  overflow-wrap: anywhere; font: 16px/1.75 "PingFang SC", "Microsoft YaHei", "Noto Sans SC", system-ui, sans-serif }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem }
img { max-width: 100%; max-height: 640px; border: 1px solid var(--edge); border-radius: 6px }
code { background: var(--ground); padding: 0 4px; border-radius: 4px; font: inherit }
table { border-collapse: collapse } th, td { text-align: left; vertical-align: top; padding: 4px 8px }
li { margin-bottom: 6px }`

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
} as const

const DAY = 'public, max-age=86400'

/** How a desk is used, as its guide in `docs/` says: opened from the desk. */
export async function helpRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const guides = readGuides()
  const pictures = readPictures(guides)
  const config = { access: 'public' } as const
  app.get(
    '/:guide',
    { config, schema: { hide: true, params: z.object({ guide: z.string() }) } },
    async ({ params }, reply) => {
      const guide = GUIDES.find((each) => each === params.guide)
      const text = guide === undefined ? undefined : guides.get(guide)
      if (text === undefined) throw new ProblemError('route-not-found', '没有这一页说明')
      const [, title = '说明'] = /^# ([^·\n]+)/.exec(text) ?? []
      return reply.headers(HEADERS).send(
        html`<!doctype html>
          <html lang="zh-CN">
            <head>
              <meta charset="utf-8" />
              <meta name="viewport" content="width=device-width, initial-scale=1" />
              <title>${title.trim()} · 怎么用</title>
              ${own(`<style>${STYLE}</style>`)}
            </head>
            <body>
              <main>${bodyOf(text, '/help/pictures')}</main>
            </body>
          </html> `.text,
      )
    },
  )
  app.get(
    '/pictures/:file',
    { config: { access: 'public', limited: false }, schema: { hide: true, params: z.object({ file: z.string() }) } },
    async ({ params: { file } }, reply) => {
      const picture = pictures.get(file)
      if (picture === undefined) throw new ProblemError('route-not-found', '没有这张图')
      return reply.headers({ 'cache-control': DAY }).type('image/png').send(picture)
    },
  )
}
