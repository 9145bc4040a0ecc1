import { z } from 'zod'

/** A working year; beyond what a calendar knows no clock could be started, and a case would wait for it for ever. */
export const MOST_DAYS = 250
/** Ten years. */
export const MOST_SECONDS = 10 * 366 * 86_400

const LENGTHS = [
  z.strictObject({ kind: z.literal('workingDays'), days: z.number().positive().max(MOST_DAYS).multipleOf(0.5) }),
  z.strictObject({ kind: z.literal('workingHours'), hours: z.number().positive().max(MOST_DAYS).multipleOf(0.5) }),
  z.strictObject({ kind: z.literal('wholeDays'), days: z.int().positive().max(MOST_DAYS) }),
  z.strictObject({ kind: z.literal('elapsedSeconds'), seconds: z.number().positive().max(MOST_SECONDS) }),
] as const

/** how long a clock runs. */
export const LengthSchema = z.discriminatedUnion('kind', LENGTHS)

/** also until the end of the day itself. */
export const LengthOrDaySchema = z.discriminatedUnion('kind', [
  ...LENGTHS,
  z.strictObject({ kind: z.literal('sameDay') }),
])
