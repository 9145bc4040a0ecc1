import type { FastifyRequest } from 'fastify'
import { fieldProblem } from '../problems/problem-error.ts'

const SHAPE = /^\s*"\d{1,9}"\s*(,\s*"\d{1,9}"\s*)*$/

/**
 * RFC 9110 13.1.1: the number of the last event that the sender had seen, of several the highest; undefined where the
 * sender does not say, or says `*`: that it is there. Throws a problem where it is no ETag of ours.
 */
export function seenIn({ headers }: Pick<FastifyRequest, 'headers'>): number | undefined {
  const given = headers['if-match']
  if (given === undefined || given.trim() === '*') return undefined
  const seen = SHAPE.test(given) ? Math.max(...(given.match(/\d+/g) ?? []).map(Number)) : 0
  if (seen > 0) return seen
  throw fieldProblem('validation-failed', 'If-Match', 'If-Match 应为查看时回答里的 ETag，原样带上，如 "12"')
}
