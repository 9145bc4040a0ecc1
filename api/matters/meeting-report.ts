import { z } from 'zod'
import { EXCEPTION_KINDS, EXCEPTION_NAMES } from '../../domain/assessment/assessment.ts'
import type { ExceptionKind } from '../../domain/assessment/assessment.ts'
import { DEADLINE_KINDS } from '../../domain/clocks/deadline.ts'
import type { DeadlineKind } from '../../domain/clocks/deadline.ts'
import { MATTER_DEADLINE_NAMES, MATTER_DEADLINES, MATTER_KINDS } from '../../domain/matter/matter.ts'
import type { MatterDeadlineKind } from '../../domain/matter/matter.ts'
import {
  MEETING_REPORT_STATUS_NAMES,
  MEETING_REPORT_STATUSES,
  RESOLUTION_STATUS_NAMES,
  RESOLUTION_STATUSES,
  meetingReportId,
} from '../../domain/assessment/meeting-report.ts'
import type { Listed, OverdueItem, ReportContent } from '../../domain/assessment/meeting-report.ts'
import { MEETING_REPORT_BODIES } from '../../domain/assessment/meeting-report.schema.ts'
import { periodName } from '../../domain/assessment/period.ts'
import { RatingFiguresSchema } from '../views/rating-figures.schema.ts'
import type { FollowedResolution, MeetingReportState } from '../../workflows/meeting-report/core/state.ts'
import type { Caller } from '../auth/caller.ts'
import { DEADLINE_WORDS } from '../documents/words.ts'
import { AssessmentViewShape } from '../views/assessment.schema.ts'
import { assessmentView } from '../views/assessment.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { seesWholeCity } from '../views/who-may-read.ts'
import { writingFor } from '../views/writing.ts'
import type { Writing } from '../views/writing.ts'
import { describedBy, isConcerned, unknownMatter } from './matter-api.ts'
import type { MatterApi } from './matter-api.ts'
import { matterView, matterViewShape } from './views.ts'

const org = { org: z.string(), orgName: z.string() }
const listOf = (item: z.ZodType) =>
  z.object({ total: z.int().describe('共有几项；清单最多列 200 项'), items: z.array(item) })

const OverdueSchema = z.object({
  number: z.string().describe('服务编号，或事项编号'),
  of: z.enum(['application', ...MATTER_KINDS]),
  kind: z.enum([...DEADLINE_KINDS, ...MATTER_DEADLINES]),
  kindName: z.string(),
  line: z.string().optional(),
  ...org,
  since: TimeSchema.describe('自何时超期'),
  advisory: z.boolean(),
  unassessed: z.literal(true).optional().describe('协调小组尚未采用的时限，不计入考核（R-33）'),
})
const ExceptionSchema = z.object({
  kind: z.enum(EXCEPTION_KINDS),
  kindName: z.string(),
  serviceNumber: z.string(),
  laterInspection: z.string().optional().describe('办结后的检查的编号'),
  seq: z.int(),
  at: TimeSchema,
  by: z.string(),
  byName: z.string(),
  deadline: z.string().optional(),
  owner: z.string().optional(),
  ownerName: z.string().optional(),
  advisory: z.boolean(),
})
const DisputesSchema = z.object({
  contested: listOf(
    z.object({
      recordId: z.string(),
      subject: z.string().describe('单位写全称，其余已脱敏'),
      org: z.string().optional(),
      serviceNumber: z.string().optional(),
      since: TimeSchema,
    }),
  ).describe('异议中的信用记录'),
  broken: listOf(
    z.object({ serviceNumber: z.string(), ...org, order: z.string(), promises: z.array(z.int()), at: TimeSchema }),
  ).describe('本季度未兑现的承诺'),
  refused: listOf(
    z.object({
      serviceNumber: z.string(),
      approval: z.string(),
      ...org,
      authority: z.string(),
      authorityName: z.string(),
      since: TimeSchema,
    }),
  ).describe('不予批准、尚未重新设计'),
  ratings: listOf(z.object({ serviceNumber: z.string(), ...org, since: TimeSchema })).describe('差评待回复'),
  accounts: listOf(z.object({ number: z.string(), account: z.string(), ...org, since: TimeSchema })).describe(
    '联动过户中暂不能过户的账户',
  ),
  missed: listOf(
    z.object({
      serviceNumber: z.string(),
      line: z.string(),
      claim: z.string(),
      toldBy: z.enum(['user', 'utility']),
      since: TimeSchema,
    }),
  )
    .optional()
    .describe('有异议、综窗尚未认定的失约'),
})
const ResolutionSchema = z.object({
  period: z.string().describe('哪个季度的会议'),
  resolution: z.int().describe('序号'),
  text: z.string(),
  ...org,
  dueDate: z.string(),
  status: z.enum(RESOLUTION_STATUSES),
  statusName: z.string(),
  overdue: z.boolean(),
})

