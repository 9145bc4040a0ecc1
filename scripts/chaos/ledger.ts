/** What was sent and what was heard: the run's own memory, against which the histories are held. */
import { canonicalJson, sha256 } from '../../config/canonical-json.ts'
import type { Actor } from '../../domain/actor/actor.ts'

export type SentKind = 'registration' | 'opening' | 'act'

/** One POST under one Idempotency-Key, however often it was sent. */
export interface Sent {
  readonly kind: SentKind
  readonly type: string
  /** The service number or the matter's id, where one was known when it was sent. */
  readonly subject?: string
  readonly path: string
  readonly party: Actor
  readonly body: unknown
  readonly key: string
  /** The update's id, and for what is opened the hash that it keeps: as the API makes it. */
  readonly keyHash: string
  sends: number
  status?: number
  code?: string
  answer?: Readonly<Record<string, unknown>>
}

export class Ledger {
  readonly sent: Sent[] = []
  retried = 0
  /** Answers of 5xx other than 503, as `status path code`. */
  readonly faults: string[] = []
  /** An answer that said something else than an earlier one to the same key. */
  readonly contradictions: string[] = []
  readonly #city: string
  #keys = 0
  readonly #run: string

  constructor(city: string, run: string) {
    this.#city = city
    this.#run = run
  }

  /** To be sent under a key of its own. */
  note(what: Pick<Sent, 'kind' | 'type' | 'path' | 'party' | 'body'> & { readonly subject?: string }): Sent {
    const key = `chaos-${this.#run}-${(this.#keys += 1)}`
    const client = `${this.#city}/${what.party.org}/${what.party.sub}`
    const sent: Sent = { ...what, key, keyHash: sha256(JSON.stringify([client, 'POST', what.path, key])), sends: 0 }
    this.sent.push(sent)
    return sent
  }

  answered(sent: Sent, status: number, answer: Readonly<Record<string, unknown>>): void {
    const earlier = sent.answer
    if (
      sent.status !== undefined &&
      isGood(sent.status) &&
      (!isGood(status) || (sent.kind === 'act' && canonicalJson(earlier) !== canonicalJson(answer)))
    ) {
      this.contradictions.push(
        `${sent.type} ${sent.subject ?? ''} ${sent.key}: ` +
          `${sent.status} ${JSON.stringify(earlier)} / ${status} ${JSON.stringify(answer)}`,
      )
      return
    }
    sent.status = status
    sent.answer = answer
    const code = answer['code']
    if (typeof code === 'string' && !isGood(status)) sent.code = code
    if (status >= 500 && status !== 503) this.faults.push(`${status} ${sent.type} ${sent.code ?? ''}`)
  }

  good(kind?: SentKind): readonly Sent[] {
    return this.sent.filter(
      (sent) => sent.status !== undefined && isGood(sent.status) && (kind === undefined || sent.kind === kind),
    )
  }
}

export function isGood(status: number): boolean {
  return status >= 200 && status < 300
}
