import { z } from 'zod'
import { date, name, remarks, text } from '../act/fields.schema.ts'
import { LONGEST_ORGANISATION_KEY } from '../city/organisation-key.ts'
import { RoadSectionSchema } from '../survey/opinion.schema.ts'

/**
 * R-17: approvals that a promise cannot replace, applied for together; the schedule stands in for 附件3's where there
 * is none.
 */
const ApprovalApplicationSchema = z
  .strictObject({
    approvals: z
      .array(text(40))
      .max(20)
      .refine((keys) => new Set(keys).size === keys.length, '审批事项不能重复')
      .describe('申请的审批事项；告知承诺受限而外线工程无须审批的不填（R-29）'),
    worksFrom: date.describe('施工时间起'),
    worksTo: date.describe('施工时间止'),
    sections: z.array(RoadSectionSchema).min(1).max(50),
    responsible: name(50).describe('责任人'),
  })
  .refine((application) => application.worksTo >= application.worksFrom, {
    path: ['worksTo'],
    message: '施工结束日期不能早于开始日期',
  })

const ApprovalRefSchema = z.strictObject({ approval: text(100).describe('审批编号'), message: text(2000) })

const ApprovalDecisionSchema = z
  .strictObject({
    approval: text(100).describe('审批编号'),
    approved: z.boolean(),
    reason: text(2000).optional().describe('不予批准的理由'),
    validFrom: date.optional().describe('批准自何日起有效；不填为申请的施工开始日期'),
    validTo: date.optional().describe('批准至何日有效；不填为申请的施工结束日期'),
  })
  .refine(({ approved, validFrom, validTo }) => approved || (validFrom === undefined && validTo === undefined), {
    path: ['validFrom'],
    message: '不予批准的没有有效日期',
  })
  .refine(({ validFrom, validTo }) => validFrom === undefined || validTo === undefined || validFrom <= validTo, {
    path: ['validTo'],
    message: '批准的止日不能早于起日',
  })
  .refine((decision) => decision.approved || decision.reason !== undefined, {
    path: ['reason'],
    message: '不予批准时须说明理由',
  })

/** one result of all that a utility applied for. */
const JointResultSchema = z.strictObject({
  utility: text(LONGEST_ORGANISATION_KEY).describe('申请单位'),
  remarks: remarks.optional(),
})

export const bodies = {
  applyForApprovals: ApprovalApplicationSchema,
  requestApprovalSupplement: ApprovalRefSchema,
  supplyApproval: ApprovalRefSchema,
  decideApproval: ApprovalDecisionSchema,
  issueJointResult: JointResultSchema,
}