const MeetingReportViewSchema = z.object({
  ...matterViewShape,
  period: z.string(),
  periodName: z.string(),
  status: z.enum(MEETING_REPORT_STATUSES),
  from: TimeSchema,
  to: TimeSchema.describe('不含'),
  version: z.int().describe('第几次生成'),
  final: z.boolean().describe('季度已结束，数据定稿'),
  compiledAt: TimeSchema.optional().describe('数据截至'),
  assessor: z.object(org),
  reviewer: z.object(org).optional(),
  assessment: z.object(AssessmentViewShape).optional(),
  overdue: listOf(OverdueSchema).optional(),
  disputes: DisputesSchema.optional(),
  exceptionCounts: z.record(z.enum(EXCEPTION_KINDS), z.int()).optional().describe('停表、免于踏勘、整改延期的次数'),
  exceptions: listOf(ExceptionSchema).optional(),
  review: z.object({ at: TimeSchema, endorsed: z.boolean(), findings: z.string(), late: z.boolean() }).optional(),
  meeting: z
    .object({
      at: TimeSchema,
      date: z.string(),
      resolutions: z.array(
        z.object({
          text: z.string(),
          org: z.string().optional(),
          orgName: z.string().optional(),
          dueDate: z.string().optional(),
        }),
      ),
      remarks: z.string().optional(),
      late: z.boolean().optional().describe('晚于应召开之日'),
    })
    .optional(),
  followUp: z
    .array(
      z.object({
        number: z.int(),
        text: z.string(),
        ...org,
        dueDate: z.string().describe('完成期限；退回再办的为新的期限'),
        round: z.int().describe('第几次办理'),
        status: z.enum(RESOLUTION_STATUSES),
        statusName: z.string(),
        reported: z.object({ at: TimeSchema, report: z.string(), late: z.boolean() }).optional(),
        settledAt: TimeSchema.optional(),
      }),
    )
    .describe('本次会议的议定事项，落实到哪一步'),
  ratings: z.array(RatingFiguresSchema).optional().describe('本季度各单位所得的评价（R-32）'),
  resolutions: listOf(ResolutionSchema).optional().describe('以往会议的议定事项：未了结的，与本季度以来了结的'),
  links: z.object({ document: z.string() }),
})

/** R-31 for the API. A quarter's report is its city's: the id comes from both. */
export const MEETING_REPORT_API: MatterApi<'meetingReport'> = {
  ...describedBy('meetingReport'),
  parameter: { name: 'period', description: '季度，如 2026-Q4' },
  qualify: (period, { city }) => meetingReportId(city.key, period),
  idOf: (id) => id,
  mayExist: (id, { city }) => id.startsWith(meetingReportId(city.key, '')) && /:20\d\d-Q[1-4]$/.test(id),
  notFound: (id) =>
    unknownMatter('meetingReport', `没有 ${id.split(':').at(-1) ?? ''} 的联席会议报告；季度写作 2026-Q4`),
  mayRead: (caller, state) => seesWholeCity(caller) || isConcerned(caller, state),
  viewSchema: MeetingReportViewSchema,
  view: meetingReportView,
  bodies: MEETING_REPORT_BODIES,
}

