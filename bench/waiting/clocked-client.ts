import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Standing, View } from '../../scripts/demo/answers.ts'
import type { RegistrationBody, TokenOf } from '../../scripts/demo/client.ts'
import type { Party } from '../../scripts/demo/party.ts'
import { TimedClient } from '../timed-client.ts'

/** Milliseconds since 1970. */
export interface Answered {
  readonly what: 'act' | 'read'
  readonly from: number
  readonly to: number
  /** Or it failed, after all attempts. */
  readonly taken: boolean
}

/** Also tells when each answer came. */
export class ClockedClient extends TimedClient {
  readonly #answered: Answered[]

  constructor(url: string, tokens: TokenOf, answered: Answered[]) {
    super(url, tokens)
    this.#answered = answered
  }

  override register(party: Party, body: RegistrationBody, key?: string): Promise<Standing> {
    return this.#clocked('act', () => super.register(party, body, key))
  }

  override act<A extends ActType>(party: Party, type: A, number: string, body: ActBodies[A]): Promise<Standing> {
    return this.#clocked('act', () => super.act(party, type, number, body))
  }

  override view(party: Party, number: string, minSeq: number): Promise<View> {
    return this.#clocked('read', () => super.view(party, number, minSeq))
  }

  async #clocked<Answer>(what: Answered['what'], ask: () => Promise<Answer>): Promise<Answer> {
    const from = performance.timeOrigin + performance.now()
    let taken = false
    try {
      const answer = await ask()
      taken = true
      return answer
    } finally {
      this.#answered.push({ what, from, to: performance.timeOrigin + performance.now(), taken })
    }
  }
}
