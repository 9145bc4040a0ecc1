/**
 * Which scenarios belong to which release: each must have a recording in `recordings/<release>/`, made by the code of
 * that release. What a release recorded is never recorded again; what comes new is added to the release that is being
 * made, here, and recorded by `node scripts/record-histories.ts`.
 */
import { AFTER_THE_CASE } from './after-the-case-scenarios.ts'
import { BRANCHES } from './branch-scenarios.ts'
import { CLOCKED } from './clocked-scenarios.ts'
import { CONVENED } from './convened-scenarios.ts'
import { CONFIRMATIONS } from './credit-scenarios.ts'
import { DUE_PROCESS } from './due-process-scenarios.ts'
import { MATTERS_0_2 } from './matter-scenarios.ts'
import type { AnyMatterScenario } from './matter-scenarios.ts'
import { HELD } from './held-scenarios.ts'
import { NEWER_MATTERS } from './newer-matter-scenarios.ts'
import { REQUESTED_CASES, REQUESTED_MATTERS } from './requested-scenarios.ts'
import { CASES_0_1, WITHDRAWN } from './scenarios.ts'
import type { CaseScenario } from './scenarios.ts'
import { SETTLED } from './settled-scenarios.ts'
import { TIMED } from './timed-scenarios.ts'

export type Scenario = CaseScenario | AnyMatterScenario

const ALL: Readonly<Record<string, Scenario>> = { ...CASES_0_1, ...MATTERS_0_2, ...NEWER_MATTERS, ...AFTER_THE_CASE }

/**
 * Cases and matters of 0.1 and 0.2 that meet the code of 0.3: open when it came, with nothing of their own in the
 * history but that.
 */
const BEGUN_BEFORE: Readonly<Record<string, Scenario>> = before([
  'connectable',
  'late',
  'signals',
  'continued-as-new',
  'outer-works-straight',
  'shared-clock-passed',
  'supplemented',
  'withdrawn-works',
  'transfer-partial-failure',
  'transfer-continued-as-new',
  'credit-contest-allowed',
  'rating-answered-late',
  'instalments-late',
  'later-inspection-broken',
  'report-reviewed',
])

/** As the API puts acts since their answers carry their events. */
const CARRYING: Readonly<Record<string, Scenario>> = carrying([
  'connectable',
  'late',
  'signals',
  'continued-as-new',
  'outer-works-straight',
  'withdrawn-works',
  'before-late',
  'transfer-partial-failure',
  'credit-contest-allowed',
])

/** With the clocks that cities set since 0.6 for the tasks that had none, as the API puts acts. */
const WITH_TASK_CLOCKS: Readonly<Record<string, Scenario>> = {
  ...clocked(['late', 'outer-works-straight', 'supplemented', 'withdrawn-works'], { carries: true }),
  // With answers that carry their events, its runs are too short to go on.
  ...clocked(['continued-as-new'], {}),
}

/** Convened by letter, as cities do since 0.7. */
const BY_LETTER: Readonly<Record<string, Scenario>> = {
  'convened-continued-as-new': { ...named(ALL, 'continued-as-new') },
}

export const RELEASES: Readonly<Record<string, Readonly<Record<string, Scenario>>>> = {
  '0.1': CASES_0_1,
  '0.2': { ...MATTERS_0_2, ...NEWER_MATTERS, ...AFTER_THE_CASE, ...BRANCHES, ...WITHDRAWN },
  // Since 0.3 a case carries its calendar, and goes other ways: everything is recorded again.
  '0.3': { ...ALL, ...BEGUN_BEFORE },
  // Since 0.4 answers carry events (ADR 0032); where none does, histories are those of 0.3.
  '0.4': CARRYING,
  // Since 0.5 acts may be asked for without waiting (ADR 0039), and credit records wait for a second person (0043).
  '0.5': { ...REQUESTED_CASES, ...REQUESTED_MATTERS, ...CONFIRMATIONS },
  // Since 0.6 every task has a clock (ADR 0050), and credit records go by due process (ADR 0051).
  '0.6': { ...WITH_TASK_CLOCKS, ...CLOCKED, ...DUE_PROCESS },
  // Since 0.7 surveys are proposed and sent by letter (ADR 0060), and authorities say what works touch (ADR 0061).
  '0.7': { ...BY_LETTER, ...CONVENED },
  // Since 0.8 works have their time, acceptances are filed (ADR 0080, 0081), and transfers rest on something (0084).
  '0.8': { ...TIMED, ...SETTLED, ...HELD },
}

/** The release that is being made. */
export const LATEST_RELEASE = '0.8'

/** Throws where there is no such release. */
export function scenariosOf(release: string): Readonly<Record<string, Scenario>> {
  const scenarios = RELEASES[release]
  if (scenarios === undefined) throw new Error(`没有版本 ${release}；有：${Object.keys(RELEASES).join('、')}`)
  return scenarios
}

/** Whether a release begins a scenario's case or matter with a calendar of its own. */
export function isBegunBy(release: string, { begunBefore }: Scenario): boolean {
  return !['0.1', '0.2'].includes(release) && begunBefore !== true
}

function carrying(names: readonly string[]): Readonly<Record<string, Scenario>> {
  const all = { ...ALL, ...BEGUN_BEFORE }
  return Object.fromEntries(names.map((name) => [`carried-${name}`, { ...named(all, name), carries: true }]))
}

function clocked(names: readonly string[], how: { readonly carries?: true }): Readonly<Record<string, Scenario>> {
  return Object.fromEntries(names.map((name) => [`clocked-${name}`, { ...named(ALL, name), ...how }]))
}

function before(names: readonly string[]): Readonly<Record<string, Scenario>> {
  return Object.fromEntries(names.map((name) => [`before-${name}`, { ...named(ALL, name), begunBefore: true }]))
}

function named(scenarios: Readonly<Record<string, Scenario>>, name: string): Scenario {
  const scenario = scenarios[name]
  if (scenario === undefined) throw new Error(`no scenario ${name}`)
  return scenario
}