function meetingReportView(
  state: MeetingReportState,
  { city }: Caller,
  now: Date,
): z.infer<typeof MeetingReportViewSchema> {
  const writing = writingFor(city, now)
  const named = (key: string) => ({ org: key, orgName: writing.nameOf(key) })
  const { period, status, version, final, content, review, meeting, assessor, reviewer } = state
  return {
    period,
    periodName: periodName(period),
    status,
    statusName: MEETING_REPORT_STATUS_NAMES[status],
    ...matterView(state, writing),
    masked: false,
    from: writing.time(state.from),
    to: writing.time(state.to),
    version,
    final,
    assessor: named(assessor),
    reviewer: reviewer === undefined ? undefined : named(reviewer),
    ...(content === undefined ? {} : contentView(content, state, writing)),
    review: review === undefined ? undefined : { ...review, at: writing.time(review.at) },
    ...(meeting === undefined
      ? {}
      : {
          meeting: {
            ...meeting,
            at: writing.time(meeting.at),
            resolutions: meeting.resolutions.map((each) => ({
              ...each,
              orgName: each.org === undefined ? undefined : writing.nameOf(each.org),
            })),
          },
        }),
    followUp: (state.followUp ?? []).map((one) => followedView(one, writing)),
    links: { document: `/api/v1/reports/${period}/document` },
  }
}

function followedView(
  { number, text, org: key, dueDate, round, status, reported, settledAt }: FollowedResolution,
  { time, nameOf }: Writing,
) {
  return {
    number,
    text,
    org: key,
    orgName: nameOf(key),
    dueDate,
    round,
    status,
    statusName: RESOLUTION_STATUS_NAMES[status],
    ...(reported === undefined
      ? {}
      : { reported: { at: time(reported.at), report: reported.report, late: reported.late } }),
    ...(settledAt === undefined ? {} : { settledAt: time(settledAt) }),
  }
}

/** Whatever has a list is written the same way: its instants in the city's time, its organisations by name. */
function contentView(
  { at, rows, overdue, exceptionCounts, exceptions, disputes, resolutions, ratings }: ReportContent,
  roles: Pick<MeetingReportState, 'assessor' | 'reviewer'>,
  writing: Writing,
) {
  const { time, nameOf } = writing
  const each = <Item, View>({ total, items }: Listed<Item>, view: (item: Item) => View) => ({
    total,
    items: items.map(view),
  })
  return {
    compiledAt: time(at),
    assessment: assessmentView(rows, roles, writing),
    exceptionCounts,
    overdue: each(overdue, ({ number, of, kind, line, owner, dueAt, advisory, unassessed }) => ({
      number,
      of,
      kind,
      kindName: overdueWords(kind),
      line,
      org: owner,
      orgName: nameOf(owner),
      since: time(dueAt),
      advisory,
      unassessed,
    })),
    ratings: ratings?.map((figures) => ({ ...figures, orgName: nameOf(figures.org) })),
    resolutions:
      resolutions &&
      each(resolutions, (item) => ({
        ...item,
        orgName: nameOf(item.org),
        statusName: RESOLUTION_STATUS_NAMES[item.status],
      })),
    exceptions: each(exceptions, (item) => ({
      ...item,
      kindName: EXCEPTION_NAMES[item.kind],
      at: time(item.at),
      byName: nameOf(item.by),
      ownerName: item.owner === undefined ? undefined : nameOf(item.owner),
    })),
    disputes: {
      contested: each(disputes.contested, (item) => ({ ...item, since: time(item.since) })),
      broken: each(disputes.broken, (item) => ({
        ...item,
        orgName: nameOf(item.org),
        promises: [...item.promises],
        at: time(item.at),
      })),
      refused: each(disputes.refused, (item) => ({
        ...item,
        orgName: nameOf(item.org),
        authorityName: nameOf(item.authority),
        since: time(item.since),
      })),
      ratings: each(disputes.ratings, ({ serviceNumber, answerer, since }) => ({
        serviceNumber,
        org: answerer,
        orgName: nameOf(answerer),
        since: time(since),
      })),
      missed: disputes.missed && each(disputes.missed, (item) => ({ ...item, since: time(item.since) })),
      accounts: each(disputes.accounts, ({ utility, ...item }) => ({
        ...item,
        org: utility,
        orgName: nameOf(utility),
        since: time(item.since),
      })),
    },
  }
}

export function overdueWords(kind: OverdueItem['kind']): string {
  return (DEADLINE_KINDS as readonly string[]).includes(kind)
    ? DEADLINE_WORDS[kind as DeadlineKind]
    : MATTER_DEADLINE_NAMES[kind as MatterDeadlineKind]
}

export function exceptionWords(counts: Readonly<Record<ExceptionKind, number>>): string {
  return EXCEPTION_KINDS.map((kind) => `${EXCEPTION_NAMES[kind]} ${counts[kind]} 次`).join('，')
}
