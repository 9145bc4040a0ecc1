import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { isTooDeep } from '../../domain/storable.ts'
import { repeatedField } from '../problems/repeated-field.ts'
import { fieldProblem, ProblemError } from '../problems/problem-error.ts'

const ENCODINGS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii'])
const UTF_8 = new TextDecoder('utf-8', { fatal: true })
const BYTE_ORDER_MARK = '\uFEFF'

/** Whatever comes in is UTF-8, or is refused; and no field of a body is said twice. */
export const encodingPlugin = fp(
  async (app: FastifyInstance) => {
    const parse = app.getDefaultJsonParser('error', 'error')
    app.removeContentTypeParser(['text/plain', 'application/json'])
    app.addHook('onRequest', async (request) => {
      if (!request.is404) requireReadableQuery(request.raw.url ?? '')
    })
    app.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer' },
      async (request: FastifyRequest, body: Buffer) => {
        requireUtf8(request.headers['content-type'] ?? '')
        const text = textOf(body)
        const value = await new Promise<unknown>((resolve, reject) => {
          void parse(request, text, (error, parsed) => (error === null ? resolve(parsed) : reject(error)))
        })
        // What is too deep is refused as that.
        const repeated = isTooDeep(value) ? undefined : repeatedField(text)
        if (repeated !== undefined)
          throw fieldProblem('field-repeated', repeated, `“${repeated}”写了两次，不知以哪一个为准；请只写一次`)
        return value
      },
    )
  },
  { name: 'encoding', dependencies: ['problem'] },
)

function requireUtf8(contentType: string): void {
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType) ?? []
  if (!ENCODINGS.has(charset.toLowerCase()))
    throw new ProblemError('unsupported-media-type', `请以 UTF-8 编码发送，不是 ${charset.slice(0, 40)}`)
}

function textOf(body: Buffer): string {
  const text = decoded(body)
  // One at the front is gone by now. Another is no JSON, though a parser takes it away.
  if (text.startsWith(BYTE_ORDER_MARK)) throw new ProblemError('malformed-json', '请求体开头多了字节序标记（BOM）')
  return text
}

function decoded(body: Buffer): string {
  try {
    return UTF_8.decode(body)
  } catch {
    throw new ProblemError('not-utf-8', '请求体不是 UTF-8 编码（多半是 GBK）；请转换后再发送')
  }
}

function requireReadableQuery(url: string): void {
  const asked = url.indexOf('?')
  if (asked < 0) return
  const unreadable = url
    .slice(asked + 1)
    .split('&')
    .find((part) => !isReadable(part))
  if (unreadable === undefined) return
  const [field = ''] = /^[\w.-]*/.exec(unreadable) ?? []
  throw fieldProblem(
    'not-utf-8',
    field,
    '查询参数须为 UTF-8 的百分号编码（“赤壁”为 %E8%B5%A4%E5%A3%81，“%”本身为 %25）',
  )
}

/** Raw bytes above ASCII are in nobody's agreed encoding. */
function isReadable(part: string): boolean {
  try {
    decodeURIComponent(part)
    return /^[\x21-\x7e]*$/.test(part)
  } catch {
    return false
  }
}
