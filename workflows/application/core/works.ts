import { lineWords } from '../../../domain/case/service.ts'
import type { ActBodies } from '../../../domain/act/act.schema.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import { closedWords } from '../../../domain/trench/closed-road.ts'
import { refusalOf } from '../../lib/core/choices.ts'
import { choosing } from './act-rule.ts'
import type { Acts, Intent } from './act-rule.ts'
import type { CaseState, Line, Works } from './case-state.ts'
import { isLate, worksClockIds, worksDeadlineId } from './case-deadlines.ts'
import { openOrdersOf, touches } from './lines.ts'
import { closedRoadOf, isRevoked, lackingBy, lateNeedsOf } from './needed-approvals.ts'
import { approvalName } from './promise-list.ts'
import { requireNoPendingRevocation, requireNoStandstill } from './standstill.ts'
import { requireInForce } from './force.ts'
import { requireBackfilled } from './verifiers.ts'
import { markDeadline, withLines, withWorks } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import type { AwaitedOnLine, Wanted } from './wanted.ts'
import { aboutLine, nameOf, requireLine, requireNotDropped, requireOwn, saidOf } from './who.ts'
import { defined } from '../../../domain/defined.ts'

const BEFORE_START: readonly Line['status'][] = ['outerWorks', 'committed']
export const BEFORE_COMPLETION: readonly Line['status'][] = ['outerWorks', 'committed', 'constructing']

/** design, plan, hand-over of pipelines, start, progress, completion; no works before the commitment. */
export const acts = {
  fileDesign: {
    ...aboutLine<'fileDesign'>(ownWorks(BEFORE_COMPLETION)),
    events: (state, { body: { line, title, summary, files } }) => [
      {
        type: 'designFiled',
        rule: 'R-18',
        data: {
          line,
          title,
          summary,
          version: (state.lines[line]?.works?.designs ?? 0) + 1,
          ...defined({ files }),
        },
      },
    ],
  },
  fileConstructionPlan: {
    ...choosing(
      aboutLine<'fileConstructionPlan'>(ownWorks(BEFORE_COMPLETION), {
        also: (_state, { actor, body }, policy) =>
          body.nearbyOwners.forEach((org, index) =>
            requirePipelineOwner(org, actor.org, policy, `nearbyOwners.${index}`),
          ),
      }),
      (_state, { actor }, policy) => [
        {
          field: 'nearbyOwners.*',
          of: 'organisation',
          options: policy.organisations
            .filter(({ key }) => refusalOf(() => requirePipelineOwner(key, actor.org, policy, '')) === undefined)
            .map(({ key }) => ({ value: key })),
        },
      ],
    ),
    events: (state, { body }) => [
      {
        type: 'constructionPlanFiled',
        rule: 'R-18',
        data: { ...planned(body), version: (state.lines[body.line]?.works?.plans ?? 0) + 1 },
      },
    ],
  },
  signHandover: {
    ...aboutLine<'signHandover'>(
      (_state, line, { actor }) => {
        requireNotDropped(line)
        const { handovers } = requireWorks(line)
        requireNearby(handovers, actor.org)
        if (handovers[actor.org] !== null) throw new Refusal('already-done', '本单位已完成管线交底')
      },
      { whose: (_state, { works }, { actor }) => requireNearby(works?.handovers ?? {}, actor.org) },
    ),
    events: (_state, { actor, body }) => [{ type: 'handoverSigned', rule: 'R-19', data: { ...body, org: actor.org } }],
  },
  startWorks: {
    ...aboutLine<'startWorks'>((state, line, intent, policy) => {
      requireOwnWorks(line, intent.actor.org, BEFORE_START)
      requireStartable(state, line, localDate(intent.at, policy.hours), policy)
      requireInForce(state, line, intent, policy)
    }),
    events: (_state, { body }) => [{ type: 'worksStarted', rule: 'R-19', data: lineAndRemarks(body) }],
  },
  reportProgress: {
    ...aboutLine<'reportProgress'>((state, line, intent, policy) => {
      requireOwnWorks(line, intent.actor.org, ['constructing'])
      requireNoStandstill(state, line, policy)
      requireInForce(state, line, intent, policy)
    }),
    events: (_state, { body: { remarks, files, ...body } }) => [
      { type: 'progressReported', rule: 'R-18', data: { ...body, ...defined({ remarks, files }) } },
    ],
  },
  completeWorks: {
    ...aboutLine<'completeWorks'>((state, line, intent, policy) => {
      requireOwnWorks(line, intent.actor.org, ['constructing'])
      requireNoStandstill(state, line, policy)
      requireInForce(state, line, intent, policy)
      if (openOrdersOf(state, line.id).length > 0)
        throw new Refusal('rectification-open', '整改复查通过后才能完工', 'line')
      const due = touches(state, line, policy.works.inspectedWhenTouching)
      if (due && requireWorks(line).inspectionsPassed === 0)
        throw new Refusal('inspection-missing', '完工前须有一次检查合格', 'line')
      requireBackfilled(state, line)
    }),
    events: (state, { at, body }) => [completed(state, at, body)],
  },
} satisfies Partial<Acts>

