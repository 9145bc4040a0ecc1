import type { ActBodies } from '../../../domain/act/act.schema.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { roadKeysIn } from '../../../domain/city/city-parts.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { RoadWorks } from '../../../domain/trench/joint-plan.ts'
import type { RoadSection } from '../../../domain/trench/road-section.ts'
import { CENTIMETRES, FRACTIONS_OF_METRES } from '../../../domain/trench/chainage.ts'
import { commonSection } from '../../../domain/trench/road-section.ts'
import { refusalOf } from '../../lib/core/choices.ts'
import type { Choice, Option } from '../../lib/core/choices.ts'
import { choosing } from './act-rule.ts'
import type { Acts, Command, Intent } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { linesOf } from './lines.ts'
import type { Folds } from './change.ts'
import { aboutLine, requireLine } from './who.ts'
import { BEFORE_COMPLETION, ownWorks } from './works.ts'

/** a utility agrees to share a trench with another line's works; the other side says so too, in its own case. */
export const acts = {
  agreeSharedTrench: {
    ...choosing(aboutLine<'agreeSharedTrench'>(ownWorks(BEFORE_COMPLETION), { also: requireCommonSection }), shareable),
    events(state, command, policy) {
      const { line, with: other } = command.body
      const section = sectionOf(state, command, policy)
      return section === undefined
        ? []
        : [{ type: 'trenchSharingAgreed', rule: 'R-18', data: { line, with: other, section } }]
    },
  },
} satisfies Partial<Acts>

function requireCommonSection(state: CaseState, command: Command<'agreeSharedTrench'>, policy: City): void {
  const { body } = command
  if (isSame(body.with, { serviceNumber: state.serviceNumber, line: body.line }))
    throw new Refusal('validation-failed', '不能与自己共享沟槽', 'with.line')
  if ((state.trenches ?? []).some((trench) => trench.line === body.line && isSame(trench.with, body.with)))
    throw new Refusal('already-done', '已同意与该项工程共享沟槽')
  if (body.with.serviceNumber === state.serviceNumber) requireLine(state, body.with.line, 'with.line')
  if (sectionOf(state, command, policy) === undefined)
    throw new Refusal(
      'no-common-section',
      `${body.line} 与 ${body.with.serviceNumber} 的 ${body.with.line} 没有尚待施工的共同路段`,
      'with',
    )
}

/** With each other line of this case, and with what the API knows of others. */
function shareable(state: CaseState, intent: Intent, policy: City): readonly Choice[] {
  const own = linesOf(state).filter(({ utility }) => utility === intent.actor.org)
  const within = own.flatMap(({ id: line }) =>
    linesOf(state).map(({ id }) => ({
      line,
      with: { serviceNumber: state.serviceNumber, line: id },
      facts: { centimetres: true } as const,
    })),
  )
  const beyond = (intent.facts?.shareable ?? []).map(({ section: commonSection, ...of }) => ({
    ...of,
    facts: { commonSection },
  }))
  const options = [...within, ...beyond].flatMap(({ line, with: other, facts }): Option[] => {
    const command = { ...intent, facts, body: { line, with: other } } as Command<'agreeSharedTrench'>
    const refused = refusalOf(() => requireCommonSection(state, command, policy)) !== undefined
    return refused ? [] : [{ value: { ...other }, line }]
  })
  const none = new Refusal('no-common-section', '没有尚待施工的共同路段可以共享沟槽')
  return [{ field: 'with', of: 'works', options, none }]
}

/** Of another case the API knows what is common; of this one the case itself. */
function sectionOf(
  state: CaseState,
  { body, facts }: Command<'agreeSharedTrench'>,
  policy: City,
): RoadSection | undefined {
  if (body.with.serviceNumber !== state.serviceNumber) return facts?.commonSection
  const works = roadWorksOf(state).filter(({ completedAt, restoredAt }) => completedAt === null && restoredAt === null)
  const [own, others] = [body.line, body.with.line].map((line) => works.filter((one) => one.line === line))
  const chainages = facts?.centimetres === true ? CENTIMETRES : FRACTIONS_OF_METRES
  const common = (own ?? []).flatMap((one) =>
    (others ?? []).flatMap((other) => commonSection(one, other, { chainages, keyOf: roadKeysIn(policy) }) ?? []),
  )[0]
  return common === undefined ? undefined : { road: common.road, from: common.from, to: common.to }
}

function isSame(a: ActBodies['agreeSharedTrench']['with'], b: ActBodies['agreeSharedTrench']['with']): boolean {
  return a.serviceNumber === b.serviceNumber && a.line === b.line
}

export const folds = {
  trenchSharingAgreed: (state, { at, data }) => ({ ...state, trenches: [...(state.trenches ?? []), { ...data, at }] }),
} satisfies Partial<Folds>

/**
 * the stretches of road that a case's outer works use: by the schedule in force, before that by the survey's
 * opinion. None of what was dropped before it began.
 */
export function roadWorksOf(state: CaseState): readonly RoadWorks[] {
  return linesOf(state)
    .filter(isOrWasToBeBuilt)
    .flatMap((line) => worksOf(state, line))
}

function isOrWasToBeBuilt({ outerWorks, works, status }: Line): boolean {
  return outerWorks !== undefined && (status !== 'withdrawn' || works?.startedAt !== undefined)
}

function worksOf(
  { serviceNumber, schedules, trenches = [] }: CaseState,
  { id: line, utility, status, outerWorks, works }: Line,
): readonly RoadWorks[] {
  const schedule = schedules[utility]
  const agreedWith = trenches.filter((trench) => trench.line === line).map((trench) => trench.with)
  return (schedule?.sections ?? outerWorks?.sections ?? []).map(({ road, from, to }) => ({
    serviceNumber,
    line,
    utility,
    road,
    from,
    to,
    worksFrom: schedule?.worksFrom ?? null,
    worksTo: schedule?.worksTo ?? null,
    openedAt: works?.startedAt ?? null,
    completedAt: status === 'constructing' ? null : (works?.completedAt ?? null),
    restoredAt: works?.restoredAt ?? null,
    agreedWith,
  }))
}
