/** What came of a fuzz: a table for people, and one JSON object on the last line. */
import { reasonFor } from './declared.ts'
import type { Finding, Found } from './findings.ts'

export interface SenderReport {
  readonly name: string
  readonly found: Found
}

/** `faults` by check, `declared` by problem code, or check where there was none. */
interface Figures {
  readonly requests: number
  /** Answers by status; 0 where there was none. */
  readonly statuses: Readonly<Record<string, number>>
  readonly faults: Readonly<Record<string, number>>
  readonly declared: Readonly<Record<string, number>>
  readonly phases: readonly string[]
  readonly finished: boolean
}

export interface Report {
  readonly seed: number
  readonly requests: number
  readonly senders: Readonly<Record<string, Figures>>
  readonly faults: number
  readonly declared: number
  /** Senders whose run ended before its time, or of whom nothing was asked. */
  readonly unfinished: readonly string[]
  readonly seconds: number
}

const SHOWN = 3

export function reportOf(seed: number, seconds: number, all: readonly SenderReport[]): Report {
  const senders = Object.fromEntries(all.map(({ name, found }) => [name, figuresOf(found)]))
  const figures = Object.values(senders)
  const sum = (of: (one: Figures) => number) => figures.reduce((total, one) => total + of(one), 0)
  return {
    seed,
    requests: sum(({ requests }) => requests),
    senders,
    faults: sum(({ faults }) => total(faults)),
    declared: sum(({ declared }) => total(declared)),
    unfinished: Object.entries(senders)
      .filter(([, { finished, requests }]) => !finished || requests === 0)
      .map(([name]) => name),
    seconds,
  }
}

export function isWell({ faults, unfinished }: Report): boolean {
  return faults === 0 && unfinished.length === 0
}

function figuresOf({ requests, statuses, findings, phases, finished }: Found): Figures {
  const faults = findings.filter((finding) => reasonFor(finding) === undefined)
  const declared = findings.filter((finding) => reasonFor(finding) !== undefined)
  return {
    requests,
    statuses: Object.fromEntries(statuses),
    faults: counted(faults.map(({ check }) => check)),
    declared: counted(declared.map(({ check, problem }) => problem?.code ?? check)),
    phases,
    finished,
  }
}

export function tell(report: Report, all: readonly SenderReport[]): void {
  const line = (text: string) => void process.stdout.write(`${text}\n`)
  line('\n| 谁 | 请求 | 失败（按种类） | 其中已声明的业务规则（按代码） |\n| --- | ---: | --- | --- |')
  for (const [name, { requests, faults, declared }] of Object.entries(report.senders))
    line(`| ${name} | ${requests} | ${listed(faults)} | ${listed(declared)} |`)
  for (const [what, findings] of byKind(all)) {
    line(`\n✘ ${what}：${findings.length} 次`)
    for (const { status, problem, request, message } of findings.slice(0, SHOWN))
      for (const text of [
        `${status ?? '—'} ${problem?.code ?? ''} ${problem?.fieldCodes.join() ?? ''}`,
        clipped(request),
        clipped(message),
      ])
        line(`  ${text}`)
  }
  line(
    isWell(report)
      ? `\n${report.requests} 次请求，没有业务规则之外的失败。`
      : `\n未通过：${report.faults} 次失败${report.unfinished.length === 0 ? '' : `；没有跑完：${report.unfinished.join('、')}`}。`,
  )
  line(JSON.stringify(report))
}

/** What is no declared rule, by check and operation. */
function byKind(all: readonly SenderReport[]): ReadonlyMap<string, readonly Finding[]> {
  const kinds = new Map<string, Finding[]>()
  for (const finding of all.flatMap(({ found }) => found.findings)) {
    if (reasonFor(finding) !== undefined) continue
    const what = `${finding.check} · ${finding.operation} · ${finding.title}`
    kinds.set(what, [...(kinds.get(what) ?? []), finding])
  }
  return kinds
}

function counted(all: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const one of all) counts[one] = (counts[one] ?? 0) + 1
  return counts
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function listed(counts: Readonly<Record<string, number>>): string {
  const all = Object.entries(counts).map(([what, count]) => `${what} ${count}`)
  return all.length === 0 ? '0' : all.join('，')
}

function clipped(text: string): string {
  return text.replaceAll('\n', ' ').slice(0, 600)
}
