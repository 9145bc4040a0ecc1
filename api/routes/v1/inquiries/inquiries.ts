import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  changeInquiry,
  countInquiries,
  INQUIRY_SORTS,
  inquiryList,
  inquiryVersions,
  recordInquiry,
} from '../../../../db/queries/inquiries.ts'
import type { InquiryFilter, InquiryRow } from '../../../../db/queries/inquiries.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import type { Role } from '../../../../domain/actor/actor.ts'
import {
  answered,
  asked,
  inquiryPolicyOf,
  passed,
  requireUnchanged,
  unknownInquiry,
} from '../../../../domain/asked/inquiry.ts'
import type { AskingBy } from '../../../../domain/asked/inquiry.ts'
import { AnswerSchema, InquirySchema, PassSchema } from '../../../../domain/asked/inquiry.schema.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'
import { requireCalendarAhead } from '../../../../domain/clocks/calendar-end.ts'
import { localDate } from '../../../../domain/clocks/local-date.ts'
import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import { defined } from '../../../../domain/defined.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { isStorable } from '../../../../domain/storable.ts'
import { maskingLens } from '../../../../domain/visibility/lens.ts'
import { refusalOf } from '../../../../workflows/lib/core/choices.ts'
import { seenIn } from '../../../act-requests/if-match.ts'
import {
  ANSWERING,
  PASSING,
  inquiryRowView,
  inquiryView,
  lensOnInquiry,
  mayReadInquiry,
} from '../../../asked/inquiry-view.ts'
import { InquiryRowSchema, InquiryViewSchema } from '../../../views/inquiry.schema.ts'
import { ownUnless, requireSameBody, writtenBy } from '../../../asked/written-by.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { fieldProblem } from '../../../problems/problem-error.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../../../views/page.ts'
import { isOverseer, knowsOwnOnly, seesWholeCity } from '../../../views/who-may-read.ts'

const ASKING: readonly Role[] = ['clerk', 'lead', 'system', 'applicant']
const Params = z.object({ id: z.uuid().describe('咨询的 id') })
const PlaceSchema = z.strictObject({ sort: z.enum(INQUIRY_SORTS), at: PlaceInstantSchema, id: z.uuid() })
/** Longer than any term for an answer. */
const CALENDAR_DAYS = 20
const tags = ['引导与咨询']

/** 咨询: asked, answered, counted; below `/inquiries`. */
export async function inquiryRoutes(plain: FastifyInstance): Promise<void> {
  askRoute(plain)
  passRoute(plain)
  answerRoute(plain)
  listRoute(plain)
  readRoute(plain)
}

