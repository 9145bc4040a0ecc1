import { lineWords } from '../../../domain/case/service.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { prescribedLength } from '../../../domain/city/prescribed-length.ts'
import { dateOfDay, dayNumber } from '../../../domain/clocks/calendar.ts'
import { requireTimeLeft, requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import type { DeadlineRule } from '../../../domain/clocks/working-time.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { WorksExtension } from '../../../domain/works/works-time.ts'
import type { Acts, Command } from './act-rule.ts'
import { firstWorksClock, worksDeadlineId } from './case-deadlines.ts'
import type { CaseState, Line } from './case-state.ts'
import { withWorks } from './change.ts'
import type { Folds } from './change.ts'
import { approversOf } from './variation-approvers.ts'
import type { AwaitedOnLine } from './wanted.ts'
import { aboutLine, nameOf, requireLine } from './who.ts'
import { ownWorks } from './works.ts'

const BEING_BUILT: readonly Line['status'][] = ['committed', 'constructing']

/**
 * R-19: the works' time is the end date of 附件3, at most the prescribed length; a longer one the utility asks for, and
 * the authority decides. The first date stays in the figures.
 */
export const acts = {
  requestWorksExtension: {
    ...aboutLine<'requestWorksExtension'>(
      (state, line, intent) => {
        ownWorks(BEING_BUILT)(state, line, intent)
        requireTimed(state)
        if (state.deadlines[firstWorksClock(line.id)] === undefined)
          throw new Refusal('wrong-stage', '施工时限尚未开始计', 'line', { early: true })
        if (openExtensionOf(line) !== undefined) throw new Refusal('already-done', '已申请延期，等待决定', 'line')
      },
      { also: requireLonger },
    ),
    events: (state, { body: { files, ...body } }) => {
      const number = (requireLine(state, body.line, 'line').works?.extensions?.length ?? 0) + 1
      return [{ type: 'worksExtensionRequested', rule: 'R-19', data: { ...body, number, ...defined({ files }) } }]
    },
  },
  decideWorksExtension: {
    ...aboutLine<'decideWorksExtension'>(
      (_state, line) => {
        if (!BEING_BUILT.includes(line.status))
          throw new Refusal('wrong-stage', `${lineWords(line.id)}不在施工中`, 'line', {
            early: line.status === 'outerWorks',
          })
        if (openExtensionOf(line) === undefined)
          throw new Refusal('wrong-stage', `${lineWords(line.id)}没有待决定的延期申请`, 'line', { early: true })
      },
      {
        first(state, { actor }) {
          requireTimed(state)
          if (actor.org !== state.timesWorks?.decider)
            throw new Refusal('not-concerned', '施工延期由主管部门决定，不由本单位决定')
        },
        also(state, { at, body }, { hours }) {
          const dueDate = openExtensionOf(requireLine(state, body.line, 'line'))?.dueDate
          if (body.granted && dueDate !== undefined) requireTimeLeft(dueDate, at, hours, '所申请的日期', 'granted')
        },
      },
    ),
    events: (state, { actor, body: { line: id, granted, reason } }) => {
      const line = requireLine(state, id, 'line')
      const { number = 1, dueDate = '' } = openExtensionOf(line) ?? {}
      return [
        {
          type: 'worksExtensionDecided',
          rule: 'R-19',
          data: {
            line: line.id,
            number,
            org: actor.org,
            utility: line.utility,
            granted,
            dueDate,
            ...defined({ reason }),
          },
        },
      ]
    },
  },
} satisfies Partial<Acts>

/** In cases of before 0.8, a later 附件3 gives another date by itself. */
export function requireTimed({ timesWorks }: CaseState): void {
  if (timesWorks === undefined)
    throw new Refusal('wrong-stage', '所在的申请登记在先，或本市没有施工规定时限：改期请重新签署承诺书')
}

function openExtensionOf({ works }: Line): WorksExtension | undefined {
  return works?.extensions?.find(({ decision }) => decision === undefined)
}

/** later than now in force, within what is approved or promised, and no longer than the policy lets it be. */
function requireLonger(state: CaseState, { at, body }: Command<'requestWorksExtension'>, policy: City): void {
  const { hours } = policy
  const line = requireLine(state, body.line, 'line')
  requireTimeLeft(body.dueDate, at, hours, '申请延至的日期', 'dueDate')
  requireWithinReach(body.dueDate, localDate(at, hours), 'dueDate')
  const dateOf = (id: string) => localDate(state.deadlines[id]?.dueAt ?? at, hours)
  const current = dateOf(worksDeadlineId(state, line))
  if (body.dueDate <= current)
    throw new Refusal('date-too-early', `施工时限已至 ${current}，申请的日期应在其后`, 'dueDate')
  const { worksTo = '' } = state.schedules[line.utility] ?? {}
  const approvers = approversOf(state, linesOfUtility(state, line.utility))
  if (body.dueDate > worksTo && approvers.length > 0)
    throw new Refusal(
      'works-beyond-approved',
      `${approvers.map((org) => nameOf(org, policy)).join('、')}批准或凭承诺准许的施工时间至 ${worksTo}：先申请施工变更`,
      'dueDate',
    )
  const { longest } = policy.worksTime ?? {}
  if (longest === undefined) return
  const last = dateOfDay((dayNumber(dateOf(firstWorksClock(line.id))) ?? 0) + longest.days)
  if (body.dueDate > last)
    throw new Refusal('works-beyond-longest', `延期最长至 ${last}（原定日期之后 ${longest.days} 日）`, 'dueDate')
}

function linesOfUtility({ lines }: CaseState, utility: string): readonly Line[] {
  return Object.values(lines).filter((line) => line.utility === utility)
}

export const folds = {
  worksExtensionRequested: (state, { at, data: { line, number, dueDate, reason } }) =>
    withWorks(state, line, ({ extensions = [] }) => ({
      extensions: [...extensions, { number, dueDate, reason, requestedAt: at }],
    })),
  worksExtensionDecided: (state, { at, data: { line, number, org, granted, reason } }) =>
    withWorks(state, line, ({ extensions = [] }) => ({
      extensions: extensions.map((each) =>
        each.number === number ? { ...each, decision: { at, org, granted, ...defined({ reason }) } } : each,
      ),
    })),
} satisfies Partial<Folds>

/** A clock of a line's works: until when (YYYY-MM-DD), counted from which instant, and at most how long. */
interface WorksTime {
  readonly id: string
  readonly from: string
  readonly date: string
  readonly atMost?: DeadlineRule
}

/** the first date, which stays, and beside it each later one that was granted. */
export function worksTimesOf(state: CaseState, line: Line, policy: City): readonly WorksTime[] {
  const schedule = state.schedules[line.utility]
  if (schedule === undefined || line.works === undefined) return []
  const { clearedAt = schedule.at, extensions = [] } = line.works
  const atMost = prescribedLength(policy, {
    service: line.service,
    metres: line.outerWorks?.lengthMetres ?? 0,
    kilovoltAmperes: state.registration.form.services.power?.kilovoltAmperes,
  })
  const granted = extensions.filter(({ decision }) => decision?.granted === true)
  return [
    { id: firstWorksClock(line.id), from: clearedAt, date: schedule.worksTo, ...defined({ atMost }) },
    ...granted.map(({ dueDate, decision, requestedAt }, index) => ({
      id: `${firstWorksClock(line.id)}:${index + 2}`,
      from: decision?.at ?? requestedAt,
      date: dueDate,
    })),
  ]
}

export const tasks: AwaitedOnLine<'decideWorksExtension'> = (state, line) => {
  if (state.timesWorks === undefined || !BEING_BUILT.includes(line.status)) return []
  return openExtensionOf(line) === undefined
    ? []
    : [{ kind: 'decideWorksExtension', org: state.timesWorks.decider, line: line.id }]
}