function planned(body: ActBodies['fileConstructionPlan']) {
  const { designer, contractor, supervisor, unsupervised, files, ...plan } = body
  return { ...plan, ...defined({ designer, contractor, supervisor, unsupervised, files }) }
}

/** A line of the utility's own, whose works stand where the act belongs. */
export function ownWorks(allowed: readonly Line['status'][]) {
  return (_state: CaseState, line: Line, { actor }: Intent): void => requireOwnWorks(line, actor.org, allowed)
}

function requireNearby(handovers: Works['handovers'], org: string): void {
  if (!Object.hasOwn(handovers, org)) throw new Refusal('not-concerned', '施工方案未把本单位列为邻近管线权属单位')
}

function requireOwnWorks(line: Line, org: string, allowed: readonly Line['status'][]): void {
  requireOwn(line, org)
  requireNotDropped(line)
  requireWorks(line)
  if (!allowed.includes(line.status)) throw wrongStatus(line, allowed)
}

export function requireWorks(line: Line): Works {
  if (line.works !== undefined) return line.works
  throw line.status === 'surveying' || line.status === 'awaitingOpinion'
    ? new Refusal('wrong-stage', '联合踏勘结果尚未确定', 'line', { early: true })
    : new Refusal('no-outer-works', `${lineWords(line.id)}没有外线工程`, 'line')
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
  requireNoPendingRevocation(state, line.utility, policy, line)
  const closed = closedRoadOf(state, line)
  if (closed !== undefined && lackingBy(state, line).some(({ opensClosedRoad }) => opensClosedRoad === true))
    throw new Refusal('road-closed', `${closedWords(closed)}：须经市人民政府批准`, 'line')
  if (line.status !== 'committed' || schedule === undefined)
    throw new Refusal('commitment-required', '未签署承诺书或审批未批准，不得开工', 'line')
  const lacking = lateNeedsOf(state, line).map(
    ({ key, authority }) => `${approvalName(key, policy)}（${nameOf(authority, policy)}）`,
  )
  const why = lateNeedsOf(state, line).some(({ key }) => isRevoked(state, line.utility, key)) ? '已被撤销或' : ''
  if (lacking.length > 0)
    throw new Refusal('approval-lacking', `${why}部门认定还涉及：${lacking.join('、')}，取得审批后方可开工`, 'line')
  const works = requireWorks(line)
  if (works.designs === 0 || works.plans === 0) throw new Refusal('plan-missing', '先提交设计方案与施工方案', 'line')
  requireNamed(state, works)
  const unsigned = Object.keys(works.handovers).filter((org) => works.handovers[org] === null)
  if (unsigned.length > 0)
    throw new Refusal('handover-missing', `尚未交底：${unsigned.map((org) => nameOf(org, policy)).join('、')}`, 'line')
  if (today < schedule.worksFrom) throw new Refusal('works-too-early', `施工日期自 ${schedule.worksFrom} 起`, 'line')
}

/** who designs, who builds, and who supervises or why nobody has to; in cases of before 0.7 unasked. */
function requireNamed(
  { verifiesPromises }: CaseState,
  { designer, contractor, supervisor, unsupervised }: Works,
): void {
  if (verifiesPromises === undefined) return
  const missing = [
    ...(designer === undefined ? ['设计单位'] : []),
    ...(contractor === undefined ? ['施工单位'] : []),
    ...(supervisor === undefined && unsupervised === undefined ? ['监理单位（或依法不须监理的理由）'] : []),
  ]
  if (missing.length > 0)
    throw new Refusal('participants-unnamed', `开工前请在施工方案中写明：${missing.join('、')}`, 'line')
}

function requirePipelineOwner(org: string, self: string, policy: City, field: string): void {
  if (org === self) throw new Refusal('validation-failed', '不必列出本单位', field)
  if (policy.organisations.find((organisation) => organisation.key === org)?.kind !== 'utility')
    throw new Refusal('validation-failed', `${saidOf(org, policy)}不是本市的公用事业单位`, field)
}

