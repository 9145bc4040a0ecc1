import { ApplicationFailure, CancellationScope, currentUpdateInfo } from '@temporalio/workflow'
import type { Carriage } from './carriage.ts'
import type { Bringing, Carrying } from './core/carrying.ts'
import { contentOf, foreignDetail, isForeign } from '../../domain/format/foreign.ts'
import { detailsOf, Refusal } from '../../domain/problem.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import type { Run } from './run.ts'
import { now } from './run.ts'

/** What a case or a matter does with an act that is sent as an update; `at` is the instant of its receipt, ISO UTC. */
export interface ActHandling<Sent extends Bringing, Answer extends object, Event> {
  readonly run: Run
  readonly carriage: Carriage<Event>
  /** Update id → answer: the same key is answered the same, also after continue-as-new. */
  readonly answers: Map<string, Answer>
  /** What is wrong with an act as it was sent, whoever sent it: throws a {@link Refusal}. */
  readonly parse: (sent: unknown) => void
  /** Throws a {@link Refusal}. */
  readonly judge: (sent: Sent, at: string) => void
  readonly take: (sent: Sent, at: string) => void
  readonly answer: (sent: Sent) => Answer
}

export interface ActHandler<Answer, Event> {
  readonly perform: (received: unknown) => Answer | Promise<Carrying<Answer, Event>>
  readonly validator: (received: unknown) => void
}

/**
 * An act is judged as of its receipt by a case at rest, and answered at rest: clocks that were due before it have
 * passed first, however late their timers are served. The validator refuses what cannot become right by that, so that
 * it leaves nothing in the history; the rest the handler decides. What was sent is parsed by the validator alone, which
 * no replay runs: what an earlier release took is never judged anew.
 */
export function actHandler<Sent extends Bringing, Answer extends object, Event>(
  handling: ActHandling<Sent, Answer, Event>,
): ActHandler<Answer, Event> {
  const { run, carriage, answers, parse, judge, take, answer } = handling
  const idOf = () => currentUpdateInfo()?.id ?? ''
  const keep = (id: string, given: Answer): Answer => {
    answers.set(id, given)
    return given
  }
  const inItsTurn = (sent: Sent, id: string, at: string, atRest: boolean) =>
    run.turns.take(async () => {
      // A request of the same key (`requests.ts`) may have had the turn before.
      const earlier = answers.get(id)
      if (earlier !== undefined) return earlier
      const carried = carriage.begin(id, sent.projected)
      try {
        if (!atRest) await run.rest.wait()
        refuseCoded(() => judge(sent, at))
        take(sent, at)
        const given = keep(id, (await run.rest.wait()) ? answer(sent) : { ...answer(sent), unsettled: true })
        return carrying<Answer, Event>(given, carried.events())
      } finally {
        carried.over()
      }
    })
  return {
    perform(received) {
      const sent = contentOf(received) as Sent
      const [id, at] = [idOf(), now()]
      const earlier = answers.get(id)
      if (earlier !== undefined) return earlier
      if (run.exact()) return CancellationScope.nonCancellable(() => inItsTurn(sent, id, at, run.rest.reached()))
      take(sent, at)
      return keep(id, answer(sent))
    },
    validator(received) {
      refuseCoded(() => requireOurs(received))
      if (answers.get(idOf()) !== undefined) return
      refuseCoded(() => parse(received))
      refuseCoded(
        () => judge(received as Sent, now()),
        (refusal) => mayPass(refusal) && !run.rest.reached(),
      )
    },
  }
}

/** What is kept for the key is the answer alone. */
function carrying<Answer extends object, Event>(
  answer: Answer,
  events: readonly Event[] | undefined,
): Carrying<Answer, Event> {
  return events === undefined ? answer : { ...answer, events }
}

function requireOurs(received: unknown): void {
  if (isForeign(received)) throw new Refusal('payload-foreign', foreignDetail(received))
}

/**
 * Turns a {@link Refusal} into the failure that carries its code and field to the sender; `undecided`: what is not to
 * be refused yet.
 */
function refuseCoded(check: () => void, undecided: (refusal: Refusal) => boolean = () => false): void {
  try {
    check()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (undecided(error)) return
    throw ApplicationFailure.create({
      message: error.message,
      type: error.code,
      nonRetryable: true,
      details: [detailsOf(error)],
    })
  }
}

/** Besides what is early: what the main line's own going on may bring, or end. */
const BROUGHT: readonly ProblemCode[] = [
  'wrong-stage',
  'no-outer-works',
  'clock-not-running',
  'deadline-unknown',
  'task-unknown',
]

function mayPass({ code, early }: Refusal): boolean {
  return early || BROUGHT.includes(code)
}
