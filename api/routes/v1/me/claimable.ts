import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { openApplicationsOfNumber } from '../../../../db/queries/same-project.ts'
import { SERVICES } from '../../../../domain/case/service.ts'
import { PHASES } from '../../../../domain/case/stage.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { isToBeClaimed } from '../../../../workflows/application/core/claiming.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { writingFor } from '../../../views/writing.ts'

const ClaimableSchema = z.object({
  items: z.array(
    z.object({
      serviceNumber: z.string(),
      registeredAt: TimeSchema,
      phase: z.enum(PHASES),
      channel: z.string(),
      channelName: z.string(),
      services: z.array(z.enum(SERVICES)),
      links: z.object({ self: z.string(), claim: z.string() }),
    }),
  ),
})

/** what was registered for whom the caller is verified to be, and is no account's yet; the newest twenty. */
export async function claimableRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: { roles: ['applicant'] } },
      schema: {
        summary: '以本人已核实的身份可以认领的申请（R-01）',
        tags: ['我'],
        response: { 200: ClaimableSchema },
      },
    },
    async (request) => {
      const { city, identity } = callerOfRequest(request)
      if (identity === undefined)
        throw new Refusal('identity-unverified', '须先在身份系统完成实名认证：令牌应带已核实的身份（identity）')
      const { database, now } = app.deps
      const { time, nameOf } = writingFor(city, now())
      const seenBy = { all: true } as const
      const open = await openApplicationsOfNumber(database, { city: city.key, number: identity.number, seenBy })
      const items = open
        .filter((state) => isToBeClaimed(state, identity))
        .map(({ serviceNumber, registeredAt, registration: { phase, channel, form } }) => {
          const self = `/api/v1/applications/${serviceNumber}`
          return {
            serviceNumber,
            registeredAt: time(registeredAt),
            phase,
            channel,
            channelName: nameOf(channel),
            services: SERVICES.filter((service) => form.services[service] !== undefined),
            links: { self, claim: `${self}/claims` },
          }
        })
      return { items }
    },
  )
}
