/** What is one of several things, an enterprise or a person, as one form; `kind` says which. */
import type { Schema } from '../../data/types.ts'
import { isRecord } from './shape.ts'
import type { Value } from './shape.ts'

/** One of several objects as an object with the fields of all; required is what all of them require. */
export function asOne(schema: Schema): Schema {
  const { oneOf, properties, items, ...rest } = schema
  if (oneOf !== undefined) {
    const all = oneOf.map(({ properties: own = {} }) => own)
    const names = [...new Set(all.flatMap((own) => Object.keys(own)))]
    const required = names.filter((name) => oneOf.every((one) => one.required?.includes(name) === true))
    return {
      ...rest,
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, shared(all, name)])),
      required,
    }
  }
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([name, own]) => [name, asOne(own)])) }),
    ...(items === undefined ? {} : { items: asOne(items) }),
  }
}

/** What tells them apart is a choice; else it is the same in each. */
function shared(all: readonly Readonly<Record<string, Schema>>[], name: string): Schema {
  const own = all.flatMap((properties) => properties[name] ?? [])
  const kinds = own.flatMap((each) => each.const ?? [])
  const [first = {}] = own
  return kinds.length === 0 ? asOne(first) : { type: 'string', enum: kinds }
}

/** Without what belongs to another kind than was chosen in the end. */
export function fitting(schema: Schema, value: Value): Value {
  if (Array.isArray(value)) return value.map((each) => fitting(schema.items ?? {}, each))
  if (!isRecord(value)) return value
  if (schema.oneOf !== undefined) {
    const one = schema.oneOf.find(({ properties = {} }) => properties['kind']?.const === value['kind'])
    const known = one?.properties ?? {}
    return Object.fromEntries(Object.entries(value).filter(([name]) => one === undefined || name in known))
  }
  const { properties = {} } = schema
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, fitting(properties[name] ?? {}, own)]))
}
