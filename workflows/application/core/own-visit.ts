import { lineWords } from '../../../domain/case/service.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Opinion } from '../../../domain/survey/opinion.schema.ts'
import type { CaseState, Line, PartyState } from './case-state.ts'
import { isOutsideVisit } from './held-up.ts'
import { linesOf } from './lines.ts'

/**
 * a service that was complete only after the letter had gone out is surveyed by itself: its utility
 * says what it found as of a line that is surveyed again, and the authorities, the visit being over, what its works
 * touch.
 */
export function requireInVisit(state: CaseState, party: PartyState): void {
  if (!isOutsideVisit(state, party)) return
  const isHeld = linesOf(state).some(({ utility, held }) => utility === party.org && held !== undefined)
  throw isHeld
    ? new Refusal('wrong-stage', '本单位的服务尚待用户补正，需求还没有推送', undefined, { early: true })
    : new Refusal('wrong-stage', '本单位的服务单独踏勘：请提交复勘结果')
}

export function requireLineInVisit({ lines }: CaseState, id: string, field: string): void {
  if (lines[id]?.held !== undefined) throw new Refusal('wrong-stage', `${lineWords(id)}尚待用户补正`, field)
  if (lines[id]?.ownVisit !== undefined)
    throw new Refusal('wrong-stage', `${lineWords(id)}单独踏勘，请提交复勘结果`, field)
}

function awaitsOwnVisit({ ownVisit, resurvey, status }: Line): boolean {
  return ownVisit !== undefined && resurvey !== undefined && status === 'awaitingOpinion'
}

/** Which authority may still speak: of what is surveyed by itself. */
export function findsForOwnVisit(state: CaseState, { kind }: PartyState): boolean {
  return kind === 'authority' && linesOf(state).some(awaitsOwnVisit)
}

/** It has spoken of the others, and they stand. */
export function isBeside(state: CaseState, org: string): boolean {
  const party = state.parties[org]
  const isOver = state.survey?.closedAt !== undefined && state.opinions[org] !== undefined
  return isOver && party !== undefined && findsForOwnVisit(state, party)
}

/** What it says now is of such a service alone. */
export function requireForOwnVisit(state: CaseState, org: string, { found = [] }: Opinion, prefix: string): void {
  if (!isBeside(state, org)) return
  const own = linesOf(state).filter(awaitsOwnVisit)
  found.forEach(({ line }, index) => {
    if (!own.some(({ id }) => id === line))
      throw new Refusal('survey-closed', `${line} 的踏勘已结束，意见不能再更改`, `${prefix}found.${index}.line`)
  })
}

/** What it found of the others stays as it was. */
export function besideEarlier(state: CaseState, org: string, opinion: Opinion): Opinion {
  if (!isBeside(state, org)) return opinion
  const own = linesOf(state).filter(awaitsOwnVisit)
  const kept = (state.opinions[org]?.opinion.found ?? []).filter(({ line }) => !own.some(({ id }) => id === line))
  const found = [...kept, ...(opinion.found ?? [])]
  return found.length === 0 ? opinion : { ...opinion, found }
}
