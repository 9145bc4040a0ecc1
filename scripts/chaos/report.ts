/** What came of a run: told in Chinese, and as one JSON object on the last line. */
import { PROGRAM_KINDS } from './programs.ts'
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
    ...Object.fromEntries(PROGRAM_KINDS.flatMap((kind) => [[`kill ${kind}`, figures.kills[kind]], [`stop ${kind}`, figures.stops[kind]]])),
    cases: figures.cases, matters: figures.matters, acts: figures.acts, refused: figures.refused, retried: figures.retried, timersNearActs: figures.timersNearActs, queries: figures.queries,
    reads: figures.reads, signals: figures.signals, signalsAtCompletion: figures.signalsAtCompletion, cancels: figures.cancels, continuedAsNew: figures.continuedAsNew, pushed: figures.pushed,
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
  const of = (counts: Report['kills']) => PROGRAM_KINDS.map((kind) => `${kind} ${counts[kind]}`).join('，')
  line(`种子 ${report.seed}，${report.minutes} 分钟：${report.cases} 件申请、${report.matters} 件事项，办成 ${report.acts} 次（${report.actTypes} 种），拒绝 ${report.refused} 次，重发 ${report.retried} 次，没有答复 ${report.unanswered} 次`)
  line(`kill -9：${of(report.kills)}；冻结：${of(report.stops)}`)
  line(`查询 ${report.queries} 次，读 ${report.reads} 次，信号 ${report.signals} 个（办结时刻 ${report.signalsAtCompletion} 个），取消请求 ${report.cancels} 次，续跑 ${report.continuedAsNew} 次，时限与办理相距一秒之内 ${report.timersNearActs} 次`)
  line(`推送 ${report.pushed} 件（重复 ${report.pushedAgain}）；历史里的事件 ${report.events} 个；冒充的投影${report.forgeriesRefused ? '被拒绝' : '没有被拒绝'}`)
  line(`全部重启之后：尚未办结 ${report.openAfterRestart} 件，又办理 ${report.actsAfterRestart} 次，没有办完 ${report.unfinished} 件`)
  list('丢失', findings.losses)
  list(`重放或重建不一致（重放 ${report.replayDifferences}，重建 ${report.rebuildDifferences}，不能重放 ${report.unreplayable} 件），共`, findings.differences)
  list('没有办完', findings.unfinished)
  if (report.missing.length > 0) line(`没有发生过：${report.missing.join('、')}`)
  line(isWell(report) ? '没有丢失，没有不一致，全部办完。' : '未通过。')
  line(JSON.stringify(report))
}
