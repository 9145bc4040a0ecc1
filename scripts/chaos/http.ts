/** Speaks to the two API processes as any client would: the same key again until there is an answer. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '../../domain/actor/actor.ts'
import type { Ledger, Sent } from './ledger.ts'

export type TokenOf = (party: Actor) => Promise<string>

const ANSWER_WITHIN_MS = 20_000
const LONGEST_PAUSE_MS = 2_000

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export class Http {
  readonly #urls: readonly string[]
  readonly #tokenOf: TokenOf
  readonly #ledger: Ledger
  #turn = 0
  /** After it nothing is tried again, nor after so long. */
  giveUpAt = Number.POSITIVE_INFINITY
  patienceMs = Number.POSITIVE_INFINITY

  constructor(urls: readonly string[], tokenOf: TokenOf, ledger: Ledger) {
    this.#urls = urls
    this.#tokenOf = tokenOf
    this.#ledger = ledger
  }

  /** Sent until an API answers other than 503, or there is no more time: then it has no status. */
  async post(sent: Sent): Promise<Sent> {
    const started = Date.now()
    for (let pause = 100; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const answer = await this.#once(sent)
      if (answer !== undefined && answer.status !== 503) {
        this.#ledger.answered(sent, answer.status, answer.body)
        return sent
      }
      if (Date.now() + pause > Math.min(this.giveUpAt, started + this.patienceMs)) return sent
      this.#ledger.retried += 1
      await sleep(pause)
    }
  }

  /** Under the same key by both APIs at once: one act, one answer. */
  async postTwice(sent: Sent): Promise<Sent> {
    await Promise.all([this.post(sent), this.post(sent)])
    return sent
  }

  /** Undefined where nobody answered. */
  async get(party: Actor, path: string): Promise<Answer | undefined> {
    return this.#ask(party, path, {})
  }

  async #once(sent: Sent): Promise<Answer | undefined> {
    sent.sends += 1
    return this.#ask(sent.party, sent.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': sent.key },
      body: JSON.stringify(sent.body),
    })
  }

  async #ask(party: Actor, path: string, request: RequestInit): Promise<Answer | undefined> {
    const url = this.#urls[(this.#turn += 1) % this.#urls.length] ?? ''
    try {
      const headers = new Headers(request.headers)
      headers.set('authorization', `Bearer ${await this.#tokenOf(party)}`)
      const response = await fetch(url + path, { ...request, headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
      const text = await response.text()
      return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) }
    } catch {
      return undefined
    }
  }
}
