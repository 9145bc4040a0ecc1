/** Where a case stands on 附件1: the trunk that all share, and each line's own branch. */
import type { LineStatus } from '../../../../domain/case/line-status.ts'
import type { Light } from '../../../../domain/clocks/deadline.ts'
import type { ApplicationView, DeadlineView, LineView } from '../../data/types.ts'

export type StepState = 'done' | 'now' | 'ahead' | 'skipped' | 'dropped'
export const STEP_STATE_WORDS: Readonly<Record<StepState, string>> = {
  done: '已完成',
  now: '正在办',
  ahead: '未到',
  skipped: '不需要',
  dropped: '已撤回',
}

export interface Step {
  readonly key: string
  readonly name: string
  readonly state: StepState
  readonly light: Light | undefined
  /** Under the name: what of it is known. */
  readonly note: string
}

export interface Branch {
  readonly line: LineView
  readonly steps: readonly Step[]
}

const OUTER = ['approval', 'works', 'acceptance'] as const
const BRANCH_NAMES = { approval: '承诺告知', works: '施工 · 监管', acceptance: '竣工验收', connection: '接入' } as const

/** How many of approval, works, acceptance, connection lie behind a line; without outer works all but the last. */
const BEHIND: Readonly<Record<LineStatus, number>> = {
  surveying: 0,
  awaitingOpinion: 0,
  connectable: 3,
  outerWorks: 0,
  committed: 1,
  constructing: 1,
  completed: 2,
  accepted: 3,
  appointed: 3,
  connected: 4,
  withdrawn: 0,
}

export function trunkOf(view: ApplicationView): readonly Step[] {
  const pushed = view.pushedAt !== undefined
  const surveyed = view.survey?.closedAt !== undefined || view.survey?.waived !== undefined
  return [
    {
      key: 'demand',
      name: '获取项目需求信息',
      state: pushed ? 'done' : 'now',
      light: lightOf(view, 'registration'),
      note: '0.5 个工作日',
    },
    {
      key: 'survey',
      name: '组织联合踏勘',
      state: surveyed ? 'done' : pushed ? 'now' : 'ahead',
      light: lightOf(view, 'survey'),
      note: view.survey?.waived === undefined ? '2 个工作日' : '免于踏勘',
    },
  ]
}

export function branchesOf(view: ApplicationView): readonly Branch[] {
  return view.lines.map((line) => ({ line, steps: stepsOf(line, view) }))
}

function stepsOf(line: LineView, view: ApplicationView): readonly Step[] {
  const begun = !['surveying', 'awaitingOpinion'].includes(line.status)
  const direct = begun && line.outerWorks === undefined && line.status !== 'withdrawn'
  const state = (index: number): StepState => {
    if (line.status === 'withdrawn') return 'dropped'
    if (direct && index < OUTER.length) return 'skipped'
    if (!begun) return 'ahead'
    return index < BEHIND[line.status] ? 'done' : index === BEHIND[line.status] ? 'now' : 'ahead'
  }
  const notes = notesOf(line)
  return [...OUTER, 'connection' as const].map((key, index) => ({
    key,
    name: BRANCH_NAMES[key],
    state: state(index),
    light: state(index) === 'now' ? lightOf(view, deadlineOf[key], line.id) : undefined,
    note:
      state(index) === 'skipped' ? '无外线工程' : line.held !== undefined && index === 0 ? '待用户补正' : notes[key],
  }))
}

const deadlineOf = { approval: 'commitment', works: 'works', acceptance: 'works', connection: 'connection' } as const

function notesOf({ works, appointment, connectedAt, laidInAdvance }: LineView) {
  return {
    approval: '0.5 个工作日',
    works: works === undefined ? '' : works.completedAt === undefined ? `${works.percent}%` : '完工',
    acceptance: works?.acceptedAt === undefined ? '' : '合格',
    connection:
      connectedAt === undefined
        ? appointment === undefined
          ? laidInAdvance
            ? '0 个工作日'
            : '1 个工作日'
          : `约 ${Number(appointment.slice(5, 7))}月${Number(appointment.slice(8, 10))}日`
        : '已接通',
  }
}

/** Of the clock that runs, or ran last. */
function lightOf({ deadlines }: ApplicationView, kind: DeadlineView['kind'], line?: string): Light | undefined {
  return deadlines.findLast(
    (deadline) =>
      deadline.kind === kind &&
      (deadline.line === undefined || line === undefined || deadline.line === line) &&
      deadline.supersededAt === undefined,
  )?.light
}
