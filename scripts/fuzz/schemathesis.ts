/** Schemathesis, which Python runs: in a virtual environment of its own in the cache, made once. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheDir } from '../stack/cache.ts'
import { findOnPath } from '../stack/find-on-path.ts'
import { startProgram, StackError } from '../stack/program.ts'
import type { Program } from '../stack/program.ts'

/** Every package at its version. */
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url))
const packages = readFileSync(requirements, 'utf8')
const folder = join(cacheDir, `schemathesis-${createHash('sha256').update(packages).digest('hex').slice(0, 12)}`)
const python = join(folder, 'bin', 'python')
const NEEDS = `模糊测试需要 Python 3.10 或更高版本（含 venv 与 pip）与 PyPI 上的 ${/^schemathesis==.*$/m.exec(packages)?.[0]}`

/** The virtual environment's Python; sets it up where this machine has none. Throws `StackError` where it cannot. */
export async function schemathesis(say: (text: string) => void, signal: AbortSignal): Promise<string> {
  if (existsSync(folder)) return python
  const system = findOnPath('python3')
  if (system === undefined) throw new StackError(`${NEEDS}；这台机器上没有 python3。`)
  say('正在安装 schemathesis（约 1 分钟，只此一次）…')
  mkdirSync(cacheDir, { recursive: true })
  // Whole before it is in its place. Its own scripts name the folder where they were made: only `python -m` is used.
  const fresh = mkdtempSync(join(cacheDir, 'schemathesis-'))
  try {
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]
    const done =
      (await ends(system, ['-m', 'venv', fresh], signal)) && (await ends(join(fresh, 'bin', 'python'), install, signal))
    signal.throwIfAborted()
    if (!done) throw new StackError(`${NEEDS}；安装没有成功。`)
    renameSync(fresh, folder)
    return python
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

function ends(command: string, args: readonly string[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 2, 2], signal })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}

export interface Run {
  readonly url: string
  /** Of the OpenAPI document, of its own configuration and of what it writes, all in one folder. */
  readonly document: string
  readonly config: string
  /** With commas. */
  readonly phases: string
  readonly report: string
  readonly logFile: string
  /** Undefined: without one. */
  readonly token: string | undefined
}

/** Exit code 1 is findings; what they are stands in the report. */
export function startRun(command: string, run: Run): Promise<Program> {
  const { url, document, config, phases, report, token, logFile } = run
  const options = ['--url', url, '--phases', phases, '--report', 'ndjson', '--report-ndjson-path', report]
  return startProgram({
    name: 'schemathesis',
    command,
    args: ['-m', 'schemathesis.cli', '--no-color', '--config-file', config, 'run', document, ...options],
    env: { PATH: process.env['PATH'], HOME: dirname(report), FUZZ_TOKEN: token, PYTHONDONTWRITEBYTECODE: '1' },
    cwd: dirname(report),
    logFile,
  })
}
