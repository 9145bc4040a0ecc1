/** One way to put an act to the case or the matter that decides it, and to say what became of it. */
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import type { CaseEvent } from '../../domain/case/event.ts'
import { defined } from '../../domain/defined.ts'
import { isForeign } from '../../domain/format/foreign.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import { isProblemCode, Refusal, refusalFrom } from '../../domain/problem.ts'
import type { Noted } from '../../db/queries/act-journal.ts'
import type { Dependencies } from '../dependencies.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { AtOnce } from './at-once.ts'
import { bounded, TemporalUnavailable } from './bounded.ts'

const ACT_MS = 15_000
/** From this process; Temporal takes ten at once, and there are two of us or more. */
const atOnce = new AtOnce(4)
const UNPROCESSED = 'UnprocessedUpdate'

interface PutAct {
  /** Also the workflow's id. */
  readonly subject: string
  readonly kind: SubjectKind
  /** The update's name: the act's. */
  readonly type: string
  /** The same for every retry: it is answered once. */
  readonly updateId: string
  readonly act: { readonly bodyHash: string }
}

/**
 * Throws the refusal of the case or the matter, says that another body was sent under the same key, or, where Temporal
 * knows no workflow at work, `whyNone`.
 */
export async function putAct<Answer extends { readonly bodyHash: string }>(
  deps: Pick<Dependencies, 'temporal' | 'journal'>,
  put: PutAct,
  whyNone: () => Promise<unknown>,
): Promise<Answer> {
  const { journal } = deps
  let noted: Noted | undefined
  try {
    const received = await atOnce.run(put.subject, ACT_MS, async (left) => {
      const until = performance.now() + left
      // In its turn: an act that never comes to its turn leaves nothing noted.
      noted = await journal.note(put)
      const rest = Math.max(1, until - performance.now())
      return answered<Answer>(deps, put, { left: rest, projected: noted?.projected })
    })
    if (isForeign(received)) throw new Error(`the answer cannot be read: ${received.foreignPayload}`)
    const { events, ...given } = received
    if (events !== undefined) await journal.bring(put, events, noted)
    else if (noted !== undefined) journal.forget(put)
    const answer = given as unknown as Answer
    if (answer.bodyHash !== put.act.bodyHash) throw keyReused()
    return answer
  } catch (error) {
    if (noted !== undefined && isDecided(error)) journal.forget(put, noted)
    if (error instanceof WorkflowUpdateFailedError) throw refusalOf(error)
    if (error instanceof WorkflowNotFoundError) throw await whyNone()
    throw mayHaveTakenEffect(error)
  }
}

type Answered<Answer> = Answer & { readonly events?: readonly (CaseEvent | MatterEvent)[] }

function answered<Answer>(
  { temporal }: Pick<Dependencies, 'temporal'>,
  { subject, type, updateId, act }: PutAct,
  { left, projected }: { readonly left: number; readonly projected: number | undefined },
): Promise<Answered<Answer>> {
  const sent = { ...act, ...defined({ projected }) }
  return bounded(temporal, left, () =>
    temporal.workflow
      .getHandle(subject)
      .executeUpdate<Answered<Answer>, [PutAct['act']]>(type, { updateId, args: [sent] }),
  )
}

/** Refused, or nobody is there to take it: whoever hears this has nothing to bring. */
function isDecided(error: unknown): boolean {
  return error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError
}

export function keyReused(): Refusal {
  return new Refusal(
    'idempotency-key-reused',
    '这个 Idempotency-Key 已用于另一内容：重试须原样发送，新的办理请换新键',
    'Idempotency-Key',
  )
}

/**
 * An outage in the middle of an act: whether it was taken is not known here, and the key tells. Everything else as it
 * is.
 */
function mayHaveTakenEffect(error: unknown): unknown {
  if (!(error instanceof TemporalUnavailable)) return error
  return new ProblemError(
    'temporal-unavailable',
    '流程服务没有及时回应，这次办理可能已经生效，也可能稍后才生效；用同一 Idempotency-Key 原样重试即知结果，不会重复办理',
    {
      headers: { 'retry-after': '5' },
      cause: error,
    },
  )
}

/** Rejected by Temporal without a trace, since a worker answered a task without looking at it: it may be sent again. */
export function isUnprocessed({ cause }: WorkflowUpdateFailedError): boolean {
  return cause instanceof ApplicationFailure && cause.type === UNPROCESSED
}

/** A refusal carries its problem code as the failure's type, and the rest in its details. */
export function refusalOf(error: WorkflowUpdateFailedError): unknown {
  const { cause } = error
  if (isUnprocessed(error)) return mayHaveTakenEffect(new TemporalUnavailable(error.message, { cause: error }))
  if (!(cause instanceof ApplicationFailure) || !isProblemCode(cause.type)) return cause ?? error
  return refusalFrom(cause.type, cause.message, cause.details?.[0])
}
