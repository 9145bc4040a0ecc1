/** A clone with a package manager of our own: `npm ci` begins, says so, and ends when it is let. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SCRIPTS = fileURLToPath(new URL('../../scripts/', import.meta.url))

/** Deletes node_modules first, as npm does. A file `fail` lets it fail once, a file `go` lets it end. */
const NPM = `
import { appendFileSync, existsSync, mkdirSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs'
appendFileSync('npm.log', 'begin ' + process.pid + '\\n')
rmSync('node_modules', { recursive: true, force: true })
mkdirSync('node_modules/.bin', { recursive: true })
const end = () => {
  if (existsSync('fail')) {
    rmSync('fail')
    process.exit(1)
  }
  if (!existsSync('go')) return
  symlinkSync(process.execPath, 'node_modules/.bin/node')
  writeFileSync('node_modules/.package-lock.json', '{"packages":{}}')
  appendFileSync('npm.log', 'end ' + process.pid + '\\n')
  process.exit(0)
}
watch('.', end)
process.stderr.write('fake npm at work\\n')
end()
`

/** One `npm run hello`. */
export class Run {
  readonly #child: ChildProcess
  #said = ''
  readonly #exited: Promise<unknown>

  constructor(folder: string) {
    this.#child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'hello'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], npm_execpath: join(folder, 'npm.mjs') },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#said += chunk.toString('utf8')
      })
    this.#exited = once(this.#child, 'close')
  }

  get said(): string {
    return this.#said
  }

  /** Until it has said this; fails where it ends without. */
  async says(text: string): Promise<void> {
    while (!this.#said.includes(text)) {
      const over = await Promise.race([
        this.#exited.then(() => true),
        once(this.#child.stderr!, 'data').then(() => false),
      ])
      if (over && !this.#said.includes(text)) throw new Error(`ended without saying “${text}”: ${this.#said}`)
    }
  }

  /** Its exit code; none where a signal killed it. */
  async ends(): Promise<number | null> {
    await this.#exited
    return this.#child.exitCode
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** As `kill -9` does: what it has started goes on, and keeps its output open. */
  async destroy(): Promise<void> {
    const gone =
      this.#child.exitCode === null && this.#child.signalCode === null ? once(this.#child, 'exit') : undefined
    this.kill('SIGKILL')
    await gone
  }
}

export class Clone {
  readonly #folder = mkdtempSync(join(tmpdir(), 'seven-ones-clone-'))
  readonly #runs: Run[] = []

  constructor() {
    mkdirSync(join(this.#folder, 'scripts'))
    for (const file of ['bootstrap.mjs', 'install-lock.mjs'])
      cpSync(join(SCRIPTS, file), join(this.#folder, 'scripts', file))
    writeFileSync(join(this.#folder, 'scripts', 'hello.ts'), `process.stdout.write('hello\\n')\n`)
    writeFileSync(join(this.#folder, 'package-lock.json'), '{"packages":{}}')
    writeFileSync(join(this.#folder, 'package.json'), '{"type":"module"}')
    writeFileSync(join(this.#folder, 'npm.mjs'), NPM)
  }

  run(): Run {
    const run = new Run(this.#folder)
    this.#runs.push(run)
    return run
  }

  /** `go`: installations end from now on; `fail`: the one under way fails. */
  put(file: 'go' | 'fail' | '.install.lock', text = ''): void {
    writeFileSync(join(this.#folder, file), text)
  }

  /** `begin PID` and `end PID`, one for each installation that began, and that ended whole. */
  get installations(): readonly string[] {
    const log = join(this.#folder, 'npm.log')
    return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []
  }

  get locks(): readonly string[] {
    return readdirSync(this.#folder).filter((file) => file.startsWith('.install.lock'))
  }

  async remove(): Promise<void> {
    await Promise.all(this.#runs.map((run) => run.destroy()))
    for (const pid of this.installations.map((line) => Number(line.split(' ')[1])).filter(isRunning))
      process.kill(pid, 'SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** One that has ended and that nobody has asked about yet, for its parent is gone, runs no more. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux'
  }
}
