/** who has a say in a record, and that no single person makes one. */
import { THE_CASE } from '../../../domain/actor/actor.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import { isApplicant } from '../../../domain/actor/applicant-side.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { CreditState } from './state.ts'

/** The authority that proposed the record or gave the order, or whoever supervises it. */
export function requireConfirmer({ confirmers, openedBy, orderedBy = openedBy.org }: CreditState, actor: Actor): void {
  if (!(confirmers ?? [orderedBy]).includes(actor.org))
    throw new Refusal('not-concerned', '由提请（或责令整改）的部门或其上级单位办理')
}

/**
 * Another account, whatever organisation it speaks for, and another rank. What the case proposes by itself a lead
 * decides: whoever inspected and ordered is seldom one.
 */
export function requireSecondPerson({ openedBy }: CreditState, { sub, role }: Actor): void {
  if (openedBy.org === THE_CASE.org) {
    if (role !== 'lead') throw new Refusal('second-person-required', '系统提请的记录由单位负责人决定')
    return
  }
  if (sub === openedBy.sub) throw new Refusal('second-person-required', '提请的人不能自己决定')
  if (role === openedBy.role)
    throw new Refusal('second-person-required', `由 ${openedBy.role} 提请的，须由另一职级的人决定`)
}

/** Nor who ordered, nor who gave the notice: of what a case proposes, these are the only persons in it before. */
export function requireDecidingPerson(state: CreditState, actor: Actor): void {
  requireSecondPerson(state, actor)
  if (actor.sub === state.orderedByPerson)
    throw new Refusal('second-person-required', '责令整改的人不能自己认定，请由单位其他负责人或上级单位认定')
  if (actor.sub === state.notice?.by.sub)
    throw new Refusal('second-person-required', '告知的人不能自己认定，请由另一人认定')
}

/** Neither who proposed nor who decided hears the objection to it. */
export function requireOtherThanDecided({ openedBy, determination }: CreditState, { sub }: Actor): void {
  if (sub === determination?.by.sub || (determination !== undefined && sub === openedBy.sub))
    throw new Refusal('second-person-required', '提请或认定的人不能裁定对它的异议，请由另一人裁定')
}

/** Who proposed it takes it back. */
export function requireProposer({ openedBy, orderedBy = openedBy.org }: CreditState, { org }: Actor): void {
  if (org !== orderedBy) throw new Refusal('not-concerned', '尚未认定的记录由提请（或责令整改）的部门撤回')
}

/** The office, or the authority that opened the record or gave the order. */
export function requireDecider(state: CreditState, { org }: Actor): void {
  if (![state.decider, state.openedBy.org, state.orderedBy].includes(org))
    throw new Refusal('not-concerned', '由协调小组办公室或作出记录的部门决定')
}

export function requireSubjectSide(state: CreditState, actor: Actor, what: string): void {
  if (!isSubjectSide(state, actor))
    throw new Refusal('not-concerned', `只有被记录的单位或个人（或由综窗代为）可以${what}`)
}

/**
 * The organisation on record, whoever of it; the account of the person or enterprise on record, or the window on their
 * behalf. No applicant's side: nobody applied. An organisation of the city has accounts, and needs no window.
 */
export function isSubjectSide({ subject, dueProcess }: CreditState, actor: Actor): boolean {
  if (actor.role === 'applicant') return isApplicant(defined({ applicant: subject.account }), actor)
  if (actor.role === 'clerk') return dueProcess?.ownWord === undefined || subject.org === undefined
  return actor.org === subject.org
}

/** the window brings what the subject signed, and says what that is. */
export function requireSigned({ dueProcess }: CreditState, { role }: Actor, paper: string | undefined): void {
  if (role === 'clerk' && paper === undefined && dueProcess?.ownWord === true)
    throw new Refusal('validation-failed', '综窗代为提交的，须写明其本人签署的书面材料（名称、日期）', 'paper')
  if (role !== 'clerk' && paper !== undefined) throw new Refusal('validation-failed', '只有综窗代为提交时才写', 'paper')
}
