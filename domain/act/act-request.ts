/** Acts whose sender does not wait (`Prefer: respond-async`), of applications and matters alike. */
import type { ProblemCode } from '../problem.ts'

/** The signal by which the API puts one; its only argument is an {@link ActRequested}. */
export const ACT_REQUEST = 'requestAct'

export interface ActRequested<Type extends string = string, Sent = unknown> {
  /** By which its sender is told; the same for the same act under the same key. 40 hexadecimal digits. */
  readonly request: string
  /** As of the update that the same act would be without `Prefer`. */
  readonly updateId: string
  readonly type: Type
  readonly act: Sent
}

/** What became of one. */
export interface ActRequestEvents {
  /** `request` is that of its status address. */
  actTaken: { act: string; request: string }
  /**
   * An act sent as a signal that was not allowed: kept, so that its sender finds it. Of one that came by the API with a
   * `request`, nothing is kept as `received`; `early` as the refusal has it.
   */
  actRefused: {
    act: string
    code: ProblemCode
    detail: string
    field?: string
    received: string
    request?: string
    early?: true
    /** As the refusal has it: the numbers of the events that changed what was seen. */
    changed?: readonly number[]
  }
}

export const ACT_REQUEST_EVENT_NAMES: Readonly<Record<keyof ActRequestEvents, string>> = {
  actTaken: '办理生效（异步）',
  actRefused: '拒绝办理',
}

export function isOfActRequest({ type }: { readonly type: string }): boolean {
  return Object.hasOwn(ACT_REQUEST_EVENT_NAMES, type)
}

/** Request → number of the event that says what became of it. */
export type Requests = Readonly<Record<string, number>>

/** As many as answers of acts are carried: a state must stay small. */
const MOST_REQUESTS = 1_000

export function withRequest(requests: Requests | undefined, request: string, seq: number): Requests {
  const known = Object.entries(requests ?? {}).sort(([, one], [, other]) => one - other)
  return Object.fromEntries([...known, [request, seq] as const].slice(-MOST_REQUESTS))
}
