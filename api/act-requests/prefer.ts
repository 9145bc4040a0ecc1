import type { FastifyRequest } from 'fastify'

/** RFC 7240: whether the sender would rather not wait for what becomes of an act. */
export function prefersAsync({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return [headers['prefer'] ?? []]
    .flat()
    .flatMap((header) => header.split(','))
    .some((preference) => /^\s*respond-async\s*(=\s*(""\s*)?)?(;|$)/i.test(preference))
}
