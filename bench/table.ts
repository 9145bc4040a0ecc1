/** The figures for people: a table in Markdown, as it stands in docs/performance.md. */
import type { Figures } from './figures.ts'
import type { Goal } from './goals.ts'

const HEADS = [
  '方式',
  '次/秒',
  '满载 p50/p99 ms',
  '空闲 p50/p99 ms',
  'CPU ms/次',
  '单件 次/秒、CPU',
  '工作进程',
  'API',
  'Temporal',
  '其 PG',
  '我方 PG',
  '提交 Temporal+我方',
  'WAL 字节 Temporal+我方',
  '历史 事件/字节',
] as const

export function tableOf(figures: readonly Figures[]): string {
  return [row(HEADS), row(HEADS.map(() => '---')), ...figures.map((one) => row(cellsOf(one)))].join('\n')
}

function cellsOf(figures: Figures): readonly string[] {
  const {
    way,
    checkout,
    actMs,
    cpuMsAnAct: cpu,
    alone,
    commitsAnAct: commits,
    walBytesAnAct: wal,
    historyAnAct,
  } = figures
  return [
    checkout === 'before' ? `${way}（之前）` : way,
    shown(figures.actsASecond),
    `${shown(actMs.full.p50)}/${shown(actMs.full.p99)}`,
    `${shown(actMs.idle.p50)}/${shown(actMs.idle.p99)}`,
    shown(cpu.sum),
    `${shown(alone.actsASecond)}、${shown(alone.cpuMsAnAct)}`,
    shown(cpu.worker),
    shown(cpu.api),
    shown(cpu.temporal),
    shown(cpu.temporalPostgres),
    shown(cpu.ownPostgres),
    `${shown(commits.temporal)} + ${shown(commits.own)}`,
    `${shown(wal.temporal)} + ${shown(wal.own)}`,
    historyAnAct === null ? '无' : `${shown(historyAnAct.events)} / ${shown(historyAnAct.bytes)}`,
  ]
}

export function goalsTold(goals: readonly Goal[]): string {
  return goals
    .map(({ goal, of, asked, figure, met }) => {
      const judged = met === null ? '—' : met ? '达到' : '未达到'
      return `${judged}  ${goal} ${of}：${figure ?? '未测'}（${asked}）`
    })
    .join('\n')
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const shown = (value: number | undefined) => (value === undefined ? '—' : String(value))
