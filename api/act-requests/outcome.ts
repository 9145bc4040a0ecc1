import { z } from 'zod'
import { ACT_TYPES } from '../../domain/act/act.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import { PROBLEMS, Refusal } from '../../domain/problem.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import { problemOf } from '../problems/from-error.ts'
import { problemDocument } from '../problems/problem-error.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { writingFor } from '../views/writing.ts'

const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]

export const OutcomeSchema = z.object({
  serviceNumber: z.string(),
  status: z
    .enum(['pending', 'taken', 'refused'])
    .describe('pending 尚未办理；taken 已生效；refused 被拒绝，什么也没有办'),
  act: z.enum(ACT_TYPES).optional(),
  seq: z.int().optional().describe('taken：可用作 ?minSeq='),
  at: TimeSchema.optional().describe('收到的时间，办理以此为准'),
  problem: z
    .object({
      type: z.string(),
      code: z.enum(CODES),
      title: z.string(),
      status: z.int(),
      detail: z.string(),
      instance: z.string(),
      retryable: z.literal(true).optional(),
      errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
    })
    .optional()
    .describe('refused：当场办理会得到的同一个问题（RFC 9457）'),
})
type Outcome = z.infer<typeof OutcomeSchema>

/** What became of a request, as the event says it; undefined of any other event. */
export function outcomeOf(
  event: CaseEvent,
  caller: Caller,
  { serviceNumber, instance }: { readonly serviceNumber: string; readonly instance: string },
): Outcome | undefined {
  if (event.type !== 'actTaken' && event.type !== 'actRefused') return undefined
  const at = writingFor(caller.city, new Date(0)).time(event.at)
  const told = { serviceNumber, seq: event.seq, at, act: ACT_TYPES.find((type) => type === event.data.act) }
  if (event.type === 'actTaken') return { ...told, status: 'taken' }
  const { code, detail, field, early } = event.data
  const refusal = new Refusal(code, detail, field, { early: early === true })
  const { errors, ...problem } = problemDocument(problemOf(refusal), instance)
  return {
    ...told,
    status: 'refused',
    problem: { ...problem, ...(errors === undefined ? {} : { errors: errors.map((each) => ({ ...each })) }) },
  }
}

/** Its sender alone is told; of an organisation's officers any. */
export function mayAsk({ sub, org, kind }: Caller, { actor }: CaseEvent): boolean {
  return actor.org === org && (kind !== 'applicant' || actor.sub === sub)
}
