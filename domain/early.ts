import type { ProblemCode } from './problem.ts'

/** Refusals that the case's own going on, or another's act, may lift: what is sent again later, unchanged, may then be right. */
const EARLY = [
  'wrong-stage', 'no-outer-works', 'document-not-ready', 'commitment-required', 'plan-missing', 'handover-missing', 'works-too-early', 'works-not-completed',
  'inspection-missing', 'rectification-open', 'demand-incomplete', 'clock-not-running', 'line-not-ready', 'deadline-unknown', 'task-unknown',
] as const satisfies readonly ProblemCode[]

export function isEarly(code: ProblemCode): boolean {
  return (EARLY as readonly ProblemCode[]).includes(code)
}
