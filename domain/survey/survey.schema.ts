import { z } from 'zod'
import { date, instant, name, text } from '../act/fields.schema.ts'
import { OpinionSchema } from './opinion.schema.ts'
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
  scheduleSurvey: z.strictObject({ at: instant.describe('踏勘时间') }),
}
