import type { ActBodies } from '../../../domain/act/act.schema.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { RoadSection } from '../../../domain/trench/road-section.ts'
import { commonSection } from '../../../domain/trench/road-section.ts'
import type { CaseState } from './case-state.ts'
import type { ActRule, Command } from './can.ts'
import { roadWorksOf } from './road-works.ts'
import { requireLine } from './who.ts'
import { BEFORE_COMPLETION, requireOwnWorks } from './works.ts'

/** a utility agrees to share a trench with another line's works; the other side says so too, in its own case. */
export const TRENCH_ACTS: { readonly agreeSharedTrench: ActRule<'agreeSharedTrench'> } = {
  agreeSharedTrench: {
    can(state, command) {
      const { actor, body } = command
      requireOwnWorks(state, actor.org, body.line, BEFORE_COMPLETION)
      if (isSame(body.with, { serviceNumber: state.serviceNumber, line: body.line }))
        throw new Refusal('validation-failed', '不能与自己共享沟槽', 'with.line')
      if ((state.trenches ?? []).some((trench) => trench.line === body.line && isSame(trench.with, body.with)))
        throw new Refusal('already-done', '已同意与该项工程共享沟槽')
      if (body.with.serviceNumber === state.serviceNumber) requireLine(state, body.with.line, 'with.line')
      if (sectionOf(state, command) === undefined)
        throw new Refusal(
          'no-common-section',
          `${body.line} 与 ${body.with.serviceNumber} 的 ${body.with.line} 没有尚待施工的共同路段`,
          'with',
        )
    },
    events(state, command) {
      const { line, with: other } = command.body
      const section = sectionOf(state, command)
      return section === undefined
        ? []
        : [{ type: 'trenchSharingAgreed', rule: 'R-18', data: { line, with: other, section } }]
    },
  },
}

/** Of another case the API knows what is common; of this one the case itself. */
function sectionOf(state: CaseState, { body, facts }: Command<'agreeSharedTrench'>): RoadSection | undefined {
  if (body.with.serviceNumber !== state.serviceNumber) return facts?.commonSection
  const works = roadWorksOf(state).filter(({ completedAt, restoredAt }) => completedAt === null && restoredAt === null)
  const [own, others] = [body.line, body.with.line].map((line) => works.filter((one) => one.line === line))
  const common = (own ?? []).flatMap((one) => (others ?? []).flatMap((other) => commonSection(one, other) ?? []))[0]
  return common === undefined ? undefined : { road: common.road, from: common.from, to: common.to }
}

function isSame(a: ActBodies['agreeSharedTrench']['with'], b: ActBodies['agreeSharedTrench']['with']): boolean {
  return a.serviceNumber === b.serviceNumber && a.line === b.line
}
