/** Processor time of programs, as Linux counts it in `/proc/PID/stat`, in clock ticks. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface Stat {
  readonly pid: number
  readonly parent: number
  /** User and system time of the process and of its ended children that were waited for, in ticks. */
  readonly ticks: number
}

/** The second field, the program's name, may hold blanks and brackets: the rest begins behind the last one. */
export function parseStat(text: string): Stat | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [parent, ...times] = [1, 11, 12, 13, 14].map((index) => Number(fields[index] ?? Number.NaN))
  const pid = Number.parseInt(text, 10)
  const ticks = times.reduce((sum, time) => sum + time, 0)
  return parent === undefined || [pid, parent, ticks].some(Number.isNaN) ? undefined : { pid, parent, ticks }
}

/**
 * Of a program and all that it has started, at whatever remove. One that has ended meanwhile counts with its parent,
 * which has waited for it.
 */
export function ticksOfTree(root: number, stats: readonly Stat[]): number {
  const own = stats.find(({ pid }) => pid === root)?.ticks ?? 0
  return stats
    .filter(({ parent, pid }) => parent === root && pid !== root)
    .reduce((sum, { pid }) => sum + ticksOfTree(pid, stats), own)
}

/** Milliseconds of the programs of each name, with their children, since they were started; 0 where there is none. */
export function cpuMsOf<Name extends string>(
  pids: Readonly<Record<Name, readonly number[]>>,
): Readonly<Record<Name, number>> {
  const stats = everyStat()
  return Object.fromEntries(
    Object.entries<readonly number[]>(pids).map(([name, ofName]) => [
      name,
      (ofName.reduce((sum, pid) => sum + ticksOfTree(pid, stats), 0) * 1_000) / ticksASecond(),
    ]),
  ) as Record<Name, number>
}

/** Of all processors since the machine was started, in ticks: what was neither idle nor waiting for a disk. */
export function parseBusy(procStat: string): number {
  const [, ...times] = (procStat.split('\n')[0] ?? '').split(/\s+/)
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = times.map(Number)
  return user + nice + system + irq + softirq
}

/** The same, now, in milliseconds. */
export function busyMs(): number {
  return (parseBusy(readFileSync('/proc/stat', 'utf8')) * 1_000) / ticksASecond()
}

function everyStat(): readonly Stat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => statOf(pid) ?? [])
}

function statOf(pid: string): Stat | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return undefined
  }
}

let asked: number | undefined

function ticksASecond(): number {
  asked ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  return asked
}
