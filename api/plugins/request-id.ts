import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'

export const REQUEST_ID = 'x-request-id'

const SHAPE = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/

/** The request that is being served. */
const serving = new AsyncLocalStorage<string>()

/**
 * The sender's own, of 8 to 64 letters, digits and `. _ -`; any other is replaced by a new one, and so is what looks
 * like a number of a person: ids are logged.
 */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID]
  return typeof given === 'string' && SHAPE.test(given) && maskNumbersIn(given) === given ? given : randomUUID()
}

/** For lines that are logged while a request is served, and not by its own logger. */
export function requestIdOfLine(
  _line: object,
  _level: number,
  logger: { bindings(): Record<string, unknown> },
): { reqId?: string } {
  const reqId = serving.getStore()
  return reqId === undefined || 'reqId' in logger.bindings() ? {} : { reqId }
}

/** Every answer says by which id its request stands in the logs. */
export const requestIdPlugin = fp(
  async (app: FastifyInstance) => {
    app.addHook('onRequest', (request, reply, done) => {
      reply.header(REQUEST_ID, request.id)
      serving.run(request.id, done)
    })
    // A body is read in the context of its socket.
    app.addHook('preValidation', (request, _reply, done) => serving.run(request.id, done))
  },
  { name: 'request-id' },
)