function askRoute(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post(
    '',
    {
      config: { access: { roles: ASKING } },
      schema: {
        operationId: 'recordInquiry',
        summary: '咨询：综窗记下，或由接入系统、申请人自己提出（R-10）',
        description: '综窗可当场答复（answer），或转给有关单位（passTo）。其他的先由综窗承办，期限按工作日历计。',
        tags,
        body: InquirySchema,
        response: {
          201: InquiryViewSchema.describe('已记下'),
          200: InquiryViewSchema.describe('此前已用同一 Idempotency-Key 记下'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { answer, passTo, ...content } = request.body
      const asking = askingBy(app.deps, caller)
      const by = channelOf(caller)
      const isWindow = isOfWindow(caller)
      requireOfWindow(isWindow, request.body)
      const first = asked(defined(content), by, asking)
      const row = await recordInquiry(
        app.deps.database,
        {
          of: answer === undefined ? first : answered(first, caller.org, answer, asking.now),
          further: passTo === undefined ? undefined : passed(first, passTo, null, asking),
          date: localDate(first.askedAt, caller.city.hours),
        },
        writtenBy(request, caller, asking.now),
      )
      return reply
        .code(row.created ? 201 : 200)
        .header('location', `/api/v1/inquiries/${row.row.id}`)
        .header('etag', etagOf(row.row))
        .send(await done(app, request, row.row))
    },
  )
}

function passRoute(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post(
    '/:id/passes',
    {
      config: { access: { roles: PASSING } },
      schema: {
        operationId: 'passInquiry',
        summary: '综窗把一次咨询转给有关单位答复（R-10）',
        description: '此后由该单位按期限答复；转错了的，综窗再转。可带 If-Match：查看之后有变化的不办（412）。',
        tags,
        params: Params,
        body: PassSchema,
        response: { 200: InquiryViewSchema },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      if (!isOfWindow(caller)) throw new Refusal('forbidden', '咨询由综窗转办')
      const { to, note = null } = request.body
      const asking = askingBy(app.deps, caller)
      return change(app, request, reply, (last) => passed(last, to, note, asking))
    },
  )
}

function answerRoute(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post(
    '/:id/answers',
    {
      config: { access: { roles: ANSWERING } },
      schema: {
        operationId: 'answerInquiry',
        summary: '答复一次咨询（R-10）',
        description: '由现在承办的单位，一次。提出咨询的人凭编号看到答复。可带 If-Match：查看之后有变化的不办（412）。',
        tags,
        params: Params,
        body: AnswerSchema,
        response: { 200: InquiryViewSchema },
      },
    },
    async (request, reply) => {
      const { org } = callerOfRequest(request)
      const now = app.deps.now()
      return change(app, request, reply, (last) => answered(last, org, request.body.answer, now))
    },
  )
}

type OfInquiry = Parameters<typeof recordInquiry>[1]['of']

/** Another version, where this reader knows of the inquiry at all. */
async function change(
  app: FastifyInstance,
  request: FastifyRequest<{ Params: z.infer<typeof Params> }>,
  reply: FastifyReply,
  next: (last: InquiryRow) => OfInquiry,
): Promise<FastifyReply> {
  const caller = callerOfRequest(request)
  const { id } = request.params
  const seen = seenIn(request)
  const { database, now } = app.deps
  if (!mayReadInquiry(caller, await inquiryVersions(database, id, caller.city.key))) throw unknownInquiry(id)
  const { row } = await changeInquiry(database, id, writtenBy(request, caller, now()), (last) => {
    if (last === undefined) throw unknownInquiry(id)
    requireUnchanged(last.version, seen)
    return next(last)
  })
  return reply.header('etag', etagOf(row)).send(await done(app, request, row))
}

const etagOf = ({ version }: Pick<InquiryRow, 'version'>) => `"${version}"`

function listRoute(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: { roles: ROLES } },
      schema: {
        operationId: 'listInquiries',
        summary: '咨询，最近提出的在前，或先到期的在前（R-10、R-38）',
        description:
          '综窗、协调小组及其办公室、审计看全市的；其他单位看现在由本单位承办的，接入系统看由它提出的，申请人看自己的。一律脱敏，问题与答复逐件查看。',
        tags,
        querystring: z.strictObject({
          open: z.enum(['true']).optional().describe('true：待答复的'),
          owner: z.string().min(1).max(LONGEST_ORGANISATION_KEY).optional().describe('现在由哪个单位承办'),
          serviceNumber: z.string().min(1).max(40).refine(isStorable).optional().describe('关于哪一件的'),
          q: z
            .string()
            .trim()
            .min(1)
            .max(40)
            .refine(isStorable)
            .transform((part) => part.normalize('NFKC').toUpperCase())
            .optional()
            .describe('咨询编号或服务编号的一部分'),
          sort: z.enum(INQUIRY_SORTS).default('asked').describe('asked 最近提出的在前，due 先到期的在前'),
          counts: z.enum(['true']).optional().describe('true：另答待答复的各灯件数'),
          limit: limitSchema(50, 200),
          cursor: CursorSchema,
        }),
        response: {
          200: z.object({
            items: z.array(InquiryRowSchema),
            next: z.string().optional(),
            counts: z.record(z.enum(LIGHTS), z.int()).optional(),
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { open, cursor, limit, serviceNumber, owner, q, sort, counts } = request.query
      const place = decodeCursor(PlaceSchema.extend({ sort: z.literal(sort) }), cursor)
      const { database } = app.deps
      const now = app.deps.now()
      const filter = {
        ...seenBy(caller, owner),
        city: caller.city.key,
        serviceNumber,
        part: q,
        open: open === 'true',
      }
      const { items, next } = await inquiryList(database, { ...filter, sort, cursor: place, limit })
      const lens = seenThrough(request, maskingLens())
      return {
        items: items.map((row) => inquiryRowView(row, caller, now, lens)),
        next: encodeCursor(next && { sort, ...next }),
        ...(counts === undefined ? {} : { counts: await countInquiries(database, filter, now.toISOString()) }),
      }
    },
  )
}

function readRoute(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:id',
    {
      config: { access: { roles: ROLES } },
      schema: {
        operationId: 'readInquiry',
        summary: '一次咨询与答复（R-10）',
        tags,
        params: Params,
        response: { 200: InquiryViewSchema },
      },
    },
    async (request, reply) => {
      const view = await viewed(app, request, request.params.id)
      return reply.header('etag', etagOf(view)).send(view)
    },
  )
}

async function viewed(app: FastifyInstance, request: FastifyRequest, id: string) {
  const caller = callerOfRequest(request)
  const { database, now } = app.deps
  const versions = await inquiryVersions(database, id, caller.city.key)
  if (!mayReadInquiry(caller, versions)) throw unknownInquiry(id)
  return inquiryView(versions, caller, now(), seenThrough(request, lensOnInquiry(caller, versions)))
}

async function done(app: FastifyInstance, request: FastifyRequest, row: InquiryRow) {
  requireSameBody(row, writtenBy(request, callerOfRequest(request), app.deps.now()))
  return viewed(app, request, row.id)
}

/** Whether this caller records what is asked at the counter, and passes it on. */
export function passesInquiries(caller: Caller): boolean {
  return caller.city.registration.inquiries !== undefined && isOfWindow(caller) && PASSING.includes(caller.role)
}

/** Whether there is a list for this caller. */
export function listsInquiries(caller: Caller): boolean {
  return caller.city.registration.inquiries !== undefined && refusalOf(() => seenBy(caller, undefined)) === undefined
}

function isOfWindow({ org, city }: Caller): boolean {
  return org === city.registration.window
}

function requireOfWindow(isWindow: boolean, { answer, passTo }: z.infer<typeof InquirySchema>): void {
  const field = answer === undefined ? 'passTo' : 'answer'
  if (answer === undefined && passTo === undefined) return
  if (!isWindow) throw new Refusal('forbidden', '答复、转办由综窗办理：提出咨询时不填', field)
  if (answer !== undefined && passTo !== undefined)
    throw fieldProblem('validation-failed', 'passTo', '已当场答复的不再转办：answer 与 passTo 只填一项')
}

/** by which channel it comes; throws for those who take none. */
function channelOf(caller: Caller): { channel: string; askedSub: string | null } {
  const { kind, org, account, sub, city } = caller
  inquiryPolicyOf(city)
  if (account !== undefined) return { channel: account.channel, askedSub: sub }
  if (kind === 'intake' || isOfWindow(caller)) return { channel: org, askedSub: null }
  throw new Refusal('forbidden', '咨询由综窗记下，或由接入系统、申请人提出')
}

function askingBy({ calendars, now }: Dependencies, { city }: Caller): AskingBy {
  const at = now()
  const calendar = calendars[city.calendar]
  requireCalendarAhead(localDate(at.toISOString(), city.hours), CALENDAR_DAYS, calendar)
  return { city, calendar, now: at }
}

/** Which of them this reader's list has. */
function seenBy(caller: Caller, owner: string | undefined): Pick<InquiryFilter, 'owner' | 'channel' | 'askedSub'> {
  const { kind, org, sub } = caller
  if (kind === 'applicant') return { askedSub: sub, owner }
  if (kind === 'intake') return { channel: org, owner }
  if (knowsOwnOnly(caller)) throw new Refusal('forbidden', '咨询只向提出的人与承办的单位提供')
  return { owner: ownUnless(seesWholeCity(caller) || isOverseer(caller), owner, org, 'owner') }
}
