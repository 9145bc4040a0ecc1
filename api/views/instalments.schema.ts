/** 分期, in a list and by itself. */
import { z } from 'zod'
import { LIGHTS } from '../../domain/clocks/deadline.ts'
import { INSTALMENTS_STATUSES } from '../../domain/instalments/instalments.ts'
import { matterViewShape } from '../matters/views.ts'
import { AgreementSchema } from './instalment-agreement.ts'
import { planViewShape } from './instalment-plan.ts'
import { TimeSchema } from './time.schema.ts'

/** One of a list. */
export const InstalmentsRowSchema = z.object({
  id: z.string(),
  serviceNumber: z.string(),
  line: z.string(),
  utility: z.string(),
  utilityName: z.string(),
  seq: z.int(),
  status: z.enum(INSTALMENTS_STATUSES),
  statusName: z.string(),
  parts: z.int().describe('共几期'),
  paid: z.int().describe('已付几期'),
  remainingFen: z.int().optional(),
  remainingYuan: z.string().optional(),
  nextDueDate: z.string().optional().describe('最早未付一期的日期'),
  due: TimeSchema.optional().describe('所等单位最早到期的时限（等待本单位的，是本单位的）'),
  light: z.enum(LIGHTS).optional(),
  awaiting: z.array(z.string()),
  openedAt: TimeSchema,
  closedAt: TimeSchema.optional(),
})

export const InstalmentsViewSchema = z.object({
  ...matterViewShape,
  ...planViewShape,
  id: z.string(),
  status: z.enum(INSTALMENTS_STATUSES),
  agreement: AgreementSchema.optional().describe('双方签定的分期；在申请中约定的没有'),
  released: z
    .object({
      at: TimeSchema,
      org: z.string(),
      orgName: z.string(),
      reason: z.string().optional(),
      remainingFen: z.int().optional(),
      remainingYuan: z.string().optional(),
    })
    .optional(),
})
