import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { isTaskClock } from '../../domain/clocks/deadline.ts'
import type { DeadlineKind, POLICY_DEADLINES, TaskClock } from '../../domain/clocks/deadline.ts'
import { LINE_STATUS_NAMES, LINE_STATUSES } from '../../domain/case/line-status.ts'
import type { LineStatus } from '../../domain/case/line-status.ts'
import { STAGE_NAMES, STAGES } from '../../domain/case/stage.ts'
import type { Stage } from '../../domain/case/stage.ts'
import { TASK_CLOCK_NAMES } from '../../domain/case/task.ts'
import { INTAKE, NEARBY_OWNERS, OTHER_UTILITY, UTILITY } from './example.ts'
import type { Found } from './explore.ts'
import type { Standing } from './standing.ts'

export function stageOf(standing: Standing): Stage {
  return standing.slice(0, standing.indexOf('|')) as Stage
}

export function statusOf(standing: Standing): LineStatus {
  return standing.slice(standing.indexOf('|') + 1) as LineStatus
}

/** In the order of the plan. */
export function inOrder(standings: Iterable<Standing>): readonly Standing[] {
  const place = (standing: Standing) =>
    STAGES.indexOf(stageOf(standing)) * 100 + LINE_STATUSES.indexOf(statusOf(standing))
  return [...standings].sort((a, b) => place(a) - place(b))
}

/**
 * Where, stage by stage; the statuses only where not all of a stage's; and whether a withdrawn case is still wound up
 * by it.
 */
export function whereWords(
  { allowed, windingUp }: Pick<Found, 'allowed' | 'windingUp'>,
  standings: ReadonlySet<Standing>,
): string {
  const taken = (each: ReadonlySet<Standing>) =>
    new Set([...each].filter((standing) => statusOf(standing) !== 'withdrawn'))
  return [stageWords(taken(allowed), taken(standings)), ...(windingUp.size > 0 ? ['撤回后收尾'] : [])].join('；')
}

function stageWords(allowed: ReadonlySet<Standing>, reachable: ReadonlySet<Standing>): string {
  const open = STAGES.filter((stage) => stage !== 'closed')
  const of = (stage: Stage, standings: ReadonlySet<Standing>) =>
    inOrder(standings).filter((standing) => stageOf(standing) === stage)
  const whole = open.filter((stage) => of(stage, allowed).length === of(stage, reachable).length)
  const partly = open.filter((stage) => !whole.includes(stage) && of(stage, allowed).length > 0)
  if (whole.length === open.length) return '办结前'
  const [first] = whole
  if (
    first !== undefined &&
    partly.length === 0 &&
    whole.length > 2 &&
    whole.length === open.length - open.indexOf(first)
  )
    return `${STAGE_NAMES[first]}起，办结前`
  return open
    .filter((stage) => of(stage, allowed).length > 0)
    .map((stage) =>
      of(stage, reachable).length === of(stage, allowed).length
        ? STAGE_NAMES[stage]
        : `${STAGE_NAMES[stage]}（${of(stage, allowed)
            .map((standing) => LINE_STATUS_NAMES[statusOf(standing)])
            .join('、')}）`,
    )
    .join('；')
}

/** Who it is by the matter at hand, where the example shows only some. */
const BY_MATTER: Partial<Readonly<Record<ActType, string>>> = {
  reinspect: '责令整改的部门',
  decideExtension: '责令整改的部门',
  fileEmergencyRepair: '报告抢修的单位',
  answerMissed: '被指失约的一方',
  reassignTask: '待办所属单位',
  decideVariation: '批准或凭承诺准许的部门',
  requestApprovalSupplement: '该事项的审批部门',
  decideApproval: '该事项的审批部门',
  issueJointResult: '并联审批的牵头部门',
}

/** Which organisations an act was taken from, in words that hold for every case. */
export function whoWords(type: ActType, taken: ReadonlySet<string>, city: City): string {
  const byMatter =
    ACTS[type].by === 'collector'
      ? `采集单位（按项目阶段：${namesOf(new Set(Object.values(city.registration.collectors)), city)}）`
      : BY_MATTER[type]
  if (byMatter !== undefined) return byMatter
  const words: Readonly<Record<string, string>> = {
    [UTILITY]: '承办单位',
    [OTHER_UTILITY]: '承办单位',
    [INTAKE.org]: '原接入系统',
    [city.registration.window]: '综窗',
    applicant: '申请人',
    ...Object.fromEntries(NEARBY_OWNERS.map((org) => [org, '邻近管线权属单位'])),
  }
  const parties = [UTILITY, OTHER_UTILITY, ...city.survey.invited]
  const everyParty = taken.has(UTILITY) && city.survey.invited.every((org) => taken.has(org))
  const others = [...taken].filter((org) => !everyParty || !parties.includes(org))
  return [
    ...(everyParty ? ['参与的每家单位'] : []),
    ...new Set(others.map((org) => words[org] ?? namesOf(new Set([org]), city))),
  ].join('、')
}

function namesOf(organisations: ReadonlySet<string>, city: City): string {
  return city.organisations
    .filter(({ key }) => organisations.has(key))
    .map(({ name }) => name)
    .join('、')
}

export const DEADLINE_NAMES: Readonly<Record<DeadlineKind, string>> = {
  registration: '信息采集',
  survey: '联合踏勘',
  commitment: '签署承诺书',
  works: '施工',
  rectification: '整改',
  connection: '接入',
  approval: '并联审批',
  emergencyRepair: '抢修补办',
  ...TASK_CLOCK_NAMES,
}

/** How long, and by which rule. */
export function deadlineWords(kind: DeadlineKind, city: City): string {
  if (kind === 'works') return '至附件3的施工结束日期（R-19）'
  if (kind === 'rectification') return '至整改通知的期限（R-20）'
  if (kind === 'approval') return '按审批事项清单（R-17）'
  if (kind === 'emergencyRepair') return '24 小时（R-19）'
  if (isTaskClock(kind)) return taskClockWords(kind, city)
  const { rule, length } = city.deadlines[kind]
  const inAdvance =
    kind === 'connection' ? `，已提前布设的${lengthWords(city.deadlines.connectionLaidInAdvance.length)}` : ''
  return `${lengthWords(length)}${inAdvance}（${rule}）`
}

/** How long a task of its own clock has, and whose word that is. */
function taskClockWords(kind: TaskClock, city: City): string {
  if (kind === 'fileOpinion') return `随联合踏勘，${deadlineWords('survey', city)}`
  const clock = city.taskClocks?.tasks[kind]
  if (clock === undefined) return '没有时限'
  return 'none' in clock ? `没有时限：${clock.none}` : `${lengthWords(clock.length)}（R-33）`
}

function lengthWords(length: City['deadlines'][(typeof POLICY_DEADLINES)[number]]['length']): string {
  switch (length.kind) {
    case 'workingDays':
      return `${length.days} 个工作日`
    case 'workingHours':
      return `${length.hours} 个工作小时`
    case 'wholeDays':
      return `${length.days} 个整工作日`
    case 'sameDay':
      return '当日'
    case 'elapsedSeconds':
      return `${length.seconds} 秒`
  }
}
