import type { Actor } from '../../../domain/actor/actor.ts'
import type { CreditKind, CreditSource, CreditStatus, CreditSubject } from '../../../domain/credit/credit.ts'
import type { Answer, Determination, DueProcess, Notice, Repair } from '../../../domain/credit/due-process.ts'
import type { MatterState } from '../../../domain/matter/matter.ts'

/** all that a credit record knows; plain JSON. */
export interface CreditState extends MatterState {
  readonly status: CreditStatus
  readonly kind: CreditKind
  readonly subject: CreditSubject
  readonly source: CreditSource
  readonly reason: string
  readonly openedBy: Actor
  /** Organisation key of the office, which decides contests and repairs beside the authority of the record. */
  readonly decider: string
  readonly orderedBy?: string
  readonly orderedByPerson?: string
  /** Organisation keys of those who may decide (of 0.5: confirm) it, its own authority first; none before 0.4. */
  readonly confirmers?: readonly string[]
  /** Without it the record goes on as it was begun, before 0.6. */
  readonly dueProcess?: DueProcess
  readonly notice?: Notice
  readonly answer?: Answer
  /** What the window brought of the subject: it neither ends the term nor bars the subject's own answer. */
  readonly answerAtWindow?: Answer
  readonly determination?: Determination
  /** Keys of the approvals that a promise does not replace meanwhile; of a record of before 0.6 all of them. */
  readonly approvals?: readonly string[]
  readonly confirmation?: { readonly at: string; readonly org: string; readonly remarks?: string }
  readonly rejection?: { readonly at: string; readonly org: string; readonly reason: string }
  /** None of one that is not decided; of 0.5, one that is only proposed has it as if it had been confirmed at once. */
  readonly expiresAt?: string
  readonly reportedTo: readonly string[]
  readonly contest?: Contest
  readonly decision?: { readonly at: string; readonly upheld: boolean; readonly reason: string; readonly org: string }
  readonly withdrawal?: { readonly at: string; readonly reason: string; readonly org: string }
  readonly repairs?: readonly Repair[]
}

export interface Contest {
  readonly at: string
  readonly reason: string
  readonly by: string
  /** What the subject signed, where the window brought it. */
  readonly paper?: string
  /** What the window had brought before the subject spoke itself. */
  readonly atWindow?: Contest
}

type Standing = Pick<CreditState, 'confirmers' | 'confirmation' | 'dueProcess' | 'notice' | 'determination'>

/** nobody has decided it, or (of 0.5) confirmed it. */
export function isUndecided({ dueProcess, determination, confirmers, confirmation }: Standing): boolean {
  return dueProcess === undefined ? confirmers !== undefined && confirmation === undefined : determination === undefined
}

/** not even its subject has been told. */
export function isHidden(state: Standing): boolean {
  return isUndecided(state) && state.notice === undefined
}

/**
 * nobody learns of it but who may decide it, and its subject once they are told; 履约信息 and what is dismissed
 * stay so for good.
 */
export function isConfined(state: Standing): boolean {
  return state.dueProcess === undefined ? isUndecided(state) : state.determination?.outcome !== 'recorded'
}

/** The repair that is asked for and neither declined nor decided. */
export function openRepairOf({ repairs = [] }: Pick<CreditState, 'repairs'>): Repair | undefined {
  return repairs.find(({ declined, decision }) => declined === undefined && decision === undefined)
}

/** Organisation key: whose record it is. */
export function authorityOf({
  orderedBy,
  confirmers: [first] = [],
  openedBy,
  decider,
}: Pick<CreditState, 'orderedBy' | 'confirmers' | 'openedBy' | 'decider'>): string {
  return orderedBy ?? first ?? (openedBy.org === 'system' ? decider : openedBy.org)
}

/** Who is waited for where its subject is: an organisation's key, or `applicant`. */
export function subjectOf({ subject }: Pick<CreditState, 'subject'>): string {
  return subject.org ?? 'applicant'
}
