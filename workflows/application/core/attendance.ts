import { Refusal } from '../../../domain/problem.ts'
import { defined } from '../../../domain/defined.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState } from './case-state.ts'
import type { Folds } from './change.ts'
import { saidOf } from './who.ts'

/** R-11⁺: who came to the visit (签到): a party says it of itself, who convenes of everybody. */
export const acts = {
  recordAttendance: {
    may(state, { actor, at }) {
      if (actor.org !== state.convener && attending(state, actor.org).length === 0)
        throw new Refusal('not-concerned', '本单位未参与此次踏勘')
      const { visitAt } = state.survey ?? {}
      if (visitAt === undefined)
        throw new Refusal('wrong-stage', '尚未确定踏勘时间', undefined, { early: state.survey?.closedAt === undefined })
      if (Date.parse(at) < Date.parse(visitAt))
        throw new Refusal('wrong-stage', '踏勘时间未到', undefined, { early: true })
    },
    check(state, { actor, body }, policy) {
      body.people.forEach(({ org }, index) => {
        if (!attending(state, actor.org).includes(org))
          throw new Refusal('not-concerned', `${saidOf(org, policy)}不由本单位签到`, `people.${index}.org`)
      })
      if (body.people.every((one) => isThere(state, one))) throw new Refusal('already-done', '均已签到')
    },
    choices: (state, { actor }) => [
      {
        field: 'people.*.org',
        of: 'organisation',
        options: attending(state, actor.org).map((value) => ({ value })),
      },
    ],
    events: (state, { body }) => [
      {
        type: 'attendanceRecorded',
        rule: 'R-11',
        data: { people: body.people.filter((one) => !isThere(state, one)), ...defined({ files: body.files }) },
      },
    ],
  },
} satisfies Partial<Acts>

/** For whom this organisation may sign. */
function attending(state: CaseState, org: string): readonly string[] {
  const parties = Object.values(state.parties).filter(({ pipelineOwner }) => pipelineOwner === undefined)
  return parties.map((party) => party.org).filter((party) => party === org || state.convener === org)
}

function isThere({ survey }: CaseState, { org, person }: { org: string; person: string }): boolean {
  return survey?.attendance?.some((one) => one.org === org && one.person === person) ?? false
}

export const folds = {
  attendanceRecorded: (state, { at, data: { people } }) =>
    state.survey === undefined
      ? state
      : {
          ...state,
          survey: {
            ...state.survey,
            attendance: [...(state.survey.attendance ?? []), ...people.map((one) => ({ ...one, at }))],
          },
        },
} satisfies Partial<Folds>
