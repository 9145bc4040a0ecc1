import type { City } from '../../../domain/city/city.schema.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState, PartyState } from './case-state.ts'
import type { EventOf, Folds } from './change.ts'
import { conveningOf, proposalOf } from './letter.ts'
import { requireConvener, requireNotPutOff, requireVisited, requireVisit, utc } from './survey-times.ts'
import type { Awaited } from './wanted.ts'
import { nameOf, saidOf } from './who.ts'

/**
 * the system proposes parties and hour; who convenes may change them before the letter (函告) goes out, which it
 * does by itself where nobody has.
 */
export const acts = {
  conveneSurvey: {
    may(state, { actor }) {
      requireConvener(state, actor.org)
      requireVisited(state)
      requireNotPutOff(state)
      if (proposalOf(state) === undefined)
        throw new Refusal('already-done', '函告已经发出；改时间请用“确定踏勘时间”', undefined, { early: false })
    },
    check(state, { at, body }, policy) {
      const { excused = [] } = conveningOf(state, { how: 'changed', ...defined({ parties: body.parties }) })
      const coming = { ...state, parties: withExcused(state.parties, excused) }
      if (body.at !== undefined) requireVisit(coming, { at, visit: body.at }, policy)
      body.parties?.forEach((org, index) => requireAuthority(org, policy, `parties.${index}`))
      const without = mustCome(state).filter((org) => body.parties?.includes(org) === false)
      if (without.length > 0)
        throw new Refusal(
          'validation-failed',
          `须出具意见或已提出意见的不能减去：${without.map((org) => nameOf(org, policy)).join('、')}`,
          'parties',
        )
    },
    choices: (state, _intent, policy) => [
      {
        field: 'parties.*',
        of: 'organisation',
        options: policy.organisations
          .filter(({ kind }) => kind === 'authority')
          .map(({ key }) => ({ value: key, ...(mustCome(state).includes(key) ? { must: true as const } : {}) })),
      },
    ],
    events: (state, { body }) => [
      {
        type: 'surveyConvened',
        rule: 'R-11',
        data: conveningOf(state, {
          how: body.at === undefined && body.parties === undefined ? 'proposed' : 'changed',
          ...defined({ visitAt: body.at === undefined ? undefined : utc(body.at), parties: body.parties }),
        }),
      },
    ],
  },
} satisfies Partial<Acts>

/** Whose opinion is required, or there already. */
function mustCome(state: CaseState): readonly string[] {
  return Object.values(state.parties)
    .filter(({ kind, opinionRequired, org }) => kind === 'authority' && (opinionRequired || state.opinions[org]))
    .map(({ org }) => org)
}

function requireAuthority(org: string, policy: City, field: string): void {
  const known = policy.organisations.find(({ key }) => key === org)
  if (known?.kind !== 'authority') throw new Refusal('not-concerned', `${saidOf(org, policy)}不是本市的主管部门`, field)
}

export const folds = {
  surveyProposed: (state, { at, data: { visitAt, date } }) => {
    const survey = state.survey ?? { convenedAt: at, absent: [] }
    return { ...state, survey: { ...survey, proposal: { visitAt, at }, ...defined({ date }) } }
  },
  surveyConvened,
} satisfies Partial<Folds>

/** Cases of before 0.7 are convened as they are pushed, and know no letter. */
function surveyConvened(state: CaseState, { at, data }: EventOf<'surveyConvened'>): CaseState {
  const { date, visitAt, added = [], excused = [] } = data
  if (state.convenes === undefined) return { ...state, survey: { convenedAt: at, absent: [], ...defined({ date }) } }
  const { proposal: _sent, ...survey } = state.survey ?? { absent: [] }
  const parties = Object.fromEntries(
    added.map((org): [string, PartyState] => [org, { org, kind: 'authority', opinionRequired: false }]),
  )
  return {
    ...state,
    parties: withExcused({ ...state.parties, ...parties }, excused),
    survey: { ...survey, convenedAt: at, letterAt: at, ...defined({ date, visitAt }) },
  }
}

function withExcused(parties: CaseState['parties'], excused: readonly string[]): CaseState['parties'] {
  return Object.fromEntries(
    Object.entries(parties).map(([org, { excused: _before, ...party }]) => [
      org,
      excused.includes(org) ? { ...party, excused: true as const } : party,
    ]),
  )
}

export const tasks: Awaited<'conveneSurvey'> = (state) =>
  proposalOf(state) === undefined || state.survey?.closedAt !== undefined || state.survey?.waived !== undefined
    ? []
    : [{ kind: 'conveneSurvey', org: state.convener }]
