import { CancellationScope, defineSignal, patched, setHandler } from '@temporalio/workflow'
import { ACT_REQUEST } from '../../domain/act/act-request.ts'
import type { ActRequested, ActRequestEvents } from '../../domain/act/act-request.ts'
import { ORPHANED } from '../../domain/act/orphaned.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { contentOf, foreignDetail, isForeign } from '../../domain/format/foreign.ts'
import { misfitOf } from '../../domain/format/shape.ts'
import type { BodyOf } from '../../domain/matter/matter.ts'
import { detailsOf, Refusal } from '../../domain/problem.ts'
import { now } from './run.ts'
import type { Run } from './run.ts'

interface Sent {
  readonly actor: Actor
  readonly bodyHash: string
}

/** What a case or a matter does with a signal that no API of ours sent; `at` is the instant of its receipt, ISO UTC. */
interface Refusing {
  readonly run: Run
  readonly record: (body: BodyOf<ActRequestEvents>, cause: { readonly actor?: Actor; readonly at: string }) => void
  /** What is kept of it. */
  readonly receivedOf: (received: unknown) => string
}

/** What it does with an act that it is asked to put. */
export interface RequestHandling<
  Type extends string,
  Act extends Sent,
  Answer extends { readonly bodyHash: string },
> extends Refusing {
  /** Update id → answer, as of the acts that are waited for. */
  readonly answers: Map<string, Answer>
  readonly types: readonly Type[]
  readonly ruleOf: (type: Type) => string
  /** Whether an event says what became of it. */
  readonly isDecided: (request: string) => boolean
  /** What is wrong with an act as it was sent: throws a {@link Refusal}. */
  readonly parse: (type: Type, sent: unknown) => void
  /** Judges it and records it: throws a {@link Refusal}. */
  readonly take: (type: Type, act: Act, at: string) => void
  readonly answer: (act: Act) => Answer
}

/**
 * Acts that the API was asked to put without waiting (`Prefer: respond-async`): as an update is judged and taken, by
 * the instant of their receipt, and what became of each is an event. The same request is decided once.
 */
export function handleRequests<Type extends string, Act extends Sent, Answer extends { readonly bodyHash: string }>(
  handling: RequestHandling<Type, Act, Answer>,
): void {
  setHandler(defineSignal<[unknown]>(ACT_REQUEST), (received) =>
    inItsTurn(handling.run, (at) => {
      const requested = requestedIn<Type, Act>(received, handling.types)
      if (requested !== undefined) return decide(handling, requested, at)
      refuseUnknown(handling, ACT_REQUEST, received, at)
      return undefined
    }),
  )
}

/**
 * The signal by which a case takes over an act's events, `orphaned`; a foreign one is refused as any other. Those that
 * 0.5 passed over stay so.
 */
export function handleOrphans(refusing: Refusing, orphaned: (id: unknown) => void): void {
  setHandler(defineSignal<[unknown]>(ORPHANED), (received) => {
    if (!isForeign(received) || !patched('foreign-orphans-are-told')) return orphaned(received)
    return inItsTurn(refusing.run, (at) => {
      refuseUnknown(refusing, ORPHANED, received, at)
      return undefined
    })
  })
}

/** A signal's work, at rest; `at` is the instant of its receipt. What awaits nothing ends its turn in the same step. */
export function inItsTurn(run: Run, work: (at: string) => Promise<void> | undefined): Promise<void> {
  return CancellationScope.nonCancellable(async () => {
    const at = now()
    run.exact()
    const release = run.horizon.hold(Date.parse(at))
    await run.turns.take(async () => {
      release()
      await run.rest.wait()
      const working = work(at)
      if (working !== undefined) await working
    })
  })
}

function requestedIn<Type extends string, Act>(
  received: unknown,
  types: readonly Type[],
): ActRequested<Type, Act> | undefined {
  const misfit = misfitOf(received, {
    type: 'object',
    properties: {
      request: { type: 'string', pattern: '^[0-9a-f]{40}$' },
      updateId: { type: 'string', minLength: 1, maxLength: 100 },
      type: { type: 'string', enum: types },
      act: { type: 'object' },
    },
    required: ['request', 'updateId', 'type', 'act'],
    additionalProperties: false,
  })
  return isForeign(received) || misfit !== undefined ? undefined : (received as ActRequested<Type, Act>)
}

/** Nobody can be told: it is kept as any other signal that is refused. */
export function refuseUnknown({ record, receivedOf }: Refusing, act: string, received: unknown, at: string): void {
  const why = isForeign(received)
    ? new Refusal('payload-foreign', foreignDetail(received))
    : new Refusal('validation-failed', '不是本系统接口送来的办理请求')
  const data = { act, code: why.code, detail: why.message, received: receivedOf(contentOf(received)) }
  record({ type: 'actRefused', rule: 'R-39', data }, { at })
}

async function decide<Type extends string, Act extends Sent, Answer extends { readonly bodyHash: string }>(
  { run, answers, ruleOf, isDecided, parse, take, answer, record }: RequestHandling<Type, Act, Answer>,
  { request, updateId, type, act }: ActRequested<Type, Act>,
  at: string,
): Promise<void> {
  if (isDecided(request)) return
  const rule = ruleOf(type)
  try {
    parse(type, act)
    const earlier = answers.get(updateId)
    if (earlier === undefined) take(type, act, at)
    else if (earlier.bodyHash !== act.bodyHash) throw keyReused()
    record({ type: 'actTaken', rule, data: { act: type, request } }, { actor: act.actor, at })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const data = { act: type, request, code: error.code, detail: error.message, received: '', ...detailsOf(error) }
    record({ type: 'actRefused', rule, data }, { ...actorIn(act), at })
    return
  }
  await run.rest.wait()
  if (!answers.has(updateId)) answers.set(updateId, answer(act))
}

function keyReused(): Refusal {
  return new Refusal(
    'idempotency-key-reused',
    '这个 Idempotency-Key 已用于另一内容：重试须原样发送，新的办理请换新键',
    'Idempotency-Key',
  )
}

/** None where it was refused for being none. */
function actorIn({ actor }: Partial<Sent>): Pick<Sent, 'actor'> | object {
  const shape = { type: 'object', required: ['sub', 'org', 'role'] } as const
  return misfitOf(actor, shape) === undefined ? { actor } : {}
}
