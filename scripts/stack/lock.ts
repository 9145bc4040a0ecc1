/**
 * One stack for each DATA_DIR. The lock also remembers the programs started, so that the next start ends what a killed
 * one left behind.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Program, StackError } from './program.ts'

type Known = { name: string; pid: number; startedAt: string }
type Content = { owner: Known; programs: Known[] }

export type Lock = { remember(program: Program): void; release(): void }

export async function takeLock(dataDir: string): Promise<Lock> {
  const file = join(dataDir, 'stack.lock')
  const content: Content = { owner: known('npm start', process.pid), programs: [] }
  const taken = () => {
    try {
      writeFileSync(file, JSON.stringify(content), { flag: 'wx', mode: 0o600 })
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    }
  }
  if (!taken()) {
    const old = read(file)
    if (old && isAlive(old.owner))
      throw new StackError(
        `数据目录 ${dataDir} 正在被另一个进程（pid ${old.owner.pid}）使用；请先停止它，或用环境变量 DATA_DIR 换一个目录。`,
      )
    for (const program of old?.programs.toReversed() ?? []) await end(program)
    rmSync(file, { force: true })
    if (!taken()) throw new StackError(`数据目录 ${dataDir} 刚被另一个进程占用，请稍后再试。`)
  }
  return {
    remember(program) {
      content.programs.push(known(program.name, program.pid))
      writeFileSync(file, JSON.stringify(content))
    },
    release: () => rmSync(file, { force: true }),
  }
}

/** Ends a program of an earlier start that is still there: politely, then not. */
async function end(program: Known): Promise<void> {
  if (!isAlive(program)) return
  process.stderr.write(`上次运行留下的 ${program.name}（pid ${program.pid}）仍在，正在结束它…\n`)
  for (const [signal, patienceMs] of [
    ['SIGINT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    process.kill(program.pid, signal)
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline && isAlive(program);) await sleep(100)
    if (!isAlive(program)) return
  }
}

function read(file: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Content
  } catch {
    return undefined
  }
}

const known = (name: string, pid: number): Known => ({ name, pid, startedAt: startOf(pid) ?? '' })

/** A pid may be somebody else's by now: the start time tells. */
const isAlive = ({ pid, startedAt }: Known) => startOf(pid) === startedAt

function startOf(pid: number): string | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return afterName[0] === 'Z' ? undefined : afterName[19]
  } catch {
    if (process.platform === 'linux') return undefined
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
