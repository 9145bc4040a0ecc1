import { z } from 'zod'
import { GRADES } from '../../domain/rating/rating.ts'

/** how one organisation was rated, and how it answered. */
export const RatingFiguresSchema = z.object({
  org: z.string(),
  orgName: z.string(),
  total: z.int().describe('所得评价'),
  grades: z.record(z.enum(GRADES), z.int()).describe('各等级的份数'),
  bad: z.int().describe('差评'),
  answered: z.int().describe('本单位已回复的差评'),
  late: z.int().describe('其中逾期回复的'),
})
