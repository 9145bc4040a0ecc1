import type { CaseState, Line } from './case-state.ts'
import { touches } from './lines.ts'

type Confirming = CaseState['works']

/** who confirms a restoration of anything. */
export function allConfirmers({ restorationConfirmer, restorationConfirmers }: Confirming): readonly string[] {
  return restorationConfirmers?.map(({ org }) => org) ?? [restorationConfirmer]
}

/** of a line: the road's, the greenery's, the traffic's authority, as the city names them for what it touches. */
export function confirmersOf(state: CaseState, line: Line): readonly string[] {
  const { restorationConfirmer, restorationConfirmers = [] } = state.works
  const concerned = restorationConfirmers.filter(({ touching }) => touches(state, line, touching))
  const orgs = [...new Set(concerned.map(({ org }) => org))]
  return orgs.length === 0 ? [restorationConfirmer] : orgs
}

/** Never deemed: who has still to say so. */
export function unconfirmedBy(state: CaseState, line: Line): readonly string[] {
  return confirmersOf(state, line).filter((org) => line.works?.confirmedBy?.[org] === undefined)
}
