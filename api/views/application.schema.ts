import { z } from 'zod'
import { DEADLINE_KINDS, LIGHTS, STOP_REASONS } from '../../domain/clocks/deadline.ts'
import { LINE_STATUSES } from '../../domain/case/line-status.ts'
import { SERVICES } from '../../domain/case/service.ts'
import { AREAS, OUTCOMES, PHASES, STAGES } from '../../domain/case/stage.ts'
import { MissedViewSchema, OfferViewSchema } from './missed.schema.ts'
import { NeedViewSchema } from './needs.schema.ts'
import { VariationViewSchema } from './variation.schema.ts'
import { RevocationViewSchema } from './revocation.schema.ts'
import {
  ApprovalViewSchema,
  InnerWorksViewSchema,
  JointResultViewSchema,
  JointVisitViewSchema,
  RepairViewSchema,
  ScheduleViewSchema,
  SharedDataViewSchema,
  SupplementViewSchema,
  WaiverViewSchema,
} from './side-paths.schema.ts'
import { taskShape } from './task.schema.ts'
import { ClaimedViewSchema, SuccessorViewSchema } from './claiming.schema.ts'
import { TimeSchema } from './time.schema.ts'
import { WarningsSchema } from './warnings.schema.ts'
import { CommitmentViewSchema, OuterWorksViewSchema, RectificationViewSchema, WorksViewSchema } from './works.schema.ts'

export { TimeSchema } from './time.schema.ts'

export const LightSchema = z.enum(LIGHTS).describe('绿、黄（剩余四分之一以内）、红（超期）（R-33）')

export const LineViewSchema = z.object({
  id: z.string(),
  service: z.enum(SERVICES),
  serviceName: z.string(),
  utility: z.string(),
  utilityName: z.string(),
  status: z.enum(LINE_STATUSES),
  statusName: z.string(),
  laidInAdvance: z.boolean(),
  appointment: TimeSchema.optional(),
  appointmentMissedAt: TimeSchema.optional().describe('用户报告承办单位失约（R-25）'),
  offerBy: TimeSchema.optional().describe('承办单位至此可另提时间（R-25）'),
  offer: OfferViewSchema.optional().describe('承办单位另提的时间，待用户答复（R-25）'),
  missed: z.array(MissedViewSchema).describe('失约的报告、答复与认定（R-25）'),
  innerWorks: InnerWorksViewSchema.optional(),
  connectedAt: TimeSchema.optional(),
  resultAt: TimeSchema.optional().describe('踏勘结果形成之时（R-14）'),
  held: z
    .object({
      since: TimeSchema,
      items: z.array(z.object({ item: z.string(), name: z.string() })).describe('要求补正、尚未补正的内容'),
      until: TimeSchema.optional().describe('逾期不补正的，本项不予受理'),
      answeredAt: TimeSchema.optional().describe('已补正，正在推送'),
    })
    .optional()
    .describe('本项需求尚待用户补正，其余服务不等它（R-03）'),
  notTakenUpAt: TimeSchema.optional().describe('逾期未补正，本项不予受理之时（R-03）'),
  ownVisit: z.literal(true).optional().describe('补正在踏勘函告发出之后，本项单独踏勘（R-14）'),
  resurvey: z
    .object({ number: z.int(), reason: z.string(), at: TimeSchema })
    .optional()
    .describe('正在复勘：第几次，为何；0 是补正之后的单独踏勘（R-14）'),
  outerWorks: OuterWorksViewSchema.optional(),
  needs: z.array(NeedViewSchema).optional().describe('外线工程涉及的事项与所需审批（R-13、R-15）'),
  works: WorksViewSchema.optional(),
})

export const DeadlineViewSchema = z.object({
  id: z.string(),
  kind: z.enum(DEADLINE_KINDS),
  line: z.string().optional(),
  owner: z.string(),
  ownerName: z.string(),
  rule: z.string(),
  startedAt: TimeSchema,
  warnAt: TimeSchema,
  dueAt: TimeSchema,
  stoppedAt: TimeSchema.optional(),
  stopReason: z.enum([...STOP_REASONS, 'booked', 'putOff']).optional(),
  stopReasonName: z.string().optional(),
  resumeOn: z.string().optional().describe('该日起恢复计时（R-12）'),
  stopEndsAt: TimeSchema.optional().describe('预计恢复之时，到时自行恢复（R-35）'),
  hastenedAt: TimeSchema.optional(),
  warnedAt: TimeSchema.optional(),
  metAt: TimeSchema.optional(),
  passedAt: TimeSchema.optional(),
  supersededAt: TimeSchema.optional(),
  minutes: z.int().describe('工作分钟'),
  light: LightSchema,
  calendarVersion: z.string(),
  provisional: z.boolean(),
  advisory: z.boolean(),
  unassessed: z.literal(true).optional().describe('不计入考核：协调小组尚未采用，或是用户自己的（R-33）'),
})

export const AwaitedViewSchema = z.object({
  ...taskShape,
  org: z.string(),
  orgName: z.string(),
  person: z.string().nullable(),
  since: TimeSchema,
  due: TimeSchema.optional(),
  light: LightSchema.optional(),
})

