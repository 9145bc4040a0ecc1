import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { reportRolesOf } from '../../../../domain/city/city-parts.ts'
import {
  MEETING_REPORT_STATUS_NAMES,
  MEETING_REPORT_STATUSES,
  meetingReportId,
} from '../../../../domain/assessment/meeting-report.ts'
import { MeetingReportRequestSchema } from '../../../../domain/assessment/meeting-report.schema.ts'
import { periodName } from '../../../../domain/assessment/period.ts'
import { Refusal } from '../../../../domain/problem.ts'
import type { MeetingReportInput } from '../../../../workflows/meeting-report/messages.ts'
import { openResolutions } from '../../../../workflows/meeting-report/core/state.ts'
import type { MeetingReportState } from '../../../../workflows/meeting-report/core/state.ts'
import { actorOf } from '../../../auth/caller.ts'
import type { Caller } from '../../../auth/caller.ts'
import { meetingReportPaper } from '../../../documents/meeting-report.ts'
import { listRoute } from '../../../matters/lists.ts'
import { MEETING_REPORT_API } from '../../../matters/meeting-report.ts'
import { readable } from '../../../matters/reach.ts'
import { lensFor, matterRoutes } from '../../../matters/routes.ts'
import { begunFor } from '../../../../domain/clocks/begun.ts'
import { openOnce } from '../../../matters/temporal.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { periodFor } from '../../../views/period.ts'
import { SettledSchema } from '../../../views/settled.schema.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { times, writingFor } from '../../../views/writing.ts'
import { HTML_ANSWER, sendPaper } from '../applications/documents.ts'

const AnswerSchema = z.object({
  period: z.string(),
  seq: z.int(),
  status: z.enum(MEETING_REPORT_STATUSES),
  settled: SettledSchema,
  links: z.object({ self: z.string(), document: z.string() }),
})

const RowSchema = z.object({
  period: z.string(),
  periodName: z.string(),
  seq: z.int(),
  status: z.enum(MEETING_REPORT_STATUSES),
  statusName: z.string(),
  version: z.int(),
  final: z.boolean(),
  overdue: z.int().optional().describe('超期未办几项'),
  meetingDue: TimeSchema.optional().describe('联席会议应召开的期限'),
  meetingHeld: z.string().optional().describe('联席会议召开之日'),
  unresolved: z.int().describe('未了结的议定事项'),
  awaiting: z.array(z.string()),
  openedAt: TimeSchema,
  compiledAt: TimeSchema.optional(),
  closedAt: TimeSchema.optional(),
})

/** 联席会议报告, which come by themselves when a quarter is over; below `/reports`. */
export async function reportRoutes(app: FastifyInstance): Promise<void> {
  openRoute(app)
  listRoute(app, { api: MEETING_REPORT_API, rowSchema: RowSchema, row: rowView })
  documentRoute(app)
  matterRoutes(app, MEETING_REPORT_API)
}

/**
 * A quarter's report now, once: one of a quarter that still runs is interim and compiled again by itself when it is
 * over.
 */
function openRoute(plain: FastifyInstance): void {
  plain.withTypeProvider<ZodTypeProvider>().post(
    '',
    {
      config: { access: { roles: ['officer', 'lead'] } },
      schema: {
        summary: '现在生成一个季度的联席会议报告（R-31）',
        tags: ['联席会议报告'],
        body: MeetingReportRequestSchema,
        description:
          '季度结束时报告自动生成，不必提交。可提前生成本季度的阶段报告（季度结束后自动定稿），或补生成以往季度的。每季度一份，不能重复生成。',
        response: {
          201: AnswerSchema.describe('已开始生成'),
          200: AnswerSchema.describe('此前已用同一 Idempotency-Key 提交'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      if (caller.kind !== 'office') throw new Refusal('forbidden', '由协调小组办公室生成')
      const { key, from, to } = periodFor(request.body.period, caller, plain.deps.now())
      const { city, policyHash } = caller
      const input: MeetingReportInput = {
        id: meetingReportId(city.key, key),
        openedBy: actorOf(caller),
        keyHash: idempotencyHash(request),
        bodyHash: bodyHashOf(request),
        policy: city,
        policyHash,
        period: key,
        from,
        to,
        roles: reportRolesOf(city),
        ...begunFor(city, plain.deps.calendars, plain.deps.now()),
      }
      const { created, state, settled } = await openOnce(
        plain.deps,
        MEETING_REPORT_API,
        input,
        () => new Refusal('already-done', `${periodName(key)}的报告已经生成，每季度一份`),
      )
      const self = `/api/v1/reports/${key}`
      return reply
        .code(created ? 201 : 200)
        .header('location', self)
        .send({
          period: key,
          seq: state?.seq ?? 1,
          status: state?.status ?? 'compiling',
          settled,
          links: { self, document: `${self}/document` },
        })
    },
  )
}

function documentRoute(plain: FastifyInstance): void {
  plain.withTypeProvider<ZodTypeProvider>().get(
    '/:period/document',
    {
      config: { access: { roles: ROLES }, alsoAnswers: [409] },
      schema: {
        summary: '可打印的联席会议报告（R-31）',
        tags: ['联席会议报告'],
        params: z.object({ period: z.string().describe('季度，如 2026-Q4') }),
        response: HTML_ANSWER,
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { period } = request.params
      const id = meetingReportId(caller.city.key, period)
      const state = await readable(plain.deps, MEETING_REPORT_API, id, caller)
      const lens = seenThrough(request, lensFor(MEETING_REPORT_API, state, caller))
      return sendPaper(reply, { ...meetingReportPaper(state, caller.city), lens })
    },
  )
}

function rowView(state: MeetingReportState, { city }: Caller, now: Date): z.infer<typeof RowSchema> {
  const { period, seq, status, version, final, content, openedAt, closedAt } = state
  return {
    period,
    periodName: periodName(period),
    seq,
    status,
    statusName: MEETING_REPORT_STATUS_NAMES[status],
    version,
    final,
    overdue: content?.overdue.total,
    meetingHeld: state.meeting?.date,
    unresolved: openResolutions(state).length,
    awaiting: [...state.awaited],
    ...times(
      { openedAt },
      { compiledAt: content?.at, meetingDue: state.deadlines['meeting']?.dueAt, closedAt },
      writingFor(city, now),
    ),
  }
}
