import type { FastifyReply } from 'fastify'
import { z } from 'zod'

/** What is answered at once to who does not wait (RFC 7240); `named` names the case or the matter. */
export function acceptedSchema<Named extends z.ZodRawShape>(named: Named) {
  return z
    .object({
      ...named,
      status: z.literal('pending'),
      links: z.object({ self: z.string().describe('结果的地址，即 Location') }),
    })
    .describe('Prefer: respond-async：已收下，尚未办理（Preference-Applied、Location）；生效或被拒绝在 Location 查')
}

export interface Links {
  readonly self: string
}

export function acceptedLater<Named extends { readonly links: Links }>(
  reply: Pick<FastifyReply, 'code' | 'headers'>,
  named: Named,
) {
  const headers = { location: named.links.self, 'preference-applied': 'respond-async', 'retry-after': '1' }
  reply.code(202).headers(headers)
  return { ...named, status: 'pending' as const }
}
