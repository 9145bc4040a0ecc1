import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ProblemError } from '../problems/problem-error.ts'
import { bodyFor, readBuiltPage } from './built.ts'

/** Where a desk begins; the page itself finds what is below. */
const DESKS = [
  '/',
  '/sign-in',
  '/signed-in',
  '/inbox',
  '/window',
  '/office',
  '/asked',
  '/asked/:inquiry',
  '/guided',
  '/guided/:guidance',
  '/plans/:plan',
  '/cases',
  '/cases/:serviceNumber',
  '/auditor',
  '/auditor/:serviceNumber',
]

const YEAR = 'public, max-age=31536000, immutable'

/** The page of the desks, and its files. */
export async function pageRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const page = readBuiltPage()
  const config = { access: 'public', limited: false } as const
  for (const url of DESKS)
    app.get(url, { config, schema: { hide: true } }, async (_request, reply) => {
      if (page === undefined) throw notBuilt()
      const nonce = randomBytes(16).toString('base64')
      return reply
        .headers(pageHeaders(`'self' 'nonce-${nonce}'`))
        .type('text/html; charset=utf-8')
        .send(page.html.replaceAll('%NONCE%', nonce))
    })
  app.get('/field', { config, schema: { hide: true } }, async (_request, reply) => {
    if (page === undefined) throw notBuilt()
    return reply.headers(FIELD_HEADERS).type('text/html; charset=utf-8').send(page.field)
  })
  app.get('/field-worker.js', { config, schema: { hide: true } }, async (_request, reply) => {
    if (page === undefined) throw notBuilt()
    return reply
      .headers({ 'content-security-policy': "default-src 'none'; connect-src 'self'", 'cache-control': 'no-cache' })
      .type('text/javascript; charset=utf-8')
      .send(page.fieldWorker)
  })
  app.get(
    '/assets/:file',
    { config, schema: { hide: true, params: z.object({ file: z.string() }) } },
    async ({ params: { file }, headers }, reply) => {
      const asset = page?.assets.get(file)
      if (asset === undefined) throw new ProblemError('route-not-found', '没有这个文件')
      const { body, encoding } = bodyFor(asset, headers['accept-encoding'])
      if (encoding !== 'identity') reply.header('content-encoding', encoding)
      return reply.headers({ 'cache-control': YEAR, vary: 'accept-encoding' }).type(asset.type).send(body)
    },
  )
}

function notBuilt(): ProblemError {
  return new ProblemError('route-not-found', '页面还没有构建：npm run page')
}

/** Nothing from elsewhere, nothing inline but antd's styles, which carry the nonce. */
function pageHeaders(styles: string): Record<string, string> {
  const policy = {
    'default-src': `'none'`,
    'script-src': `'self'`,
    'style-src': styles,
    'img-src': `'self' data:`,
    'font-src': `'self'`,
    'connect-src': `'self'`,
    'form-action': `'self'`,
    'base-uri': `'none'`,
    'frame-ancestors': `'none'`,
  }
  return {
    'content-security-policy': Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin-allow-popups',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  }
}

/** Without antd no style is inline; photos that are only on the telephone are shown, and it says where it is. */
const FIELD_HEADERS = Object.fromEntries(
  Object.entries(pageHeaders(`'self'`)).map(([name, value]) => {
    if (name === 'permissions-policy') return [name, value.replace('geolocation=()', 'geolocation=(self)')]
    return [name, value.replace(`img-src 'self' data:`, `img-src 'self' data: blob:`)]
  }),
)
