import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Refusal } from '../../../../domain/problem.ts'
import { surveySlots } from '../../../../domain/survey/survey-times.ts'
import type { SurveySlot } from '../../../../domain/survey/survey-times.ts'
import { comes } from '../../../../workflows/application/core/missing.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { CaseState } from '../../../case.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { writingFor } from '../../../views/writing.ts'
import { readableCase } from './read.ts'

const SlotSchema = z.object({ from: TimeSchema, to: TimeSchema })

const AnswerSchema = z.object({
  dueAt: TimeSchema.describe('踏勘时限'),
  stopped: z.boolean().describe('停表中：恢复计时后才有可选时间'),
  times: z.array(SlotSchema).describe('时限内各方都能到场的半天'),
  others: z
    .array(SlotSchema.extend({ cannot: z.array(z.object({ org: z.string(), orgName: z.string() })) }))
    .describe('有人不便的半天'),
})

/** the convener is offered the times inside the deadline at which all can come. */
export async function surveyTimesRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:serviceNumber/survey/times',
    {
      config: { access: { roles: ['officer', 'lead', 'system'] }, alsoAnswers: [409] },
      schema: {
        summary: '可选的联合踏勘时间（R-13）',
        description: '牵头单位与参加单位可查；确定时间用 survey/visit-time。',
        tags: ['踏勘'],
        params: z.object({ serviceNumber: z.string().describe('联合报装服务编号') }),
        response: { 200: AnswerSchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const state = await readableCase(app.deps, request.params.serviceNumber, caller)
      if (caller.org !== state.convener && !Object.hasOwn(state.parties, caller.org))
        throw new Refusal('not-concerned', '只有踏勘牵头单位与参加单位可以查看')
      return answerFor(state, caller, app.deps)
    },
  )
}

function answerFor(state: CaseState, { city }: Caller, deps: Dependencies): z.infer<typeof AnswerSchema> {
  const clock = state.deadlines['survey']
  if (clock === undefined) throw new Refusal('wrong-stage', '联合踏勘尚未开始', undefined, { early: true })
  if (state.survey?.closedAt !== undefined) throw new Refusal('survey-closed', '联合踏勘已结束')
  const { time, nameOf } = writingFor(city, deps.now())
  const stopped = clock.stoppedAt !== undefined
  const slots = stopped
    ? []
    : slotsOf(state, laterOf(clock.runsFrom ?? clock.startedAt, deps.now()), clock.dueAt, city, deps)
  const slot = ({ from, to }: SurveySlot) => ({ from: time(from), to: time(to) })
  return {
    dueAt: time(clock.dueAt),
    stopped,
    times: slots.filter(({ cannot }) => cannot.length === 0).map(slot),
    others: slots
      .filter(({ cannot }) => cannot.length > 0)
      .map((each) => ({ ...slot(each), cannot: each.cannot.map((org) => ({ org, orgName: nameOf(org) })) })),
  }
}

function slotsOf(
  state: CaseState,
  from: string,
  dueAt: string,
  city: Caller['city'],
  { calendars }: Dependencies,
): readonly SurveySlot[] {
  const parties = Object.values(state.parties)
    .filter((party) => comes(state, party))
    .map((party) => party.org)
    .sort()
  return surveySlots({
    from,
    dueAt,
    parties,
    unavailable: state.unavailable,
    hours: city.hours,
    calendar: calendars[city.calendar],
  })
}

function laterOf(instant: string, now: Date): string {
  return Date.parse(instant) > now.getTime() ? instant : now.toISOString()
}
