import type { ActType } from '../../../domain/act/act.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { Refusal } from '../../../domain/problem.ts'
import { judge, offered } from '../../lib/core/act-halves.ts'
import { partsChanged } from '../../lib/core/changes.ts'
import { refusalOf } from '../../lib/core/choices.ts'
import type { Choice, Offer } from '../../lib/core/choices.ts'
import * as acceptance from './acceptance.ts'
import * as acceptanceFiling from './acceptance-filing.ts'
import type { ActRule, Acts, Command, Intent } from './act-rule.ts'
import { apply } from './apply.ts'
import * as approvalDecisions from './approval-decisions.ts'
import * as attendance from './attendance.ts'
import * as approvals from './approvals.ts'
import type { CaseState } from './case-state.ts'
import * as claiming from './claiming.ts'
import * as clocks from './clocks.ts'
import * as commitment from './commitment.ts'
import * as connection from './connection.ts'
import * as convening from './convening.ts'
import * as demand from './demand.ts'
import * as dropping from './dropping.ts'
import * as innerWorks from './inner-works.ts'
import * as jointResult from './joint-result.ts'
import * as missed from './missed.ts'
import * as offeredTimes from './offered-times.ts'
import * as rectification from './rectification.ts'
import * as postponement from './postponement.ts'
import * as reminders from './reminders.ts'
import * as repairs from './repairs.ts'
import * as revocation from './revocation.ts'
import * as verification from './verification.ts'
import * as supervision from './supervision.ts'
import * as resurvey from './resurvey.ts'
import * as surveyTimes from './survey-times.ts'
import * as survey from './survey.ts'
import { overlapEvents } from './overlaps.ts'
import * as trench from './trench.ts'
import * as variation from './variation.ts'
import * as works from './works.ts'
import * as worksTime from './works-time.ts'

const RULES: Acts = {
  ...demand.acts,
  ...claiming.acts,
  ...survey.acts,
  ...convening.acts,
  ...surveyTimes.acts,
  ...attendance.acts,
  ...resurvey.acts,
  ...postponement.acts,
  ...commitment.acts,
  ...approvals.acts,
  ...approvalDecisions.acts,
  ...jointResult.acts,
  ...works.acts,
  ...worksTime.acts,
  ...variation.acts,
  ...trench.acts,
  ...verification.acts,
  ...revocation.acts,
  ...supervision.acts,
  ...rectification.acts,
  ...repairs.acts,
  ...acceptance.acts,
  ...acceptanceFiling.acts,
  ...innerWorks.acts,
  ...connection.acts,
  ...offeredTimes.acts,
  ...missed.acts,
  ...clocks.acts,
  ...reminders.acts,
  ...dropping.acts,
}

function ruleOf<A extends ActType>(type: A): ActRule<A> {
  return RULES[type]
}

function requireOpen<A extends ActType>({ withdrawn, closedAt }: CaseState, rule: ActRule<A>): void {
  const windsUp = withdrawn !== undefined && closedAt === undefined && rule.windsUp === true
  if (!windsUp && (closedAt !== undefined || withdrawn !== undefined))
    throw new Refusal('application-closed', '该申请已办结或已撤回，不能再办理')
}

/** Throws a coded {@link Refusal} where the actor may not do this now, whatever the body will say. */
export function mayDo(state: CaseState, intent: Intent, policy: City): void {
  const rule = ruleOf(intent.type)
  requireOpen(state, rule)
  rule.may(state, intent, policy)
}

/** What the act's body may name, whether or not the actor may do it now. */
export function choicesOf(state: CaseState, intent: Intent, policy: City): readonly Choice[] {
  return ruleOf(intent.type).choices?.(state, intent, policy) ?? []
}

/** What the actor may do now, with which choices, or why not: as {@link can} judges it. */
export function offerOf(state: CaseState, intent: Intent, policy: City): Offer {
  const rule = ruleOf(intent.type)
  const closed = refusalOf(() => requireOpen(state, rule))
  return closed === undefined ? offered(rule, state, intent, policy) : { refusal: closed }
}

/** Throws a coded {@link Refusal} where the command is not allowed in this state. */
export function can<A extends ActType>(state: CaseState, command: Command<A>, policy: City): void {
  const rule = ruleOf(command.type)
  requireOpen(state, rule)
  judge(rule, state, command, policy)
}

/** What a legal command records. */
export function eventsOf<A extends ActType>(state: CaseState, command: Command<A>, policy: City): readonly EventBody[] {
  return [...ruleOf(command.type).events(state, command, policy), ...overlapEvents(state, command, policy)]
}

/** The parts of the case that a legal command changes by itself, without what follows from it. */
export function wouldChange<A extends ActType>(state: CaseState, command: Command<A>, policy: City): readonly string[] {
  const { actor, at } = command
  const after = eventsOf(state, command, policy).reduce(
    (before, body) => apply(before, { ...body, seq: before.seq + 1, at, actor }),
    state,
  )
  return partsChanged(state, after)
}
