import type { FastifyRequest } from 'fastify'
import type { PersonalField } from '../../domain/visibility/fields.ts'
import { PERSONAL_FIELDS } from '../../domain/visibility/fields.ts'
import type { Lens } from '../../domain/visibility/lens.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Through which the answer was made. */
    lenses?: readonly Lens[]
  }
}

/** by the lenses on a request the access log knows what whoever sent it was given. */
export function seenThrough(request: FastifyRequest, lens: Lens): Lens {
  request.lenses = [...(request.lenses ?? []), lens]
  return lens
}

/** The personal fields that were given whole, in the order of the table. */
export function givenTo({ lenses = [] }: FastifyRequest): PersonalField[] {
  return PERSONAL_FIELDS.filter((field) => lenses.some(({ given }) => given.includes(field)))
}
