import { CancellationScope, proxyActivities, setHandler } from '@temporalio/workflow'
import type { ParseActActivities, ParsedAct } from '../ports/parse-act.ts'
import { ACTS } from '../../domain/act/act.ts'
import { contentOf, withoutContent } from '../../domain/format/foreign.ts'
import { Refusal } from '../../domain/problem.ts'
import { isTooDeep, UNSTORABLE } from '../../domain/storable.ts'
import { PARSING } from '../lib/activity-profiles.ts'
import { now } from '../lib/run.ts'
import { record } from './case.ts'
import type { Case } from './case.ts'
import { ACT_SIGNALS } from './messages.ts'
import type { SignalledAct } from './messages.ts'
import { receivedText } from './received.ts'
import { can, eventsOf } from './core/can.ts'
import { defined } from '../../domain/defined.ts'

const activities = proxyActivities<ParseActActivities>(PARSING)

/**
 * Signals go through the same `can` and `apply` as updates, judged by their receipt; a refused one is kept as a refused
 * event.
 */
export function handleSignals(the: Case): void {
  for (const type of Object.keys(ACT_SIGNALS) as SignalledAct[]) {
    setHandler(ACT_SIGNALS[type], (received) =>
      CancellationScope.nonCancellable(async () => {
        const [sent, at] = [contentOf(received), now()]
        // Not even an activity can be given it: it would fail this workflow's task, again and again.
        if (isTooDeep(sent))
          return take(the, { type, sent: null, at }, { ok: false, code: 'validation-failed', detail: UNSTORABLE })
        // What is foreign is parsed like any other, and refused by that: what an earlier release took replays as taken.
        const request = { type, sent: withoutContent(received), calendar: the.policy.calendar, hours: the.policy.hours }
        if (!the.run.exact()) return take(the, { type, sent, at: now() }, await the.run.legacy.parseAct(request))
        const release = the.run.horizon.hold(Date.parse(at))
        await the.run.turns.take(async () => {
          const parsed = await activities.parseAct({ ...request, receivedAt: at })
          release()
          await the.run.rest.wait()
          take(the, { type, sent, at }, parsed)
        })
      }),
    )
  }
}

interface Sent {
  readonly type: SignalledAct
  readonly sent: unknown
  /** Of its receipt, ISO UTC. */
  readonly at: string
}

function take(the: Case, { type, sent, at }: Sent, parsed: ParsedAct): void {
  try {
    if (!parsed.ok) throw new Refusal(parsed.code, parsed.detail, parsed.field)
    const command = { type, actor: parsed.actor, at, body: parsed.body } as Parameters<typeof can>[1]
    can(the.state, command, the.policy)
    for (const event of eventsOf(the.state, command, the.policy)) record(the, event, { actor: parsed.actor, at })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const field = error.field === undefined ? {} : { field: error.field }
    const data = { act: type, code: error.code, detail: error.message, received: receivedText(sent), ...field }
    record(the, { type: 'actRefused', rule: ACTS[type].rule, data }, { at, ...defined({ actor: parsed.actor }) })
  }
}
