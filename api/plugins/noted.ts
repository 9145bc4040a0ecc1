import type { FastifyRequest } from 'fastify'
import type { Sight } from '../../domain/access.ts'

/** What only the handler knows of a request, for its entry in the access log. */
interface Noted {
  /** Where the address does not say it. */
  readonly serviceNumber?: string
  readonly item?: string
  readonly seen?: Sight
}

const notes = new WeakMap<FastifyRequest, Noted>()

export function notedOf(request: FastifyRequest): Noted {
  return notes.get(request) ?? {}
}

/** which case or matter a request came to be about. */
export function noteNumber(request: FastifyRequest, serviceNumber: string): void {
  notes.set(request, { ...notedOf(request), serviceNumber })
}

/** which of what no case has a request came to be about. */
export function noteItem(request: FastifyRequest, item: string): void {
  notes.set(request, { ...notedOf(request), item })
}

/** whether what is about persons was read in full. */
export function noteSeen(request: FastifyRequest, seen: Sight): void {
  notes.set(request, { ...notedOf(request), seen })
}
