/** How a body's schema, its choices and the words of its act become fields. */
import type { Choice, Schema } from '../../data/types.ts'

export type Value = unknown
/** `lines.0.outerWorks.sections.1.road`. */
export type Path = string

export const joined = (path: Path, name: string | number): Path => (path === '' ? String(name) : `${path}.${name}`)

/** `lines.*.line`, of `lines.0.line`. */
export const patternOf = (path: Path): string => path.replaceAll(/(^|\.)\d+(?=\.|$)/g, '$1*')

/** The choice that a field has; of an array also where it is told for its elements. */
export function choiceFor(path: Path, choices: readonly Choice[]): Choice | undefined {
  const pattern = patternOf(path)
  return choices.find(({ field }) => field === pattern || field === `${pattern}.*`)
}

export function valueAt(value: Value, path: Path): Value {
  if (path === '') return value
  return path
    .split('.')
    .reduce<Value>(
      (inner, name) => (isRecord(inner) || Array.isArray(inner) ? Reflect.get(inner, name) : undefined),
      value,
    )
}

/** A copy with one place changed; undefined takes it away. */
export function withValue(value: Value, path: Path, change: Value): Value {
  if (path === '') return change
  const [name = '', ...rest] = path.split('.')
  if (Array.isArray(value) || (/^\d+$/.test(name) && !isRecord(value))) {
    const copy: Value[] = Array.isArray(value) ? [...value] : []
    copy[Number(name)] = withValue(copy[Number(name)], rest.join('.'), change)
    return copy
  }
  const copy: Record<string, Value> = isRecord(value) ? { ...value } : {}
  const inner = withValue(copy[name], rest.join('.'), change)
  if (inner === undefined) delete copy[name]
  else copy[name] = inner
  return copy
}

export const isRecord = (value: Value): value is Record<string, Value> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a form begins with: where only one thing can be meant, it is filled in. */
export function startOf(schema: Schema, choices: readonly Choice[], path: Path = ''): Value {
  const choice = choiceFor(path, choices)
  const isRequired = (name: string) => schema.required?.includes(name) === true
  if (schema.type === 'object') {
    const entries = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
      const started =
        isRequired(name) || startsFilled(inner, joined(path, name), choices)
          ? startOf(inner, choices, joined(path, name))
          : undefined
      return started === undefined ? [] : [[name, started] as const]
    })
    return Object.fromEntries(entries)
  }
  if (schema.type === 'array') return startOfArray(schema, choices, path)
  if (choice?.options.length === 1) return choice.options[0]?.value
  return undefined
}

/** Elements that each stand for one thing of the case stand there from the start: one for each of our lines. */
function startOfArray({ items, minItems = 0 }: Schema, choices: readonly Choice[], path: Path): Value {
  if (items?.type !== 'object') return minItems > 0 ? undefined : []
  const named = Object.keys(items.properties ?? {}).map((name) => ({
    name,
    values:
      choiceFor(joined(joined(path, 0), name), choices)?.options.map(({ value }) => value) ??
      items.properties?.[name]?.enum,
  }))
  const one = named.find(({ name, values }) => values !== undefined && ONE_EACH.includes(name))
  if (one?.values === undefined) return [startOf(items, choices, joined(path, 0))]
  return one.values.map((value) => ({ ...(startOf(items, choices, joined(path, 0)) as object), [one.name]: value }))
}

/** The field by which an element is that of one line, one promise. */
const ONE_EACH: readonly string[] = ['line', 'promise']

function startsFilled(schema: Schema, path: Path, choices: readonly Choice[]): boolean {
  return (
    schema.type === 'array' &&
    schema.items?.type === 'object' &&
    Object.keys(schema.items.properties ?? {}).some(
      (name) => (choiceFor(joined(joined(path, 0), name), choices)?.options.length ?? 0) > 0,
    )
  )
}

/** What is required and empty, by its path. Everything else the case itself judges. */
export function missingIn(schema: Schema, value: Value, path: Path = ''): readonly Path[] {
  if (schema.type === 'object') {
    if (!isRecord(value)) return []
    return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
      const own = value[name]
      if (isEmpty(own, inner)) return schema.required?.includes(name) === true ? [joined(path, name)] : []
      return missingIn(inner, own, joined(path, name))
    })
  }
  if (schema.type === 'array' && Array.isArray(value) && schema.items !== undefined) {
    const { items } = schema
    return value.flatMap((each, index) => missingIn(items, each, joined(path, index)))
  }
  return []
}

/** A list may be empty where the schema lets it. */
const isEmpty = (value: Value, { minItems = 0 }: Schema): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0 && minItems > 0)

/** As it is sent: without what was left open. */
export function cleaned(value: Value): Value {
  if (Array.isArray(value)) return value.map(cleaned)
  if (!isRecord(value)) return typeof value === 'string' ? value.trim() : value
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]) => [name, cleaned(inner)] as const)
      .filter(([, inner]) => inner !== undefined && inner !== ''),
  )
}
