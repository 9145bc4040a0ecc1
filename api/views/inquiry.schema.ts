import { z } from 'zod'
import { LIGHTS } from '../../domain/clocks/deadline.ts'
import { TimeSchema } from './time.schema.ts'

export const STATUSES = ['open', 'answered'] as const
export const STATUS_NAMES = { open: '待答复', answered: '已答复' } as const

const RowShape = {
  id: z.uuid(),
  number: z.string().describe('咨询编号，如 ZX-20261211-00017-9：告诉提出的人，凭它与留下的手机号查答复'),
  version: z.int().describe('答复、转办时写进 If-Match，其间有变化则不办'),
  status: z.enum(STATUSES),
  statusName: z.string(),
  channel: z.string().describe('由哪里提出：综窗或接入系统'),
  channelName: z.string(),
  asker: z.string().optional(),
  serviceNumber: z.string().optional(),
  askedAt: TimeSchema,
  owner: z.string().describe('待其答复，或已由其答复的单位'),
  ownerName: z.string(),
  person: z.string().optional().describe('责任人，按承办单位的责任人名单（R-38）'),
  due: TimeSchema,
  light: z.enum(LIGHTS).describe('待答复的至今，已答复的至答复之时'),
  answeredAt: TimeSchema.optional(),
}
export const InquiryRowSchema = z.object(RowShape)
export const InquiryViewSchema = z.object({
  ...RowShape,
  mayAnswer: z.boolean().describe('此刻可由您答复'),
  mayPassTo: z.array(z.object({ org: z.string(), orgName: z.string() })).describe('此刻可由您转给哪些单位'),
  phone: z.string().optional(),
  question: z.string(),
  note: z.string().optional().describe('转办说明'),
  answer: z.string().optional(),
  turns: z
    .array(
      z.object({
        org: z.string(),
        orgName: z.string(),
        from: TimeSchema,
        due: TimeSchema,
        endedAt: TimeSchema.optional(),
        late: z.boolean(),
      }),
    )
    .describe('先后由哪些单位承办；转出后原来的一段照计'),
  masked: z.boolean().describe('有个人信息未完整显示'),
})
