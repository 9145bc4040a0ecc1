import { isWanting } from '../../workflows/application/core/supplement.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findMatter } from '../../db/queries/matters.ts'
import { serviceNumberOfHolder } from '../../domain/actor/code-holder.ts'
import type { ActType } from '../../domain/act/act.ts'
import { ratingId } from '../../domain/rating/rating.ts'
import { lensOfCodeHolder } from '../../domain/visibility/lens-on.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { catalogueOf, entryOf } from '../documents/catalogue.ts'
import { sourceFor } from '../documents/papers.ts'
import { stampOf } from '../documents/stamp.ts'
import type { Source } from '../documents/papers.ts'
import { offersOfCase } from '../offers/case-offers.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { noteNumber } from '../plugins/noted.ts'
import { seenThrough } from '../plugins/seen-through.ts'
import { sendPaper } from '../routes/v1/applications/documents.ts'
import { isRateable } from '../routes/v1/applications/rate.ts'
import { readableCase } from '../routes/v1/applications/read.ts'
import { writingFor } from '../views/writing.ts'
import { missable } from './times-forms.ts'
import { casePage } from './case-page.ts'
import { sendPage } from './frame.ts'
import { PLAN_FORMS, plansOf } from './plans.ts'
import type { SeenPlan } from './plans.ts'
import type { CaseForm, FormName, SeenCase } from './seen-case.ts'
import { lookUpUrlOf } from '../session/provider.ts'

/** What was just done, as an address may say it: words of ours only. */
const DONE = {
  supplement: '已收到您补充的信息，接着办理。',
  appointment: '已约定接入时间。',
  offer: '已答复承办单位。',
  'missed-answer': '已收到您的答复。',
  missed: '已告诉承办单位和监管单位，由承办单位确认或说明；接入时限照常计算，您可以马上另约时间。',
  cancellation: '已取消约定，方便的时候再约。',
  'survey-date': '踏勘日期已改。',
  rating: '谢谢您的评价。',
  withdrawal: '申请已撤回。',
  'plan-signature': '您已签字，分期方案双方签定，按约定的日期办。',
  'plan-refusal': '已告诉承办单位您不同意，由其另提方案。',
  'plan-end': '已告诉承办单位不再分期。',
} as const satisfies Record<FormName, string>

/** The papers that are the user's own; what utilities signed is asked for at the window. */
const PAPERS: readonly string[] = ['receipt', 'supplement-notice', 'survey-result', 'result']
const isOwn = (key: string) => PAPERS.includes(key) || key.startsWith('missed-')

export function caseRoutes(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const { deps } = plain
  app.get(
    '/case',
    {
      config: { access: 'code' },
      schema: {
        hide: true,
        querystring: z.object({
          done: z
            .enum(Object.keys(DONE) as [FormName, ...FormName[]])
            .optional()
            .catch(undefined),
          seq: z.coerce.number().int().min(0).max(1_000_000).catch(0).default(0),
        }),
      },
    },
    async (request, reply) => {
      const { done, seq } = request.query
      const told = done === undefined ? undefined : DONE[done]
      return sendCase(deps, request, reply, { seq, ...(told === undefined ? {} : { done: told }) })
    },
  )
  app.get(
    '/case/documents/:document',
    {
      config: { access: 'code' },
      schema: { hide: true, params: z.object({ document: z.string().regex(/^[a-zA-Z-]{1,60}$/) }) },
    },
    async (request, reply) => {
      const { document } = request.params
      if (!isOwn(document)) throw new Refusal('document-not-found', '没有这份文书')
      const { caller, source } = await ownCase(deps, request)
      const paper = entryOf(document, source.state, source.nameOf).make(source)
      const issued = { subject: source.state.serviceNumber, paper, city: caller.city }
      return sendPaper(reply, paper, await stampOf(deps, issued))
    },
  )
}

interface Own {
  readonly caller: Caller
  readonly state: CaseState
  readonly source: Source
}

/** The one case of whoever is signed in, as they see it. */
async function ownCase(deps: Dependencies, request: FastifyRequest, seq = 0): Promise<Own> {
  const caller = callerOfRequest(request)
  const serviceNumber = serviceNumberOfHolder(caller.sub)
  noteNumber(request, serviceNumber)
  const state = await readableCase(deps, serviceNumber, caller, seq)
  const lens = seenThrough(request, lensOfCodeHolder(caller, state, caller.city))
  return { caller, state, source: sourceFor(state, caller, deps.now(), lens, lookUpUrlOf(deps.environment)) }
}

/** `seq`: as new as this at least. */
export async function sendCase(
  deps: Dependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  { seq, ...more }: Pick<SeenCase, 'again' | 'done'> & { readonly seq: number },
): Promise<FastifyReply> {
  const { caller, state, source } = await ownCase(deps, request, seq)
  const { city } = caller
  const now = deps.now()
  const rating = await findMatter(deps.database, 'rating', ratingId(state.serviceNumber))
  const plans = await plansOf(deps, state.serviceNumber, caller)
  const seen: SeenCase = {
    ...more,
    state,
    plans,
    city,
    lens: source.lens,
    nameOf: writingFor(city, now).nameOf,
    now: now.toISOString(),
    rating,
    papers: papersOf(source),
    may: new Set([...(await formsOf(deps, state, caller, rating !== undefined)), ...planFormsOf(plans)]),
  }
  return sendPage(request, reply, { ...casePage(seen), here: '/progress/case' })
}

function papersOf(source: Source) {
  return catalogueOf(source.state, source.nameOf).filter(({ key, make }) => isOwn(key) && isReady(make, source))
}

function isReady(make: (source: Source) => unknown, source: Source): boolean {
  try {
    make(source)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

export const ACT_OF: Readonly<Record<Exclude<CaseForm, 'rating'>, ActType>> = {
  supplement: 'supplementDemand',
  appointment: 'appointConnection',
  offer: 'answerOffer',
  'missed-answer': 'answerMissed',
  missed: 'reportMissedAppointment',
  cancellation: 'cancelAppointment',
  'survey-date': 'bookSurvey',
  withdrawal: 'withdrawApplication',
}

function planFormsOf(plans: readonly SeenPlan[]): readonly FormName[] {
  return PLAN_FORMS.filter((form) => plans.some(({ may }) => may.has(form)))
}

/** By the rules that will judge it; whether it is worth telling, the page says. */
async function formsOf(
  deps: Dependencies,
  state: CaseState,
  caller: Caller,
  isRated: boolean,
): Promise<ReadonlySet<FormName>> {
  const offered = new Set((await offersOfCase(deps, state, caller)).may.map(({ type }) => type))
  const forms = (Object.keys(ACT_OF) as (keyof typeof ACT_OF)[]).filter((form) => offered.has(ACT_OF[form]))
  const isMissed = missable(state, deps.now().toISOString()).length > 0
  return new Set<FormName>([
    ...forms.filter((form) => (form !== 'missed' || isMissed) && (form !== 'supplement' || isWanting(state))),
    ...(isRateable(state) && !isRated ? (['rating'] as const) : []),
  ])
}
