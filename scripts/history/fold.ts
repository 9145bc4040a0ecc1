import { logicOf } from '../../workflows/core/matter-logics.ts'
import type { MatterState } from '../../domain/matter/matter.ts'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { apply } from '../../workflows/application/core/apply.ts'
import type { AnyEvent } from './payloads.ts'

export type AnyState = CaseState | MatterState

/** The state after one more event; none before the first. */
export function applied(kind: SubjectKind, subject: string, state: AnyState | undefined, event: AnyEvent): AnyState {
  return kind === 'application'
    ? apply(state as CaseState | undefined, event as CaseEvent, subject)
    : logicOf(kind).apply(state as MatterState | undefined, event, subject)
}

/**
 * Where an application or a matter stands after these events; undefined without any. Throws where they do not follow
 * each other.
 */
export function folded(kind: SubjectKind, subject: string, events: readonly AnyEvent[]): AnyState | undefined {
  return events.reduce<AnyState | undefined>((state, event) => applied(kind, subject, state, event), undefined)
}
