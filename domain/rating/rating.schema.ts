import { z } from 'zod'
import { text as textUpTo } from '../act/fields.schema.ts'
import type { RatingAct } from './rating.ts'
import { GRADES } from './rating.ts'
import { LONGEST_ORGANISATION_KEY } from '../city/organisation-key.ts'

const text = textUpTo(1000)
const grade = z.enum(GRADES).describe('非常满意、满意、基本满意、不满意、非常不满意')

/** one grade for the whole, and for single organisations where the user wants. */
export const RatingSchema = z.strictObject({
  grade,
  text: text.optional().describe('评价内容'),
  organisations: z
    .array(
      z.strictObject({
        org: z.string().min(1).max(LONGEST_ORGANISATION_KEY).describe('单位'),
        grade,
        text: text.optional(),
      }),
    )
    .max(30)
    .refine((entries) => new Set(entries.map(({ org }) => org)).size === entries.length, '同一单位只能评价一次')
    .default([]),
})
export type Rating = z.infer<typeof RatingSchema>

export const RATING_BODIES = {
  answerRating: z.strictObject({ answer: text.describe('回复'), measures: text.optional().describe('整改措施') }),
  answerAsRated: z.strictObject({ answer: text.describe('回复'), measures: text.optional().describe('整改措施') }),
  addToRating: z.strictObject({ text: text.describe('追评') }),
} satisfies Record<RatingAct, z.ZodType>
export type RatingBodies = { [A in RatingAct]: z.infer<(typeof RATING_BODIES)[A]> }
