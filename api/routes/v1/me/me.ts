import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { ACT_TYPES, ACTS } from '../../../../domain/act/act.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { localDate } from '../../../../domain/clocks/local-date.ts'
import { PHASES } from '../../../../domain/case/stage.ts'
import { refusalOf } from '../../../../workflows/lib/core/choices.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { requireChannel } from '../../../registration/channel.ts'
import { MeSchema } from '../../../views/me.schema.ts'
import { assessedOrgs } from '../../../views/who-may-assess.ts'
import { requirePlanner } from '../../../views/who-may-plan.ts'
import { seesWholeCity } from '../../../views/who-may-read.ts'
import { writingFor } from '../../../views/writing.ts'
import { AUDITING_ROLES } from '../audit/audit.ts'
import { INBOX_ROLES } from '../organisations/tasks.ts'
import { guidedPhasesOf, seesGuidance } from '../guidance/guidance.ts'
import { listsInquiries, passesInquiries } from '../inquiries/inquiries.ts'
import { REGISTERING_ROLES } from '../applications/register.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { lookUpUrlOf } from '../../../session/provider.ts'
import { ASSESSED_ROLES } from '../assessments/assessments.ts'
import { PLANNING_ROLES } from '../road-works/road-works.ts'

/** Who the caller is, and what of the API is theirs. */
export async function meRoute(plain: FastifyInstance): Promise<void> {
  plain.withTypeProvider<ZodTypeProvider>().get(
    '',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '我是谁，可以用什么',
        tags: ['我'],
        response: { 200: MeSchema },
      },
    },
    async (request) => meView(callerOfRequest(request), plain.deps),
  )
}

function meView(caller: Caller, { environment, now }: Dependencies): z.infer<typeof MeSchema> {
  const { sub, org, kind, role, city, account, identity } = caller
  const { time, nameOf, now: at } = writingFor(city, now())
  return {
    sub: account?.subject ?? sub,
    org,
    orgName: kind === 'applicant' ? '申请人' : nameOf(org),
    kind,
    role,
    city: { key: city.key, name: city.name, utcOffsetMinutes: city.hours.utcOffsetMinutes },
    now: time(at),
    today: localDate(at, city.hours),
    identity: kind === 'applicant' ? (identity === undefined ? 'unverified' : 'verified') : undefined,
    acts: ACT_TYPES.filter((type) => (ACTS[type].roles as readonly string[]).includes(role)),
    may: {
      register: channelsOf(caller),
      inquiries: passesInquiries(caller) ? 'record' : listsInquiries(caller) ? 'read' : 'none',
      guide: guidedPhasesOf(caller),
      seeGuidance: seesGuidance(caller),
      seeWholeCity: seesWholeCity(caller),
      plan: PLANNING_ROLES.includes(role) && refusalOf(() => requirePlanner(caller)) === undefined,
      assess: figuresOf(caller),
      audit: AUDITING_ROLES.includes(role),
    },
    links: {
      inbox: INBOX_ROLES.includes(role) ? `/api/v1/organisations/${org}/tasks` : undefined,
      applications: '/api/v1/applications',
      lookUp: lookUpUrlOf(environment),
    },
  }
}

function figuresOf(caller: Caller): z.infer<typeof MeSchema>['may']['assess'] {
  const refused = () => refusalOf(() => assessedOrgs(caller, undefined)) !== undefined
  if (!ASSESSED_ROLES.includes(caller.role) || refused()) return 'none'
  return assessedOrgs(caller, undefined) === undefined ? 'all' : 'own'
}

/** by which channels, and as the collecting bureau of which phases. */
function channelsOf(caller: Caller): z.infer<typeof MeSchema>['may']['register'] {
  if (!REGISTERING_ROLES.includes(caller.role)) return []
  return caller.city.organisations.flatMap(({ key, name }) => {
    const phases = PHASES.filter((phase) => mayRegister(caller, key, phase))
    return phases.length === 0 ? [] : [{ channel: key, name, phases }]
  })
}

function mayRegister(caller: Caller, channel: string, phase: (typeof PHASES)[number]): boolean {
  const collects = caller.org === caller.city.registration.collectors[phase]
  return refusalOf(() => requireChannel(caller, channel, collects, () => '')) === undefined
}
