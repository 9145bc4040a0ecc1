import type { City } from '../../../domain/city/city.schema.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import type { Command } from './act-rule.ts'
import type { CaseState } from './case-state.ts'
import type { Folds } from './change.ts'
import { lineOf } from './lines.ts'

/**
 * what an act has brought to light: works of other cases on the same stretch of road, which are not over. Each is
 * told once, to both utilities and to who approves works on roads; who files later finds who filed before.
 */
export function overlapEvents(state: CaseState, { facts }: Command, policy: City): readonly EventBody[] {
  const told = roadAuthoritiesOf(policy)
  return (facts?.overlaps ?? [])
    .filter(({ line }) => lineOf(state, line) !== undefined)
    .filter((found) => !(state.overlaps ?? []).some((each) => isSame(each, found)))
    .map((found) => ({ type: 'overlapFound', rule: 'R-18', data: { ...found, told: [...told] } }))
}

type Pair = Pick<NonNullable<CaseState['overlaps']>[number], 'line' | 'with'>

function isSame(a: Pair, b: Pair): boolean {
  return a.line === b.line && a.with.serviceNumber === b.with.serviceNumber && a.with.line === b.with.line
}

function roadAuthoritiesOf({ approvals: { list } }: City): readonly string[] {
  const ofRoads = list.filter(({ touches, named }) => touches === 'road' && named !== true)
  return [...new Set(ofRoads.map(({ authority }) => authority))]
}

export const folds = {
  overlapFound: (state, { at, data }) => ({ ...state, overlaps: [...(state.overlaps ?? []), { ...data, at }] }),
} satisfies Partial<Folds>
