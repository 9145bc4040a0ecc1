import { PROBLEMS } from '../../domain/problem.ts'
import type { ProblemCode } from '../../domain/problem.ts'

/** One thing that is wrong, with the field's path as in the body: `form.services.water.tonsPerDay`. */
export interface FieldError {
  readonly field: string
  readonly code: string
  readonly message: string
}

/** What has changed since somebody looked. */
export interface Changed {
  readonly seq: number
  /** With the city's offset. */
  readonly at: string
  readonly name: string
  readonly org: string
  readonly orgName: string
}

interface ProblemOptions {
  readonly changes?: readonly Changed[]
  readonly errors?: readonly FieldError[]
  readonly headers?: Readonly<Record<string, string>>
  /** Refused as too early: the same may be sent again later, under a new key. */
  readonly retryable?: boolean
  /** What really happened: for the log, never for the answer. */
  readonly cause?: unknown
}

/** A refusal of the API itself; the case's own are `Refusal`s of domain/problem.ts. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly code: ProblemCode
  readonly errors: readonly FieldError[]
  readonly changes: readonly Changed[]
  readonly headers: Readonly<Record<string, string>>
  readonly retryable: boolean

  constructor(
    code: ProblemCode,
    detail: string,
    { errors = [], changes = [], headers = {}, retryable = false, cause }: ProblemOptions = {},
  ) {
    super(detail, cause === undefined ? {} : { cause })
    this.code = code
    this.errors = errors
    this.changes = changes
    this.headers = headers
    this.retryable = retryable
  }
}

/** A problem of one field. */
export function fieldProblem(code: ProblemCode, field: string, message: string): ProblemError {
  return new ProblemError(code, message, { errors: [{ field, code, message }] })
}

/** RFC 9457 `application/problem+json`. */
export interface ProblemDocument {
  readonly type: string
  readonly code: ProblemCode
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly errors?: readonly FieldError[]
  readonly changes?: readonly Changed[]
  readonly retryable?: true
}

export function problemDocument(
  { code, message, errors, changes, retryable }: ProblemError,
  instance: string,
): ProblemDocument {
  const { status, title } = PROBLEMS[code]
  return {
    type: `urn:seven-ones:problem:${code}`,
    code,
    title,
    status,
    detail: message,
    instance,
    ...(errors.length === 0 ? {} : { errors }),
    ...(changes.length === 0 ? {} : { changes }),
    ...(retryable ? { retryable } : {}),
  }
}
