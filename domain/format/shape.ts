/** The part of JSON Schema by which workflows look at what reaches them: they have no Zod. */
export interface Shape {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  /** Others than those of `properties`: refused, or of this shape; anything where it is not said. */
  readonly additionalProperties?: false | Shape
  readonly items?: Shape
  readonly minItems?: number
  readonly maxItems?: number
  /** In UTF-16 units, as Zod counts them. */
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: 'date' | 'date-time'
  readonly enum?: readonly (string | number)[]
  readonly const?: string | number | boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly anyOf?: readonly Shape[]
}

export interface Misfit {
  /** As in a problem: `lines.0.line`; empty for the value itself. */
  readonly field: string
  /** Chinese. */
  readonly why: string
}

/** The first thing in which a JSON value is not of a shape; undefined where it is. */
export function misfitOf(value: unknown, shape: Shape): Misfit | undefined {
  const why = whyNot(value, shape)
  if (why !== undefined) return { field: '', why }
  if (Array.isArray(value)) return misfitAmong(value, shape)
  return typeof value === 'object' && value !== null
    ? misfitIn(value as Readonly<Record<string, unknown>>, shape)
    : undefined
}

function misfitAmong(items: readonly unknown[], { items: shape }: Shape): Misfit | undefined {
  if (shape === undefined) return undefined
  for (const [index, item] of items.entries()) {
    const misfit = misfitOf(item, shape)
    if (misfit !== undefined) return within(`${index}`, misfit)
  }
  return undefined
}

function misfitIn(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, required = [], additionalProperties }: Shape,
): Misfit | undefined {
  const missing = required.find((name) => !Object.hasOwn(value, name))
  if (missing !== undefined) return { field: missing, why: '必须填写' }
  const names = Object.keys(value).filter((name) => value[name] !== undefined || required.includes(name))
  const shapeOf = (name: string) => (Object.hasOwn(properties, name) ? properties[name] : additionalProperties)
  const unknown = names.find((name) => shapeOf(name) === false)
  if (unknown !== undefined) return { field: unknown, why: `没有“${unknown}”这个字段` }
  for (const name of names) {
    const shape = shapeOf(name)
    const misfit = shape === undefined || shape === false ? undefined : misfitOf(value[name], shape)
    if (misfit !== undefined) return within(name, misfit)
  }
  return undefined
}

function within(name: string, { field, why }: Misfit): Misfit {
  return { field: field === '' ? name : `${name}.${field}`, why }
}

/** Of the value itself, whatever is in it. */
function whyNot(value: unknown, shape: Shape): string | undefined {
  if (shape.anyOf !== undefined && shape.anyOf.every((one) => misfitOf(value, one) !== undefined))
    return '与各种可填的形式都不相符'
  if (shape.type !== undefined && !isOfType(value, shape.type)) return `应为${TYPES[shape.type]}`
  if (shape.const !== undefined && value !== shape.const) return `应为 ${String(shape.const)}`
  if (shape.enum !== undefined && !(shape.enum as readonly unknown[]).includes(value))
    return `应为下列之一：${shape.enum.join('、')}`
  if (typeof value === 'string') return textNot(value, shape)
  if (typeof value === 'number') return numberNot(value, shape)
  return Array.isArray(value) ? countNot(value.length, shape.minItems, shape.maxItems, '项') : undefined
}

const TYPES: Readonly<Record<NonNullable<Shape['type']>, string>> = {
  object: '一组字段（JSON 对象）',
  array: '列表（JSON 数组）',
  string: '文字',
  number: '数字',
  integer: '整数',
  boolean: ' true 或 false',
}

function isOfType(value: unknown, type: NonNullable<Shape['type']>): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isSafeInteger(value)
    case 'number':
      return Number.isFinite(value)
    case 'string':
    case 'boolean':
      return typeof value === type
  }
}

function countNot(count: number, least = 0, most = Infinity, what: string): string | undefined {
  if (count < least) return `至少 ${least} ${what}`
  return count > most ? `最多 ${most} ${what}` : undefined
}

function textNot(value: string, { minLength, maxLength, pattern, format }: Shape): string | undefined {
  const length = countNot(value.length, minLength, maxLength, '个字')
  if (length !== undefined) return length
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return '格式不正确'
  if (format === 'date' && !isDate(value)) return '应为日期 YYYY-MM-DD'
  return format === 'date-time' && !isInstant(value) ? '应为带时区的时间' : undefined
}

function numberNot(value: number, { minimum, maximum, exclusiveMinimum }: Shape): string | undefined {
  if (minimum !== undefined && value < minimum) return `不能小于 ${minimum}`
  if (maximum !== undefined && value > maximum) return `最多 ${maximum}`
  return exclusiveMinimum !== undefined && value <= exclusiveMinimum ? `应大于 ${exclusiveMinimum}` : undefined
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

function isInstant(text: string): boolean {
  return isDate(text.slice(0, 10)) && text[10] === 'T' && TIME.test(text.slice(11))
}
