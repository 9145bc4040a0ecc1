import { ACT_SHAPES } from '../../domain/act/act-shapes.ts'
import { ACT_TYPES, ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import { requireParsed } from '../lib/core/parsed.ts'
import { handleRequests } from '../lib/requests.ts'
import { answerOf, commandOf, judge, record, refusingOf } from './case.ts'
import type { Case } from './case.ts'
import { eventsOf } from './core/can.ts'
import type { ActAnswer } from './core/carried.ts'
import type { Act } from './messages.ts'

/** What the API was asked to put to the case without waiting. */
export function handleCaseRequests(the: Case): void {
  handleRequests<ActType, Act, ActAnswer>({
    ...refusingOf(the),
    answers: the.answers,
    types: ACT_TYPES,
    ruleOf: (type) => ACTS[type].rule,
    isDecided: (request) => the.state.requests?.[request] !== undefined,
    parse(type, sent) {
      requireParsed(sent, ACT_SHAPES[type](), ACTS[type].roles)
    },
    take(type, act, at) {
      const command = commandOf(type, act, at)
      judge(the, act, command)
      for (const event of eventsOf(the.state, command, the.policy)) record(the, event, { actor: act.actor, at })
    },
    answer: ({ bodyHash }) => answerOf(the.state, bodyHash),
  })
}
