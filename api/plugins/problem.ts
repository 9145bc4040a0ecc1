import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { PROBLEMS } from '../../domain/problem.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import { problemOf } from '../problems/from-error.ts'
import { problemDocument } from '../problems/problem-error.ts'
import type { ProblemError } from '../problems/problem-error.ts'
import { parseInChinese } from '../problems/validation.ts'
import type { z } from 'zod'
import { REQUEST_ID } from './request-id.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The code this request was refused with; for the log of accesses and the metrics. */
    problemCode: ProblemCode | undefined
  }
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** RFC 9457: every refusal and every error leaves as a problem with a stable code; Zod speaks Chinese. */
export const problemPlugin = fp(
  async (app: FastifyInstance) => {
    app.decorateRequest('problemCode', undefined)
    app.setValidatorCompiler<z.ZodType>(
      ({ schema }) =>
        (data) =>
          parseInChinese(schema, data),
    )
    app.setErrorHandler((error, request, reply) =>
      sendProblem(problemOf(error, { reading: request.method === 'GET' }), request, reply),
    )
  },
  { name: 'problem' },
)

/** Answers with the problem. What caused an error of ours goes to the log only. */
export function sendProblem(problem: ProblemError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status } = PROBLEMS[problem.code]
  request.problemCode = problem.code
  if (status >= 500)
    request.log.error(
      { err: problem.cause instanceof Error ? problem.cause : problem, problem: problem.code },
      'request failed',
    )
  const document = problemDocument(problem, request.url.split('?', 1)[0] ?? '')
  // Also of what never became a request that hooks see.
  return reply
    .code(status)
    .headers({ ...problem.headers, [REQUEST_ID]: request.id })
    .type(PROBLEM_TYPE)
    .serializer(JSON.stringify)
    .send(document)
}