const OpinionViewSchema = z.object({
  org: z.string(),
  orgName: z.string(),
  at: TimeSchema,
  late: z.boolean(),
  byJointRecord: z.boolean(),
  remarks: z.string().optional(),
  lines: z
    .array(
      z.object({
        line: z.string(),
        connectable: z.boolean(),
        laidInAdvance: z.boolean().optional(),
        outerWorks: OuterWorksViewSchema.optional(),
      }),
    )
    .optional(),
  found: z
    .array(
      z.object({
        line: z.string(),
        touches: z.array(z.string()),
        names: z.array(z.string()),
        lanesClosed: z.boolean().optional(),
      }),
    )
    .optional()
    .describe('部门认定各项外线工程涉及的事项（R-13）'),
  files: z
    .array(z.object({ original: z.string(), stored: z.string() }))
    .optional()
    .describe('随意见提交的照片、图纸；更正时照抄，才不丢失'),
})

const SurveyViewSchema = z.object({
  convenedAt: TimeSchema,
  date: z.string().optional(),
  proposedVisitAt: TimeSchema.optional().describe('函告发出之前：建议的踏勘时间（R-11）'),
  letterAt: TimeSchema.optional().describe('函告发出之时'),
  putOff: z.object({ reason: z.string(), at: TimeSchema }).optional().describe('推迟到所属阶段，时限停着（R-11）'),
  visitAt: TimeSchema.optional(),
  waived: WaiverViewSchema.optional().describe('免于踏勘（R-11）'),
  closedAt: TimeSchema.optional(),
  opinions: z.array(OpinionViewSchema),
  missing: z.array(z.string()).describe('仍须提交意见的单位'),
  absent: z.array(z.string()).describe('时限届满时缺席的单位（R-13）'),
  attendance: z
    .array(z.object({ org: z.string(), orgName: z.string(), person: z.string(), at: TimeSchema }))
    .describe('签到：谁到了场（R-11）'),
  plan: z
    .array(z.object({ line: z.string(), result: z.enum(['connectable', 'outerWorks', 'awaitingOpinion']) }))
    .describe('已形成的结果；各项服务的应出意见单位到齐即形成（R-14）'),
})

const ServicesViewSchema = z
  .partialRecord(z.enum(SERVICES), z.record(z.string(), z.unknown()).optional())
  .describe('申请事项与需求量（附件2）')

/** One application, as those who may read it see it. */
export const ApplicationViewSchema = z.object({
  serviceNumber: z.string(),
  city: z.string(),
  seq: z.int().describe('最后一件事的序号'),
  stage: z.enum(STAGES),
  stageName: z.string(),
  outcome: z.enum(OUTCOMES).optional(),
  outcomeName: z.string().optional(),
  channel: z.string(),
  channelName: z.string(),
  phase: z.enum(PHASES),
  phaseName: z.string(),
  area: z.enum(AREAS),
  guidedBy: z.string().optional().describe('告知并引导填报的单位（R-01）'),
  guidedByName: z.string().optional(),
  additionTo: z.string().optional().describe('同一项目的原申请'),
  masked: z.boolean().describe('个人信息是否已脱敏'),
  applicant: z.object({
    kind: z.enum(['enterprise', 'individual']),
    name: z.string(),
    creditCode: z.string().optional(),
    identityNumber: z.string().optional(),
  }),
  address: z.string(),
  contact: z.string(),
  phone: z.string(),
  projectCode: z.string().optional(),
  surveyDate: z.string().optional(),
  remarks: z.string().optional(),
  services: ServicesViewSchema,
  warnings: WarningsSchema,
  claimed: ClaimedViewSchema.optional(),
  successor: SuccessorViewSchema.optional(),
  lines: z.array(LineViewSchema),
  deadlines: z.array(DeadlineViewSchema),
  awaiting: z.array(AwaitedViewSchema),
  survey: SurveyViewSchema.optional(),
  commitments: z.array(CommitmentViewSchema),
  rectifications: z.array(RectificationViewSchema),
  revocations: z.array(RevocationViewSchema).describe('撤销凭承诺取得的审批（R-16）'),
  variations: z.array(VariationViewSchema).describe('施工变更的申请与决定（R-19）'),
  approvals: z.array(ApprovalViewSchema),
  jointResults: z.array(JointResultViewSchema).describe('并联审批结果，由牵头部门统一出具（R-17）'),
  schedules: z.array(ScheduleViewSchema),
  repairs: z.array(RepairViewSchema),
  missing: z.array(z.string()).describe('需求尚缺的字段（R-03）'),
  supplement: SupplementViewSchema.optional(),
  jointVisit: JointVisitViewSchema.optional(),
  sharedData: SharedDataViewSchema.optional(),
  registeredAt: TimeSchema,
  receivedAt: TimeSchema.optional().describe('实际收到纸质表的时间（综窗补录，R-03）'),
  acceptedAt: TimeSchema.optional(),
  pushedAt: TimeSchema.optional(),
  withdrawn: z.object({ at: TimeSchema, reason: z.string() }).optional(),
  closedAt: TimeSchema.optional(),
})
export type ApplicationView = z.infer<typeof ApplicationViewSchema>
