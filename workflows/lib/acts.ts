import { ApplicationFailure, CancellationScope, currentUpdateInfo } from '@temporalio/workflow'
import { isEarly } from '../../domain/early.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Run } from './run.ts'
import { now } from './run.ts'

/** What a case or a matter does with an act that is sent as an update; `at` is the instant of its receipt, ISO UTC. */
export interface ActHandling<Sent, Answer extends object> {
  readonly run: Run
  /** Update id → answer: the same key is answered the same, also after continue-as-new. */
  readonly answers: Map<string, Answer>
  /** Throws a {@link Refusal}. */
  readonly judge: (sent: Sent, at: string) => void
  readonly take: (sent: Sent, at: string) => void
  readonly answer: (sent: Sent) => Answer
}

export interface ActHandler<Sent, Answer> {
  readonly perform: (sent: Sent) => Answer | Promise<Answer>
  readonly validator: (sent: Sent) => void
}

/**
 * An act is judged as of its receipt by a case at rest, and answered at rest: clocks that were due before it have passed first, however late their timers are
 * served. The validator refuses what cannot become right by that, so that it leaves nothing in the history; the rest the handler decides.
 */
export function actHandler<Sent, Answer extends object>(handling: ActHandling<Sent, Answer>): ActHandler<Sent, Answer> {
  const { run, answers, judge, take, answer } = handling
  const idOf = () => currentUpdateInfo()?.id ?? ''
  const keep = (id: string, given: Answer): Answer => {
    answers.set(id, given)
    return given
  }
  const inItsTurn = (sent: Sent, id: string, at: string) => run.turns(async () => {
    if (!run.rest.reached()) await run.rest.wait()
    refuseCoded(() => judge(sent, at))
    take(sent, at)
    return keep(id, await run.rest.wait() ? answer(sent) : { ...answer(sent), unsettled: true })
  })
  return {
    perform(sent) {
      const [id, at] = [idOf(), now()]
      const earlier = answers.get(id)
      if (earlier !== undefined) return earlier
      if (run.exact()) return CancellationScope.nonCancellable(() => inItsTurn(sent, id, at))
      take(sent, at)
      return keep(id, answer(sent))
    },
    validator(sent) {
      if (answers.get(idOf()) !== undefined) return
      refuseCoded(() => judge(sent, now()), (code) => isEarly(code) && !run.rest.reached())
    },
  }
}

/** Turns a {@link Refusal} into the failure that carries its code and field to the sender; `undecided`: what is not to be refused yet. */
function refuseCoded(check: () => void, undecided: (code: Refusal['code']) => boolean = () => false): void {
  try {
    check()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (undecided(error.code)) return
    throw ApplicationFailure.create({ message: error.message, type: error.code, nonRetryable: true, details: [{ field: error.field }] })
  }
}
