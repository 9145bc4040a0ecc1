import { z } from 'zod'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../../../views/page.ts'

const PlaceSchema = z.strictObject({ at: PlaceInstantSchema, id: z.string().regex(/^\d{1,18}$/) })

const InstantSchema = z.iso
  .datetime({ offset: true, abort: true })
  .refine((at) => Date.parse(at) >= 0, '应在 1970 年以后')
  .transform((at) => new Date(at).toISOString())
  .optional()

export const WHEN = {
  from: InstantSchema.describe('从何时起（含），如 2026-11-26T00:00:00+08:00'),
  to: InstantSchema.describe('到何时止（不含）'),
  limit: limitSchema(100, 500),
  cursor: CursorSchema,
}

type When = z.infer<z.ZodObject<typeof WHEN>>

/** As the queries take it. */
export function timesOf({ from, to, limit, cursor }: When) {
  return { from, to, limit, cursor: decodeCursor(PlaceSchema, cursor) }
}

export const NextSchema = z.string().optional().describe('下一页的 cursor；没有：到头了')

export const nextOf = encodeCursor
