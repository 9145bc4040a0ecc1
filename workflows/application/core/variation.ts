import { lineWords } from '../../../domain/case/service.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import { closedWords } from '../../../domain/trench/closed-road.ts'
import { isUndecided } from '../../../domain/works/works-time.ts'
import type { Variation, WorksChange } from '../../../domain/works/works-time.ts'
import { about, byId } from './act-rule.ts'
import type { Acts, Command } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { withLines, withWorks } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { linesOf } from './lines.ts'
import { lastApproval } from './rounds.ts'
import { closedFor } from './survey.ts'
import { approversOf, givenTo } from './variation-approvers.ts'
import type { Awaited } from './wanted.ts'
import { aboutLine, requireLine } from './who.ts'
import { BEFORE_COMPLETION, ownWorks } from './works.ts'
import { requireTimed } from './works-time.ts'

/**
 * R-19 (城市道路管理条例 第三十六条): place, area or time otherwise than approved or promised is decided beforehand by
 * each authority whose approval or promise covers it. The clock of the works is no matter of theirs.
 */
export const acts = {
  requestVariation: {
    ...aboutLine<'requestVariation'>(
      (state, line, intent) => {
        ownWorks(BEFORE_COMPLETION)(state, line, intent)
        requireTimed(state)
        if (
          approversOf(
            state,
            linesOf(state).filter(({ utility }) => utility === line.utility),
          ).length === 0
        )
          throw new Refusal('wrong-stage', '没有已取得的审批要变更：重新签署承诺书或重新申请即可', 'line')
        if (variationsOf(state).some((each) => each.org === line.utility && isOpen(state, each)))
          throw new Refusal('already-done', '已申请施工变更，等待决定', 'line')
      },
      { also: requireChange },
    ),
    events: (state, { actor, body: { line, reason, files, ...change } }) => [
      {
        type: 'variationRequested',
        rule: 'R-19',
        data: {
          variation: String(variationsOf(state).length + 1),
          org: actor.org,
          line,
          approvers: [...approversFor(state, requireLine(state, line, 'line'), change)],
          change: defined(change),
          reason,
          ...defined({ files }),
        },
      },
    ],
  },
  decideVariation: {
    ...about<'decideVariation', Variation>({
      first: (state) => requireTimed(state),
      among: variationsOf,
      offers: byId('variation', 'variation'),
      named: (state, body) => requireVariation(state, body.variation),
      whose: (_state, { approvers }, { actor }) => requireApprover(approvers, actor.org),
      allows(state, variation, { actor }) {
        requireApprover(variation.approvers, actor.org)
        if (variation.decisions[actor.org] !== undefined || !isUndecided(variation))
          throw new Refusal('already-done', '该施工变更已经决定', 'variation')
        if (!isOpen(state, variation)) throw new Refusal('wrong-stage', '该项工程已完工或撤销', 'variation')
      },
    }),
    events: decided,
  },
} satisfies Partial<Acts>

export function variationsOf({ variations = {} }: CaseState): readonly Variation[] {
  return Object.values(variations)
}

function requireVariation({ variations = {} }: CaseState, id: string): Variation {
  const variation = Object.hasOwn(variations, id) ? variations[id] : undefined
  if (variation === undefined)
    throw new Refusal(
      'variation-unknown',
      `没有第 ${id} 次施工变更；本申请共有 ${Object.keys(variations).length} 次`,
      'variation',
    )
  return variation
}

function requireApprover(approvers: readonly string[], org: string): void {
  if (!approvers.includes(org)) throw new Refusal('not-concerned', '由批准或凭承诺准许该工程的部门决定', 'variation')
}

/** Still to be decided, of works that are not completed. */
function isOpen({ lines }: CaseState, variation: Variation): boolean {
  const { status = 'withdrawn' } = lines[variation.line] ?? {}
  return isUndecided(variation) && BEFORE_COMPLETION.includes(status)
}

/** As an act has it. */
type Changing = { readonly [K in keyof WorksChange]?: WorksChange[K] | undefined }

/** The dates are those of all its works, place and length the line's own. */
function approversFor(state: CaseState, line: Line, { worksFrom, worksTo }: Changing): readonly string[] {
  const isOfTime = worksFrom !== undefined || worksTo !== undefined
  return approversOf(state, isOfTime ? linesOf(state).filter(({ utility }) => utility === line.utility) : [line])
}

