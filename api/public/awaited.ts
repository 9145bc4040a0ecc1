/** first what is asked of the user, then who works on what, and until when. */
import type { City } from '../../domain/city/city.schema.ts'
import { SERVICE_NAMES } from '../../domain/case/service.ts'
import type { LineStatus } from '../../domain/case/line-status.ts'
import { TASK_NAMES } from '../../domain/case/task.ts'
import type { Task, TaskKind } from '../../domain/case/task.ts'
import { isUsersOwn } from '../../workflows/application/core/task-clocks.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import type { CaseState } from '../case.ts'
import { untilWords } from './when.ts'

export interface Told {
  readonly hours: City['hours']
  readonly nameOf: (org: string) => string
  /** what waits for the user beside the case, as one is asked for it. */
  readonly turns?: readonly string[]
}

export const READY: readonly LineStatus[] = ['connectable', 'accepted']

/** What an open task of the user's is called to the user; their other kinds are never theirs. */
const ASKED: Readonly<Partial<Record<TaskKind, string>>> = {
  supplementDemand: '补充申请信息',
  answerOffer: '答复承办单位提议的时间',
  answerMissed: '答复约好的时间是否有人在',
}

/** One sentence for each thing that waits for the user; where nothing does and others work, that. */
export function yourTurnWords(state: CaseState, { hours, turns: beside = [] }: Told): string[] {
  const asked = open(state)
    .filter((task) => isUsersOwn(state, task))
    .map((task) => `${ASKED[task.kind] ?? TASK_NAMES[task.kind]}${serviceOf(state, task)}${until(state, task, hours)}`)
  const turns = turnWords([...asked, ...ofConnection(state), ...beside])
  if (turns.length > 0) return [...new Set(turns)]
  return open(state).some(isTold) ? ['现在不用您做什么，有关单位正在办。'] : []
}

export function turnWords(turns: readonly string[]): string[] {
  return turns.map((each) => `轮到您：请${each}。`)
}

/** what the lines wait for at the user's side. */
function ofConnection({ withdrawn, lines, deadlines }: CaseState): string[] {
  if (withdrawn !== undefined) return []
  const ready = Object.values(lines).filter(({ status }) => READY.includes(status))
  const unready = Object.values(deadlines).flatMap(({ id, stoppedAt, stopReason, metAt, supersededAt }) => {
    const line = lines[id.split(':').slice(1).join(':')]
    const isOpen = stoppedAt !== undefined && metAt === undefined && supersededAt === undefined
    return isOpen && stopReason === 'userNotReady' && line !== undefined ? [line] : []
  })
  const named = (which: typeof ready) => [...new Set(which.map(({ service }) => SERVICE_NAMES[service]))].join('、')
  return [
    ...(unready.length === 0 ? [] : [`按承办单位的告知，办好${named(unready)}的接入条件`]),
    ...(ready.length === 0 ? [] : [`约定${named(ready)}的接入时间`]),
  ]
}

/** Who works on what, and until when: one sentence for each organisation. */
export function awaitedWords(state: CaseState, { hours, nameOf }: Told): string[] {
  const tasks = open(state).filter((task) => isTold(task) && !isUsersOwn(state, task))
  return [...Map.groupBy(tasks, ({ org }) => org)].map(([org, its]) => {
    const works = its.map((task) => `${TASK_NAMES[task.kind]}${serviceOf(state, task)}${until(state, task, hours)}`)
    return `${nameOf(org)}正在办：${[...new Set(works)].join('；')}。`
  })
}

/** A running clock that an awaited task tells by itself. */
export function isToldByTask(state: CaseState, { id, stoppedAt, passedAt }: Deadline): boolean {
  if (stoppedAt !== undefined || passedAt !== undefined) return false
  return open(state).some((task) => isTold(task) && !isUsersOwn(state, task) && task.deadlineId === id)
}

const open = ({ tasks }: CaseState): readonly Task[] =>
  Object.values(tasks).filter(({ closedSeq }) => closedSeq === undefined)

/** That a push has arrived is no work. */
const isTold = ({ kind }: Task): boolean => kind !== 'acknowledgeReceipt'

function serviceOf({ lines }: CaseState, { line }: Task): string {
  const service = line === undefined ? undefined : lines[line]?.service
  return service === undefined ? '' : `（${SERVICE_NAMES[service]}）`
}

function until({ deadlines }: CaseState, { deadlineId }: Task, hours: City['hours']): string {
  return untilWords(deadlineId === undefined ? undefined : deadlines[deadlineId], hours)
}
