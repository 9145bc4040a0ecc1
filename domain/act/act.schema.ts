import { z } from 'zod'
import { LineIdSchema } from '../case/line.schema.ts'
import { OpinionSchema } from '../survey/opinion.schema.ts'
import * as branches from '../branches.schema.ts'
import { CommitmentSchema } from '../commitment/commitment.schema.ts'
import { InspectionSchema, ReinspectionSchema } from '../supervision/supervision.schema.ts'
import {
  AcceptanceSchema,
  ConstructionPlanSchema,
  DesignSchema,
  HandoverSchema,
  LineOnlySchema,
  ProgressSchema,
} from '../works/works.schema.ts'
import type { ActType } from './act.ts'

const remarks = z.string().trim().min(1).max(2000)

/** The body of each act, as it is posted and as it reaches the workflow. */
export const ACT_BODIES = {
  acceptDemand: z.strictObject({ remarks: remarks.optional().describe('核对说明') }),
  acknowledgeReceipt: z.strictObject({}),
  fileOpinion: OpinionSchema,
  fileJointRecord: z.strictObject({
    opinions: z
      .array(z.strictObject({ org: z.string().min(1).max(30).describe('单位'), opinion: OpinionSchema }))
      .min(1)
      .max(30)
      .refine(
        (entries) => new Set(entries.map((entry) => entry.org)).size === entries.length,
        '同一单位只能有一条意见',
      ),
  }),
  signCommitment: CommitmentSchema,
  fileDesign: DesignSchema,
  fileConstructionPlan: ConstructionPlanSchema,
  signHandover: HandoverSchema,
  startWorks: LineOnlySchema,
  reportProgress: ProgressSchema,
  agreeSharedTrench: branches.SharedTrenchSchema,
  fileInspection: InspectionSchema,
  reportRectified: z.strictObject({
    order: z.string().min(1).max(80).describe('整改通知编号'),
    remarks: remarks.describe('整改情况'),
  }),
  reinspect: ReinspectionSchema,
  completeWorks: LineOnlySchema,
  acceptWorks: AcceptanceSchema,
  reportRestored: LineOnlySchema,
  confirmRestoration: LineOnlySchema,
  requestSupplement: branches.SupplementRequestSchema,
  supplementDemand: branches.SupplementSchema,
  recordJointVisit: branches.JointVisitSchema,
  waiveSurvey: branches.WaiverSchema,
  bookSurvey: branches.BookingSchema,
  declareUnavailable: branches.UnavailabilitySchema,
  scheduleSurvey: branches.VisitTimeSchema,
  applyForApprovals: branches.ApprovalApplicationSchema,
  requestApprovalSupplement: branches.ApprovalRefSchema,
  supplyApproval: branches.ApprovalRefSchema,
  decideApproval: branches.ApprovalDecisionSchema,
  requestExtension: branches.ExtensionRequestSchema,
  decideExtension: branches.ExtensionDecisionSchema,
  reportEmergencyRepair: branches.EmergencyRepairSchema,
  fileEmergencyRepair: branches.EmergencyFilingSchema,
  requestInnerWorks: branches.InnerWorksRequestSchema,
  quoteInnerWorks: branches.InnerWorksQuoteSchema,
  agreeInstalments: branches.InstalmentPlanSchema,
  recordPayment: branches.PaymentSchema,
  reportMissedAppointment: branches.MissedAppointmentSchema,
  correctContact: branches.ContactSchema,
  dropServices: branches.DropSchema,
  hasten: branches.HastenSchema,
  reassignTask: branches.ReassignSchema,
  suspendClock: branches.SuspensionSchema,
  resumeClock: branches.ResumptionSchema,
  appointConnection: z.strictObject({
    at: z.iso
      .datetime({ offset: true, message: '应为带时区的时间，如 2026-11-25T09:00:00+08:00' })
      .describe('约定接入时间'),
    lines: z.array(LineIdSchema).min(1).max(20).optional().describe('不填为全部具备条件的服务一并接入（R-14）'),
  }),
  reportConnected: z.strictObject({ line: LineIdSchema, remarks: remarks.optional() }),
  withdrawApplication: z.strictObject({ reason: remarks.describe('撤回原因') }),
} satisfies Record<ActType, z.ZodType>

export type ActBodies = { [A in ActType]: z.infer<(typeof ACT_BODIES)[A]> }
