/**
 * Which scenarios belong to which release: each must have a recording in `recordings/<release>/`, made by the code of that release. What a release recorded
 * is never recorded again; what comes new is added to the release that is being made, here, and recorded by `node scripts/record-histories.ts`.
 */
import { AFTER_THE_CASE } from './after-the-case-scenarios.ts'
import { BRANCHES } from './branch-scenarios.ts'
import { MATTERS_0_2 } from './matter-scenarios.ts'
import type { AnyMatterScenario } from './matter-scenarios.ts'
import { NEWER_MATTERS } from './newer-matter-scenarios.ts'
import { CASES_0_1, WITHDRAWN } from './scenarios.ts'
import type { CaseScenario } from './scenarios.ts'

export type Scenario = CaseScenario | AnyMatterScenario

export const RELEASES: Readonly<Record<string, Readonly<Record<string, Scenario>>>> = {
  '0.1': CASES_0_1,
  '0.2': { ...MATTERS_0_2, ...NEWER_MATTERS, ...AFTER_THE_CASE, ...BRANCHES, ...WITHDRAWN },
}

/** The release that is being made. */
export const LATEST_RELEASE = '0.2'

/** Throws where there is no such release. */
export function scenariosOf(release: string): Readonly<Record<string, Scenario>> {
  const scenarios = RELEASES[release]
  if (scenarios === undefined) throw new Error(`没有版本 ${release}；有：${Object.keys(RELEASES).join('、')}`)
  return scenarios
}
