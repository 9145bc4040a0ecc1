import type { Scenario } from './scenario.ts'
import { connectable } from './scenarios/connectable.ts'
import { late } from './scenarios/late.ts'
import { preLaidMonths } from './scenarios/pre-laid-months.ts'
import { rectified } from './scenarios/rectified.ts'
import { straight } from './scenarios/straight.ts'
import { transfer } from './scenarios/transfer.ts'

/** In the order in which `all` plays them; the first is played where none is named. */
export const SCENARIOS: readonly [Scenario, ...Scenario[]] = [straight, connectable, late, rectified, preLaidMonths, transfer]
