import { randomUUID } from 'node:crypto'
import { METHODS } from 'node:http'
import type { Socket } from 'node:net'
import type { ConnectionError, FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { PROBLEMS } from '../../domain/problem.ts'
import { problemDocument, ProblemError } from '../problems/problem-error.ts'
import { PROBLEM_TYPE, sendProblem } from './problem.ts'
import { REQUEST_ID } from './request-id.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** What is at none of our addresses, or at one by another method. */
    nothingAt: (method: string, path: string) => ProblemError
  }
}

/** CONNECT never becomes a request. */
const LEFT_ALONE: ReadonlySet<string> = new Set(['POST', 'DELETE', 'CONNECT'])

/** Every method but ours, known to Node or to nobody, is answered 405 with what is allowed at that address. */
export const methodsPlugin = fp(
  async (app: FastifyInstance) => {
    const routes: { method: string; pattern: RegExp }[] = []
    // What no route takes needs no reading: it is refused, whatever its body and its type are.
    for (const method of METHODS.filter((each) => !LEFT_ALONE.has(each)))
      app.addHttpMethod(method, { hasBody: false, overrideExisting: true })
    app.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, pattern: patternOf(url) })
    })
    app.decorate('nothingAt', (method: string, path: string) => {
      const methods = [...new Set(routes.filter(({ pattern }) => pattern.test(path)).map((route) => route.method))]
      return methods.length === 0 ? noRoute(path) : otherMethod(method, methods)
    })
    app.setNotFoundHandler((request, reply) =>
      sendProblem(app.nothingAt(request.method, request.url.split('?', 1)[0] ?? ''), request, reply),
    )
  },
  { name: 'methods', dependencies: ['problem'] },
)

function patternOf(template: string): RegExp {
  return new RegExp(
    `^${template
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      .join('/')}$`,
  )
}

function noRoute(path: string): ProblemError {
  return new ProblemError('route-not-found', `没有 ${path.slice(0, 200)}；全部地址见 /openapi.json`)
}

function otherMethod(method: string, allowed: readonly string[]): ProblemError {
  return new ProblemError('method-not-allowed', `此处不支持 ${method}，可用：${allowed.join('、')}`, {
    headers: { allow: allowed.join(', ') },
  })
}

const STATUS_OF: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

/** What Node gives up before it is a request. A method that nobody knows is one of these. */
export function clientErrorHandler(this: FastifyInstance, error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const [, method, path] = /^([^\s]{1,40}) (\/[^\s?#]{0,2000})\S* HTTP\/1\.[01]\r?\n/.exec(requestLineOf(error)) ?? []
  const answer =
    error.code === 'HPE_INVALID_METHOD' && method !== undefined && path !== undefined
      ? written(this.nothingAt(method, path), path)
      : empty(STATUS_OF[error.code] ?? '400 Bad Request')
  if (socket.writable) socket.write(answer)
  socket.destroy()
}

function requestLineOf({ rawPacket }: { readonly rawPacket: unknown }): string {
  return Buffer.isBuffer(rawPacket) ? rawPacket.subarray(0, 4096).toString('latin1') : ''
}

function empty(status: string): string {
  const headers = [`${REQUEST_ID}: ${randomUUID()}`, 'Content-Length: 0', 'Connection: close']
  return [`HTTP/1.1 ${status}`, ...headers, '', ''].join('\r\n')
}

function written(problem: ProblemError, path: string): string {
  const body = JSON.stringify(problemDocument(problem, path))
  const { status } = PROBLEMS[problem.code]
  const headers = {
    ...problem.headers,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    [REQUEST_ID]: randomUUID(),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${status === 405 ? 'Method Not Allowed' : 'Not Found'}\r\n${lines.join('')}\r\n${body}`
}
