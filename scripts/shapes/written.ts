/** Shapes as TypeScript, in the words of `domain/format/shape-words.ts` where these say all of it. */
import type { Shape } from '../../domain/format/shape.ts'
import { isCalled } from './shared.ts'
import type { Shapes } from './shapes.ts'

const WIDEST = 90
const WORDS = ['fields', 'having', 'list', 'oneOf', 'text']

/** Each shape is made when it is asked for: a workflow keeps none in memory. `parts`: what they have in common. */
export function shapesFile(
  constant: string,
  key: string,
  from: string | undefined,
  shapes: Shapes,
  parts: Shapes = {},
): string {
  const entries = Object.entries(shapes).map(([name, shape]) => `'${name}': () => (${written(shape)}),`)
  const common = Object.entries(parts).map(([name, shape]) => `const ${name} = (): Shape => (${written(shape)})`)
  const words = WORDS.filter((word) => [...entries, ...common].some((entry) => entry.includes(`${word}(`)))
  return [
    '/** Made by `node scripts/act-shapes.ts` from the Zod schemas: not to be written by hand. */',
    ...(from === undefined ? [] : [`import type { ${key} } from '${from}'`]),
    `import type { Shape } from '../format/shape.ts'`,
    `import * as shapeWords from '../format/shape-words.ts'`,
    '',
    '/** As names of this file: a bundle writes an imported one out at every call, 60 characters. */',
    `const { ${words.join(', ')} } = shapeWords`,
    '',
    ...common,
    '',
    `export const ${constant}: Readonly<Record<${key}, () => Shape>> = {`,
    ...entries,
    '}',
    '',
  ].join('\n')
}

function written(shape: Shape): string {
  if (isCalled(shape)) return `${shape.call}()`
  const { type, ...said } = shape
  if (type === 'string') return writtenText(shape, Object.keys(said))
  if (type === 'array') return writtenList(shape, Object.keys(said))
  if (type === 'object') return writtenObject(shape, Object.keys(said))
  return literal(shape)
}

function writtenText(shape: Shape, said: readonly string[]): string {
  if (isOf(said, ['minLength', 'maxLength'])) return called('text', [], shape.minLength, shape.maxLength)
  if (!isOf(said, ['enum'])) return literal(shape)
  return within('oneOf(', (shape.enum ?? []).map(json), ')')
}

function writtenList(shape: Shape, said: readonly string[]): string {
  if (shape.items === undefined || !isOf(said, ['items', 'minItems', 'maxItems'])) return literal(shape)
  return called('list', [written(shape.items)], shape.minItems, shape.maxItems)
}

function writtenObject(shape: Shape, said: readonly string[]): string {
  const { properties = {}, required = [], additionalProperties } = shape
  const isOpen = additionalProperties === undefined && shape.properties !== undefined
  if (!(isOpen || additionalProperties === false) || !isOf(said, ['properties', 'required', 'additionalProperties']))
    return literal(shape)
  const those = (isThere: boolean) =>
    object(Object.entries(properties).filter(([name]) => required.includes(name) === isThere))
  const isAll = required.length === Object.keys(properties).length
  return within(isOpen ? 'having(' : 'fields(', isAll ? [those(true)] : [those(true), those(false)], ')')
}

function literal(shape: Shape): string {
  const entries = Object.entries(shape).map(([word, said]: [string, unknown]) => `${word}: ${part(word, said)}`)
  return within('{ ', entries, ' }')
}

function part(word: string, said: unknown): string {
  if (word === 'anyOf') return within('[', (said as readonly Shape[]).map(written), ']')
  if (word === 'properties') return object(Object.entries(said as Record<string, Shape>))
  if (word === 'items' || (word === 'additionalProperties' && said !== false)) return written(said as Shape)
  return Array.isArray(said) ? within('[', said.map(json), ']') : json(said)
}

function object(parts: readonly (readonly [name: string, shape: Shape])[]): string {
  if (parts.length === 0) return '{}'
  const entries = parts.map(([name, shape]) => `${JSON.stringify(name)}: ${written(shape)}`)
  return within('{ ', entries, ' }')
}

/** `least` and `most` are left out where nothing follows them. */
function called(word: string, first: readonly string[], least: number | undefined, most: number | undefined): string {
  const bounds = most === undefined ? (least === undefined ? [] : [least]) : [least ?? 0, most]
  return within(`${word}(`, [...first, ...bounds.map(String)], ')')
}

/** On one line where that is not too wide. */
function within(open: string, parts: readonly string[], close: string): string {
  const line = `${open}${parts.join(', ')}${close}`
  const isShort = line.length <= WIDEST && !line.includes('\n')
  return isShort ? line : `${open}\n${parts.map((part) => `${part},\n`).join('')}${close}`
}

const json = (value: unknown) => JSON.stringify(value)

function isOf(said: readonly string[], known: readonly string[]): boolean {
  return said.every((word) => known.includes(word))
}
