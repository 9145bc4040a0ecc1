import { DatabaseError } from '../../db/database-error.ts'
import { CalendarRangeError } from '../../domain/clocks/working-time.ts'
import { NewerState } from '../../domain/format/state-format.ts'
import { Refusal } from '../../domain/problem.ts'
import { TemporalUnavailable } from '../temporal/bounded.ts'
import { FileStoreUnavailable } from '../files/s3-store.ts'
import { ProblemError } from './problem-error.ts'
import { problemOfValidation, ValidationFailure } from './validation.ts'

const RETRY_AFTER = { 'retry-after': '5' } as const

const READING_WITHOUT_DATABASE = '数据库暂时连不上，现在不能查看；已经办理的不会丢失，请稍后再读'

/** Fastify's own refusals that have a problem of their own. */
const FASTIFY: Readonly<Record<string, () => ProblemError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new ProblemError('body-too-large', '请求体不得超过 256 KiB'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new ProblemError('unsupported-media-type', '请以 Content-Type: application/json 发送'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => new ProblemError('malformed-json', '请求体应为一个完整的 JSON 对象（UTF-8）'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new ProblemError('malformed-json', '请求体是空的，应为一个 JSON 对象'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new ProblemError('malformed-json', '请求体的长度与 Content-Length 不符'),
  FST_ERR_BAD_URL: () => new ProblemError('route-not-found', '地址中有不合法的百分号编码'),
  FST_ERR_MAX_PARAM_LENGTH: () => new ProblemError('route-not-found', '地址过长'),
}

/**
 * Whatever was thrown, as a problem that says nothing of the inside. `reading`: nothing was to be done, so no key is
 * needed to try again.
 */
export function problemOf(error: unknown, { reading = false } = {}): ProblemError {
  if (error instanceof ProblemError) return error
  if (error instanceof Refusal) return problemOfRefusal(error)
  if (error instanceof ValidationFailure)
    return problemOfValidation(error, 'validationContext' in error ? String(error.validationContext) : undefined)
  if (error instanceof DatabaseError && error.unavailable) {
    return new ProblemError(
      'database-unavailable',
      reading ? READING_WITHOUT_DATABASE : '数据库暂时连不上，请稍后用同一 Idempotency-Key 重试',
      { headers: RETRY_AFTER, cause: error },
    )
  }
  if (error instanceof FileStoreUnavailable)
    return new ProblemError(
      'file-store-unavailable',
      '文件存储暂时连不上，文件现在不能传、不能看；请稍后再试，同一文件再传不会重复',
      { headers: RETRY_AFTER, cause: error },
    )
  if (error instanceof CalendarRangeError)
    return new ProblemError('calendar-year-unknown', `工作日历没有 ${error.year} 年，须先由运行维护人员换上新的`)
  if (error instanceof NewerState)
    return new ProblemError('state-from-newer-release', `${error.message}；请稍后再试`, {
      headers: { 'retry-after': '60' },
      cause: error,
    })
  if (error instanceof TemporalUnavailable) {
    return new ProblemError(
      'temporal-unavailable',
      '流程服务暂时没有回应，请稍后用同一 Idempotency-Key 重试，不会重复办理',
      { headers: RETRY_AFTER, cause: error },
    )
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (Object.hasOwn(FASTIFY, code)) return FASTIFY[code]!()
  return clientFault(error)
    ? new ProblemError('malformed-json', '请求不完整或不合法')
    : new ProblemError('internal-error', '系统内部错误，已记录；请稍后再试', { cause: error })
}

/** Others' acts come within seconds, a day within hours. */
function problemOfRefusal({ code, message, field, early }: Refusal): ProblemError {
  const errors = field === undefined ? [] : [{ field, code, message }]
  return new ProblemError(code, message, {
    errors,
    ...(early ? { retryable: true, headers: { 'retry-after': code === 'works-too-early' ? '3600' : '2' } } : {}),
  })
}

/** What Fastify blames on the client without a code of its own, such as `__proto__` in the body or a body cut short. */
function clientFault(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 400
}
