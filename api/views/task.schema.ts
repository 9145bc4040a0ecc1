import { z } from 'zod'
import { ACT_TYPES } from '../../domain/act/act.ts'
import { TASK_KINDS } from '../../domain/case/task.ts'
import { WhySchema } from './offers.schema.ts'

/** What every view of a task says of doing it. */
export const taskShape = {
  id: z.string(),
  kind: z.enum(TASK_KINDS),
  name: z.string(),
  line: z.string().optional(),
  order: z.string().optional().describe('整改通知编号'),
  act: z.enum(ACT_TYPES).describe('以哪个动作办理'),
  href: z.string().describe('该动作的地址'),
  about: z.record(z.string(), z.string()).describe('正文中指明所办何事的字段，如 line、order'),
  blockedBy: WhySchema.optional().describe('此刻为什么还不能办；没有：可以办'),
}

const TaskSchema = z.object(taskShape)
export type TaskShown = z.infer<typeof TaskSchema>
