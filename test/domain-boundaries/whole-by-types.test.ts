/** What `tsc` refuses: each line below that is expected not to compile would, were the types to hold less. */
import { expect, it } from 'vitest'
import { ACT_TYPES } from '../../domain/act/act.ts'
import type { ActRule, Acts } from '../../workflows/application/core/act-rule.ts'
import type { Folds } from '../../workflows/application/core/change.ts'
import * as commitment from '../../workflows/application/core/commitment.ts'
import * as demand from '../../workflows/application/core/demand.ts'
import type { Complete, KindOf, Wanted } from '../../workflows/application/core/wanted.ts'
import { ACT_UPDATES } from '../../workflows/application/messages.ts'

it('an act without `may` has no rule', () => {
  // @ts-expect-error `may` is missing
  const rule: ActRule<'signCommitment'> = { check: () => undefined, events: () => [] }
  expect(rule).not.toHaveProperty('may')
})

it('what a subject lacks, the case lacks', () => {
  // @ts-expect-error the acts of all other subjects are missing
  const acts: Acts = { ...demand.acts, ...commitment.acts }
  // @ts-expect-error the folds of all other subjects are missing
  const folds: Folds = { ...demand.folds, ...commitment.folds }
  const some: KindOf<typeof demand.tasks | typeof commitment.tasks> = 'signCommitment'
  // @ts-expect-error the tasks of all other subjects are missing
  const wanted: Complete<typeof some> = { kind: some, org: 'shuiwu' } satisfies Wanted
  expect([Object.keys(acts).length, Object.keys(folds).length, wanted]).toEqual([7, 10, { kind: some, org: 'shuiwu' }])
})

it("an act that does not exist is no subject's, nor is a fold", () => {
  // @ts-expect-error there is no such act
  const acts = { paintTheWall: { may: () => undefined, events: () => [] } } satisfies Partial<Acts>
  // @ts-expect-error there is no such event
  const folds = { wallPainted: (state: never) => state } satisfies Partial<Folds>
  expect([...Object.keys(acts), ...Object.keys(folds)]).toEqual(['paintTheWall', 'wallPainted'])
})

it('each act is an update of its own name, and nothing else is', () => {
  expect(Object.entries(ACT_UPDATES).map(([type, { name }]) => [type, name])).toEqual(
    ACT_TYPES.map((type) => [type, type]),
  )
})