function completed(state: CaseState, at: string, { line, remarks, files }: ActBodies['completeWorks']): EventBody {
  const late = isLate(state.deadlines[worksDeadlineId(state, requireLine(state, line, 'line'))], at)
  return {
    type: 'worksCompleted',
    rule: 'R-21',
    data: { line, late, ...defined({ remarks, files }) },
  }
}

function lineAndRemarks({ line, remarks }: ActBodies['startWorks']) {
  return { line, ...defined({ remarks }) }
}

/** The same with what shows it. */
export function doneOnLine({ files, ...body }: ActBodies['completeWorks']) {
  return { ...lineAndRemarks(body), ...defined({ files }) }
}

export const folds = {
  designFiled: (state, { data }) => withWorks(state, data.line, { designs: data.version }),
  constructionPlanFiled,
  handoverSigned: (state, { at, data }) =>
    withWorks(state, data.line, (works) => ({ handovers: { ...works.handovers, [data.org]: at } })),
  worksStarted: (state, { at, data }) =>
    withLines(withWorks(state, data.line, { startedAt: at }), [data.line], () => ({ status: 'constructing' })),
  progressReported: (state, { data }) => withWorks(state, data.line, { percent: data.percent }),
  worksCompleted: (state, { at, data }) =>
    withLines(
      metWorks(withWorks(state, data.line, { completedAt: at, percent: 100 }), data.line, at),
      [data.line],
      () => ({ status: 'completed' }),
    ),
} satisfies Partial<Folds>

/** owners of pipelines nearby take part from here on; those that signed already need not sign again. */
function constructionPlanFiled(state: CaseState, { data }: EventOf<'constructionPlanFiled'>): CaseState {
  const owners = data.nearbyOwners.filter((org) => state.parties[org] === undefined)
  const parties = Object.fromEntries(
    owners.map((org) => [org, { org, kind: 'utility', opinionRequired: false, pipelineOwner: true }] as const),
  )
  return withWorks({ ...state, parties: { ...state.parties, ...parties } }, data.line, (works) => ({
    plans: data.version,
    ...namedIn(data),
    handovers: Object.fromEntries(data.nearbyOwners.map((org) => [org, works.handovers[org] ?? null])),
  }))
}

/** A later plan that names somebody else takes the earlier one's place; one that names nobody leaves it. */
function namedIn({
  designer,
  contractor,
  supervisor,
  unsupervised,
}: EventOf<'constructionPlanFiled'>['data']): Partial<Works> {
  return defined({ designer, contractor, supervisor, unsupervised })
}

function metWorks(state: CaseState, id: string, at: string): CaseState {
  const line = state.lines[id]
  if (line === undefined) return state
  return worksClockIds(state, line).reduce((next, clock) => markDeadline(next, clock, { metAt: at }), state)
}

type WorksTask = 'startWorks' | 'signHandover' | 'completeWorks' | PaperTask
type PaperTask = 'fileDesign' | 'fileConstructionPlan' | 'reportProgress'

export const tasks: AwaitedOnLine<WorksTask> = (state, line) => {
  const own = { org: line.utility, line: line.id }
  const works = { deadlineId: worksDeadlineId(state, line) }
  const papers = papersAwaited(state, line).map((kind) => ({ kind, ...own, ...works }))
  if (line.status === 'constructing') return [{ kind: 'completeWorks', ...own, ...works }, ...papers]
  return line.status === 'committed'
    ? [{ kind: 'startWorks', ...own, ...works }, ...papers, ...handoverTasks(line)]
    : []
}

/** the first of each; before the commitment they may be filed, and are not awaited yet. */
function papersAwaited({ awaitsPapers }: CaseState, { status, works }: Line): readonly PaperTask[] {
  if (awaitsPapers === undefined || works === undefined) return []
  if (status === 'constructing') return works.percent === 0 ? ['reportProgress'] : []
  return [
    ...(works.designs === 0 ? ['fileDesign' as const] : []),
    ...(works.plans === 0 ? ['fileConstructionPlan' as const] : []),
  ]
}

function handoverTasks(line: Line): readonly Wanted<'signHandover'>[] {
  return Object.entries(line.works?.handovers ?? {})
    .filter(([, signedAt]) => signedAt === null)
    .map(([org]) => ({ kind: 'signHandover', org, line: line.id }))
}
