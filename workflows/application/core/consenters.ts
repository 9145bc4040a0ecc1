import { authoritiesOf, itemsMeant } from '../../../domain/approvals/touch-item.ts'
import type { CaseState, PartyState } from './case-state.ts'

/**
 * who has to consent to what works touch, as 公安交管 where they touch a road, takes part in the survey as
 * soon as somebody says so; after it, by the application for approvals.
 */
export function withConsenters(state: CaseState): CaseState {
  if (state.survey?.closedAt !== undefined) return state
  const consenting = state.approvalNeeds.flatMap(({ jointly = [] }) => jointly.map(({ authority }) => authority))
  if (consenting.length === 0) return state
  const said = Object.values(state.opinions).flatMap(({ opinion: { lines = [], found = [] } }) => [
    ...lines.flatMap((line) => ('outerWorks' in line ? (line.outerWorks?.touches ?? []) : [])),
    ...found.flatMap(({ touches }) => touches),
  ])
  const concerned = itemsMeant(state.approvalNeeds, said).flatMap(authoritiesOf)
  const added = [...new Set(concerned)].filter((org) => consenting.includes(org) && state.parties[org] === undefined)
  if (added.length === 0) return state
  const parties = added.map((org): [string, PartyState] => [org, { org, kind: 'authority', opinionRequired: false }])
  return { ...state, parties: { ...state.parties, ...Object.fromEntries(parties) } }
}
