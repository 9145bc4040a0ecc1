/** The main thread's half of `guard.ts`: sees an activation that lasts too long, and ends it through the inspector. */
import { randomUUID } from 'node:crypto'
import { Session } from 'node:inspector'
import { setTimeout as sleep } from 'node:timers/promises'
import { MessageChannel, Worker as Thread } from 'node:worker_threads'
import { CLAIMED, newTurn, NO_TURN, passes } from './turn.ts'
import type { FromThread, ToThread } from './turn.ts'
import type { ThreadSettings } from './thread.ts'

const CHECKS = 10
/** Longer than any answer of an inspector takes. */
const ENDED_WITHIN_MS = 5_000

export type Ended = Extract<FromThread, { type: 'ended' }>

/** A thread that runs workflows, and is watched. */
export class WatchedThread {
  readonly thread: Thread
  readonly #name = `workflows ${randomUUID()}`
  readonly #turn = newTurn()
  readonly #port
  readonly #waiting = new Map<string, (ended: Ended) => void>()
  #proof = Promise.withResolvers<boolean>()
  #seen: { readonly number: number; readonly times: number } = { number: NO_TURN, times: 0 }
  readonly #watch

  constructor(settings: Omit<ThreadSettings, 'turn' | 'port'>) {
    const { port1, port2 } = new MessageChannel()
    const workerData: ThreadSettings = { ...settings, turn: this.#turn, port: port2 }
    this.thread = new Thread(new URL('./thread.ts', import.meta.url), {
      name: this.#name,
      workerData,
      transferList: [port2],
    })
    this.#port = port1
    port1.on('message', (message: FromThread) => {
      if (message.type === 'ended') this.#waiting.get(message.runId)?.(message)
      else this.#proof.resolve(message.type === 'proven')
    })
    // Counted, not timed: a process that was stopped for a while has not looped.
    this.#watch = setInterval(() => void this.#check(), settings.timeoutMs / CHECKS).unref()
    this.thread.once('exit', () => this.#close())
  }

  /** Throws where a loop in it is not ended. Before its first workflow. */
  async prove(): Promise<void> {
    this.#tell('prove')
    const begun = Atomics.waitAsync(this.#turn, 0, NO_TURN)
    if (begun.async) await Promise.race([begun.value, this.#proof.promise])
    await this.#end(Atomics.load(this.#turn, 0))
    if (!(await this.#proof.promise)) throw new Error('the inspector does not end what loops in a thread')
  }

  /** What `work` comes to, unless the thread tells that this run was ended. */
  async unlessEnded<T>(runId: string, work: Promise<T>): Promise<T | Ended> {
    const { promise, resolve } = Promise.withResolvers<Ended>()
    this.#waiting.set(runId, resolve)
    try {
      return await Promise.race([work, promise])
    } finally {
      this.#waiting.delete(runId)
    }
  }

  async #check(): Promise<void> {
    const number = Atomics.load(this.#turn, 0)
    const times = number === this.#seen.number ? this.#seen.times + 1 : 0
    this.#seen = { number, times }
    if (number > NO_TURN && times >= CHECKS) await this.#end(number)
  }

  /** Not where it has ended by itself. A thread that goes on all the same is ended whole, and the worker with it. */
  async #end(number: number): Promise<void> {
    if (!passes(this.#turn, number, CLAIMED)) return
    const over = new AbortController()
    try {
      await Promise.race([terminateExecution(this.#name), late(over.signal)])
      this.#tell('settle')
    } catch {
      await this.thread.terminate()
    } finally {
      over.abort()
    }
  }

  #tell(message: ToThread): void {
    this.#port.postMessage(message)
  }

  #close(): void {
    clearInterval(this.#watch)
    this.#port.close()
    this.#proof.resolve(false)
  }
}

async function late(signal: AbortSignal): Promise<never> {
  await sleep(ENDED_WITHIN_MS, undefined, { signal, ref: false })
  throw new Error('the inspector does not answer')
}

/** Ends what runs in the thread of this name, and nothing that it begins afterwards. */
async function terminateExecution(name: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const session = new Session()
  session.connect()
  try {
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      if (!workerInfo.title.endsWith(name)) return
      const message = JSON.stringify({ id: 1, method: 'Runtime.terminateExecution' })
      session.post('NodeWorker.sendMessageToWorker', { sessionId, message })
    })
    session.on('NodeWorker.receivedMessageFromWorker', () => resolve())
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, (error) => error && reject(error))
    await promise
  } finally {
    session.disconnect()
  }
}
