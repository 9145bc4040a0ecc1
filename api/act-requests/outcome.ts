import { z } from 'zod'
import { isOfActRequest } from '../../domain/act/act-request.ts'
import type { ActRequestEvents, Requests } from '../../domain/act/act-request.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { BodyOf, MatterEvent, Placed } from '../../domain/matter/matter.ts'
import { PROBLEMS, Refusal } from '../../domain/problem.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { problemOf } from '../problems/from-error.ts'
import { problemDocument } from '../problems/problem-error.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { writingFor } from '../views/writing.ts'
import { addressedIn } from './request-id.ts'

const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]

const told = {
  status: z
    .enum(['pending', 'taken', 'refused'])
    .describe('pending 尚未办理；taken 已生效；refused 被拒绝，什么也没有办'),
  act: z.string().optional().describe('办理的动作'),
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
}
type Outcome = z.infer<z.ZodObject<typeof told>>

/** `named` names the case or the matter. */
export function outcomeSchema<Named extends z.ZodRawShape>(named: Named) {
  return z.object({ ...named, ...told })
}

interface Asked {
  /** The case's or the matter's id. */
  readonly subject: string
  readonly requests: Requests | undefined
  /** The last part of the address that was asked for. */
  readonly address: string
  readonly instance: string
  readonly eventAt: (seq: number) => Promise<Recorded | undefined>
}

/** What became of a request, for its sender alone; throws `request-not-found`. */
export async function toldOf(
  { environment }: Pick<Dependencies, 'environment'>,
  caller: Caller,
  { subject, requests, address, instance, eventAt }: Asked,
): Promise<Outcome> {
  const addressed = addressedIn(address, { keyring: readKeyring(environment), caller, subject })
  const seq = requests?.[addressed?.request ?? '']
  const event = seq === undefined ? undefined : await eventAt(seq)
  if (event !== undefined && mayAsk(caller, event)) {
    const outcome = outcomeOf(event, caller, instance)
    if (outcome !== undefined) return outcome
  }
  if (event === undefined && addressed?.given === true) return { status: 'pending' }
  throw new Refusal('request-not-found', '没有这个办理请求，或它是别人提交的；请用 202 回答的 Location')
}

type Recorded = CaseEvent | MatterEvent

/** What became of a request, as the event says it; undefined of any other event. */
export function outcomeOf(event: Recorded, caller: Caller, instance: string): Outcome | undefined {
  if (!isOfRequest(event)) return undefined
  const at = writingFor(caller.city, new Date(0)).time(event.at)
  const told = { seq: event.seq, at, act: event.data.act }
  if (event.type === 'actTaken') return { ...told, status: 'taken' }
  const { code, detail, field, early } = event.data
  const refusal = new Refusal(code, detail, field, { early: early === true })
  const { errors, changes: _untold, ...problem } = problemDocument(problemOf(refusal), instance)
  return {
    ...told,
    status: 'refused',
    problem: { ...problem, ...(errors === undefined ? {} : { errors: errors.map((each) => ({ ...each })) }) },
  }
}

function isOfRequest(event: Recorded): event is Placed<BodyOf<ActRequestEvents>> {
  return isOfActRequest(event)
}

/** Its sender alone is told; of an organisation's officers any. */
export function mayAsk({ sub, org, kind }: Caller, { actor }: Pick<Recorded, 'actor'>): boolean {
  return actor.org === org && (kind !== 'applicant' || actor.sub === sub)
}
