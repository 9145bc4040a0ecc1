import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Received, Setting } from '../receivers/receiver.ts'
import { NODE_ARGUMENTS } from '../../start/node-arguments.ts'

const program = fileURLToPath(new URL('../receivers/receiver.ts', import.meta.url))

/** The receiver's program, which may be killed and started again at the same address. */
export class Receiver {
  readonly #file = join(mkdtempSync(join(tmpdir(), 'seven-ones-receiver-')), 'received.jsonl')
  readonly #all: Received[] = []
  #read = 0
  #child: ChildProcess | undefined
  port = 0

  async start(): Promise<this> {
    writeFileSync(this.#file, '', { flag: 'a' })
    this.#child = fork(program, [String(this.port), this.#file], {
      execArgv: [...NODE_ARGUMENTS],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const [{ port }] = (await once(this.#child, 'message')) as [{ port: number }]
    this.port = port
    return this
  }

  async kill(): Promise<void> {
    if (this.#child === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }

  url(name: string): string {
    return `http://127.0.0.1:${this.port}/hooks/${name}`
  }

  async set(name: string, setting: Setting): Promise<void> {
    await fetch(`http://127.0.0.1:${this.port}/control/${name}`, { method: 'PUT', body: JSON.stringify(setting) })
  }

  received(name: string): Received[] {
    const bytes = readFileSync(this.#file)
    const end = bytes.lastIndexOf('\n') + 1
    const lines = bytes
      .subarray(this.#read, end)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
    this.#all.push(...lines.map((line): Received => JSON.parse(line)))
    this.#read = end
    return this.#all.filter((one) => one.name === name)
  }

  /** The numbers of an application's or a matter's events in the order in which they were taken for the first time. */
  taken(name: string, subject: string): number[] {
    const ids = this.received(name)
      .filter(({ taken, id }) => taken && id.slice(0, id.lastIndexOf(':')) === subject)
      .map(({ id }) => id)
    return [...new Set(ids.map((id) => Number(id.slice(id.lastIndexOf(':') + 1))))]
  }
}
