import type { City } from '../../../domain/city/city.schema.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { CaseState, Line, Works } from './case-state.ts'
import { isLate, openOrdersOf, touches, worksDeadlineId } from './case-state.ts'
import type { ActRule } from './can.ts'
import { nameOf, requireLine, requireNotDropped } from './who.ts'

type WorksAct =
  | 'fileDesign'
  | 'fileConstructionPlan'
  | 'signHandover'
  | 'startWorks'
  | 'reportProgress'
  | 'completeWorks'

/** design, plan, hand-over of pipelines, start, progress, completion; no works before the commitment. */
export const WORKS_ACTS: { readonly [A in WorksAct]: ActRule<A> } = {
  fileDesign: {
    can: (state, { actor, body }) => void requireOwnWorks(state, actor.org, body.line, BEFORE_COMPLETION),
    events: (state, { body: { line, title, summary } }) => [
      {
        type: 'designFiled',
        rule: 'R-18',
        data: { line, title, summary, version: (state.lines[line]?.works?.designs ?? 0) + 1 },
      },
    ],
  },
  fileConstructionPlan: {
    can(state, { actor, body }, policy) {
      requireOwnWorks(state, actor.org, body.line, BEFORE_COMPLETION)
      body.nearbyOwners.forEach((org, index) => requirePipelineOwner(org, actor.org, policy, `nearbyOwners.${index}`))
    },
    events: (state, { body }) => [
      {
        type: 'constructionPlanFiled',
        rule: 'R-18',
        data: { ...body, version: (state.lines[body.line]?.works?.plans ?? 0) + 1 },
      },
    ],
  },
  signHandover: {
    can(state, { actor, body }) {
      const line = requireLine(state, body.line, 'line')
      requireNotDropped(line)
      const { handovers } = requireWorks(line)
      if (!Object.hasOwn(handovers, actor.org))
        throw new Refusal('not-concerned', '施工方案未把本单位列为邻近管线权属单位')
      if (handovers[actor.org] !== null) throw new Refusal('already-done', '本单位已完成管线交底')
    },
    events: (_state, { actor, body }) => [{ type: 'handoverSigned', rule: 'R-19', data: { ...body, org: actor.org } }],
  },
  startWorks: {
    can: (state, { actor, at, body }, policy) =>
      requireStartable(
        state,
        requireOwnWorks(state, actor.org, body.line, BEFORE_START),
        localDate(at, policy.hours),
        policy,
      ),
    events: (_state, { body }) => [{ type: 'worksStarted', rule: 'R-19', data: withoutUndefined(body) }],
  },
  reportProgress: {
    can: (state, { actor, body }) => void requireOwnWorks(state, actor.org, body.line, ['constructing']),
    events: (_state, { body: { remarks, ...body } }) => [
      { type: 'progressReported', rule: 'R-18', data: { ...body, ...(remarks === undefined ? {} : { remarks }) } },
    ],
  },
  completeWorks: {
    can(state, { actor, body }, policy) {
      const line = requireOwnWorks(state, actor.org, body.line, ['constructing'])
      if (openOrdersOf(state, line.id).length > 0)
        throw new Refusal('rectification-open', '整改复查通过后才能完工', 'line')
      const due = touches(line, policy.works.inspectedWhenTouching)
      if (due && requireWorks(line).inspectionsPassed === 0)
        throw new Refusal('inspection-missing', '完工前须有一次检查合格', 'line')
    },
    events: (state, { at, body }) => [completed(state, at, body.line, body.remarks)],
  },
}

const BEFORE_START: readonly Line['status'][] = ['outerWorks', 'committed']
export const BEFORE_COMPLETION: readonly Line['status'][] = ['outerWorks', 'committed', 'constructing']

/** The line, where it is this utility's own and its works stand where the act belongs. */
export function requireOwnWorks(state: CaseState, org: string, id: string, allowed: readonly Line['status'][]): Line {
  const line = requireLine(state, id, 'line')
  if (line.utility !== org) throw new Refusal('not-concerned', `${line.id} 不是本单位承办的服务`, 'line')
  requireNotDropped(line)
  requireWorks(line)
  if (!allowed.includes(line.status)) throw wrongStatus(line, allowed)
  return line
}

export function requireWorks(line: Line): Works {
  if (line.works !== undefined) return line.works
  throw line.status === 'surveying' || line.status === 'awaitingOpinion'
    ? new Refusal('wrong-stage', '联合踏勘结果尚未确定', 'line', { early: true })
    : new Refusal('no-outer-works', `${line.id} 没有外线工程`, 'line')
}

function wrongStatus(line: Line, allowed: readonly Line['status'][]): Refusal {
  if (line.status === 'outerWorks') return new Refusal('commitment-required', '先签署承诺书', 'line')
  if (line.status === 'committed') return new Refusal('wrong-stage', '尚未开工', 'line', { early: true })
  if (allowed.includes('committed') && line.status === 'constructing')
    return new Refusal('already-done', '已经开工', 'line')
  return new Refusal('already-done', '该项外线工程已完工', 'line')
}

function requireStartable(state: CaseState, line: Line, today: string, policy: City): void {
  const schedule = state.schedules[line.utility]
  if (line.status !== 'committed' || schedule === undefined)
    throw new Refusal('commitment-required', '未签署承诺书或审批未批准，不得开工', 'line')
  const works = requireWorks(line)
  if (works.designs === 0 || works.plans === 0) throw new Refusal('plan-missing', '先提交设计方案与施工方案', 'line')
  const unsigned = Object.keys(works.handovers).filter((org) => works.handovers[org] === null)
  if (unsigned.length > 0)
    throw new Refusal('handover-missing', `尚未交底：${unsigned.map((org) => nameOf(org, policy)).join('、')}`, 'line')
  if (today < schedule.worksFrom) throw new Refusal('works-too-early', `施工日期自 ${schedule.worksFrom} 起`, 'line')
}

function requirePipelineOwner(org: string, self: string, policy: City, field: string): void {
  if (org === self) throw new Refusal('validation-failed', '不必列出本单位', field)
  if (policy.organisations.find((organisation) => organisation.key === org)?.kind !== 'utility')
    throw new Refusal('validation-failed', `${org} 不是公用事业单位`, field)
}

function completed(state: CaseState, at: string, id: Line['id'], remarks: string | undefined): EventBody {
  const late = isLate(state.deadlines[worksDeadlineId(state, requireLine(state, id, 'line'))], at)
  return {
    type: 'worksCompleted',
    rule: 'R-21',
    data: { line: id, late, ...(remarks === undefined ? {} : { remarks }) },
  }
}

export function withoutUndefined({ line, remarks }: { line: Line['id']; remarks?: string | undefined }): {
  line: Line['id']
  remarks?: string
} {
  return remarks === undefined ? { line } : { line, remarks }
}
