import { z } from 'zod'
import { text as textUpTo } from '../act/fields.schema.ts'
import type { MeetingReportAct } from './meeting-report.ts'
import { LONGEST_ORGANISATION_KEY } from '../city/organisation-key.ts'

const text = textUpTo(1000)
const resolution = z.int().min(1).max(50).describe('议定事项的序号，自 1 起')

export const MEETING_REPORT_BODIES = {
  reviewReport: z.strictObject({
    endorsed: z.boolean().describe('是否认可：住建局本身的数据，停表、免于踏勘与延期'),
    findings: text.describe('复核意见'),
  }),
  recordMeeting: z.strictObject({
    date: z.iso.date().describe('会议日期'),
    resolutions: z
      .array(
        z.strictObject({
          text: text.describe('议定事项'),
          org: z.string().min(1).max(LONGEST_ORGANISATION_KEY).optional().describe('责任单位'),
          dueDate: z.iso.date().optional().describe('完成期限'),
        }),
      )
      .min(1)
      .max(50),
    remarks: text.optional(),
  }),
  reportResolution: z.strictObject({ resolution, report: text.describe('怎样落实的') }),
  checkResolution: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('done'), resolution, words: text.optional().describe('核对意见') }),
    z.strictObject({
      outcome: z.literal('returned'),
      resolution,
      words: text.describe('未落实之处'),
      dueDate: z.iso.date().describe('新的完成期限'),
    }),
    z.strictObject({ outcome: z.literal('dropped'), resolution, words: text.describe('不再落实的原因') }),
  ]),
} satisfies Record<MeetingReportAct, z.ZodType>
export type MeetingReportBodies = { [A in MeetingReportAct]: z.infer<(typeof MEETING_REPORT_BODIES)[A]> }

/** the quarter to report on. */
export const MeetingReportRequestSchema = z.strictObject({
  period: z
    .string()
    .regex(/^20\d\d-Q[1-4]$/, '应为季度，如 2026-Q4')
    .describe('季度'),
})
