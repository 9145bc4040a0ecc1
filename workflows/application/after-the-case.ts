/** what a closed case says of acts that go on after it; pure. */
import { applicantSideOf } from '../../domain/actor/applicant-side.ts'
import { partiesOf } from '../../domain/case/parties.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { LaterFinding } from '../../domain/later-inspection/later-inspection.ts'
import { INNER_WORKS_ACTS } from './acts/inner-works.ts'
import { SUPERVISION_ACTS } from './acts/supervision.ts'
import { currentLine } from './case-state.ts'
import type { CaseState } from './case-state.ts'
import type { Command } from './state.ts'

/** throws a `Refusal` where the case as it closed would not take the payment. */
export function requirePayment(state: CaseState, command: Command<'recordPayment'>, policy: City): void {
  INNER_WORKS_ACTS.recordPayment.can(state, command, policy)
}

/**
 * what an inspection finds, by an authority that might have filed it in the case; throws a `Refusal` where it
 * might not.
 */
export function findingOf(state: CaseState, command: Command<'fileInspection'>, policy: City): LaterFinding {
  SUPERVISION_ACTS.fileInspection.can(state, command, policy)
  const {
    actor,
    body: { line, checklist, order },
  } = command
  const { utility } = currentLine(state, line)
  const signed = state.commitments[utility]
  return {
    serviceNumber: state.serviceNumber,
    line,
    org: actor.org,
    utility,
    checklist,
    passed: order === undefined,
    side: applicantSideOf(state.registration, state.registeredBy),
    parties: partiesOf(state),
    ...(signed === undefined
      ? {}
      : { commitment: { version: signed.version, signedAt: signed.signedAt, approvals: signed.commitment.approvals } }),
  }
}
