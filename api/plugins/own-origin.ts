import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../domain/problem.ts'

const SAFE: readonly string[] = ['GET', 'HEAD']

/**
 * What a cookie alone vouches for is changed from our own pages only: another site's page may make a browser send it.
 * Throws a {@link Refusal}.
 */
export function requireOwnOrigin(request: FastifyRequest, own: string): void {
  if (SAFE.includes(request.method)) return
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const isOwn =
    (site === undefined || site === 'same-origin') &&
    (origin === undefined || origin === new URL(own).origin || hostOf(origin) === request.headers.host)
  if (!isOwn) throw new Refusal('forbidden', '这个请求不是从本系统的页面发出的，没有办理')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
