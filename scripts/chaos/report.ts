/** What came of a run: told in Chinese, and as one JSON object on the last line. */
import { PROGRAM_KINDS } from './instance.ts'
import type { FaultFigures } from './faults.ts'

export interface Report extends FaultFigures {
  readonly seed: number
  readonly minutes: number
  readonly plant: string | null
  readonly cases: number
  readonly matters: number
  /** Answered 2xx. */
  readonly acts: number
  readonly refused: number
  /** Sent again after a 503, a silence or a broken line. */
  readonly retried: number
  /** Neither taken nor refused to the end. */
  readonly unanswered: number
  readonly shed: number
  readonly actTypes: number
  readonly timersNearActs: number
  readonly queries: number
  readonly reads: number
  readonly signals: number
  readonly signalsAtCompletion: number
  readonly cancels: number
  readonly continuedAsNew: number
  readonly pushed: number
  readonly pushedAgain: number
  readonly events: number
  readonly forgeriesRefused: boolean
  /** Acts whose answer nobody wrote down, as by an API that ended. */
  readonly orphaned: number
  readonly openAfterRestart: number
  readonly actsAfterRestart: number
  readonly losses: number
  /** Of replay against what was lived, and of the rows rebuilt. */
  readonly differences: number
  readonly replayDifferences: number
  readonly rebuildDifferences: number
  readonly unreplayable: number
  readonly unfinished: number
  /** Kinds of things that should have happened and did not. */
  readonly missing: readonly string[]
  readonly seconds: number
}

export interface Findings {
  readonly losses: readonly string[]
  readonly differences: readonly string[]
  readonly unfinished: readonly string[]
}

const MOST_TOLD = 15

/** Whether all is well. */
export function isWell({ losses, differences, unfinished, missing }: Report): boolean {
  return losses === 0 && differences === 0 && unfinished === 0 && missing.length === 0
}

/** A run in which something never happened shows nothing of it. */
export function neverHappened(figures: Omit<Report, 'missing'>): readonly string[] {
  const counts: Readonly<Record<string, number>> = {
    ...Object.fromEntries(
      PROGRAM_KINDS.flatMap((kind) => [
        [`kill ${kind}`, figures.kills[kind]],
        [`stop ${kind}`, figures.stops[kind]],
      ]),
    ),
    cases: figures.cases,
    matters: figures.matters,
    acts: figures.acts,
    refused: figures.refused,
    retried: figures.retried,
    timersNearActs: figures.timersNearActs,
    queries: figures.queries,
    reads: figures.reads,
    signals: figures.signals,
    signalsAtCompletion: figures.signalsAtCompletion,
    cancels: figures.cancels,
    continuedAsNew: figures.continuedAsNew,
    pushed: figures.pushed,
    orphaned: figures.orphaned,
    actsAfterRestart: figures.actsAfterRestart,
  }
  return Object.keys(counts).filter((what) => counts[what] === 0)
}

export function tell(report: Report, findings: Findings): void {
  const line = (text: string) => void process.stdout.write(`${text}\n`)
  const list = (title: string, all: readonly string[]) => {
    if (all.length === 0) return
    line(`${title} ${all.length} 处：`)
    for (const text of all.slice(0, MOST_TOLD)) line(`  ${text}`)
    if (all.length > MOST_TOLD) line(`  …… 另有 ${all.length - MOST_TOLD} 处`)
  }
  for (const sentence of sentences(report)) line(sentence)
  list('丢失', findings.losses)
  list('重放或重建不一致，共', findings.differences)
  list('没有办完', findings.unfinished)
  if (report.missing.length > 0) line(`没有发生过：${report.missing.join('、')}`)
  line(isWell(report) ? '没有丢失，没有不一致，全部办完。' : '未通过。')
  line(JSON.stringify(report))
}

function sentences(report: Report): readonly string[] {
  const { seed, minutes, cases, matters, acts, actTypes, refused, retried, unanswered, kills, stops, ended } = report
  const { queries, reads, signals, signalsAtCompletion, cancels, continuedAsNew, timersNearActs } = report
  const { pushed, pushedAgain, events, forgeriesRefused, openAfterRestart, actsAfterRestart, unfinished } = report
  const of = (counts: Report['kills']) => PROGRAM_KINDS.map((kind) => `${kind} ${counts[kind]}`).join('，')
  return [
    `种子 ${seed}，${minutes} 分钟：${cases} 件申请、${matters} 件事项`,
    `办成 ${acts} 次（${actTypes} 种），拒绝 ${refused} 次，重发 ${retried} 次，没有答复 ${unanswered} 次`,
    `kill -9：${of(kills)}；冻结：${of(stops)}；自行结束：${of(ended)}`,
    `查询 ${queries} 次，读 ${reads} 次，信号 ${signals} 个（办结时刻 ${signalsAtCompletion} 个），取消请求 ${cancels} 次`,
    `续跑 ${continuedAsNew} 次，时限与办理相距一秒之内 ${timersNearActs} 次`,
    `推送 ${pushed} 件（重复 ${pushedAgain}），事件 ${events} 个，冒充的投影${forgeriesRefused ? '被拒绝' : '没有被拒绝'}`,
    `答复后无人收尾的办理 ${report.orphaned} 次`,
    `全部重启之后：尚未办结 ${openAfterRestart} 件，又办理 ${actsAfterRestart} 次，没有办完 ${unfinished} 件`,
    `重放不一致 ${report.replayDifferences} 处，重建不一致 ${report.rebuildDifferences} 处，不能重放 ${report.unreplayable} 件`,
  ]
}
