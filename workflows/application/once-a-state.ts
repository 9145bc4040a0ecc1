import type { Case } from './case.ts'
import type { CaseState } from './core/case-state.ts'

/**
 * For a `condition`: what is found in the state, and in nothing else, is looked for once a state. A case has many
 * waits, and each is asked at every step of every other.
 */
export function onceAState<Found>(the: Case, find: (state: CaseState) => Found): () => Found {
  let seen: CaseState | undefined
  let found: Found
  return () => {
    if (the.state !== seen) {
      found = find(the.state)
      seen = the.state
    }
    return found
  }
}
