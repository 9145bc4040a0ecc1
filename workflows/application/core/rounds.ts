import type { Approval, CaseState } from './case-state.ts'

/**
 * what a utility applied for under one entry at one time: the authority's approval, then the consents
 * beside it, each decided by itself.
 */
export type Round = readonly Approval[]

/** In the order applied for. */
export function roundsOf({ approvals }: Pick<CaseState, 'approvals'>, org: string, key: string): readonly Round[] {
  const own = Object.values(approvals).filter((approval) => approval.org === org && approval.key === key)
  return own
    .filter(({ consent }) => consent === undefined)
    .map((approval) => [approval, ...own.filter(({ id }) => id.startsWith(`${approval.id}:`))])
}

/** But those whose place a promise took before they were decided. */
export function standingRounds(state: Pick<CaseState, 'approvals'>, org: string, key: string): readonly Round[] {
  return roundsOf(state, org, key).filter((round) => round.every(({ lapsedAt }) => lapsedAt === undefined))
}

/** Refused by one of them, or given by all. */
function statusOf(round: Round): Approval['status'] {
  if (round.some(({ status }) => status === 'refused')) return 'refused'
  return isUndecided(round) ? 'applied' : 'approved'
}

/** One of them has not spoken yet. */
export function isUndecided(round: Round): boolean {
  return round.some(({ status }) => status === 'applied')
}

/** Of one kind: the one applied for last, as it stands with the consents that it needs. */
export function lastApproval(state: Pick<CaseState, 'approvals'>, org: string, key: string): Approval | undefined {
  const round = standingRounds(state, org, key).at(-1)
  const [approval] = round ?? []
  return round === undefined || approval === undefined ? undefined : { ...approval, status: statusOf(round) }
}

/** Those that all concerned have given. */
export function approvedRounds(state: Pick<CaseState, 'approvals'>, org: string, key: string): readonly Round[] {
  return roundsOf(state, org, key).filter((round) => statusOf(round) === 'approved')
}
