import type { ActBodies } from '../../../domain/act/act.schema.ts'
import type { ActType } from '../../../domain/act/act.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { ProblemCode } from '../../../domain/problem.ts'
import type { LineId } from '../../../domain/case/service.ts'
import type { ActFacts } from '../../../workflows/application/core/act-rule.ts'
import { INTAKE, officer } from '../../fixtures/actors.ts'
import { commitment, inspection } from '../../fixtures/works.ts'
import {
  BranchCase,
  inspector,
  planned,
  POWER,
  shuiwu,
  surveyed,
  underWorks,
  WATER,
} from '../../fixtures/branch-case.ts'

/** What the sender hears; `the` and `by` in place of the row's own. */
export interface Refusing {
  readonly code: ProblemCode
  readonly field?: string
  /** The Chinese sentence, where it has to name what would be right. */
  readonly says?: string
  readonly the?: () => BranchCase
  readonly by?: Actor
}
/** Why there is nothing to refuse. */
export interface NotApplicable {
  readonly notApplicable: string
}
export type Cell = Refusing | NotApplicable

/**
 * One act, where it is right, and how it is refused where it is wrong. Every row is refused in a closed case besides.
 */
export interface Row<A extends ActType> {
  /** A case in which `actor` may do it. */
  readonly ready: () => BranchCase
  readonly actor: Actor
  readonly body: ActBodies[A]
  readonly facts?: ActFacts
  readonly wrongStage: (Refusing & { readonly the: () => BranchCase }) | NotApplicable
  readonly wrongOrganisation: Refusing & { readonly by: Actor }
  /** Done once more on `ready`, unless it says otherwise. */
  readonly twice: Cell
  readonly tooLate: (Refusing & { readonly the: () => BranchCase }) | NotApplicable
  /** On `ready` with `drops` dropped, unless it says otherwise. */
  readonly droppedService: Cell
  readonly drops?: LineId
  /** what winds the case up is still taken. */
  readonly withdrawnCase?: 'windsUp'
}

/** A new act without a row does not type-check. */
export type Matrix = { readonly [A in ActType]: Row<A> }

/** The same case, gone on by what `steps` do. */
export function after(start: () => BranchCase, ...steps: readonly ((the: BranchCase) => unknown)[]): () => BranchCase {
  return () => {
    const the = start()
    steps.forEach((step) => {
      step(the)
    })
    return the
  }
}

export const DAY = 24 * 60
export const WHOLE: NotApplicable = { notApplicable: 'it names no service' }
export const LATE_IS_TAKEN: NotApplicable = {
  notApplicable: 'R-33: a deadline blocks nothing; late work is taken and marked',
}
export const WOUND_UP: NotApplicable = { notApplicable: 'R-37: what a dropped service began is wound up' }
export const closeSurvey = (the: BranchCase): unknown => the.closeSurvey()
export const drop =
  (line: LineId) =>
  (the: BranchCase): void => {
    the.act('dropServices', INTAKE, { lines: [line], reason: '不再需要' })
  }
export const later =
  (minutes: number) =>
  (the: BranchCase): unknown =>
    the.later(minutes)

export const registered = (): BranchCase => new BranchCase()
export const surveying = (): BranchCase => new BranchCase().atSurvey()
export const withWorks = (): BranchCase => surveyed()
export const committed = after(withWorks, (the) => {
  the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))
})
export const startable = after(committed, (the) => {
  planned(the)
})
export const constructing = (): BranchCase => underWorks()
export const inspected = after(constructing, (the) => {
  the.act('fileInspection', inspector, inspection(WATER))
})
export const completed = after(inspected, (the) => {
  the.act('completeWorks', shuiwu, { line: WATER })
})
export const accepted = after(completed, (the) => {
  the.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
})
export const restored = after(accepted, (the) => {
  the.act('reportRestored', shuiwu, { line: WATER })
})
export const appointed = after(withWorks, (the) => {
  the.act('appointConnection', INTAKE, { at: '2026-11-23T10:00:00+08:00', lines: [POWER] })
})
