import type { Outcome } from '../../../domain/case/stage.ts'
import type { CaseState } from './case-state.ts'

/** What a case that ends now came to. */
export function outcomeOf({ withdrawn }: CaseState): Outcome {
  if (withdrawn === undefined) return 'connected'
  return withdrawn.notTakenUp === undefined ? 'withdrawn' : 'notTakenUp'
}
