import type { Scenario } from './scenario.ts'
import { connectable } from './scenarios/connectable.ts'
import { late } from './scenarios/late.ts'

/** In the order in which `all` plays them. */
export const SCENARIOS: readonly Scenario[] = [connectable, late]
