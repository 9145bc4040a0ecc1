/** Shapes as TypeScript, in the words of `domain/format/shape-words.ts` where these say all of it. */
import type { Shape } from '../../domain/format/shape.ts'
import type { Shapes } from './shapes.ts'

const WORDS = ['fields', 'list', 'oneOf', 'text']

/** Each shape is made when it is asked for: a workflow keeps none of them in memory. */
export function shapesFile(constant: string, key: string, from: string | undefined, shapes: Shapes): string {
  const entries = Object.entries(shapes).map(([name, shape]) => `'${name}': () => (${written(shape)}),`)
  const words = WORDS.filter((word) => entries.some((entry) => entry.includes(`${word}(`)))
  return [
    '/** Made by `node scripts/act-shapes.ts` from the Zod schemas: not to be written by hand. */',
    ...(from === undefined ? [] : [`import type { ${key} } from '${from}'`]),
    `import type { Shape } from '../format/shape.ts'`,
    `import { ${words.join(', ')} } from '../format/shape-words.ts'`,
    '',
    `export const ${constant}: Readonly<Record<${key}, () => Shape>> = {`,
    ...entries,
    '}',
    '',
  ].join('\n')
}

function written(shape: Shape): string {
  const { type, ...said } = shape
  if (type === 'string') return writtenText(shape, Object.keys(said))
  if (type === 'array') return writtenList(shape, Object.keys(said))
  if (type === 'object') return writtenObject(shape, Object.keys(said))
  return literal(shape)
}

function writtenText(shape: Shape, said: readonly string[]): string {
  if (isOf(said, ['minLength', 'maxLength'])) return called('text', [], shape.minLength, shape.maxLength)
  return isOf(said, ['enum'])
    ? `oneOf(${(shape.enum ?? []).map((each) => JSON.stringify(each)).join(', ')})`
    : literal(shape)
}

function writtenList(shape: Shape, said: readonly string[]): string {
  if (shape.items === undefined || !isOf(said, ['items', 'minItems', 'maxItems'])) return literal(shape)
  return called('list', [written(shape.items)], shape.minItems, shape.maxItems)
}

function writtenObject(shape: Shape, said: readonly string[]): string {
  const { properties = {}, required = [], additionalProperties } = shape
  if (additionalProperties !== false || !isOf(said, ['properties', 'required', 'additionalProperties']))
    return literal(shape)
  const those = (isThere: boolean) =>
    object(Object.entries(properties).filter(([name]) => required.includes(name) === isThere))
  return required.length === Object.keys(properties).length
    ? `fields(${those(true)})`
    : `fields(${those(true)}, ${those(false)})`
}

function literal(shape: Shape): string {
  const entries = Object.entries(shape).map(([word, said]: [string, unknown]) => `${word}: ${part(word, said)}`)
  return `{ ${entries.join(', ')} }`
}

function part(word: string, said: unknown): string {
  if (word === 'anyOf') return `[${(said as readonly Shape[]).map(written).join(', ')}]`
  if (word === 'properties') return object(Object.entries(said as Record<string, Shape>))
  return word === 'items' || (word === 'additionalProperties' && said !== false)
    ? written(said as Shape)
    : JSON.stringify(said)
}

function object(parts: readonly (readonly [name: string, shape: Shape])[]): string {
  return `{ ${parts.map(([name, shape]) => `${JSON.stringify(name)}: ${written(shape)}`).join(', ')} }`
}

/** `least` and `most` are left out where nothing follows them. */
function called(word: string, first: readonly string[], least: number | undefined, most: number | undefined): string {
  const bounds = most === undefined ? (least === undefined ? [] : [least]) : [least ?? 0, most]
  return `${word}(${[...first, ...bounds].join(', ')})`
}

function isOf(said: readonly string[], known: readonly string[]): boolean {
  return said.every((word) => known.includes(word))
}
