import { cancelled, endedByWithdrawal } from '../after-withdrawal.ts'
import { startClock, withDeadline } from '../clock.ts'
import { record } from '../case.ts'
import type { Case } from '../case.ts'
import { resultOfWorks } from '../core/line-needs.ts'
import { isFound, isOpen, linesOf } from '../core/lines.ts'
import { missingOpinions } from '../core/missing.ts'
import type { EventData } from '../../../domain/case/event.ts'
import { defined } from '../../../domain/defined.ts'

/**
 * 联合踏勘, R-12: two working days from the push to the survey's result; a later day that the user booked starts the
 * clock at its first working minute. It ends with every required opinion or with the deadline, and absence is recorded
 * (R-13).
 */
export async function jointSurvey(the: Case): Promise<void> {
  if (the.state.survey?.closedAt !== undefined) return
  if (the.state.survey === undefined) convene(the)
  await startSurveyClock(the)
  await withDeadline(the, 'survey', () => missingOpinions(the.state).length === 0, {
    untilDue: true,
    absent: () => [...missingOpinions(the.state)],
  })
  if (endedByWithdrawal(the)) return cancelled()
  record(the, {
    type: 'surveyClosed',
    rule: 'R-13',
    data: { absent: [...missingOpinions(the.state)], plan: planOf(the) },
  })
}

function convene(the: Case): void {
  const parties = Object.values(the.state.parties)
  const date = the.state.registration.form.surveyDate
  record(the, {
    type: 'surveyConvened',
    rule: 'R-11',
    data: {
      parties: parties.map((party) => party.org),
      opinionRequired: parties.filter((party) => party.opinionRequired).map((party) => party.org),
      ...defined({ date }),
    },
  })
}

async function startSurveyClock(the: Case): Promise<void> {
  const date = the.state.survey?.date
  const from = the.state.pushedAt ?? the.state.registeredAt
  await startClock(the, {
    kind: 'survey',
    owner: the.state.convener,
    from,
    policy: the.policy.deadlines.survey,
    ...defined({ notBefore: date }),
  })
}

/** One merged result, with a plan for each line. */
function planOf({ state, policy }: Case): EventData['surveyClosed']['plan'] {
  const given = Object.values(state.opinions).flatMap((filed) => filed.opinion.lines ?? [])
  return linesOf(state)
    .filter(isOpen)
    .map((line) => {
      const opinion = given.find((candidate) => candidate.line === line.id)
      return {
        line: line.id,
        result:
          opinion === undefined
            ? state.survey?.waived === undefined
              ? 'awaitingOpinion'
              : 'connectable'
            : opinion.connectable
              ? isFound(state, line.id)
                ? 'awaitingOpinion'
                : 'connectable'
              : 'outerWorks',
        ...resultOfWorks(state, line, opinion?.outerWorks, policy),
      }
    })
}
