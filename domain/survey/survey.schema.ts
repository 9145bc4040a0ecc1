import { z } from 'zod'
import { date, instant, name, text } from '../act/fields.schema.ts'
import { files } from '../files/file-ref.schema.ts'
import { OpinionSchema, ResurveySchema } from './opinion.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'
import { LONGEST_ORGANISATION_KEY } from '../city/organisation-key.ts'

/** a waiver with reason and signer takes the place of a survey. */
const WaiverSchema = z.strictObject({
  reason: text(1000).describe('不需踏勘的理由'),
  signer: name(50).describe('签发人'),
})

/** when a party cannot come. */
const UnavailabilitySchema = z
  .strictObject({ from: instant, to: instant })
  .refine((span) => Date.parse(span.to) > Date.parse(span.from), { path: ['to'], message: '结束时间应晚于开始时间' })

export const bodies = {
  fileOpinion: OpinionSchema,
  fileJointRecord: z.strictObject({
    opinions: z
      .array(
        z.strictObject({
          org: z.string().min(1).max(LONGEST_ORGANISATION_KEY).describe('单位'),
          opinion: OpinionSchema,
        }),
      )
      .min(1)
      .max(30)
      .refine(
        (entries) => new Set(entries.map((entry) => entry.org)).size === entries.length,
        '同一单位只能有一条意见',
      ),
  }),
  waiveSurvey: WaiverSchema,
  bookSurvey: z.strictObject({ date: date.describe('改约的踏勘日期') }),
  declareUnavailable: UnavailabilitySchema,
  conveneSurvey: z.strictObject({
    at: instant.optional().describe('踏勘时间；不填为建议的时间'),
    parties: z
      .array(z.string().min(1).max(LONGEST_ORGANISATION_KEY))
      .max(30)
      .refine((orgs) => new Set(orgs).size === orgs.length, '同一单位只能列一次')
      .optional()
      .describe('参加踏勘的主管部门；不填为建议的。公用事业单位都参加'),
  }),
  scheduleSurvey: z.strictObject({ at: instant.describe('踏勘时间') }),
  putOffSurvey: z.strictObject({ reason: text(1000).describe('推迟到哪个阶段，为何') }),
  takeUpSurvey: z.strictObject({ remarks: text(1000).optional().describe('说明') }),
  recordAttendance: z.strictObject({
    people: z
      .array(
        z.strictObject({
          org: z.string().min(1).max(LONGEST_ORGANISATION_KEY).describe('单位'),
          person: name(50).describe('到场人员'),
        }),
      )
      .min(1)
      .max(50)
      .describe('到场者；各单位签本单位的，牵头单位可签各单位的'),
    files,
  }),
  orderResurvey: z.strictObject({
    line: LineIdSchema.describe('服务线'),
    reason: text(1000).describe('原结果何处有误'),
  }),
  fileResurvey: ResurveySchema,
}
