import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { canonicalJson, sha256 } from '../../config/canonical-json.ts'
import { clientOf } from '../auth/caller.ts'
import { fieldProblem } from '../problems/problem-error.ts'
import { callerOfRequest } from './auth.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A plain form of a page: its key, where it does something, is a hidden field. */
    readonly form?: true
  }
}

const KEY_SHAPE = /^[\x21-\x7e]{8,200}$/

/** Every POST carries an Idempotency-Key, but those of plain forms; it is asked for before the body is read. */
export const idempotencyPlugin = fp(
  async (app: FastifyInstance) => {
    app.addHook('onRequest', async (request) => {
      if (request.method === 'POST' && !request.is404 && request.routeOptions.config.form !== true) keyOf(request)
    })
  },
  { name: 'idempotency', dependencies: ['auth'] },
)

/** SHA-256 of client, method, path and key: the update's id, or the key that a registration takes for ever. */
export function idempotencyHash(request: FastifyRequest, key = keyOf(request)): string {
  return sha256(JSON.stringify([clientOf(callerOfRequest(request)), request.method, pathOf(request), key]))
}

/** SHA-256 over the canonical JSON of the parsed body: another spelling of the same is the same. */
export function bodyHashOf({ body }: Pick<FastifyRequest, 'body'>): string {
  return sha256(canonicalJson(body))
}

function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (typeof key === 'string' && KEY_SHAPE.test(key)) return key
  const missing = key === undefined || key === ''
  throw fieldProblem(
    'idempotency-key-missing',
    'Idempotency-Key',
    missing
      ? '每次提交须带 Idempotency-Key 请求头（8 到 200 个可见 ASCII 字符），重试时不变'
      : 'Idempotency-Key 应为 8 到 200 个可见 ASCII 字符',
  )
}

/** The route with its parameters filled in: one spelling, however the address was escaped. */
function pathOf(request: FastifyRequest): string {
  const parameters = request.params as Readonly<Record<string, string>>
  return (request.routeOptions.url ?? '').replaceAll(/:(\w+)/g, (_, name: string) => parameters[name] ?? '')
}
