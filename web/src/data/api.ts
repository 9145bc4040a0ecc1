/** Talks to the API as whoever the session cookie says. */
import { plainly } from '../../../domain/plainly.ts'
import { signInAgain } from './session.ts'

export interface FieldError {
  readonly field: string
  readonly code: string
  readonly message: string
}

export interface Change {
  readonly seq: number
  readonly at: string
  readonly name: string
  readonly orgName: string
}

/** What the API answered instead of what was asked: RFC 9457. */
export class Problem extends Error {
  override name = 'Problem'
  readonly status: number
  readonly code: string
  readonly errors: readonly FieldError[]
  /** What has changed since one looked, 412: by whom and when. */
  readonly changes: readonly Change[]
  readonly early: boolean

  constructor(status: number, document: Partial<ProblemDocument>) {
    super(plainly(document.detail ?? document.title ?? `服务没有给出可读的回答（${status}）`))
    this.status = status
    this.code = document.code ?? 'unreadable'
    this.errors = (document.errors ?? []).map((each) => ({ ...each, message: plainly(each.message) }))
    this.changes = document.changes ?? []
    this.early = document.retryable === true
  }
}

interface ProblemDocument {
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: readonly FieldError[]
  readonly changes: readonly Change[]
  readonly retryable: boolean
}

/** Nobody answered: whether anything was done there is not known. */
export class Unreachable extends Error {
  override name = 'Unreachable'
  constructor() {
    super('网络不通，或服务没有应答')
  }
}

const TIMEOUT_MS = 25_000
/** A photo of 20 MB from a building site takes its time. */
const FILE_TIMEOUT_MS = 170_000

export function get<Answer>(url: string, signal?: AbortSignal): Promise<Answer> {
  return ask<Answer>(url, { method: 'GET' }, signal)
}

/**
 * `key` is the idempotency key: the same for the same act, however often it is sent; `seen` the number of the last
 * event that was shown: where what the act changes has changed since, it is refused.
 */
export function send<Answer>(url: string, body: unknown, key: string, seen?: number): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': key,
    ...(seen === undefined ? {} : { 'if-match': `"${seen}"` }),
  }
  return ask<Answer>(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Its content is what is sent: the server looks at nothing else. */
export function sendFile<Answer>(url: string, file: Blob, key: string): Promise<Answer> {
  const headers = { 'content-type': 'application/octet-stream', 'idempotency-key': key }
  return ask<Answer>(url, { method: 'POST', headers, body: file })
}

/** Without a session the person signs in over what is open; then the same is asked again. */
async function ask<Answer>(url: string, init: RequestInit, signal?: AbortSignal): Promise<Answer> {
  for (let again = false; ; again = true) {
    const answer = await reached(url, init, signal)
    if (answer.ok) return (await answer.json()) as Answer
    const problem = new Problem(answer.status, await documentOf(answer))
    if (answer.status !== 401 || again) throw problem
    if (!(await signInAgain())) throw problem
  }
}

async function reached(url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(init.body instanceof Blob ? FILE_TIMEOUT_MS : TIMEOUT_MS)
  try {
    return await fetch(url, { ...init, signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new Unreachable()
  }
}

async function documentOf(answer: Response): Promise<Partial<ProblemDocument>> {
  try {
    return (await answer.json()) as Partial<ProblemDocument>
  } catch {
    return {}
  }
}

export const newKey = (): string => crypto.randomUUID()
