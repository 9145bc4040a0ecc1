import { z } from 'zod'

const NoticeViewSchema = z.object({
  version: z.string(),
  conditions: z.array(z.string()),
  duties: z.array(z.string()),
  consequences: z.array(z.string()),
})

/** an item that a line's outer works touch, and the approval that it calls for. */
export const NeedViewSchema = z.object({
  approval: z.string(),
  name: z.string(),
  authority: z.string(),
  authorityName: z.string(),
  jointly: z
    .array(z.object({ authority: z.string(), authorityName: z.string() }))
    .optional()
    .describe('还须其同意的部门（R-15）'),
  legalBasis: z.string().optional(),
  closedRoad: z.string().optional().describe('道路交付、大修未满年限（R-18）：哪条，到何日'),
  saidBy: z.array(z.object({ org: z.string(), orgName: z.string() })).describe('谁认定涉及此项（R-13）'),
  promise: z.boolean().describe('可否以告知承诺替代；也可改走并联审批（R-16）'),
  beyond: z.string().optional().describe('超出告知承诺适用范围的原因'),
  status: z.enum(['open', 'promised', 'applied', 'approved', 'refused']),
  statusName: z.string(),
  notice: NoticeViewSchema.optional().describe('告知书（R-16）'),
})
