import { CancellationScope, setHandler } from '@temporalio/workflow'
import { ACT_SHAPES } from '../../domain/act/act-shapes.ts'
import { ACT_TYPES, ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import { contentOf, foreignDetail, isForeign } from '../../domain/format/foreign.ts'
import { misfitOf } from '../../domain/format/shape.ts'
import { detailsOf, Refusal } from '../../domain/problem.ts'
import { requireParsed } from '../lib/core/parsed.ts'
import { now } from '../lib/run.ts'
import { answerOf, commandOf, record } from './case.ts'
import type { Case } from './case.ts'
import { can, eventsOf } from './core/can.ts'
import { actRequestSignal } from './messages.ts'
import type { Act, ActRequested } from './messages.ts'
import { receivedText } from './received.ts'

/**
 * Acts that the API was asked to put without waiting (`Prefer: respond-async`): as an update is judged and taken, by
 * the instant of their receipt, and what became of each is an event. The same request is decided once.
 */
export function handleRequests(the: Case): void {
  setHandler(actRequestSignal, (received) =>
    CancellationScope.nonCancellable(async () => {
      const at = now()
      the.run.exact()
      const release = the.run.horizon.hold(Date.parse(at))
      await the.run.turns.take(async () => {
        release()
        await the.run.rest.wait()
        const requested = requestedIn(received)
        if (requested === undefined) refuseUnknown(the, received, at)
        else await decide(the, requested, at)
      })
    }),
  )
}

function requestedIn(received: unknown): ActRequested | undefined {
  const misfit = misfitOf(received, {
    type: 'object',
    properties: {
      request: { type: 'string', pattern: '^[0-9a-f]{40}$' },
      updateId: { type: 'string', minLength: 1, maxLength: 100 },
      type: { type: 'string', enum: ACT_TYPES },
      act: { type: 'object' },
    },
    required: ['request', 'updateId', 'type', 'act'],
    additionalProperties: false,
  })
  return isForeign(received) || misfit !== undefined ? undefined : (received as ActRequested)
}

/** Nobody can be told: it is kept as any other signal that is refused. */
function refuseUnknown(the: Case, received: unknown, at: string): void {
  const why = isForeign(received)
    ? new Refusal('payload-foreign', foreignDetail(received))
    : new Refusal('validation-failed', '不是本系统接口送来的办理请求')
  const data = { act: 'requestAct', code: why.code, detail: why.message, received: receivedText(contentOf(received)) }
  record(the, { type: 'actRefused', rule: 'R-39', data }, { at })
}

async function decide(the: Case, requested: ActRequested, at: string): Promise<void> {
  const { request, updateId, type, act } = requested
  if (the.state.requests?.[request] !== undefined) return
  const { rule } = ACTS[type]
  try {
    requireParsed(act, ACT_SHAPES[type](), ACTS[type].roles)
    const earlier = the.answers.get(updateId)
    if (earlier === undefined) take(the, type, act, at)
    else if (earlier.bodyHash !== act.bodyHash) throw keyReused()
    record(the, { type: 'actTaken', rule, data: { act: type, request } }, { actor: act.actor, at })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const data = { act: type, request, code: error.code, detail: error.message, received: '', ...detailsOf(error) }
    record(the, { type: 'actRefused', rule, data }, { ...actorIn(act), at })
    return
  }
  await the.run.rest.wait()
  if (!the.answers.has(updateId)) the.answers.set(updateId, answerOf(the.state, act.bodyHash))
}

/** Throws a {@link Refusal}. */
function take(the: Case, type: ActType, act: Act, at: string): void {
  const command = commandOf(type, act, at)
  can(the.state, command, the.policy)
  for (const event of eventsOf(the.state, command, the.policy)) record(the, event, { actor: act.actor, at })
}

function keyReused(): Refusal {
  return new Refusal(
    'idempotency-key-reused',
    '这个 Idempotency-Key 已用于另一内容：重试须原样发送，新的办理请换新键',
    'Idempotency-Key',
  )
}

/** None where it was refused for being none. */
function actorIn({ actor }: Partial<Act>): Pick<Act, 'actor'> | object {
  const shape = { type: 'object', required: ['sub', 'org', 'role'] } as const
  return misfitOf(actor, shape) === undefined ? { actor } : {}
}
