import { z } from 'zod'
import { name, text } from '../act/fields.schema.ts'

/** */
export const bodies = {
  hasten: z.strictObject({ task: text(120).describe('待办编号'), note: text(1000).describe('催办说明') }),
  reassignTask: z.strictObject({ task: text(120).describe('待办编号'), person: name(100).describe('转办给') }),
}
