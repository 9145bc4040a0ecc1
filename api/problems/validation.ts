import type { z } from 'zod'
import zhCN from 'zod/v4/locales/zh-CN.js'
import { isProblemCode } from '../../domain/problem.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import { UNSTORABLE, unstorableIn } from '../../domain/storable.ts'
import { ProblemError } from './problem-error.ts'
import type { FieldError } from './problem-error.ts'

type Issue = z.core.$ZodIssue
type RawIssue = z.core.$ZodRawIssue

/** What Zod found, on its way through Fastify's validation. */
export class ValidationFailure extends Error {
  override name = 'ValidationFailure'
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    super('validation failed')
    this.issues = issues
  }
}

/**
 * Parses with Chinese messages for all that a schema does not word itself; text that could not be kept is refused
 * before.
 */
export function parseInChinese(schema: z.ZodType, data: unknown): { value: unknown } | { error: ValidationFailure } {
  const unstorable = unstorableIn(data)
  if (unstorable !== undefined)
    return {
      error: new ValidationFailure([{ code: 'custom', path: [...unstorable], message: UNSTORABLE, input: undefined }]),
    }
  const parsed = schema.safeParse(data, { error: chineseMessage })
  return parsed.success ? { value: parsed.data } : { error: new ValidationFailure(parsed.error.issues) }
}

/** The same for what came from a form; throws what is wrong. */
export function parsedInChinese(schema: z.ZodType, data: unknown): unknown {
  const result = parseInChinese(schema, data)
  if ('error' in result) throw result.error
  return result.value
}

const fallback = zhCN().localeError

const ORIGINS: Readonly<Record<string, string>> = { string: '个字', array: '项', set: '项', file: '字节' }
const TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: ' true 或 false',
  object: '一组字段（JSON 对象）',
  array: '列表（JSON 数组）',
  date: '日期',
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '应为日期 YYYY-MM-DD',
  datetime: '应为带时区的时间，如 2026-12-01T09:00:00+08:00',
  uuid: '应为编号（UUID）',
  url: '应为网址',
}

/** One message for each code of Zod's issues. */
function chineseMessage(issue: RawIssue): string {
  const counted = ORIGINS[String(issue['origin'])]
  const bounded = (word: string, bound: unknown) =>
    `${word} ${String(bound)}${counted === undefined ? '' : ` ${counted}`}`
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '必须填写' : `应为${TYPES[issue.expected] ?? issue.expected}`
    case 'too_small':
      return tooSmall(issue, bounded)
    case 'too_big':
      return bounded(issue.inclusive === false ? '应小于' : '最多', issue.maximum)
    case 'not_multiple_of':
      return `应为 ${issue.divisor} 的倍数`
    case 'invalid_value':
      return issue.values.length === 1
        ? `应为 ${String(issue.values[0])}`
        : `应为下列之一：${issue.values.map(String).join('、')}`
    case 'unrecognized_keys':
      return `没有这些字段：${issue.keys.join('、')}`
    case 'invalid_union':
      return unionMessage(issue)
    case 'invalid_format':
      return FORMATS[issue.format] ?? `格式不正确（${issue.format}）`
    case 'invalid_key':
      return '字段名不正确'
    case 'invalid_element':
      return '其中有不正确的项'
    case 'custom':
      return '内容不正确'
    default:
      return messageOf(fallback(issue))
  }
}

function tooSmall(
  issue: Extract<RawIssue, { code: 'too_small' }>,
  bounded: (word: string, bound: unknown) => string,
): string {
  if (issue.origin === 'string' && Number(issue.minimum) === 1) return '不能为空'
  return bounded(
    issue.inclusive === false ? '应大于' : issue.origin === 'number' || issue.origin === 'int' ? '不能小于' : '至少',
    issue.minimum,
  )
}

function unionMessage(issue: RawIssue): string {
  const options = issue['options']
  return Array.isArray(options) && options.length > 0
    ? `应为下列之一：${options.map(String).join('、')}`
    : '与各种可填的形式都不相符'
}

function messageOf(message: string | { message: string } | undefined | null): string {
  return typeof message === 'string' ? message : (message?.message ?? '内容不正确')
}

const PARTS: Readonly<Record<string, string>> = {
  body: '请求体',
  querystring: '查询参数',
  params: '地址',
  headers: '请求头',
}

/** Zod's issues as a problem. A custom issue may carry `params.code`: it becomes the problem's own. */
export function problemOfValidation(failure: ValidationFailure, part: string | undefined): ProblemError {
  const errors = failure.issues.filter(saysMore).flatMap(errorsOf)
  const code = failure.issues.map(ownCode).find((own) => own !== undefined) ?? 'validation-failed'
  const first = errors[0]
  const where = PARTS[part ?? 'body'] ?? '请求'
  const more = errors.length > 1 ? `（共 ${errors.length} 处）` : ''
  const detail =
    first === undefined ? `${where}有误` : `${first.field === '' ? where : first.field}：${first.message}${more}`
  return new ProblemError(code, detail, { errors })
}

/** Every integer has a bound of Zod's own, which says nothing beside one of ours. */
function saysMore(issue: Issue, index: number, issues: readonly Issue[]): boolean {
  const isZods = issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER
  return !isZods || !issues.slice(index + 1).some(({ path }) => fieldOf(path) === fieldOf(issue.path))
}

function errorsOf(issue: Issue): readonly FieldError[] {
  if (issue.code !== 'unrecognized_keys')
    return [{ field: fieldOf(issue.path), code: ownCode(issue) ?? issue.code, message: issue.message }]
  return issue.keys.map((key) => ({
    field: fieldOf([...issue.path, key]),
    code: issue.code,
    message: `没有“${key}”这个字段`,
  }))
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.')
}

function ownCode(issue: Issue): ProblemCode | undefined {
  const code: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined
  return isProblemCode(code) ? code : undefined
}
