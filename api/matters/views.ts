import { z } from 'zod'
import { lightOf } from '../../domain/clocks/deadline.ts'
import { MATTER_DEADLINE_NAMES, MATTER_DEADLINES } from '../../domain/matter/matter.ts'
import type { MatterState } from '../../domain/matter/matter.ts'
import { LightSchema } from '../views/application.schema.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { byText, times } from '../views/writing.ts'
import type { Writing } from '../views/writing.ts'

const DeadlineSchema = z.object({
  id: z.string(),
  kind: z.enum(MATTER_DEADLINES),
  name: z.string(),
  line: z.string().optional(),
  owner: z.string(),
  ownerName: z.string(),
  rule: z.string(),
  startedAt: TimeSchema,
  warnAt: TimeSchema,
  dueAt: TimeSchema,
  warnedAt: TimeSchema.optional(),
  metAt: TimeSchema.optional(),
  passedAt: TimeSchema.optional(),
  supersededAt: TimeSchema.optional(),
  minutes: z.int().describe('工作分钟'),
  light: LightSchema,
  calendarVersion: z.string(),
  provisional: z.boolean(),
})

/** What every kind of matter shows; `awaiting` are organisations, or `applicant`. */
export const matterViewShape = {
  city: z.string(),
  seq: z.int().describe('最后一件事的序号'),
  statusName: z.string(),
  masked: z.boolean().describe('个人信息是否已脱敏'),
  openedAt: TimeSchema,
  closedAt: TimeSchema.optional(),
  deadlines: z.array(DeadlineSchema),
  awaiting: z.array(z.object({ org: z.string(), orgName: z.string() })).describe('等待何人'),
}

/** `applicant`: what whoever is waited for beside the organisations is called. */
export function matterView(state: MatterState, writing: Writing, applicant = '申请人') {
  return {
    city: state.city,
    seq: state.seq,
    ...times({ openedAt: state.openedAt }, { closedAt: state.closedAt }, writing),
    deadlines: Object.values(state.deadlines)
      .sort((a, b) => byText(a.startedAt, b.startedAt) || byText(a.id, b.id))
      .map((deadline) => deadlineView(deadline, writing, applicant)),
    awaiting: state.awaited.map((org) => ({ org, orgName: org === 'applicant' ? applicant : writing.nameOf(org) })),
  }
}

function deadlineView(
  deadline: MatterState['deadlines'][string],
  writing: Writing,
  applicant: string,
): z.infer<typeof DeadlineSchema> {
  const {
    startedAt,
    warnAt,
    dueAt,
    stoppedAt: _stoppedAt,
    warnedAt,
    metAt,
    passedAt,
    supersededAt,
    length: _length,
    ...rest
  } = deadline
  return {
    ...rest,
    name: MATTER_DEADLINE_NAMES[deadline.kind],
    ownerName: deadline.owner === 'applicant' ? applicant : writing.nameOf(deadline.owner),
    light: lightOf(deadline, writing.now),
    ...times({ startedAt, warnAt, dueAt }, { warnedAt, metAt, passedAt, supersededAt }, writing),
  }
}
