/** What an act records, told from its recorded input: by the same rules as in the workflow. */
import type { Actor } from '../../domain/actor/actor.ts'
import type { MatterState } from '../../domain/matter/matter.ts'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { ACT_UPDATES } from '../../workflows/application/messages.ts'
import type { Act } from '../../workflows/application/messages.ts'
import { can, eventsOf } from '../../workflows/application/core/can.ts'
import type { Command } from '../../workflows/application/core/act-rule.ts'
import { logicOf } from '../../workflows/core/matter-logics.ts'
import { can as canMatter, eventsOf as eventsOfMatter } from '../../workflows/matter/core/matter-logic.ts'
import type { AnyState } from '../history/fold.ts'
import type { AnyEvent, StartInput } from '../history/payloads.ts'
import type { AcceptedAct } from './updates.ts'

export type Body = Pick<AnyEvent, 'type' | 'rule' | 'data'>

export function isAct(kind: SubjectKind, type: string): boolean {
  return Object.hasOwn(kind === 'application' ? ACT_UPDATES : logicOf(kind).acts, type)
}

export function actorOf({ act }: AcceptedAct): Actor {
  return act.actor
}

/** Throws a `Refusal` where the act is not allowed in this state. */
export function requireAllowed(
  kind: SubjectKind,
  state: AnyState,
  accepted: AcceptedAct,
  policy: StartInput['policy'],
): void {
  if (kind === 'application') can(state as CaseState, caseCommand(accepted), policy)
  else canMatter(logicOf(kind), state as MatterState, matterCommand(accepted))
}

/** What it records in this state. May throw where the state is not one in which it is allowed. */
export function bodiesOf(
  kind: SubjectKind,
  state: AnyState,
  accepted: AcceptedAct,
  policy: StartInput['policy'],
): readonly Body[] {
  if (kind === 'application') return eventsOf(state as CaseState, caseCommand(accepted), policy)
  return eventsOfMatter(logicOf(kind), state as MatterState, matterCommand(accepted))
}

function caseCommand({ type, at, act }: AcceptedAct): Command {
  const { actor, body, facts } = act as Act
  return { type, actor, at, body, facts } as Command
}

function matterCommand({ type, at, act: { actor, body } }: AcceptedAct) {
  return { type, actor, at, body }
}
