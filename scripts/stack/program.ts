/**
 * A program that we start, watch and end: in a session of its own, so that Ctrl-C reaches us alone and we end things in
 * order.
 */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { closeSync, fchmodSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Something a person can mend; its message is shown without a stack. */
export class StackError extends Error {
  override name = 'StackError'
}

export type ProgramOptions = {
  /** As people are told of it. */
  name: string
  command: string
  args: string[]
  logFile: string
  env?: NodeJS.ProcessEnv
  cwd?: string
  uid?: number
  gid?: number
  stopSignal?: NodeJS.Signals
  stopWithinMs?: number
  /** Opens an IPC channel: the program tells us that it is ready, and notices when we are gone. */
  ipc?: boolean
}

export type Program = {
  readonly name: string
  readonly pid: number
  readonly logFile: string
  readonly running: boolean
  /** Resolves when it has ended, with how. */
  readonly ended: Promise<string>
  /** Whether it has told us so over IPC. */
  readonly ready: boolean
  stop(): Promise<void>
  kill(signal: NodeJS.Signals): void
}

/** Logs, and what a program writes, name cases and hold what is theirs: for the owner's eyes. */
const OWNER_ONLY = 0o600

/** Whatever it makes is its owner's alone; the mask is put back before anything else runs. */
function spawnPrivately(command: string, args: string[], options: SpawnOptions): ChildProcess {
  const before = process.umask(0o077)
  try {
    return spawn(command, args, options)
  } finally {
    process.umask(before)
  }
}

export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { name, command, args, logFile, stopSignal = 'SIGTERM', stopWithinMs = 15_000 } = options
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 })
  const log = openSync(logFile, 'a', OWNER_ONLY)
  fchmodSync(log, OWNER_ONLY)
  const child = spawnPrivately(command, args, {
    detached: true,
    stdio: options.ipc ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    env: options.env ?? process.env,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.uid !== undefined && { uid: options.uid }),
    ...(options.gid !== undefined && { gid: options.gid }),
  })
  closeSync(log)
  let running = true
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      running = false
      resolve(error.message)
    })
    child.once('exit', (code, signal) => {
      running = false
      resolve(signal ? `信号 ${signal}` : `退出码 ${code}`)
    })
  })
  let ready = false
  child.once('message', () => {
    ready = true
  })
  const { pid } = child
  if (pid === undefined) throw new StackError(`${name} 无法启动：${await ended}。`)
  return {
    name,
    pid,
    logFile,
    ended,
    get ready() {
      return ready
    },
    get running() {
      return running
    },
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (!running) return
      child.kill(stopSignal)
      if (await within(ended, stopWithinMs)) return
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Waits until `probe` says yes; fails where the program ends before, or takes too long. */
export async function waitFor(
  program: Program,
  probe: () => Promise<boolean>,
  options: { withinMs: number; signal?: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + options.withinMs
  while (!(await probe().catch(() => false))) {
    options.signal?.throwIfAborted()
    if (!program.running)
      throw new StackError(`${program.name} 启动失败（${await program.ended}）。${lastLines(program.logFile)}`)
    if (Date.now() > deadline)
      throw new StackError(`${program.name} 在 ${options.withinMs / 1000} 秒内没有就绪。${lastLines(program.logFile)}`)
    await sleep(100)
  }
}

/** The end of a log, for a message. */
export function lastLines(logFile: string, count = 15): string {
  try {
    return `\n--- ${logFile}\n${readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n')}`
  } catch {
    return ''
  }
}

/** Whether the promise settles in time. */
async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController()
  try {
    return await Promise.race([promise.then(() => true), sleep(ms, false, { signal: timer.signal })])
  } finally {
    timer.abort()
  }
}
