import type { z } from 'zod'
import type { Refusal } from '../../domain/problem.ts'
import type { WhySchema } from './offers.schema.ts'

export function whyView({ code, message, early }: Refusal): z.infer<typeof WhySchema> {
  return { code, detail: message, ...(early ? { early: true as const } : {}) }
}
