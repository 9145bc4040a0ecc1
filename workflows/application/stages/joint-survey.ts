import { condition } from '@temporalio/workflow'
import { cancelled, endedByWithdrawal } from '../after-withdrawal.ts'
import { startClock, withDeadline } from '../clock.ts'
import { once } from '../clock-steps.ts'
import { record } from '../case.ts'
import type { Case } from '../case.ts'
import { onceAState } from '../once-a-state.ts'
import { resultOfWorks } from '../core/line-needs.ts'
import { isInVisit, isOutsideVisit } from '../core/held-up.ts'
import { isFound, linesOf } from '../core/lines.ts'
import { missingOpinions } from '../core/missing.ts'
import { isToBeProposed } from '../core/letter.ts'
import { visitToDateBy } from '../core/opinion-clocks.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { taskLengthOf } from '../../../domain/city/task-clocks.ts'
import { localTime } from '../../../domain/clocks/local-date.ts'
import type { EventData } from '../../../domain/case/event.ts'
import { defined } from '../../../domain/defined.ts'
import { waivedClassOf } from '../../../domain/survey/waived-class.ts'
import { awaitedLater } from './awaited-later.ts'

/**
 * 联合踏勘, R-12: two working days from the push to the survey's result; a later day that the user booked starts the
 * clock at its first working minute. It ends with every required opinion or with the deadline, and absence is recorded
 * against the absent, whose clocks are red, and not against who convenes.
 */
export async function jointSurvey(the: Case): Promise<void> {
  if (isClosed(the)) return
  if (the.state.survey === undefined) await begin(the)
  await startSurveyClock(the)
  const conducted = awaitedLater(conduct(the))
  const heard = onceAState(the, (state) => missingOpinions(state).length === 0)
  await withDeadline(the, 'survey', () => isClosed(the) || heard(), {
    untilDue: true,
    absent: () => [...missingOpinions(the.state)],
    ...(the.state.convenes === undefined ? {} : { instead: (at: string) => close(the, at) }),
  })
  if (endedByWithdrawal(the)) return cancelled()
  if (!isClosed(the)) close(the)
  await conducted
}

function isClosed({ state }: Case): boolean {
  return state.survey?.closedAt !== undefined
}

function close(the: Case, at?: string): void {
  const data = { absent: [...missingOpinions(the.state)], plan: planOf(the) }
  record(the, { type: 'surveyClosed', rule: 'R-13', data }, defined({ at }))
}

/** beside the survey's own clock, whenever a day is booked anew, or the visit or that clock is set. */
async function conduct(the: Case): Promise<void> {
  if (the.state.convenes === undefined) return
  const due = onceAState(the, (state) => isToBeProposed(state) || visitToDateBy(state) !== undefined)
  for (;;) {
    await condition(() => isClosed(the) || due())
    if (isClosed(the)) return
    if (isToBeProposed(the.state)) await propose(the)
    const visit = visitToDateBy(the.state)
    if (visit !== undefined)
      await once(the, `opinions@${visit.visitAt}/${visit.runsFrom}`, () => dateOpinions(the, visit))
  }
}

/** A party's opinion: so long after the visit, and never after the survey's deadline. */
async function dateOpinions(the: Case, visit: { readonly visitAt: string; readonly runsFrom: string }): Promise<void> {
  const { conduct: policy } = the.policy.survey
  if (policy === undefined) throw new Error('no length for an opinion')
  const { warnAt, dueAt } = await the.run.dueTimes.started({
    from: visit.visitAt,
    rule: policy.opinion.length,
    hours: the.policy.hours,
  })
  // Set anew while the calendar was asked: the next round takes it up.
  const still = visitToDateBy(the.state)
  if (still?.visitAt !== visit.visitAt || still.runsFrom !== visit.runsFrom) return
  record(the, { type: 'opinionsDated', rule: 'R-13', data: { ...visit, warnAt, dueAt } })
}
/** Cases of before 0.7 are convened at once. */
async function begin(the: Case): Promise<void> {
  const { convenes, registration } = the.state
  const name = convenes === undefined ? undefined : waivedClassOf(the.policy, registration.form)
  if (name !== undefined) {
    const data = { name, ...defined({ date: registration.form.surveyDate }) }
    return record(the, { type: 'surveyWaivedByClass', rule: 'R-11', data })
  }
  if (convenes !== undefined) return propose(the)
  record(the, { type: 'surveyConvened', rule: 'R-11', data: proposed(the) })
}

function proposed({ state }: Case) {
  const parties = Object.values(state.parties).filter(
    (party) => party.excused === undefined && !isOutsideVisit(state, party),
  )
  const date = state.survey === undefined ? state.registration.form.surveyDate : state.survey.date
  return {
    parties: parties.map((party) => party.org),
    opinionRequired: parties.filter((party) => party.opinionRequired).map((party) => party.org),
    ...defined({ date }),
  }
}

/** all whom the case concerns, so long after the letter goes out by itself, on the day that the user booked. */
async function propose(the: Case): Promise<void> {
  const { hours, survey, taskClocks } = the.policy
  const letter = taskLengthOf({ taskClocks }, 'conveneSurvey', false)
  if (survey.conduct === undefined || letter === undefined) throw new Error('no lengths for the convening')
  const { started } = the.run.dueTimes
  const date = proposed(the).date
  const sent = await started({ from: the.run.lastAt() ?? the.state.registeredAt, rule: letter, hours })
  const rule = survey.conduct.visit.length
  const visit = await started({ from: sent.dueAt, rule, hours, ...defined({ notBefore: date }) })
  // What ends with a session's last minute begins in the next.
  const visitAt = isWithin(visit.dueAt, hours)
    ? visit.dueAt
    : (await started({ from: visit.dueAt, rule: { kind: 'workingHours', hours: 0.5 }, hours })).dueAt
  // Closed, or booked anew, while the calendar was asked.
  if (isClosed(the) || the.state.withdrawn !== undefined || proposed(the).date !== date) return
  record(the, { type: 'surveyProposed', rule: 'R-11', data: { ...proposed(the), visitAt } })
}

function isWithin(instant: string, hours: City['hours']): boolean {
  const time = localTime(instant, hours)
  return hours.sessions.some(({ from, to }) => from <= time && time < to)
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
    .filter(isInVisit)
    .map((line) => {
      const opinion = line.resurvey === undefined ? given.find((candidate) => candidate.line === line.id) : undefined
      return {
        line: line.id,
        result:
          opinion === undefined
            ? state.survey?.waived === undefined || state.convenes !== undefined
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
