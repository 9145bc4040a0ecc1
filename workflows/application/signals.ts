import { proxyLocalActivities, setHandler } from '@temporalio/workflow'
import type { ParseActActivities, ParsedAct } from '../../activities/parse-act.ts'
import { THE_CASE } from '../../domain/actor.ts'
import { ACTS } from '../../domain/act.ts'
import { Refusal } from '../../domain/problem.ts'
import { isTooDeep, UNSTORABLE } from '../../domain/storable.ts'
import { CALENDAR } from '../lib/activity-profiles.ts'
import { now, record } from './case.ts'
import type { Case } from './case.ts'
import { ACT_SIGNALS } from './messages.ts'
import type { SignalledAct } from './messages.ts'
import { receivedText } from './received.ts'
import { can, eventsOf } from './state.ts'

const { parseAct } = proxyLocalActivities<ParseActActivities>(CALENDAR)

/** Signals go through the same `can` and `apply` as updates; a refused one is kept as a refused event. */
export function handleSignals(the: Case): void {
  for (const type of Object.keys(ACT_SIGNALS) as SignalledAct[]) {
    setHandler(ACT_SIGNALS[type], async (sent) => {
      // Not even an activity can be given it: it would fail this workflow's task, again and again.
      if (isTooDeep(sent)) take(the, type, null, { ok: false, code: 'validation-failed', detail: UNSTORABLE })
      else take(the, type, sent, await the.oneByOne(() => parseAct({ type, sent, calendar: the.policy.calendar, hours: the.policy.hours })))
    })
  }
}

function take(the: Case, type: SignalledAct, sent: unknown, parsed: ParsedAct): void {
  try {
    if (!parsed.ok) throw new Refusal(parsed.code, parsed.detail, parsed.field)
    const command = { type, actor: parsed.actor, at: now(), body: parsed.body } as Parameters<typeof can>[1]
    can(the.state, command, the.policy)
    for (const event of eventsOf(the.state, command, the.policy)) record(the, event, parsed.actor)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const data = { act: type, code: error.code, detail: error.message, received: receivedText(sent), ...(error.field === undefined ? {} : { field: error.field }) }
    record(the, { type: 'actRefused', rule: ACTS[type].rule, data }, parsed.actor ?? THE_CASE)
  }
}
