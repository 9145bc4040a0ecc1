import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { AcceptedSchema, HistoryPageSchema, ProblemSchema, StandingSchema, ViewSchema } from './answers.ts'
import type { HistoryEvent, Problem, Standing, View } from './answers.ts'
import type { Party } from './party.ts'

export type TokenOf = (party: Party) => Promise<string>
export type RegistrationBody = z.input<typeof RegistrationSchema>

/** An answer other than 2xx. */
class RefusedAnswer extends Error {
  override name = 'RefusedAnswer'
  readonly status: number

  constructor(status: number, message: string) {
    super(`HTTP ${status} ${message}`)
    this.status = status
  }
}

/** The API said no, and why; the message is for people. */
export class ProblemAnswer extends RefusedAnswer {
  override name = 'ProblemAnswer'
  readonly problem: Problem

  constructor(status: number, problem: Problem) {
    const fields = (problem.errors ?? []).map(({ field, message }) => `${field}：${message}`).join('；')
    super(status, `${problem.code}（${problem.title}）：${problem.detail}${fields === '' ? '' : ` [${fields}]`}`)
    this.problem = problem
  }
}

const ANSWER_WITHIN_MS = 30_000
const ATTEMPTS = 10
const APPLICATIONS = '/api/v1/applications'

/** Speaks to the API over HTTP, as any system of a party would. */
export class Client {
  readonly #url: string
  readonly #tokenOf: TokenOf

  constructor(url: string, tokenOf: TokenOf) {
    this.#url = url.replace(/\/+$/, '')
    this.#tokenOf = tokenOf
  }

  register(party: Party, body: RegistrationBody, key: string = randomUUID()): Promise<Standing> {
    return this.#post(party, APPLICATIONS, body, key, StandingSchema)
  }

  act<A extends ActType>(party: Party, type: A, serviceNumber: string, body: ActBodies[A]): Promise<Standing> {
    return this.#post(party, `${APPLICATIONS}/${serviceNumber}/${ACTS[type].path}`, body, randomUUID(), StandingSchema)
  }

  /** Puts an act without waiting; gives where it is told what became of it. */
  async request<A extends ActType>(party: Party, type: A, serviceNumber: string, body: ActBodies[A]): Promise<string> {
    const path = `${APPLICATIONS}/${serviceNumber}/${ACTS[type].path}`
    const { links } = await this.#post(party, path, body, randomUUID(), AcceptedSchema, { prefer: 'respond-async' })
    return links.self
  }

  /** The case as it stood at `minSeq` or later. */
  view(party: Party, serviceNumber: string, minSeq: number): Promise<View> {
    return this.#ask(party, `${APPLICATIONS}/${serviceNumber}?minSeq=${minSeq}`, {}, ViewSchema)
  }

  /** Every event of the case, page by page. */
  async history(party: Party, serviceNumber: string): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = []
    for (let after: number | undefined = 0; after !== undefined;) {
      const page: z.infer<typeof HistoryPageSchema> = await this.#ask(
        party,
        `${APPLICATIONS}/${serviceNumber}/history?after=${after}`,
        {},
        HistoryPageSchema,
      )
      events.push(...page.items)
      after = page.next
    }
    return events
  }

  /** What has no method of its own here; `path` begins with `/api/v1`. */
  post<Answer>(
    party: Party,
    path: string,
    body: unknown,
    schema: z.ZodType<Answer>,
    key: string = randomUUID(),
  ): Promise<Answer> {
    return this.#post(party, path, body, key, schema)
  }

  get<Answer>(party: Party, path: string, schema: z.ZodType<Answer>): Promise<Answer> {
    return this.#ask(party, path, {}, schema)
  }

  /** What is no JSON: a paper, a table. */
  text(party: Party, path: string): Promise<string> {
    return this.#answer(party, path, {})
  }

  async remove(party: Party, path: string): Promise<void> {
    await this.#answer(party, path, { method: 'DELETE' })
  }

  /** Whether the API runs on this machine: only then does what it pushes reach a receiver of ours. */
  get isHere(): boolean {
    return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(this.#url).hostname)
  }

  /** A 503 is tried again with the same key, as it says. */
  async #post<Answer>(
    party: Party,
    path: string,
    body: unknown,
    key: string,
    schema: z.ZodType<Answer>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const request: RequestInit = {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    }
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#ask(party, path, request, schema)
      } catch (error) {
        if (!(error instanceof RefusedAnswer) || error.status !== 503 || attempt === ATTEMPTS) throw error
        await sleep(1_000)
      }
    }
  }

  async #ask<Answer>(party: Party, path: string, request: RequestInit, schema: z.ZodType<Answer>): Promise<Answer> {
    const answer = schema.safeParse(JSON.parse(await this.#answer(party, path, request)))
    if (!answer.success) throw new Error(`${path} 的回答不是约定的样子：${z.prettifyError(answer.error)}`)
    return answer.data
  }

  async #answer(party: Party, path: string, request: RequestInit): Promise<string> {
    const headers = new Headers(request.headers)
    headers.set('authorization', `Bearer ${await this.#tokenOf(party)}`)
    const response = await fetch(this.#url + path, {
      ...request,
      headers,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).catch((error: unknown) => {
      throw new Error(`连不上 ${this.#url}：${reasonOf(error)}`, { cause: error })
    })
    const text = await response.text()
    if (!response.ok) throw refusalOf(response.status, text)
    return text
  }
}

function refusalOf(status: number, text: string): RefusedAnswer {
  try {
    return new ProblemAnswer(status, ProblemSchema.parse(JSON.parse(text)))
  } catch {
    return new RefusedAnswer(status, text.slice(0, 200))
  }
}

/** What `fetch` hides in its cause. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return reason instanceof Error ? reason.message : String(reason)
}