function requireChange(state: CaseState, { at, body }: Command<'requestVariation'>, policy: City): void {
  const line = requireLine(state, body.line, 'line')
  if (approversFor(state, line, body).length === 0)
    throw new Refusal('wrong-stage', `${lineWords(line.id)}没有已取得的审批要变更`, 'line')
  const today = localDate(at, policy.hours)
  const schedule = state.schedules[line.utility]
  const { worksFrom = schedule?.worksFrom ?? '', worksTo = schedule?.worksTo ?? '' } = body
  if (body.worksTo !== undefined) {
    if (worksTo < today) throw new Refusal('date-past', '施工结束日期应在今日或以后', 'worksTo')
    requireWithinReach(worksTo, today, 'worksTo')
  }
  if (body.worksFrom !== undefined && worksFrom < today && worksFrom !== schedule?.worksFrom)
    throw new Refusal('date-past', '施工开始日期应在今日或以后', 'worksFrom')
  if (worksFrom > worksTo)
    throw new Refusal(
      'validation-failed',
      '施工结束日期不能早于开始日期',
      body.worksTo === undefined ? 'worksFrom' : 'worksTo',
    )
  requireOpenRoads(state, line, body, { at, policy })
}

/** a closed road is not come upon by a change. */
function requireOpenRoads(
  state: CaseState,
  line: Line,
  { sections }: Changing,
  { at, policy }: { readonly at: string; readonly policy: City },
): void {
  const { outerWorks } = line
  if (sections === undefined || outerWorks === undefined) return
  const moved = { line: line.id, connectable: false, outerWorks: { ...outerWorks, sections: [...sections] } }
  const [closed] = closedFor(state, { lines: [moved] }, at, policy) ?? []
  if (closed === undefined) return
  const opens = state.approvalNeeds.filter(({ opensClosedRoad }) => opensClosedRoad === true)
  if (opens.some(({ key }) => lastApproval(state, line.utility, key)?.status === 'approved')) return
  throw new Refusal('road-closed', `${closedWords(closed)}：须经市人民政府批准，不能以变更办理`, 'sections')
}

/** All of them have to approve; then it is what is approved. */
function decided(state: CaseState, { actor, body }: Command<'decideVariation'>): readonly EventBody[] {
  const variation = requireVariation(state, body.variation)
  const { id, org, approvers, decisions, change } = variation
  const line = requireLine(state, variation.line, 'line')
  const decision: EventBody = {
    type: 'variationDecided',
    rule: 'R-19',
    data: {
      variation: id,
      org: actor.org,
      utility: org,
      approved: body.approved,
      ...defined({ reason: body.reason }),
    },
  }
  const isLast = approvers.every((each) => each === actor.org || decisions[each] !== undefined)
  if (!body.approved || !isLast) return [decision]
  const approvals = givenTo(state, line).map(({ key }) => key)
  return [
    decision,
    { type: 'worksVaried', rule: 'R-19', data: { variation: id, org, line: line.id, change, approvals } },
  ]
}

export const folds = {
  variationRequested: (state, { at, data: { variation: id, files: _files, ...data } }) => ({
    ...state,
    variations: { ...state.variations, [id]: { id, ...data, requestedAt: at, decisions: {} } },
  }),
  variationDecided: (state, { at, data: { variation: id, org, approved, reason } }) =>
    withVariation(state, id, ({ decisions }) => ({
      decisions: { ...decisions, [org]: { at, approved, ...defined({ reason }) } },
    })),
  worksVaried,
} satisfies Partial<Folds>

function withVariation(state: CaseState, id: string, change: (variation: Variation) => Partial<Variation>): CaseState {
  const variation = state.variations?.[id]
  return variation === undefined
    ? state
    : { ...state, variations: { ...state.variations, [id]: { ...variation, ...change(variation) } } }
}

/** The works' clocks stay as they are: a longer time is decided apart. */
function worksVaried(state: CaseState, { at, data }: EventOf<'worksVaried'>): CaseState {
  const { org, change } = data
  const taken = withVariation(state, data.variation, () => ({ takenAt: at }))
  const moved = withLines(withWorks(taken, data.line, { varied: data.approvals }), [data.line], ({ outerWorks }) =>
    outerWorks === undefined
      ? {}
      : {
          outerWorks: {
            ...outerWorks,
            ...(change.sections === undefined ? {} : { sections: [...change.sections] }),
            ...defined({ lengthMetres: change.lengthMetres }),
          },
        },
  )
  const schedule = moved.schedules[org]
  if (schedule === undefined) return moved
  const sections = linesOf(moved)
    .filter(({ utility, status }) => utility === org && status !== 'withdrawn')
    .flatMap(({ outerWorks }) => outerWorks?.sections ?? [])
  return {
    ...moved,
    schedules: {
      ...moved.schedules,
      [org]: {
        ...schedule,
        ...defined({ worksFrom: change.worksFrom, worksTo: change.worksTo }),
        sections: change.sections === undefined ? schedule.sections : sections,
      },
    },
  }
}

/** of works that go on. */
export const tasks: Awaited<'decideVariation'> = (state) =>
  variationsOf(state)
    .filter((each) => isOpen(state, each))
    .flatMap(({ id, line, approvers, decisions }) =>
      approvers
        .filter((org) => decisions[org] === undefined)
        .map((org) => ({ kind: 'decideVariation', org, line, order: id }) as const),
    )
