import type { ActFacts } from './act-rule.ts'

/** the credit record that keeps the sender from promising what an approval is for. */
export function blockedBy(facts: ActFacts | undefined, approval: string): string | undefined {
  return facts?.creditRecord ?? facts?.blockedApprovals?.[approval]
}
