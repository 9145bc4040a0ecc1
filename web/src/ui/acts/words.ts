/** Words for the fields of acts: what people who do them say. What is not here goes by the schema's own description. */
import type { Problem } from '../../data/api.ts'
import type { Schema } from '../../data/types.ts'
import type { FieldWords } from '../form/schema-fields.tsx'
import { hintsOf } from './known.ts'
import { labelAlong, labelOf, valueName } from './labels.ts'

export function wordsFor(type: string): FieldWords {
  const hints = hintsOf(type)
  return {
    labelOf: (pattern: string, schema: Schema) => labelOf(type, pattern, schema.description),
    hintOf: (pattern) => hints[pattern],
    valueName: (pattern, value) => valueName(type, pattern, value),
    isAsked: (pattern, beside) => {
      if (pattern.endsWith('outerWorks')) return beside['connectable'] === false
      if (pattern.endsWith('creditCode')) return beside['kind'] !== 'individual'
      if (pattern.endsWith('identityNumber')) return beside['kind'] === 'individual'
      if (pattern.endsWith('laidInAdvance')) return beside['connectable'] === true
      if (type === 'fileInspection' && pattern === 'order') return someUnkept(beside['checklist'])
      return true
    },
  }
}

const someUnkept = (checklist: unknown): boolean =>
  Array.isArray(checklist) && checklist.some((each: { kept?: unknown }) => each.kept === false)

/** What is wrong with which field, as the form calls it; a refusal of the case says it by itself. */
export function faultWords(type: string, schema: Schema, { message, errors }: Problem): string {
  const [first] = errors
  if (first === undefined || first.field === '' || !message.startsWith(`${first.field}：`)) return message
  const more = errors.length > 1 ? `（共 ${errors.length} 处）` : ''
  return `${fieldName(type, schema, first.field)}：${first.message}${more}`
}

/** What the form calls the field of that path. */
export const fieldName = (type: string, schema: Schema | undefined, path: string): string =>
  labelAlong(type, path, (pattern) => (schema === undefined ? undefined : descriptionAt(schema, pattern)))

function descriptionAt(schema: Schema, pattern: string): string | undefined {
  return pattern
    .split('.')
    .reduce<Schema | undefined>((inner, name) => (name === '*' ? inner?.items : inner?.properties?.[name]), schema)
    ?.description
}
