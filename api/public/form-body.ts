import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fieldProblem, ProblemError } from '../problems/problem-error.ts'
import type { Typed } from './fields.ts'

const MOST_BYTES = 16 * 1024

/** Plain forms as browsers send them; a field that is written twice is refused, as in JSON. */
export function takeForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MOST_BYTES },
    async (_request: unknown, body: string): Promise<Typed> => typedIn(body),
  )
}

/** What a form said; nothing where there was none. */
export function typedOf({ body }: FastifyRequest): Typed {
  return typeof body === 'object' && body !== null ? (body as Typed) : {}
}

function typedIn(body: string): Typed {
  const typed = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(body)) {
    if (value.includes('\uFFFD')) throw new ProblemError('not-utf-8', '填写的内容不是 UTF-8 编码，请重新填写')
    if (typed.has(name)) throw fieldProblem('field-repeated', name, '同一项写了两次，请只写一次')
    typed.set(name, value.replaceAll('\r\n', '\n'))
  }
  return Object.fromEntries(typed)
}
