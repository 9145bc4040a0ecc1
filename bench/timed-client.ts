import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { ActType } from '../domain/act/act.ts'
import type { ActBodies } from '../domain/act/act.schema.ts'
import type { Standing, View } from '../scripts/demo/answers.ts'
import { Client } from '../scripts/demo/client.ts'
import type { RegistrationBody } from '../scripts/demo/client.ts'
import type { Party } from '../scripts/demo/party.ts'

/** What was sent, and how the case stood behind it. */
export type Request =
  | { readonly kind: 'register'; readonly party: Party; readonly body: RegistrationBody; readonly seq: number }
  | {
      readonly kind: 'act'
      readonly type: ActType
      readonly party: Party
      readonly body: ActBodies[ActType]
      readonly seq: number
    }
  | { readonly kind: 'view'; readonly party: Party }

/** The demo's client, which also tells how long each answer took, and what was asked. Of one case. */
export class TimedClient extends Client {
  readonly acts: number[] = []
  readonly reads: number[] = []
  readonly requests: Request[] = []
  #registered = ''

  /** The same key again is no second act. */
  override async register(party: Party, body: RegistrationBody, key: string = randomUUID()): Promise<Standing> {
    if (this.#registered === key) return super.register(party, body, key)
    this.#registered = key
    const standing = await timed(this.acts, () => super.register(party, body, key))
    this.requests.push({ kind: 'register', party, body, seq: standing.seq })
    return standing
  }

  override async act<A extends ActType>(
    party: Party,
    type: A,
    serviceNumber: string,
    body: ActBodies[A],
  ): Promise<Standing> {
    const standing = await timed(this.acts, () => super.act(party, type, serviceNumber, body))
    this.requests.push({ kind: 'act', type, party, body, seq: standing.seq })
    return standing
  }

  override async view(party: Party, serviceNumber: string, minSeq: number): Promise<View> {
    const view = await timed(this.reads, () => super.view(party, serviceNumber, minSeq))
    this.requests.push({ kind: 'view', party })
    return view
  }
}

/** A refusal is no act: it throws, and is not counted. */
export async function timed<Answer>(into: number[], ask: () => Promise<Answer>): Promise<Answer> {
  const begun = performance.now()
  const answer = await ask()
  into.push(performance.now() - begun)
  return answer
}
